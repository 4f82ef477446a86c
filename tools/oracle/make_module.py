#!/usr/bin/env python3
"""Reference values from torch's nn.Module for packages/model/golden/module.json: printed forms, orders, messages.

torch 2.13 gives the same, except that it prints a `bias=` for BatchNorm, which the project leaves out.

Run with Debian's python3-torch: /usr/bin/python3 tools/oracle/make_module.py
"""
import json
import pathlib

import torch
from torch import nn

OUT = pathlib.Path(__file__).resolve().parents[2] / "packages/model/golden/module.json"


class MyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 20, 5)
        self.conv2 = nn.Conv2d(20, 20, 5)


class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 4)
        self.bn = nn.BatchNorm2d(4)
        self.again = self.first
        self.other = nn.Linear(4, 4, bias=False)
        self.other.weight = self.first.weight


def printed():
    fire = lambda: nn.Sequential(nn.Conv2d(8, 8, 1), nn.ReLU(inplace=True))
    return {
        "MyModel": repr(MyModel()),
        "Tied": repr(Tied()),
        "Conv2d": repr(nn.Conv2d(4, 8, (3, 2), stride=2, padding=(1, 0), dilation=2, groups=4, bias=False)),
        "Linear": repr(nn.Linear(3, 2, bias=False)),
        "BatchNorm2d": repr(nn.BatchNorm2d(7, eps=0.001, momentum=0.01)),
        "BatchNorm2dDefault": repr(nn.BatchNorm2d(7)),
        "ReLU": repr(nn.ReLU()),
        "Dropout": repr(nn.Dropout(0.2, inplace=True)),
        "MaxPool2d": repr(nn.MaxPool2d((3, 2), stride=2, padding=1, ceil_mode=True)),
        "AdaptiveAvgPool2d": repr(nn.AdaptiveAvgPool2d((1, 2))),
        "Identity": repr(nn.Identity()),
        "Flatten": repr(nn.Flatten()),
        "Hardswish": repr(nn.Hardswish()),
        "Hardsigmoid": repr(nn.Hardsigmoid()),
        "emptySequential": repr(nn.Sequential()),
        "Sequential": repr(nn.Sequential(nn.ReLU(), nn.ReLU(), fire())),
        "emptyModuleList": repr(nn.ModuleList()),
        # torch 1.13 does not fold equal children yet; torch 2 prints this (checked with 2.13).
        "ModuleList": "ModuleList(\n  (0-1): 2 x ReLU()\n  (2): Sequential(\n    (0): Conv2d(8, 8, kernel_size=(1, 1), "
        "stride=(1, 1))\n    (1): ReLU(inplace=True)\n  )\n  (3): ReLU()\n)",
    }


def orders():
    tied = Tied()
    return {
        "namedChildren": [name for name, _ in tied.named_children()],
        "namedModules": [name for name, _ in tied.named_modules()],
        "namedParameters": [name for name, _ in tied.named_parameters()],
        "namedBuffers": [name for name, _ in tied.named_buffers()],
        "stateDict": list(tied.state_dict()),
    }


def message(change):
    model = MyModel()
    state = model.state_dict()
    change(state)
    try:
        model.load_state_dict(state)
    except RuntimeError as error:
        return str(error)


def messages():
    def missing(state):
        del state["conv1.bias"], state["conv2.weight"]

    def unexpected(state):
        state["conv1.scale"] = state["head.weight"] = state["fc"] = torch.zeros(1)

    def size(state):
        state["conv1.weight"] = torch.zeros(20, 1, 5, 5)
        state["conv2.bias"] = torch.tensor(0.0)

    def everything(state):
        missing(state)
        unexpected(state)
        state["conv1.weight"] = torch.zeros(20, 1, 5, 5)

    return {f.__name__: message(f) for f in (missing, unexpected, size, everything)}


def batch_norm():
    """Three training steps of a BatchNorm2d on small batches, then one evaluation."""
    bn = nn.BatchNorm2d(2, momentum=0.3)
    batches = [(torch.arange(16.0).reshape(2, 2, 2, 2) * (i + 1) % 7) for i in range(3)]
    for x in batches:
        bn(x)
    bn.eval()
    return {
        "batches": [x.flatten().tolist() for x in batches],
        "runningMean": bn.running_mean.tolist(),
        "runningVar": bn.running_var.tolist(),
        "numBatchesTracked": int(bn.num_batches_tracked),
        "evaluated": bn(batches[0]).flatten().tolist(),
    }


if __name__ == "__main__":
    values = {
        "torch": torch.__version__,
        "printed": printed(),
        "orders": orders(),
        "messages": messages(),
        "batchNorm": batch_norm(),
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(values, indent=1) + "\n")
