#!/usr/bin/env python3
"""Outputs and gradients of ops from torch, for packages/engine/golden/ops.json. Run with Debian's python3-torch.

A case is: the op's name, its inputs, its options (camel case, as the engine's ops take them), the output y, a
random weighting dy of the output, and the gradients of sum(y * dy) with respect to the float inputs.
"""
import json
import pathlib

import torch
import torch.nn.functional as F

GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "packages/engine/golden/ops.json"
generator = torch.Generator().manual_seed(20)
cases = []


def random(*shape):
    return torch.randn(tuple(shape), generator=generator, dtype=torch.float64).float()


def pack(tensor):
    values = [float(f"{value:.7g}") for value in tensor.detach().flatten().tolist()]
    return {"shape": list(tensor.shape), "data": values}


def case(name, op, function, inputs, **options):
    leaves = {key: value.clone().double().requires_grad_(True) for key, value in inputs.items()}
    y = function(**leaves)
    dy = random(*y.shape)
    (y * dy.double()).sum().backward()
    cases.append(
        {
            "name": name,
            "op": op,
            "options": options,
            "inputs": {key: pack(value) for key, value in inputs.items()},
            "y": pack(y),
            "dy": pack(dy),
            "gradients": {key: pack(leaf.grad) for key, leaf in leaves.items() if leaf.grad is not None},
        }
    )


def convolution(name, x, filter, bias=True, **options):
    inputs = {"x": random(*x), "filter": random(*filter)}
    if bias:
        inputs["bias"] = random(filter[0])
    case(
        f"conv2d, {name}",
        "conv2d",
        lambda x, filter, bias=None: F.conv2d(x, filter, bias, **options),
        inputs,
        **options,
    )


convolution("plain", (2, 3, 6, 5), (4, 3, 3, 3))
convolution("1x1 without bias", (2, 3, 4, 3), (5, 3, 1, 1), bias=False)
convolution("1x1, stride 2", (2, 3, 5, 4), (4, 3, 1, 1), bias=False, stride=2)
convolution("stride 2, padding 1", (2, 3, 7, 6), (4, 3, 3, 3), stride=2, padding=1)
convolution("asymmetric 3x2, stride [1,2], padding [0,1]", (1, 2, 7, 6), (3, 2, 3, 2), stride=[1, 2], padding=[0, 1])
convolution("dilation 2, padding 2", (1, 2, 7, 8), (3, 2, 3, 3), dilation=2, padding=2)
convolution("dilation 2, stride 2, padding 1", (1, 2, 9, 8), (3, 2, 3, 3), dilation=2, stride=2, padding=1)
convolution("padding wider than the kernel's reach", (1, 2, 4, 4), (2, 2, 2, 2), padding=2)
convolution("rows that no window reads, stride 3", (1, 2, 8, 9), (2, 2, 2, 2), stride=3)
convolution("2 groups, stride 2", (2, 4, 6, 7), (6, 2, 3, 3), groups=2, stride=2, padding=1)
convolution("depthwise", (2, 4, 5, 6), (4, 1, 3, 3), groups=4, padding=1)
convolution("depthwise, stride 2", (2, 3, 7, 6), (3, 1, 3, 3), groups=3, stride=2, padding=1)
convolution("depthwise, multiplier 2, dilation 2", (1, 3, 7, 7), (6, 1, 3, 2), groups=3, dilation=2, padding=1)


def pool(name, x, kernel, values=None, padding=0, **options):
    names = {"ceilMode": "ceil_mode"}
    arguments = {names.get(key, key): value for key, value in options.items()}
    case(
        f"maxPool2d, {name}",
        "maxPool2d",
        lambda x: F.max_pool2d(x, kernel, padding=padding, **arguments),
        {"x": random(*x) if values is None else values},
        kernel=kernel,
        padding=padding,
        **options,
    )


pool("2x2", (2, 3, 6, 4), 2)
pool("3x3, stride 2, padding 1", (2, 2, 7, 6), 3, stride=2, padding=1)
pool("3x2, stride [2,1], dilation 2", (1, 2, 8, 7), [3, 2], stride=[2, 1], dilation=2)
pool("ceil mode", (1, 2, 6, 7), 3, stride=2, ceilMode=True)
pool("ceil mode, padding 1", (1, 2, 5, 8), 3, stride=2, padding=1, ceilMode=True)
pool("ties", (1, 1, 4, 5), 3, values=torch.zeros(1, 1, 4, 5), stride=1, padding=1)


def average(name, x, kernel, **options):
    names = {"ceilMode": "ceil_mode", "countIncludePad": "count_include_pad"}
    arguments = {names.get(key, key): value for key, value in options.items()}
    case(
        f"averagePool2d, {name}",
        "averagePool2d",
        lambda x: F.avg_pool2d(x, kernel, **arguments),
        {"x": random(*x)},
        kernel=kernel,
        **options,
    )


