#!/usr/bin/env python3
"""Reference values from torchvision: what a net of ours is compared with, by `npm run conformance` and by the tests.

Run with Debian's python3-torch and python3-torchvision:

    /usr/bin/python3 tools/oracle/make_torchvision.py                       the committed files of packages/model/golden
    /usr/bin/python3 tools/oracle/make_torchvision.py --seed 7 --size 96 --batch 2 --out DIR MODEL...   others

Every tensor is filled by rule, so that no weight file is needed; tools/src/conformance/fill-by-rule.ts has the same
rule: u(name, n) is n numbers in [0, 1) from mulberry32, whose state starts at FNV-1a(name); name is `SEED/KEY` with the
state_dict key, in row-major order of torch's shape.

MODEL.json holds seed, input shape, labels, printed form, state dict, and, in eval and in train mode with dropout and
stochastic depth at 0, logits, loss and per tensor of gradients and buffers its L2 norm, sum and first four values. All
are float64 truth; err32 is how far torch's own float32 is from it (largest difference of logits and loss, L2 norm of the
difference of a tensor). zoo.json holds of every net hashes of printed form and state dict, parameters, and the
multiply-accumulates of one image at 224 pixels.
"""
import argparse
import hashlib
import json
import math
import pathlib

import numpy as np
import torch
import torchvision

GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "packages/model/golden"
CLASSES = 18
SEED, SIZE, BATCH = "frost", 64, 4
# One small net of each family whose nets are not all huge. A vision transformer takes images of one size only.
# The other seeds are such that no activation is as near to where ReLU bends as float32 rounds: the side on which it falls
# decides over its gradient, on every engine anew.
COMMITTED = {
    "alexnet": {},
    "convnext_tiny": {},
    "densenet121": {},
    "efficientnet_b0": {},
    "mnasnet0_5": {"seed": "hail"},
    "mobilenet_v2": {"seed": "ice"},
    "mobilenet_v3_small": {},
    "regnet_y_400mf": {},
    "resnet18": {},
    "shufflenet_v2_x0_5": {},
    "squeezenet1_1": {},
    "swin_t": {},
    "vit_b_32": {"batch": 1, "size": 224},
}
# Families that are not ours, and what is too large to be somebody's backbone.
OTHERS = ["googlenet", "inception", "maxvit", "swin_v2", "regnet_y_128gf", "vit_h_14"]


def fnv1a(text):
    state = 0x811C9DC5
    for byte in text.encode():
        state = ((state ^ byte) * 0x01000193) & 0xFFFFFFFF
    return state


def uniform(name, count):
    """`count` numbers in [0, 1): mulberry32 started at fnv1a(name)."""
    with np.errstate(over="ignore"):
        a = np.uint32(fnv1a(name)) + np.arange(1, count + 1, dtype=np.uint32) * np.uint32(0x6D2B79F5)
        t = (a ^ (a >> np.uint32(15))) * (a | np.uint32(1))
        t = t ^ (t + (t ^ (t >> np.uint32(7))) * (t | np.uint32(61)))
        return (t ^ (t >> np.uint32(14))).astype(np.float64) / 4294967296.0


def fill(key, shape, seed):
    if key.endswith("num_batches_tracked"):
        return np.zeros(shape, np.int64)
    u = uniform(f"{seed}/{key}", int(np.prod(shape)))
    if key.endswith("running_var"):
        values = 0.5 + u
    elif key.endswith("running_mean") or key.endswith("bias"):
        values = (u - 0.5) * 0.2
    elif key.endswith("layer_scale"):
        values = 0.5 + 0.5 * u
    elif len(shape) == 1:
        values = 0.9 + 0.2 * u
    else:
        values = (2 * u - 1) * math.sqrt(3.0 / float(np.prod(shape[1:])))
    return values.reshape(shape).astype(np.float32)


def build(name):
    torch.manual_seed(0)
    return getattr(torchvision.models, name)(num_classes=CLASSES)


def shapes_of(model):
    return {key: list(value.shape) for key, value in model.state_dict().items()}


def short(value):
    return float(f"{float(value):.9g}")


def summary(truth, single):
    flat = truth.detach().double().flatten()
    return {
        "norm": short(flat.norm()),
        "sum": short(flat.sum()),
        "head": [short(value) for value in flat[:4]],
        "err32": short((single.detach().double().flatten() - flat).norm()),
    }


