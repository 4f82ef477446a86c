#!/usr/bin/env python3
"""Values rounded to float16 and bfloat16 by torch, for packages/model/golden/half.json. Run with Debian's python3-torch.

Also packages/model/golden/safetensors.json: a small file laid out byte by byte as the format's description has it.
"""
import base64
import json
import pathlib
import struct

import numpy as np
import torch

OUT = pathlib.Path(__file__).resolve().parents[2] / "packages/model/golden"


def text(value):
    """As JavaScript prints a number."""
    value = float(value)
    if np.isnan(value):
        return "NaN"
    if np.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value


def half():
    rng = np.random.default_rng(0)
    fixed = [0.0, 1.0, -1.0, 65504.0, 65519.0, 65520.0, -1e9, 2**-14, 2**-14 - 2**-25, 2**-24, 2**-25, 3 * 2**-25]
    fixed += [1 + 2**-11, 1 + 3 * 2**-11, 2 - 2**-11, 2 - 2**-12, 1 + 2**-8, 1 + 3 * 2**-8, 1e-40, 0.1, 1 / 3]
    drawn = rng.normal(size=200) * 2.0 ** rng.integers(-26, 17, 200)
    values = np.array(fixed + drawn.tolist(), dtype=np.float32)
    x = torch.from_numpy(values)
    cast = lambda kind: [text(v) for v in x.to(kind).to(torch.float32)]
    return {"values": [float(v) for v in values], "half": cast(torch.float16), "bfloat": cast(torch.bfloat16)}


def safetensors():
    parts = {
        "embedding": ("F32", [2, 2], np.array([[1, 2], [3, 4.5]], "<f4")),
        "half": ("F16", [3], np.array([1, -0.5, 65504], "<f2")),
        "count": ("I64", [], np.array(7, "<i8")),
    }
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, (kind, shape, values) in parts.items():
        raw = values.tobytes()
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    encoded = json.dumps(header).encode()
    encoded += b" " * (-len(encoded) % 8)
    blob = struct.pack("<Q", len(encoded)) + encoded + data
    values = {name: [float(v) for v in np.ravel(array)] for name, (_, _, array) in parts.items()}
    return {"file": base64.b64encode(blob).decode(), "values": values}


if __name__ == "__main__":
    for name, value in (("half", half()), ("safetensors", safetensors())):
        (OUT / f"{name}.json").write_text(json.dumps(value) + "\n")
