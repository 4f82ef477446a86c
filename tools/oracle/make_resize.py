"""Golden pixels for packages/data: Pillow's resize, and Pillow's decoding of small files of every kind.

Run: /usr/bin/python3 tools/oracle/make_resize.py > packages/data/golden/images.json
"""
import base64
import io
import json
import struct
import sys

import numpy as np
import PIL
from PIL import Image, ImageCms

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


def swapping_profile():
    """A profile that calls red blue: where one is applied, colours are other ones."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # Its header holds when it was made, which must not change from run to run (ICC.1, 7.2.8).
    profile = profile[:24] + struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + profile[36:]
    return profile.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")


def bitmap(depth, rows, width, height, masks=(), palette=b"", top_down=False):
    """A BMP file with a header of 40 bytes."""
    compression = 3 if masks else 0
    offset = 54 + 4 * len(masks) + len(palette)
    info = struct.pack(
        "<IiiHHIIiiII", 40, width, -height if top_down else height, 1, depth, compression, len(rows), 2835, 2835,
        len(palette) // 4, 0,
    )
    head = struct.pack("<2sIHHI", b"BM", offset + len(rows), 0, 0, offset)
    return head + info + b"".join(struct.pack("<I", mask) for mask in masks) + palette + rows


def bitmaps():
    """Kinds of BMP that Pillow reads and does not write."""
    random = np.random.default_rng(3)
    for depth in (1, 4, 8):
        entries = random.integers(0, 256, (2**depth, 4), dtype=np.uint8)
        stride = (11 * depth + 31) // 32 * 4
        rows = random.integers(0, 256, 7 * stride, dtype=np.uint8).tobytes()
        yield f"palette-{depth}.bmp", bitmap(depth, rows, 11, 7, palette=entries.tobytes())
    rows = random.integers(0, 256, 7 * 24, dtype=np.uint8).tobytes()
    yield "16-bit-555.bmp", bitmap(16, rows, 11, 7)
    yield "16-bit-565.bmp", bitmap(16, rows, 11, 7, masks=(0xF800, 0x7E0, 0x1F))
    wide = random.integers(0, 256, 7 * 44, dtype=np.uint8).tobytes()
    yield "32-bit.bmp", bitmap(32, wide, 11, 7)
    yield "32-bit-masks.bmp", bitmap(32, wide, 11, 7, masks=(0xFF000000, 0xFF0000, 0xFF00))
    yield "top-down.bmp", bitmap(24, random.integers(0, 256, 7 * 36, dtype=np.uint8).tobytes(), 11, 7, top_down=True)


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
        "animated.gif": (
            rgb.convert("P", palette=Image.ADAPTIVE),
            {"save_all": True, "append_images": [rgb.rotate(180).convert("P", palette=Image.ADAPTIVE)]},
        ),
        "progressive.jpg": (smooth, {"quality": 90, "progressive": True}),
        "profile.jpg": (smooth, {"quality": 90, "icc_profile": swapping_profile()}),
        "profile.png": (rgb, {"icc_profile": swapping_profile()}),
        "alpha.webp": (rgba, {"lossless": True, "exact": True}),
        "animated.webp": (rgb, {"lossless": True, "save_all": True, "append_images": [rgb.rotate(180)]}),
        "rgb.tif": (rgb, {}),
        "rgb-lzw.tif": (rgb, {"compression": "tiff_lzw"}),
        "rgb-deflate.tif": (rgb, {"compression": "tiff_adobe_deflate"}),
        "gray.tif": (rgb.convert("L"), {}),
        "binary.tif": (rgb.convert("1"), {}),
        "alpha.tif": (rgba, {}),
        "palette.tif": (rgb.convert("P", palette=Image.ADAPTIVE), {}),
        "cmyk.tif": (plates, {}),
        "profile.tif": (rgb, {"icc_profile": swapping_profile()}),
        "rgb.bmp": (rgb, {}),
        "gray.bmp": (rgb.convert("L"), {}),
        "binary.bmp": (rgb.convert("1"), {}),
        "palette.bmp": (rgb.convert("P", palette=Image.ADAPTIVE), {}),
        "alpha.bmp": (rgba, {}),
    }
    contents = {}
    for name, (image, options) in kinds.items():
        buffer = io.BytesIO()
        ending = name.split(".")[1]
        image.save(buffer, {"jpg": "JPEG", "tif": "TIFF"}.get(ending, ending.upper()), **options)
        contents[name] = buffer.getvalue()
    contents.update(bitmaps())
    for name, content in contents.items():
        decoded = Image.open(io.BytesIO(content)).convert("RGB")
        yield {
            "name": name,
            "file": encode(content),
            "width": decoded.width,
            "height": decoded.height,
            "pixels": encode(decoded.tobytes()),
        }


def main():
    json.dump({"pillow": PIL.__version__, "resized": list(resized()), "files": list(files())}, sys.stdout)
    print()


if __name__ == "__main__":
    main()