average("2x2", (2, 2, 4, 6), 2)
average("3x2, stride [2,1], padding [1,0]", (1, 2, 6, 5), [3, 2], stride=[2, 1], padding=[1, 0])
average("padding left out of the divisor", (1, 2, 6, 5), 3, stride=2, padding=1, countIncludePad=False)
average("ceil mode, padding 1", (1, 2, 6, 7), 3, stride=2, padding=1, ceilMode=True)
average("ceil mode, padding left out", (1, 1, 6, 8), 2, stride=3, padding=1, ceilMode=True, countIncludePad=False)

for size, shape in [([1, 1], (2, 3, 4, 5)), ([2, 3], (1, 2, 4, 6)), ([3, 2], (1, 2, 7, 5)), ([4, 5], (1, 1, 3, 4))]:
    case(
        f"adaptiveAveragePool2d, {size}",
        "adaptiveAveragePool2d",
        lambda x: F.adaptive_avg_pool2d(x, size),
        {"x": random(*shape)},
        size=size,
    )

for shape in [(3, 4), (3, 2, 4, 3)]:
    channels = shape[1]
    mean, variance = random(channels), random(channels).abs() + 0.5
    inputs = {"x": random(*shape), "weight": random(channels), "bias": random(channels)}
    case(
        f"batchNormTraining, rank {len(shape)}",
        "batchNormTraining",
        lambda x, weight, bias: F.batch_norm(x, None, None, weight, bias, True, 0.1, 1e-3),
        inputs,
        epsilon=1e-3,
    )
    case(
        f"batchNorm, rank {len(shape)}",
        "batchNorm",
        lambda x, weight, bias: F.batch_norm(x, mean.double(), variance.double(), weight, bias, False, 0.1, 1e-3),
        inputs,
        epsilon=1e-3,
        mean=pack(mean),
        variance=pack(variance),
    )
case(
    "batchNormTraining, mean 40 deviations from 0",
    "batchNormTraining",
    lambda x, weight, bias: F.batch_norm(x, None, None, weight, bias, True, 0.1, 1e-5),
    {"x": random(4, 2, 4, 4) + 40, "weight": random(2), "bias": random(2)},
    epsilon=1e-5,
)
case(
    "layerNorm, last axis",
    "layerNorm",
    lambda x, weight, bias: F.layer_norm(x, [6], weight, bias, 1e-5),
    {"x": random(2, 3, 6), "weight": random(6), "bias": random(6)},
    epsilon=1e-5,
)
case(
    "linear",
    "linear",
    F.linear,
    {"input": random(3, 5), "weight": random(4, 5), "bias": random(4)},
)
case("linear, rank 3, no bias", "linear", F.linear, {"input": random(2, 3, 5), "weight": random(4, 5)})

for name, function in {
    "relu": F.relu,
    "relu6": F.relu6,
    "hardswish": F.hardswish,
    "hardsigmoid": F.hardsigmoid,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "silu": F.silu,
    "gelu": F.gelu,
    "softmax": lambda x: F.softmax(x, -1),
    "logSoftmax": lambda x: F.log_softmax(x, -1),
    "neg": torch.neg,
    "exp": torch.exp,
    "square": torch.square,
    "abs": torch.abs,
    "sum": torch.sum,
    "mean": torch.mean,
}.items():
    case(name, name, lambda x: function(x), {"x": random(3, 7) * 3})
for name, function in {"log": torch.log, "sqrt": torch.sqrt, "rsqrt": torch.rsqrt}.items():
    case(name, name, lambda x: function(x), {"x": random(3, 4).abs() + 0.3})
for name, function in {
    "add": torch.add,
    "sub": torch.sub,
    "mul": torch.mul,
    "div": torch.div,
    "maximum": torch.maximum,
    "minimum": torch.minimum,
}.items():
    b = random(3, 1)
    case(f"{name}, broadcast", name, lambda a, b: function(a, b), {"a": random(2, 3, 4), "b": b + b.sign()})

targets = torch.softmax(random(4, 5), -1) * torch.tensor([[1.0], [0.5], [2.0], [1.0]])
case(
    "softmaxCrossEntropy, soft targets with class weights",
    "softmaxCrossEntropy",
    lambda logits: F.cross_entropy(logits, targets.double(), reduction="none"),
    {"logits": random(4, 5) * 20},
    targets=pack(targets),
)
case("matMul, batched", "matMul", torch.matmul, {"input": random(2, 3, 4), "other": random(2, 4, 5)})
case(
    "gather, a row twice",
    "gather",
    lambda x: x[[2, 0, 2]],
    {"x": random(4, 3)},
    indices=[2, 0, 2],
)



def transposed(name, x, filter, bias=True, outputPadding=0, **options):
    inputs = {"x": random(*x), "filter": random(*filter)}
    if bias:
        inputs["bias"] = random(filter[1] * options.get("groups", 1))
    case(
        f"convTranspose2d, {name}",
        "convTranspose2d",
        lambda x, filter, bias=None: F.conv_transpose2d(x, filter, bias, output_padding=outputPadding, **options),
        inputs,
        outputPadding=outputPadding,
        **options,
    )


