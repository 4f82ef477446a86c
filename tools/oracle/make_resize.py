"""Golden pixels for packages/data: Pillow's resize, and Pillow's decoding of small files of every kind.

Run: /usr/bin/python3 tools/oracle/make_resize.py > packages/data/golden/images.json
"""
import base64
import io
import json
import sys

import numpy as np
import PIL
from PIL import Image

FILTERS = {"bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC}
SIZES = [
    (28, 28, 40, 40),
    (28, 28, 9, 9),
    (37, 23, 16, 16),
    (5, 9, 21, 21),
    (100, 75, 12, 12),
    (16, 31, 16, 16),
    (20, 20, 20, 20),
    (1, 1, 4, 4),
    (300, 2, 7, 7),
]


def encode(data):
    return base64.b64encode(bytes(data)).decode()


def pattern(width, height):
    """Rough on purpose, so that clipping and rounding both happen; the test computes the same."""
    y, x, c = np.mgrid[0:height, 0:width, 0:3]
    return ((x * x * 37 + y * 91 + c * 53 + x * y * 7) % 256).astype(np.uint8)


def resized():
    for width, height, to_width, to_height in SIZES:
        for name, resample in FILTERS.items():
            out = Image.fromarray(pattern(width, height)).resize((to_width, to_height), resample)
            yield {"from": [width, height], "to": [to_width, to_height], "filter": name, "pixels": encode(out.tobytes())}


def files():
    """Name, bytes of a file, and what Pillow makes of it."""
    rgb = Image.fromarray(pattern(11, 7))
    alpha = Image.fromarray(np.linspace(0, 255, 77).astype(np.uint8).reshape(7, 11))
    rgba = rgb.copy()
    rgba.putalpha(alpha)
    gray_alpha = Image.merge("LA", (rgb.convert("L"), alpha))
    smooth = rgb.resize((33, 27), Image.BICUBIC)
    plates = Image.merge("CMYK", (*smooth.split(), smooth.convert("L").rotate(180)))
    exif = Image.Exif()
    exif[0x0112] = 6
    kinds = {
        "rgb.png": (rgb, {}),
        "gray.png": (rgb.convert("L"), {}),
        "binary.png": (rgb.convert("1"), {}),
        "alpha.png": (rgba, {}),
        "gray-alpha.png": (gray_alpha, {}),
        "palette.png": (rgb.convert("P", palette=Image.ADAPTIVE), {}),
        "palette-transparent.png": (rgb.convert("P", palette=Image.ADAPTIVE), {"transparency": 3}),
        "photo.jpg": (smooth, {"quality": 90}),
        "gray.jpg": (smooth.convert("L"), {"quality": 90}),
        "cmyk.jpg": (plates, {"quality": 90, "subsampling": 0}),
        "rotated.jpg": (smooth, {"quality": 90, "subsampling": 0, "exif": exif}),
        "lossless.webp": (rgb, {"lossless": True}),
        "palette.gif": (rgb.convert("P", palette=Image.ADAPTIVE), {}),
    }
    for name, (image, options) in kinds.items():
        buffer = io.BytesIO()
        image.save(buffer, {"jpg": "JPEG"}.get(name.split(".")[1], name.split(".")[1].upper()), **options)
        decoded = Image.open(io.BytesIO(buffer.getvalue())).convert("RGB")
        yield {
            "name": name,
            "file": encode(buffer.getvalue()),
            "width": decoded.width,
            "height": decoded.height,
            "pixels": encode(decoded.tobytes()),
        }


def main():
    json.dump({"pillow": PIL.__version__, "resized": list(resized()), "files": list(files())}, sys.stdout)
    print()


if __name__ == "__main__":
    main()
