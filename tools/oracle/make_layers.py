#!/usr/bin/env python3
"""Printed forms, keys, outputs and gradients of torch's layers, for packages/model/golden/layers.json.

A case is a layer with all its values, its inputs, the output y, a random weighting dy of the output, the gradients of
sum(y * dy) with respect to the float inputs and the parameters, and the buffers afterwards, all in float64; `rounding`
is how far torch's own float32 is from that, relative to each tensor's largest value (or 1).
torch 2.13 gives the same, except that it prints a `bias=` for BatchNorm, LayerNorm and GroupNorm, which the project leaves
out, and Softplus's settings as floats, which the project follows.

Run with Debian's python3-torch and python3-torchvision: /usr/bin/python3 tools/oracle/make_layers.py
"""
import copy
import json
import pathlib

import torch
from torch import nn
from torchvision.ops import StochasticDepth
from torchvision.ops.misc import Permute

GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "packages/model/golden/layers.json"
generator = torch.Generator().manual_seed(21)
cases = []


def random(*shape):
    return torch.randn(tuple(shape), generator=generator, dtype=torch.float64).float()


def pack(tensor, digits=7):
    if not tensor.is_floating_point():
        return {"shape": list(tensor.shape), "dtype": "int32", "data": tensor.flatten().tolist()}
    values = [float(f"{value:.{digits}g}") for value in tensor.detach().flatten().tolist()]
    return {"shape": list(tensor.shape), "dtype": "float32", "data": values}


def case(name, layer, *inputs, call=None, evaluate=False, values=True):
    """`values`: fill parameters and statistics with random numbers; their initial ones tell little."""
    if values:
        for key, tensor in layer.state_dict().items():
            if tensor.is_floating_point():
                drawn = random(*tensor.shape)
                tensor.copy_(drawn.abs() + 0.5 if key.endswith("running_var") else drawn)
    printed, state = repr(layer), {key: pack(value, 9) for key, value in layer.state_dict().items()}
    single = results(copy.deepcopy(layer), inputs, call, evaluate, None)
    dy = random(*single["y"].shape)
    single = results(copy.deepcopy(layer), inputs, call, evaluate, dy)
    exact = results(layer.double(), [to_double(x) for x in inputs], call, evaluate, dy.double())
    error = lambda a, b: ((a - b).abs().max() / max(1, b.abs().max())).item()
    kept = {key: value for key, value in exact.items() if key != "y"}
    cases.append(
        {
            "name": name,
            "evaluate": evaluate,
            "printed": printed,
            "rounding": float(f"{max(error(single[key], value) for key, value in exact.items()):.2g}"),
            "state": state,
            "inputs": [pack(x, 9) for x in inputs],
            "y": pack(exact["y"]),
            "dy": pack(dy, 9),
            "results": {key: pack(value) for key, value in kept.items()},
        }
    )


def to_double(x):
    return x.double() if x.is_floating_point() else x


def results(layer, inputs, call, evaluate, dy):
    """The output under `y`, gradients and, in training, buffers by name."""
    layer.train(not evaluate)
    leaves = [x.clone().requires_grad_(True) if x.is_floating_point() else x for x in inputs]
    y = layer(*leaves) if call is None else call(layer, *leaves)
    if dy is None:
        return {"y": y}
    (y * dy).sum().backward()
    gradients = {f"x{index}": leaf.grad for index, leaf in enumerate(leaves)}
    gradients.update({key: parameter.grad for key, parameter in layer.named_parameters()})
    found = {f"gradient {key}": value for key, value in gradients.items() if value is not None}
    if not evaluate:
        found.update({f"buffer {key}": value for key, value in layer.named_buffers()})
    return {"y": y.detach(), **found}


