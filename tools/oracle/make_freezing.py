#!/usr/bin/env python3
"""Freeze strategies as people train them in torch, for packages/trainer/golden/freezing.json.

Run with Debian's python3-torch. A net with all that strategies tell apart is trained in float64 from float32 values;
each strategy is written out from its paper, with torch's own optimizers and parameter groups.
"""
import json
import math
import pathlib

import torch
from torch import nn
from torch.nn.functional import cross_entropy

EPOCHS, STEPS, BATCH, SIZE, CLASSES = 4, 2, 4, 9, 3
RATE, MOMENTUM, DECAY = 0.02, 0.9, 0.05
ADAM_RATE = 0.01
ALPHA, BETA, PROBE, SMALLEST = 0.5, 0.25, 4, 0.3


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 4, 3, stride=2, bias=False), nn.BatchNorm2d(4), nn.ReLU())
        self.body = nn.Sequential(nn.Conv2d(4, 6, 3), nn.ReLU(), nn.BatchNorm2d(6))
        self.fc = nn.Linear(6, CLASSES)

    def forward(self, x):
        return self.fc(self.body(self.stem(x)).mean((2, 3)))


STAGES = ["stem", "body"]


def numbers(count, phase):
    """Numbers in [-1, 1) that look drawn, and are made alike in any language."""
    wild = [43758.5453 * math.sin(12.9898 * i + phase) for i in range(count)]
    return torch.tensor([2 * (value - math.floor(value)) - 1 for value in wild], dtype=torch.float64)


def filled():
    net = Net()
    with torch.no_grad():
        for phase, (key, value) in enumerate(net.state_dict().items()):
            if key.endswith("num_batches_tracked"):
                continue
            values = 0.4 * numbers(value.numel(), phase)
            if key.endswith("running_var") or (value.dim() == 1 and key.endswith("weight")):
                values = values + 1
            value.copy_(values.float().reshape(value.shape))
    return net.double()


def batch(step):
    x = numbers(BATCH * 3 * SIZE * SIZE, 100 + step).float().double().reshape(BATCH, 3, SIZE, SIZE)
    return x, torch.tensor([(step + i) % CLASSES for i in range(BATCH)])


def optimizer_of(name, groups):
    if name == "sgd":
        return torch.optim.SGD(groups, lr=1, momentum=MOMENTUM, weight_decay=DECAY)
    return torch.optim.AdamW(groups, lr=1, weight_decay=DECAY)


def cosine(step, steps):
    return 0.5 * (1 + math.cos(math.pi * step / steps))


def keep_frozen(net, bn="train"):
    """Stages in which nothing is learned normalise with running statistics."""
    net.train()
    for stage in STAGES:
        module = getattr(net, stage)
        learns = any(p.requires_grad for p in module.parameters())
        if not learns or bn == "eval":
            module.eval()


def train_only(net, wanted):
    for key, parameter in net.named_parameters():
        parameter.requires_grad = key.startswith("fc.") or wanted(key)


def step_once(net, optimizer, step, rate, penalty=lambda: 0):
    for group in optimizer.param_groups:
        group["lr"] = rate * group.get("scale", 1)
    x, labels = batch(step)
    optimizer.zero_grad()
    loss = cross_entropy(net(x), labels)
    (loss + penalty()).backward()
    optimizer.step()
    return loss.item()


def fixed(wanted, bn="train", scales=None, sp=False):
    """A strategy that trains the same from the first epoch to the last."""
    def run(name, peak):
        net = filled()
        train_only(net, wanted)
        start = {key: p.detach().clone() for key, p in net.named_parameters()}
        groups = [{"params": [p], "scale": 1 if scales is None else scales(key)}
                  for key, p in net.named_parameters() if p.requires_grad]
        optimizer = optimizer_of(name, groups)
        if sp:
            for group in optimizer.param_groups:
                group["weight_decay"] = 0

        def penalty():
            if not sp:
                return 0
            pulls = [ALPHA / 2 * (p - start[key]).square().sum() if not key.startswith("fc.")
                     else BETA / 2 * p.square().sum() for key, p in net.named_parameters()]
            return sum(pulls)

        losses = []
        for step in range(EPOCHS * STEPS):
            keep_frozen(net, bn)
            losses.append(step_once(net, optimizer, step, peak * cosine(step, EPOCHS * STEPS), penalty))
        return net, losses
    return run