transposed("plain", (2, 3, 4, 5), (3, 4, 3, 2))
transposed("stride 2, padding 1, output padding 1", (1, 2, 4, 3), (2, 3, 3, 3), stride=2, padding=1, outputPadding=1)
transposed("2 groups, stride [2,3]", (2, 4, 3, 3), (4, 3, 2, 3), bias=False, groups=2, stride=[2, 3])
transposed("depthwise, stride 2", (1, 3, 4, 5), (3, 1, 4, 4), groups=3, stride=2, padding=1)
transposed("dilation 2, output padding of the dilation", (1, 2, 3, 4), (2, 2, 2, 3), dilation=2, padding=1, outputPadding=1)

for size, shape in [([1, 1], (2, 3, 4, 5)), ([2, 3], (1, 2, 4, 6)), ([3, 2], (1, 2, 7, 5)), ([4, 5], (1, 1, 3, 4))]:
    case(
        f"adaptiveMaxPool2d, {size}",
        "adaptiveMaxPool2d",
        lambda x: F.adaptive_max_pool2d(x, size),
        {"x": random(*shape)},
        size=size,
    )
case(
    "adaptiveMaxPool2d, ties",
    "adaptiveMaxPool2d",
    lambda x: F.adaptive_max_pool2d(x, [3, 2]),
    {"x": torch.zeros(1, 1, 4, 5)},
    size=[3, 2],
)
case(
    "averagePool2d, divisor override, ceil mode",
    "averagePool2d",
    lambda x: F.avg_pool2d(x, 3, stride=2, padding=1, ceil_mode=True, divisor_override=5),
    {"x": random(1, 2, 6, 7)},
    kernel=3,
    stride=2,
    padding=1,
    ceilMode=True,
    divisorOverride=5,
)

for mode, name in [("reflect", "reflect"), ("replicate", "replicate"), ("circular", "circular"), ("constant", "zeros")]:
    case(
        f"padImage, {name}",
        "padImage",
        lambda x: F.pad(x, (2, 1, 0, 3), mode=mode),
        {"x": random(2, 2, 4, 3)},
        padding=[[0, 3], [2, 1]],
        mode=name,
    )
case(
    "roll, two axes",
    "roll",
    lambda x: torch.roll(x, (-2, 4), (1, 2)),
    {"x": random(2, 5, 3)},
    shifts=[-2, 4],
    axes=[1, 2],
)
case(
    "layerNorm, two axes, mean 40 deviations from 0",
    "layerNorm",
    lambda x, weight, bias: F.layer_norm(x, [3, 4], weight, bias, 1e-6),
    {"x": random(2, 3, 4) + 40, "weight": random(3, 4), "bias": random(3, 4)},
    epsilon=1e-6,
)
for shape, groups in [((2, 6, 3, 4), 3), ((3, 4), 1), ((2, 4, 5), 4)]:
    case(
        f"groupNorm, {groups} groups of rank {len(shape)}",
        "groupNorm",
        lambda x, weight, bias: F.group_norm(x, groups, weight, bias, 1e-3),
        {"x": random(*shape), "weight": random(shape[1]), "bias": random(shape[1])},
        groups=groups,
        epsilon=1e-3,
    )
case("softmax, axis 1", "softmax", lambda x: F.softmax(x, 1), {"x": random(2, 3, 4)}, axis=1)
case("logSoftmax, axis 0", "logSoftmax", lambda x: F.log_softmax(x, 0), {"x": random(3, 4)}, axis=0)
case("gelu, tanh", "gelu", lambda x: F.gelu(x, approximate="tanh"), {"x": random(3, 7) * 3}, approximate="tanh")
case("leakyRelu, slope 0.2", "leakyRelu", lambda x: F.leaky_relu(x, 0.2), {"x": random(3, 7)}, slope=0.2)
case(
    "leakyRelu, learned slope",
    "leakyRelu",
    lambda x, slope: F.prelu(x, slope.flatten()),
    {"x": random(2, 3, 4), "slope": random(1, 3, 1)},
)
case("hardtanh, -2 to 1", "hardtanh", lambda x: F.hardtanh(x, -2, 1), {"x": random(3, 7) * 3}, low=-2, high=1)
extremes = torch.cat([random(3, 5) * 3, torch.tensor([[-200.0, 200.0], [0.0, 25.0], [-25.0, 10.0]])], 1)
case("elu, alpha 0.7", "elu", lambda x: F.elu(x, 0.7), {"x": extremes}, alpha=0.7)
case("celu, alpha 0.7", "celu", lambda x: F.celu(x, 0.7), {"x": extremes}, alpha=0.7)
case("softplus, beta 2", "softplus", lambda x: F.softplus(x, 2, 5), {"x": extremes}, beta=2, threshold=5)
for name, function in {
    "selu": F.selu,
    "logSigmoid": F.logsigmoid,
    "mish": F.mish,
    "softsign": F.softsign,
}.items():
    case(name, name, lambda x: function(x), {"x": extremes})

GOLDEN.parent.mkdir(exist_ok=True)
GOLDEN.write_text(json.dumps({"torch": torch.__version__, "cases": cases}) + "\n")
