#!/usr/bin/env python3
"""torchvision's pretrained weights for packages/model/weights/torchvision.json and imagenet-classes.json.

Run with Debian's python3-torchvision:

    /usr/bin/python3 tools/oracle/make_weights.py

One line for each member of a weights enum: where the file is, how images are prepared for it. torchvision states a
licence only for the SWAG weights (CC-BY-NC 4.0); the others are published under that of its repository.
"""
import inspect
import json
import pathlib

import torchvision.models as zoo
from torchvision.models._api import WeightsEnum

OUT = pathlib.Path(__file__).resolve().parents[2] / "packages/model/weights"
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
# Not among the backbones: nets with auxiliary outputs, and those that are too large or too new.
LEFT_OUT = ("googlenet", "inception_v3", "regnet_y_128gf", "vit_h_14", "maxvit_t", "swin_v2")


def entry(arch, member):
    how = member.transforms.keywords
    interpolation = how.get("interpolation")
    return {
        "arch": arch,
        "tag": member.name,
        "default": member is type(member).DEFAULT,
        "url": member.url,
        "resize": how.get("resize_size", 256),
        "size": how["crop_size"],
        "interpolation": "bilinear" if interpolation is None else interpolation.value,
        "mean": list(how.get("mean", MEAN)),
        "std": list(how.get("std", STD)),
        "licence": "CC-BY-NC-4.0" if "SWAG" in member.meta.get("license", "") else "BSD-3-Clause",
    }


def enums():
    for name, value in sorted(vars(zoo).items()):
        if inspect.isclass(value) and issubclass(value, WeightsEnum) and value is not WeightsEnum:
            arch = name.removesuffix("_Weights").lower()
            if not arch.startswith(LEFT_OUT) and callable(getattr(zoo, arch, None)):
                yield arch, value


def lines(entries):
    return "[\n" + ",\n".join(json.dumps(one) for one in entries) + "\n]\n"


if __name__ == "__main__":
    # A member without class names has no head (vgg16's IMAGENET1K_FEATURES).
    members = [(arch, m) for arch, enum in enums() for m in enum if m.meta["categories"]]
    (OUT / "torchvision.json").write_text(lines([entry(arch, m) for arch, m in members]))
    classes = members[0][1].meta["categories"]
    assert all(m.meta["categories"] == classes for _, m in members)
    (OUT / "imagenet-classes.json").write_text(lines(classes))
