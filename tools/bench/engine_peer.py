"""The peer of `npm run bench:engine`: the same nets and steps in PyTorch, asked line by line.

Run: python engine_peer.py THREADS

Prints {"version", "threads"} first. Then one request per line of standard input, one answer per line:
{"open": {"model", "kind", "layout", "weights", "batches": [file, ...], "shape"}} → {}
{"run": {"layout", "batch", "rate"}} → {"ms", "loss"}; {"close": true} → {}. Files: weights as safetensors; a batch is
uint8 pixels [N, H, W, 3] and then N int32 labels.
"""
import json
import struct
import sys
import time

import torch
from torch.nn import functional as F

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
DTYPES = {"F32": torch.float32, "I32": torch.int32, "I64": torch.int64}


def read_weights(path):
    with open(path, "rb") as file:
        data = bytearray(file.read())
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(bytes(data[8 : 8 + length]))
    start = 8 + length
    state = {}
    for key, entry in header.items():
        if key == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        values = torch.frombuffer(bytearray(data[start + begin : start + end]), dtype=DTYPES[entry["dtype"]])
        state[key] = values.reshape(entry["shape"]).clone()
    return state


def read_batch(path, shape):
    with open(path, "rb") as file:
        data = bytearray(file.read())
    size = shape[0] * shape[1] * shape[2] * shape[3]
    pixels = torch.frombuffer(data[:size], dtype=torch.uint8).reshape(shape).clone()
    return pixels, torch.frombuffer(data[size:], dtype=torch.int32).long()


class Side:
    """One net in one layout."""

    def __init__(self, model, kind, layout, weights, batches, shape):
        from torch_nets import NETS

        self.kind = kind
        channels_last = layout == "channels_last"
        self.format = torch.channels_last if channels_last else torch.contiguous_format
        net = NETS[model]()
        net.load_state_dict(read_weights(weights), strict=True)
        self.net = net.to(memory_format=self.format)
        self.batches = [read_batch(path, shape) for path in batches]
        self.mean = torch.tensor(MEAN).reshape(1, 3, 1, 1) * 255
        self.std = torch.tensor(STD).reshape(1, 3, 1, 1) * 255
        if kind == "last-stage-step":
            net.eval().requires_grad_(False)
            trained = [p for part in net.last() for p in part.train().requires_grad_(True).parameters()]
        else:
            net.train(kind == "step")
            trained = list(net.parameters())
        if kind != "forward":
            self.optimizer = torch.optim.SGD(trained, lr=0.1, momentum=0.9, weight_decay=1e-4)

    def run(self, batch, rate):
        pixels, labels = self.batches[batch]
        x = pixels.permute(0, 3, 1, 2).to(torch.float32, memory_format=self.format)
        x = x.sub_(self.mean).div_(self.std)
        if self.kind == "forward":
            with torch.inference_mode():
                logits = self.net(x)
                # Those of an untrained net hardly differ: standardised, the loss tells them apart.
                logits = (logits - logits.mean(1, True)) / logits.std(1, keepdim=True, unbiased=False)
                return F.cross_entropy(logits, labels).item()
        self.optimizer.param_groups[0]["lr"] = rate
        self.optimizer.zero_grad(set_to_none=True)
        if self.kind == "last-stage-step":
            with torch.no_grad():
                x = self.net.prefix(x)
            loss = F.cross_entropy(self.net.rest(x), labels)
        else:
            loss = F.cross_entropy(self.net(x), labels)
        loss.backward()
        self.optimizer.step()
        return loss.item()


def main():
    torch.set_num_threads(int(sys.argv[1]))
    print(json.dumps({"version": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    sides = {}
    for line in sys.stdin:
        request = json.loads(line)
        answer = {}
        if "open" in request:
            sides[request["open"]["layout"]] = Side(**request["open"])
        elif "run" in request:
            run = request["run"]
            start = time.perf_counter()
            loss = sides[run["layout"]].run(run["batch"], run["rate"])
            answer = {"ms": (time.perf_counter() - start) * 1000, "loss": loss}
        else:
            sides.clear()
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