image = (2, 4, 4, 5)
case("Conv2d, grouped, dilated, without bias", nn.Conv2d(4, 6, (3, 2), stride=(2, 1), padding=(1, 2), dilation=(1, 2), groups=2, bias=False), random(*image))
case("Conv2d, reflect", nn.Conv2d(4, 3, 3, stride=2, padding=(2, 1), padding_mode="reflect"), random(*image))
case("Conv2d, replicate", nn.Conv2d(4, 3, 3, padding=(1, 2), padding_mode="replicate"), random(*image))
case("Conv2d, circular", nn.Conv2d(4, 4, 3, padding=2, groups=4, padding_mode="circular"), random(*image))
case("Conv2d, same, even kernel", nn.Conv2d(4, 2, (2, 3), padding="same", dilation=(3, 1)), random(*image))
case("Conv2d, same, reflect", nn.Conv2d(4, 2, (4, 3), padding="same", padding_mode="reflect"), random(*image))
case("Conv2d, valid", nn.Conv2d(4, 2, 3, padding="valid"), random(*image))
case("Conv1d, grouped, strided", nn.Conv1d(4, 6, 3, stride=2, padding=2, dilation=2, groups=2), random(2, 4, 9))
case("Conv1d, same, circular", nn.Conv1d(3, 2, 4, padding="same", padding_mode="circular", bias=False), random(2, 3, 7))
case("ConvTranspose2d, strided, grouped", nn.ConvTranspose2d(4, 6, (3, 2), stride=(2, 3), padding=(1, 0), output_padding=(1, 2), groups=2), random(*image))
case("ConvTranspose2d, dilated, without bias", nn.ConvTranspose2d(4, 2, 3, dilation=2, bias=False), random(*image))
case("Linear, rank 3", nn.Linear(5, 3), random(2, 4, 5))

case("BatchNorm2d, training", nn.BatchNorm2d(4, eps=1e-3, momentum=0.3), random(*image))
case("BatchNorm2d, evaluation", nn.BatchNorm2d(4), random(*image), evaluate=True)
case("BatchNorm2d, cumulative average", nn.BatchNorm2d(4, momentum=None), random(*image))
case("BatchNorm2d, without affine", nn.BatchNorm2d(4, affine=False), random(*image))
case("BatchNorm2d, without statistics, evaluation", nn.BatchNorm2d(4, track_running_stats=False), random(*image), evaluate=True)
case("BatchNorm1d, rank 2", nn.BatchNorm1d(5), random(3, 5))
case("BatchNorm1d, rank 3, evaluation", nn.BatchNorm1d(5), random(3, 5, 2), evaluate=True)
case("LayerNorm", nn.LayerNorm(7, eps=1e-6), random(2, 3, 7))
case("LayerNorm, two axes", nn.LayerNorm([3, 5]), random(2, 3, 5))
case("LayerNorm, without affine", nn.LayerNorm(7, elementwise_affine=False), random(2, 3, 7))
case("GroupNorm", nn.GroupNorm(2, 6, eps=1e-3), random(2, 6, 3, 5))
case("GroupNorm, without affine", nn.GroupNorm(6, 6, affine=False), random(2, 6, 5))

case("MaxPool2d", nn.MaxPool2d((3, 2), stride=2, padding=1, ceil_mode=True), random(*image))
case("MaxPool2d, dilated", nn.MaxPool2d(2, stride=(1, 2), dilation=2), random(*image))
case("AvgPool2d", nn.AvgPool2d(3, stride=2, padding=1, ceil_mode=True, count_include_pad=False), random(*image))
case("AvgPool2d, divisor", nn.AvgPool2d((2, 3), padding=(1, 0), divisor_override=4), random(*image))
case("AdaptiveAvgPool2d, uneven", nn.AdaptiveAvgPool2d((3, 2)), random(*image))
case("AdaptiveAvgPool2d, larger", nn.AdaptiveAvgPool2d(6), random(*image))
case("AdaptiveAvgPool2d, one axis kept", nn.AdaptiveAvgPool2d((None, 2)), random(*image))
case("AdaptiveMaxPool2d, uneven", nn.AdaptiveMaxPool2d((3, 2)), random(*image))
case("AdaptiveMaxPool2d, one axis kept", nn.AdaptiveMaxPool2d((2, None)), random(*image))

row = (2, 3, 10)
case("MaxPool1d", nn.MaxPool1d(3, stride=2, padding=1, ceil_mode=True), random(*row))
case("MaxPool1d, dilated", nn.MaxPool1d(2, dilation=3), random(*row))
case("AvgPool1d", nn.AvgPool1d(3, stride=2, padding=1, ceil_mode=True, count_include_pad=False), random(*row))
case("AdaptiveAvgPool1d, uneven", nn.AdaptiveAvgPool1d(3), random(*row))
case("AdaptiveMaxPool1d, uneven", nn.AdaptiveMaxPool1d(4), random(*row))

