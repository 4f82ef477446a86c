#!/usr/bin/env python3
"""Metric values from scikit-learn, for packages/data/golden/metrics.json. Run with Debian's python3-sklearn."""
import json
import pathlib

import numpy as np
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, precision_recall_fscore_support

rng = np.random.default_rng(0)
cases = []
for classes, n, used in [(2, 7, 2), (5, 40, 5), (5, 12, 3), (18, 30, 18), (3, 1, 3)]:
    labels = rng.integers(0, used, n)
    p = rng.random((n, classes)).astype(np.float32)
    p[np.arange(n), labels] += rng.random(n).astype(np.float32) * 0.8
    p /= p.sum(1, keepdims=True)
    guess = p.argmax(1)
    names = list(range(classes))
    precision, recall, f1, support = precision_recall_fscore_support(labels, guess, labels=names, zero_division=0)
    cases.append({
        "classes": classes, "labels": labels.tolist(), "probabilities": [float(v) for v in p.ravel()],
        "accuracy": accuracy_score(labels, guess),
        "macro_f1": f1_score(labels, guess, average="macro", zero_division=0),
        "confusion": confusion_matrix(labels, guess, labels=names).tolist(),
        "per_class": {"precision": precision.tolist(), "recall": recall.tolist(), "f1": f1.tolist(),
                      "support": support.tolist()},
    })
out = pathlib.Path(__file__).resolve().parents[2] / "packages/data/golden/metrics.json"
out.parent.mkdir(exist_ok=True)
out.write_text(json.dumps(cases) + "\n")
