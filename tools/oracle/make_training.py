#!/usr/bin/env python3
"""Optimizer steps, schedules and losses from torch, for packages/trainer/golden/training.json.

Run with Debian's python3-torch. Everything is float64 truth from float32 inputs.
"""
import json
import pathlib

import torch
from torch.nn.functional import cross_entropy

torch.manual_seed(0)
SIZE, STEPS = 7, 6
start = torch.randn(SIZE).float()
gradients = [torch.randn(SIZE).float() for _ in range(STEPS)]
rates = [0.1, 0.08, 0.05, 0.05, 0.02, 0.01]


def run(make):
    p = torch.nn.Parameter(start.double().clone())
    optimizer = make([p])
    steps = []
    for gradient, rate in zip(gradients, rates):
        for group in optimizer.param_groups:
            group["lr"] = rate
        p.grad = gradient.double().clone()
        optimizer.step()
        steps.append(p.detach().tolist())
    return steps


optimizers = [
    {"settings": {"optimizer": "sgd", "momentum": m, "weight_decay": d},
     "steps": run(lambda ps: torch.optim.SGD(ps, lr=1, momentum=m, weight_decay=d))}
    for m, d in [(0.0, 0.0), (0.9, 0.0), (0.9, 0.05)]
] + [
    {"settings": {"optimizer": "adamw", "weight_decay": d},
     "steps": run(lambda ps: torch.optim.AdamW(ps, lr=1, weight_decay=d))}
    for d in [0.0, 0.05]
]

p = torch.nn.Parameter(torch.zeros(1))
optimizer = torch.optim.SGD([p], lr=0.3)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=11)
cosine = []
for _ in range(11):
    cosine.append(optimizer.param_groups[0]["lr"])
    optimizer.step()
    schedule.step()

losses = []
for smoothing in [0.0, 0.1]:
    logits = (torch.randn(4, 5).float() * 3)
    x = logits.double().requires_grad_()
    labels = torch.tensor([0, 4, 2, 2])
    loss = cross_entropy(x, labels, label_smoothing=smoothing)
    loss.backward()
    losses.append({"smoothing": smoothing, "logits": logits.flatten().tolist(), "labels": labels.tolist(),
                   "classes": 5, "loss": loss.item(), "gradient": x.grad.flatten().tolist()})

out = pathlib.Path(__file__).resolve().parents[2] / "packages/trainer/golden/training.json"
out.parent.mkdir(exist_ok=True)
out.write_text(json.dumps({
    "start": start.tolist(), "gradients": [g.tolist() for g in gradients], "rates": rates,
    "optimizers": optimizers, "cosine": cosine, "losses": losses}) + "\n")