wide = lambda: random(2, 4, 3) * 4
for layer in [
    nn.ReLU(),
    nn.ReLU6(inplace=False),
    nn.LeakyReLU(),
    nn.LeakyReLU(0.2),
    nn.ELU(),
    nn.CELU(0.5),
    nn.SELU(),
    nn.GELU(),
    nn.GELU(approximate="tanh"),
    nn.SiLU(),
    nn.Mish(),
    nn.Hardswish(),
    nn.Hardsigmoid(),
    nn.Hardtanh(-2.0, 0.5),
    nn.Sigmoid(),
    nn.Tanh(),
    nn.LogSigmoid(),
    nn.Softsign(),
    nn.Softplus(1.0, 20.0),
    nn.Softplus(2.0, 5.0),
    nn.Softmax(dim=1),
    nn.LogSoftmax(dim=-1),
    nn.PReLU(),
    nn.PReLU(4),
    nn.Identity(),
    nn.Flatten(),
    nn.Flatten(0, 1),
    Permute([0, 2, 1]),
]:
    case(repr(layer) + (f" {layer.dims}" if isinstance(layer, Permute) else ""), layer, wide())

tokens = torch.tensor([[0, 3, 3], [2, 1, 4]])
case("Embedding", nn.Embedding(5, 3), tokens)
case("Embedding, padding row", nn.Embedding(5, 3, padding_idx=-2), tokens)

attend = lambda layer, *inputs, **options: layer(*inputs, **options)[0]
weigh = lambda layer, *inputs, **options: layer(*inputs, **options)[1]
case("MultiheadAttention", nn.MultiheadAttention(6, 3), random(4, 2, 6), call=lambda m, x: attend(m, x, x, x))
case("MultiheadAttention, batch first, without bias", nn.MultiheadAttention(6, 2, bias=False, batch_first=True), random(2, 4, 6), call=lambda m, x: attend(m, x, x, x, need_weights=False))
case("MultiheadAttention, three inputs", nn.MultiheadAttention(4, 2, kdim=3, vdim=5, batch_first=True), random(2, 3, 4), random(2, 5, 3), random(2, 5, 5), call=attend)
case("MultiheadAttention, two inputs of one size", nn.MultiheadAttention(4, 2), random(3, 2, 4), random(5, 2, 4), call=lambda m, q, k: attend(m, q, k, k))
case("MultiheadAttention, without a batch", nn.MultiheadAttention(4, 2), random(3, 4), call=lambda m, x: attend(m, x, x, x))
causal = torch.triu(torch.ones(4, 4), 1).bool()
padded = torch.tensor([[False, False, False, True], [False, True, False, False]])
case("MultiheadAttention, masks", nn.MultiheadAttention(6, 3, add_bias_kv=True, add_zero_attn=True, batch_first=True), random(2, 4, 6), call=lambda m, x: attend(m, x, x, x, attn_mask=causal, key_padding_mask=padded))
case("MultiheadAttention, mean weights", nn.MultiheadAttention(6, 3, batch_first=True), random(2, 4, 6), call=lambda m, x: weigh(m, x, x, x, attn_mask=causal))
case("MultiheadAttention, weights of each head", nn.MultiheadAttention(6, 3), random(4, 2, 6), call=lambda m, x: weigh(m, x, x, x, average_attn_weights=False))

printed = {
    repr(layer): type(layer).__name__
    for layer in [
        nn.ReLU6(inplace=True),
        nn.LeakyReLU(0.1, inplace=True),
        nn.ELU(0.5, inplace=True),
        nn.SELU(inplace=True),
        nn.SiLU(inplace=True),
        nn.Hardtanh(inplace=True),
        nn.Dropout2d(0.2),
        StochasticDepth(0.2, "row"),
        StochasticDepth(0.0, "batch"),
        nn.ModuleDict({"conv": nn.Conv2d(1, 1, 1), "act": nn.ReLU()}),
        nn.ModuleDict(),
        nn.TransformerEncoderLayer(4, 2).self_attn,
    ]
}

GOLDEN.write_text(json.dumps({"torch": torch.__version__, "printed": list(printed), "cases": cases}) + "\n")
