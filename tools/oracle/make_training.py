#!/usr/bin/env python3
"""Optimizer steps, schedules and losses from torch, for packages/trainer/golden/training.json.

Run with Debian's python3-torch. Everything is float64 truth from float32 inputs.
"""
import json
import pathlib
import warnings

import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, one_hot

torch.manual_seed(0)
# SequentialLR steps its schedules by the epoch, which torch itself deprecates.
warnings.filterwarnings("ignore", message="The epoch parameter")
SIZE, STEPS = 7, 6
start = torch.randn(SIZE).float()
gradients = [torch.randn(SIZE).float() for _ in range(STEPS)]
rates = [0.1, 0.08, 0.05, 0.05, 0.02, 0.01]


def run(make, clip=None):
    p = torch.nn.Parameter(start.double().clone())
    optimizer = make([p])
    steps = []
    for gradient, rate in zip(gradients, rates):
        for group in optimizer.param_groups:
            group["lr"] = rate
        p.grad = gradient.double().clone()
        if clip is not None:
            torch.nn.utils.clip_grad_norm_([p], clip)
        optimizer.step()
        steps.append(p.detach().tolist())
    return steps


class Lion(torch.optim.Optimizer):
    """timm 1.0's optim/lion.py, `_single_tensor_lion`, with its default betas."""

    def __init__(self, params, lr, weight_decay):
        super().__init__(params, {"lr": lr, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                mean = self.state[p].setdefault("exp_avg", torch.zeros_like(p))
                p.mul_(1 - group["lr"] * group["weight_decay"])
                update = mean.mul(0.9).add_(p.grad, alpha=1 - 0.9).sign_()
                p.add_(update, alpha=-group["lr"])
                mean.lerp_(p.grad, 1 - 0.99)


class Lamb(torch.optim.Optimizer):
    """timm 1.0's optim/lamb.py, `Lamb.step`, with its defaults, among them max_grad_norm=1."""

    def __init__(self, params, lr, weight_decay):
        super().__init__(params, {"lr": lr, "weight_decay": weight_decay})
        self.steps = 0

    @torch.no_grad()
    def step(self):
        self.steps += 1
        every = [p for group in self.param_groups for p in group["params"]]
        norm = torch.linalg.vector_norm(torch.stack([torch.linalg.vector_norm(p.grad) for p in every]))
        clip = (norm / 1.0).clamp_(min=1.0)
        for group in self.param_groups:
            for p in group["params"]:
                grad = p.grad.div(clip)
                state = self.state[p]
                mean = state.setdefault("exp_avg", torch.zeros_like(p))
                square = state.setdefault("exp_avg_sq", torch.zeros_like(p))
                mean.mul_(0.9).add_(grad, alpha=1 - 0.9)
                square.mul_(0.999).addcmul_(grad, grad, value=1 - 0.999)
                denominator = (square.sqrt() / (1 - 0.999 ** self.steps) ** 0.5).add_(1e-6)
                update = (mean / (1 - 0.9 ** self.steps)).div_(denominator)
                decay = group["weight_decay"]
                if decay != 0:
                    update.add_(p, alpha=decay)
                    weights, length = p.norm(2.0), update.norm(2.0)
                    one = torch.ones_like(weights)
                    ratio = torch.where(weights > 0, torch.where(length > 0, weights / length, one), one)
                    update.mul_(ratio)
                p.add_(update, alpha=-group["lr"])


optim = torch.optim
optimizers = [
    {"settings": {"optimizer": "sgd", "momentum": m, "weight_decay": d, "nesterov": n},
     "steps": run(lambda ps: optim.SGD(ps, lr=1, momentum=m, weight_decay=d, nesterov=n))}
    for m, d, n in [(0.0, 0.0, False), (0.9, 0.0, False), (0.9, 0.05, False), (0.9, 0.05, True)]
] + [
    {"settings": {"optimizer": name, "weight_decay": d, **more}, "steps": run(lambda ps: make(ps, lr=1, weight_decay=d, **more))}
    for name, make, more in [("adam", optim.Adam, {}), ("adamw", optim.AdamW, {}),
                             ("rmsprop", optim.RMSprop, {"momentum": 0.0}), ("rmsprop", optim.RMSprop, {"momentum": 0.9}),
                             ("lion", Lion, {}), ("lamb", Lamb, {})]
    for d in [0.0, 0.05]
] + [
    {"settings": {"optimizer": "sgd", "momentum": 0.9, "weight_decay": 0.05, "clip_norm": limit},
     "steps": run(lambda ps: optim.SGD(ps, lr=1, momentum=0.9, weight_decay=0.05), clip=limit)}
    for limit in [0.5, 3.0]
]

# The average of weights and statistics after each step: timm's ModelEmaV3.update(model).
ema_decay = 0.7
average = start.double().clone()
averages = []
for step in optimizers[2]["steps"]:
    average.lerp_(torch.tensor(step).double(), weight=1 - ema_decay)
    averages.append(average.tolist())


def rates_of(make, steps):
    optimizer = optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.3)
    schedule = make(optimizer)
    found = []
    for step in range(steps):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if step < steps - 1:
            schedule.step()
    return found


def warmed(make, warmup):
    rise = lambda o: lr.LinearLR(o, start_factor=1 / warmup, total_iters=warmup - 1)
    return lambda o: lr.SequentialLR(o, [rise(o), make(o)], milestones=[warmup])


lr = torch.optim.lr_scheduler
PER_EPOCH = 4
schedules = []
for steps, warmup in [(12, 0), (24, 0), (24, 6), (12, 4)]:
    for settings, make in [
        ({"schedule": "constant"}, lambda o: lr.ConstantLR(o, factor=1.0)),
        ({"schedule": "cosine"}, lambda o: lr.CosineAnnealingLR(o, T_max=steps - warmup)),
        ({"schedule": "step", "step_epochs": 2, "step_gamma": 0.3}, lambda o: lr.StepLR(o, 2 * PER_EPOCH, gamma=0.3)),
    ]:
        schedules.append({"settings": {**settings, "warmup_epochs": warmup / PER_EPOCH},
                          "rates": rates_of(warmed(make, warmup) if warmup else make, steps)})
    # It rises by itself: the warm-up says for how long.
    share = {"pct_start": warmup / steps} if warmup else {}
    schedules.append({"settings": {"schedule": "one_cycle", "warmup_epochs": warmup / PER_EPOCH},
                      "rates": rates_of(lambda o: lr.OneCycleLR(o, max_lr=0.3, total_steps=steps,
                                                                cycle_momentum=False, **share), steps)})
for steps in [1, 2, 5]:
    schedules.append({"settings": {"schedule": "one_cycle"},
                      "rates": rates_of(lambda o: lr.OneCycleLR(o, max_lr=0.3, total_steps=steps, cycle_momentum=False),
                                        steps)})


def soft_f1(x, y, w, _):
    p, t = x.softmax(1), one_hot(y, x.shape[1]).double()
    return 1 - (2 * (p * t).sum(0) / (p.sum(0) + t.sum(0) + 1e-8)).mean()


def focal(x, y, w, s):
    logp = x.log_softmax(1).gather(1, y[:, None])[:, 0]
    return (w[y] * (1 - logp.exp()) ** s["focal_gamma"] * -logp).sum() / w[y].sum()


def bce(x, y, w, s):
    e = s["label_smoothing"]
    t = one_hot(y, x.shape[1]).double() * (1 - e) + e / x.shape[1]
    rows = binary_cross_entropy_with_logits(x, t, reduction="none").mean(1)
    return (w[y] * rows).sum() / w[y].sum()


losses = []
labels = torch.tensor([0, 4, 2, 2])
even, uneven = [1.0] * 5, [0.5, 3.0, 1.5, 0.25, 2.0]
for settings, weights, make in [
    *[({"loss": "cross_entropy", "label_smoothing": e}, w,
       lambda x, y, w, s: cross_entropy(x, y, weight=w, label_smoothing=s["label_smoothing"]))
      for e in [0.0, 0.1] for w in [even, uneven]],
    *[({"loss": "focal", "focal_gamma": g}, w, focal) for g in [0.0, 2.0, 0.5] for w in [even, uneven]],
    ({"loss": "soft_f1"}, even, soft_f1),
    *[({"loss": "bce", "label_smoothing": e}, w, bce) for e in [0.0, 0.1] for w in [even, uneven]],
]:
    logits = (torch.randn(4, 5).float() * 3)
    x = logits.double().requires_grad_()
    loss = make(x, labels, torch.tensor(weights).double(), settings)
    loss.backward()
    losses.append({"settings": settings, "weights": weights, "logits": logits.flatten().tolist(),
                   "labels": labels.tolist(), "classes": 5, "loss": loss.item(),
                   "gradient": x.grad.flatten().tolist()})

out = pathlib.Path(__file__).resolve().parents[2] / "packages/trainer/golden/training.json"
out.parent.mkdir(exist_ok=True)
out.write_text(json.dumps({
    "start": start.tolist(), "gradients": [g.tolist() for g in gradients], "rates": rates,
    "optimizers": optimizers, "ema_decay": ema_decay, "averages": averages,
    "schedules": schedules, "per_epoch": PER_EPOCH, "losses": losses}) + "\n")