def passes(model, seed, x, labels, train):
    results = []
    for dtype in (torch.float64, torch.float32):
        state = model.state_dict()  # with the versions of its modules, which MNASNet looks at
        for key, value in state.items():
            state[key] = torch.from_numpy(np.array(fill(key, tuple(value.shape), seed)))
        # Into float32 first: both passes begin with the same numbers.
        model.float().load_state_dict(state, strict=True)
        model.to(dtype).train(train)
        model.zero_grad()
        logits = model(x.to(dtype))
        loss = torch.nn.functional.cross_entropy(logits, labels)
        loss.backward()
        gradients = {k: p.grad.detach().clone() for k, p in model.named_parameters()}
        buffers = {k: b.detach().clone() for k, b in model.named_buffers()}
        results.append((logits.detach().clone(), float(loss), gradients, buffers))
    (logits, loss, gradients, buffers), (logits32, loss32, gradients32, buffers32) = results
    out = {
        "logits": [[short(value) for value in row] for row in logits],
        "logits_err32": short((logits32.double() - logits).abs().max()),
        "loss": short(loss),
        "loss_err32": short(abs(loss32 - loss)),
        "grad": {k: summary(gradients[k], gradients32[k]) for k in gradients},
    }
    if train:
        out["buffers"] = {k: summary(buffers[k], buffers32[k]) for k in buffers}
    return out


def reference(name, seed, size, batch):
    model = build(name)
    text = repr(model)
    for module in model.modules():
        if isinstance(module, (torch.nn.Dropout, torchvision.ops.StochasticDepth)):
            module.p = 0.0
    values = 2 * uniform(f"{seed}/input", batch * 3 * size * size) - 1
    x = torch.from_numpy(values.reshape(batch, 3, size, size).astype(np.float32))
    labels = torch.tensor([(3 + 8 * i) % CLASSES for i in range(batch)])
    return {
        "model": name,
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "seed": seed,
        "input": {"shape": list(x.shape), "labels": labels.tolist()},
        "num_classes": CLASSES,
        "parameters": sum(p.numel() for p in model.parameters()),
        "repr": text,
        "state_dict": shapes_of(model),
        "eval": passes(model, seed, x, labels, False),
        "train": passes(model, seed, x, labels, True),
    }


def macs_of(model, size=224):
    """Of convolutions, linear layers and the two products of attention, for one image, counted while the net runs."""
    macs = 0

    def layer(module, inputs, output):
        nonlocal macs
        macs += output.numel() // module.weight.shape[0] * module.weight.numel()

    def attention(module, inputs, output):
        nonlocal macs
        batch, length, width = output[0].shape  # the batch first, as in the vision transformer
        macs += batch * length * (4 * width * width + 2 * length * width)

    def window_attention(module, inputs, output):
        nonlocal macs
        batch, height, width, channels = output.shape
        rows, columns = module.window_size
        length = rows * columns
        windows = batch * math.ceil(height / rows) * math.ceil(width / columns)
        macs += windows * length * (4 * channels * channels + 2 * length * channels)

    attentions = {"MultiheadAttention": attention, "ShiftedWindowAttention": window_attention}
    for module in model.modules():
        # The linear layers inside attention are never called: it computes with their weights.
        if type(module) in (torch.nn.Conv2d, torch.nn.Linear):
            module.register_forward_hook(layer)
        elif type(module).__name__ in attentions:
            module.register_forward_hook(attentions[type(module).__name__])
    with torch.no_grad():
        model.eval()(torch.zeros(1, 3, size, size))
    return macs


def zoo_entry(name):
    model = build(name)
    shapes = json.dumps(list(shapes_of(model).items()), separators=(",", ":"))
    return {
        "parameters": sum(p.numel() for p in model.parameters()),
        "macs": macs_of(model),
        "reprSha256": hashlib.sha256(repr(model).encode()).hexdigest(),
        "stateDictSha256": hashlib.sha256(shapes.encode()).hexdigest(),
    }


def zoo_names():
    names = torchvision.models.list_models(module=torchvision.models)
    return [name for name in names if not any(name.startswith(other) for other in OTHERS)]


def write(folder, name, value):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(value, separators=(",", ":")) + "\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed")
    parser.add_argument("--size", type=int, help="edge of the images, pixels")
    parser.add_argument("--batch", type=int)
    parser.add_argument("--out", type=pathlib.Path, default=GOLDEN / "torchvision")
    parser.add_argument("models", nargs="*", metavar="MODEL")
    args = parser.parse_args()
    for name in args.models or COMMITTED:
        usual = COMMITTED.get(name, {}) if not args.models else {}
        seed = args.seed or usual.get("seed", SEED)
        size, batch = args.size or usual.get("size", SIZE), args.batch or usual.get("batch", BATCH)
        write(args.out, name, reference(name, seed, size, batch))
    if not args.models:
        write(GOLDEN, "zoo", {name: zoo_entry(name) for name in zoo_names()})


if __name__ == "__main__":
    main()