def lp_ft(probe_epochs):
    def run(name, peak):
        net, losses = filled(), []
        for first, last, wanted, scale in [(0, probe_epochs, False, PROBE), (probe_epochs, EPOCHS, True, 1)]:
            train_only(net, lambda key: wanted)
            optimizer = optimizer_of(name, [p for p in net.parameters() if p.requires_grad])
            steps = (last - first) * STEPS
            for step in range(steps):
                keep_frozen(net)
                losses.append(step_once(net, optimizer, first * STEPS + step, peak * scale * cosine(step, steps)))
        return net, losses
    return run


def gradual(every):
    def run(name, peak):
        net, losses = filled(), []
        train_only(net, lambda key: False)
        optimizer = optimizer_of(name, list(net.fc.parameters()))
        frozen = list(STAGES)
        for step in range(EPOCHS * STEPS):
            epoch, first = divmod(step, STEPS)
            if epoch > 0 and first == 0 and epoch % every == 0 and frozen:
                module = getattr(net, frozen.pop())
                module.requires_grad_(True)
                optimizer.add_param_group({"params": list(module.parameters())})
            keep_frozen(net)
            losses.append(step_once(net, optimizer, step, peak * cosine(step, EPOCHS * STEPS)))
        return net, losses
    return run


def layer_scales(decay, smallest=0.0):
    """timm's param_groups_layer_decay: layer i of n has decay ** (n - 1 - i); here stem, body, fc."""
    layers = ["stem", "body", "fc"]
    return lambda key: max(smallest, decay ** (len(layers) - 1 - layers.index(key.split(".")[0])))


everything = lambda key: True
is_norm = lambda key: key.startswith(("stem.1.", "body.2."))
cases = [
    ("full", {}, fixed(everything)),
    ("full", {"bn": "eval"}, fixed(everything, bn="eval")),
    ("head", {}, fixed(lambda key: False)),
    ("until:stem", {}, fixed(lambda key: key.startswith("body."))),
    ("surgical:stem", {}, fixed(lambda key: key.startswith("stem."))),
    ("norm", {}, fixed(is_norm)),
    ("norm", {"bn": "eval"}, fixed(is_norm, bn="eval")),
    ("bias", {}, fixed(lambda key: key.endswith("bias"))),
    ("llrd:0.5", {}, fixed(everything, scales=layer_scales(0.5))),
    ("llrd:0.5", {"min_rate_scale": SMALLEST}, fixed(everything, scales=layer_scales(0.5, SMALLEST))),
    ("l2-sp", {"sp_alpha": ALPHA, "sp_beta": BETA}, fixed(everything, sp=True)),
    ("lp-ft:1", {"probe_rate_scale": PROBE}, lp_ft(1)),
    ("lp-ft:2", {"probe_rate_scale": PROBE}, lp_ft(2)),
    ("gradual:1", {}, gradual(1)),
    ("gradual:2", {}, gradual(2)),
]


def summary(tensor):
    flat = tensor.double().flatten()
    return {"norm": flat.norm().item(), "sum": flat.sum().item(), "head": flat[:3].tolist()}


def rounded(value):
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, dict):
        return {key: rounded(member) for key, member in value.items()}
    return [rounded(member) for member in value] if isinstance(value, list) else value


runs = []
for name, peak in [("sgd", RATE), ("adamw", ADAM_RATE)]:
    for freeze, settings, run in cases:
        net, losses = run(name, peak)
        runs.append({
            "settings": {"freeze": freeze, "optimizer": name, "learning_rate": peak, "momentum": MOMENTUM,
                         "weight_decay": DECAY, "schedule": "cosine", "epochs": EPOCHS, **settings},
            "losses": losses,
            "state": {key: summary(value) for key, value in net.state_dict().items()},
        })

out = pathlib.Path(__file__).resolve().parents[2] / "packages/trainer/golden/freezing.json"
out.write_text(json.dumps(rounded({"stepsPerEpoch": STEPS, "batch": BATCH, "size": SIZE, "classes": CLASSES,
                                   "runs": runs})) + "\n")
