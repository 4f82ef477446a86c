#!/usr/bin/env python3
"""Reference values from torchvision for packages/model/golden/torchvision.

Run with Debian's python3-torch and python3-torchvision:

    /usr/bin/python3 tools/oracle/make_torchvision.py

Every tensor is filled by rule, so that no weight file is needed; packages/model/src/testing/fill-by-rule.ts has
the same rule: u(name, n) is n numbers in [0, 1) from mulberry32, whose state starts at FNV-1a(name); name is
`frost/KEY` with the state_dict key, in row-major order of torch's shape.

For the nets of `FULL`, NAME.json holds printed form, state dict and, in eval and in train mode without dropout,
logits, loss and per tensor [L2 norm, first four values, err32]. All are float64 truth; err32 is how far torch's
own float32 is from it. For all nets, zoo.json holds hashes of printed form and state dict, and parameter counts.
"""
import hashlib
import json
import math
import pathlib

import numpy as np
import torch
import torchvision

OUT = pathlib.Path(__file__).resolve().parents[2] / "packages/model/golden/torchvision"
SEED = "frost"
BATCH, SIZE, CLASSES = 4, 64, 18
FULL = ["shufflenet_v2_x0_5", "squeezenet1_1", "mobilenet_v3_small"]
ZOO = FULL + [
    "shufflenet_v2_x1_0",
    "shufflenet_v2_x1_5",
    "shufflenet_v2_x2_0",
    "squeezenet1_0",
    "mobilenet_v3_large",
]


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


def fill(key, shape):
    if key.endswith("num_batches_tracked"):
        return np.zeros(shape, np.int64)
    u = uniform(f"{SEED}/{key}", int(np.prod(shape)))
    if key.endswith("running_var"):
        values = 0.5 + u
    elif key.endswith("running_mean") or key.endswith("bias"):
        values = (u - 0.5) * 0.2
    elif len(shape) == 1:
        values = 0.9 + 0.2 * u
    else:
        values = (2 * u - 1) * math.sqrt(3.0 / float(np.prod(shape[1:])))
    return values.reshape(shape).astype(np.float32)


def build(name):
    torch.manual_seed(0)
    return getattr(torchvision.models, name)(num_classes=CLASSES)


def keys_of(model):
    return [[key, list(value.shape)] for key, value in model.state_dict().items()]


def short(value):
    return float(f"{float(value):.9g}")


def summary(truth, single):
    flat = truth.detach().double().flatten()
    error = (single.detach().double().flatten() - flat).norm()
    return [short(flat.norm()), *[short(v) for v in flat[:4]], short(error)]


def passes(model, x, labels, train):
    results = []
    for dtype in (torch.float64, torch.float32):
        state = {k: torch.from_numpy(np.array(fill(k, tuple(v.shape)))) for k, v in model.state_dict().items()}
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
        "logits": [[short(v) for v in row] for row in logits],
        "logitsErr32": short((logits32.double() - logits).abs().max()),
        "loss": short(loss),
        "lossErr32": short(abs(loss32 - loss)),
        "gradients": {k: summary(gradients[k], gradients32[k]) for k in gradients},
    }
    if train:
        out["buffers"] = {k: summary(buffers[k], buffers32[k]) for k in buffers}
    return out


def full(name):
    model = build(name)
    text, keys = repr(model), keys_of(model)
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    values = 2 * uniform(f"{SEED}/input", BATCH * 3 * SIZE * SIZE) - 1
    x = torch.from_numpy(values.reshape(BATCH, 3, SIZE, SIZE).astype(np.float32))
    labels = torch.tensor([(3 + 8 * i) % CLASSES for i in range(BATCH)])
    return {
        "model": name,
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "classes": CLASSES,
        "inputShape": list(x.shape),
        "labels": labels.tolist(),
        "repr": text,
        "stateDict": keys,
        "eval": passes(model, x, labels, False),
        "train": passes(model, x, labels, True),
    }


def zoo_entry(name):
    model = build(name)
    keys = json.dumps(keys_of(model), separators=(",", ":"))
    return {
        "parameters": sum(p.numel() for p in model.parameters()),
        "reprSha256": hashlib.sha256(repr(model).encode()).hexdigest(),
        "stateDictSha256": hashlib.sha256(keys.encode()).hexdigest(),
    }


def write(name, value):
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / f"{name}.json").write_text(json.dumps(value, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    for net in FULL:
        write(net, full(net))
    write("zoo", {net: zoo_entry(net) for net in sorted(ZOO)})
