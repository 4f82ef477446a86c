"""A torchvision net at the other end of a safetensors file, in evaluation mode. Run with Debian's python3-torchvision.

    torchvision_net.py load NET CLASSES WEIGHTS IMAGES   loads WEIGHTS with strict=True
    torchvision_net.py save NET CLASSES WEIGHTS IMAGES   writes WEIGHTS of a net with random parameters and statistics

Prints, as JSON, the logits of `x` in IMAGES in float64, and how far torch's own float32 is from them.
"""
import collections
import json
import struct
import sys

import numpy as np
import torch
import torchvision

TYPES = {"F32": np.dtype("<f4"), "I64": np.dtype("<i8")}


def read(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header, data = json.loads(file.read(length)), file.read()
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = np.frombuffer(data[begin:end], TYPES[entry["dtype"]])
        tensors[name] = torch.from_numpy(values.reshape(entry["shape"]).copy())
    return tensors


def write(path, tensors):
    header, parts, size = {}, [], 0
    for name, tensor in tensors.items():
        kind = "I64" if tensor.dtype == torch.int64 else "F32"
        raw = tensor.numpy().astype(TYPES[kind]).tobytes()
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [size, size + len(raw)]}
        parts.append(raw)
        size += len(raw)
    encoded = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(encoded)) + encoded + b"".join(parts))


def main(verb, net, classes, weights, images):
    torch.manual_seed(0)
    model = getattr(torchvision.models, net)(num_classes=int(classes)).eval()
    if verb == "load":
        state = collections.OrderedDict(read(weights))
        # MNASNet's loader asks which version wrote the state, which no safetensors file says.
        state._metadata = model.state_dict()._metadata
        model.load_state_dict(state, strict=True)
    else:
        for name, buffer in model.named_buffers():
            if name.endswith("running_mean"):
                buffer.normal_(0, 0.1)
            elif name.endswith("running_var"):
                buffer.uniform_(0.5, 1.5)
        write(weights, model.state_dict())
    x = read(images)["x"]
    with torch.no_grad():
        single = model(x)
        truth = model.double()(x.double())
    print(json.dumps({"logits": truth.flatten().tolist(), "err32": float((single - truth).abs().max())}))


if __name__ == "__main__":
    main(*sys.argv[1:])
