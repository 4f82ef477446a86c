#!/usr/bin/env python3
"""timm's weights that fit torchvision's nets, for packages/model/weights/timm.json, and the keys of both for
packages/model/golden/timm-keys.json.

Needs timm (`pip install timm`; made with 1.0.29) and a torchvision that it works with; not part of `npm run test:interop`,
since Debian has no timm. timm's configurations say which repository of the Hugging Face hub holds the weights, what they
were trained on and how images are prepared. A tag that holds the values of a torchvision file names it.

The keys stand there with their shapes, for 1000 classes, of one net of each family.
"""
import json
import math
import pathlib
import re

import timm
import torchvision
from timm.models import get_pretrained_cfg

ROOT = pathlib.Path(__file__).resolve().parents[2] / "packages/model"
SAME = """resnet18 resnet34 resnet50 resnet101 resnet152 resnext50_32x4d resnext101_32x8d resnext101_64x4d
wide_resnet50_2 wide_resnet101_2 vgg11 vgg13 vgg16 vgg19 vgg11_bn vgg13_bn vgg16_bn vgg19_bn
densenet121 densenet161 densenet169 densenet201 efficientnet_b0 efficientnet_b1 efficientnet_b2 efficientnet_b3
efficientnet_b4 convnext_tiny convnext_small convnext_base convnext_large""".split()
# By torchvision's name, where timm has another. Nets that compute otherwise are not here: MobileNetV3 and EfficientNet b5
# to b7 have another epsilon in timm, EfficientNetV2 pads otherwise.
OTHER = {
    "mobilenet_v2": ["mobilenetv2_100"],
    "mnasnet1_0": ["mnasnet_100"],
    "regnet_x_400mf": ["regnetx_004_tv", "regnetx_004"],
    **{f"regnet_x_{tv}": [f"regnetx_{timm_}"] for tv, timm_ in {
        "800mf": "008", "1_6gf": "016", "3_2gf": "032", "8gf": "080", "16gf": "160", "32gf": "320"}.items()},
    "regnet_y_400mf": ["regnety_004"],
    "regnet_y_800mf": ["regnety_008_tv", "regnety_008"],
    **{f"regnet_y_{tv}": [f"regnety_{timm_}"] for tv, timm_ in {
        "1_6gf": "016", "3_2gf": "032", "8gf": "080", "16gf": "160", "32gf": "320"}.items()},
    "regnet_y_8gf": ["regnety_080_tv", "regnety_080"],
    "vit_b_16": ["vit_base_patch16_224"],
    "vit_b_32": ["vit_base_patch32_224"],
    "vit_l_16": ["vit_large_patch16_224"],
    "vit_l_32": ["vit_large_patch32_224"],
    "swin_t": ["swin_tiny_patch4_window7_224"],
    "swin_s": ["swin_small_patch4_window7_224"],
    "swin_b": ["swin_base_patch4_window7_224"],
}
NAMES = {**{name: [name] for name in SAME}, **OTHER}
# The smallest of each family.
WITH_KEYS = """resnet18 vgg11_bn mobilenet_v2 mnasnet1_0 efficientnet_b0 regnet_x_400mf regnet_y_400mf convnext_tiny
vit_b_32 swin_t""".split()
OF_TORCHVISION = {"tv_in1k": "IMAGENET1K_V1", "tv2_in1k": "IMAGENET1K_V2"}


def digest_of(url):
    found = re.search(r"-([0-9a-f]{8,})\.pth$", url or "")
    return found and found.group(1)


def same_as(arch, tag, url, torchvision_entries):
    """The torchvision tag that holds the same values: by the checksum in the file's name, or by timm's tag."""
    for entry in torchvision_entries:
        if entry["arch"] == arch and digest_of(entry["url"]) == digest_of(url) is not None:
            return entry["tag"]
    named = OF_TORCHVISION.get(tag)
    known = any(entry["arch"] == arch and entry["tag"] == named for entry in torchvision_entries)
    return named if known and not url else None


def entry(arch, name, tag, torchvision_entries):
    cfg = get_pretrained_cfg(f"{name}.{tag}")
    size = cfg.input_size[-1]
    return {
        "arch": arch,
        "tag": tag,
        "default": name == NAMES[arch][0] and get_pretrained_cfg(name).tag == tag,
        "repository": f"timm/{name}.{tag}",
        "sameAs": same_as(arch, tag, cfg.url, torchvision_entries),
        "classes": cfg.num_classes,
        "resize": math.floor(size / cfg.crop_pct),
        "size": size,
        "interpolation": cfg.interpolation,
        "mean": list(cfg.mean),
        "std": list(cfg.std),
        "licence": cfg.license,
    }


def shapes(model):
    return {key: list(value.shape) for key, value in model.state_dict().items()}


def is_here(name, tag):
    """Whether the hub has it as timm's own repository, trained as the net that torchvision has."""
    cfg = get_pretrained_cfg(f"{name}.{tag}")
    other_head = tag.startswith(("dinov3", "eupe")) or cfg.num_classes not in (0, 1000, 11821, 21841, 21843)
    return cfg.hf_hub_id == f"timm/{name}.{tag}" and cfg.hf_hub_filename is None and not other_head


if __name__ == "__main__":
    theirs = json.loads((ROOT / "weights/torchvision.json").read_text())
    entries, keys = [], {}
    for arch, names in sorted(NAMES.items()):
        known = shapes(timm.create_model(names[0], num_classes=1000))
        for name in names:
            # Some sizes have other widths in timm.
            if name != names[0] and shapes(timm.create_model(name, num_classes=1000)) != known:
                continue
            tags = [full.split(".", 1)[1] for full in timm.list_pretrained(f"{name}.*")]
            entries.extend(entry(arch, name, tag, theirs) for tag in sorted(tags) if is_here(name, tag))
        if arch in WITH_KEYS:
            own = shapes(getattr(torchvision.models, arch)(num_classes=1000))
            keys[arch] = {"timm": known, "torchvision": own}
    text = "[\n" + ",\n".join(json.dumps(one) for one in entries) + "\n]\n"
    (ROOT / "weights/timm.json").write_text(text)
    (ROOT / "golden/timm-keys.json").write_text(json.dumps(keys, separators=(",", ":")) + "\n")
