#!/usr/bin/env python3
"""Metric values from scikit-learn, for packages/data/golden/metrics.json. Run with Debian's python3-sklearn."""
import json
import pathlib
import warnings

import numpy as np
from sklearn.metrics import (accuracy_score, balanced_accuracy_score, cohen_kappa_score, confusion_matrix, f1_score,
                             log_loss, precision_recall_fscore_support, roc_auc_score, top_k_accuracy_score)
from sklearn.utils.class_weight import compute_class_weight

# Classes that are absent, and fewer classes than k.
warnings.filterwarnings("ignore")


def auc(labels, p):
    """None where scikit-learn refuses: some class is absent, or all images are of one."""
    try:
        return roc_auc_score(labels, p[:, 1] if p.shape[1] == 2 else p, multi_class="ovr", average="macro",
                             labels=None if p.shape[1] == 2 else list(range(p.shape[1])))
    except ValueError:
        return None


def kappa(labels, guess, names, weights):
    value = cohen_kappa_score(labels, guess, labels=names, weights=weights)
    return None if np.isnan(value) else float(value)


def top_k(labels, p, names, k):
    if p.shape[1] <= k:
        return 1.0
    return top_k_accuracy_score(labels, p if p.shape[1] > 2 else p[:, 1], k=k, labels=names)


rng = np.random.default_rng(0)
cases = []
# Classes, rows, classes that occur, and to how many steps probabilities are rounded, so that some are tied.
for classes, n, used, steps in [(2, 7, 2, 0), (5, 40, 5, 0), (5, 12, 3, 0), (18, 30, 18, 0), (3, 1, 3, 0),
                                (2, 30, 2, 4), (2, 6, 1, 0), (4, 60, 4, 3), (8, 50, 8, 2), (7, 25, 4, 3),
                                (3, 5, 1, 0), (2, 40, 2, 1)]:
    labels = rng.integers(0, used, n)
    p = rng.random((n, classes)).astype(np.float32)
    p[np.arange(n), labels] += rng.random(n).astype(np.float32) * 0.8
    p /= p.sum(1, keepdims=True)
    if steps:
        p = np.round(p * steps).astype(np.float32)
        p[p.sum(1) == 0] = 1
        p = (p / p.sum(1, keepdims=True)).astype(np.float32)
    guess = p.argmax(1)
    names = list(range(classes))
    f1 = {average: f1_score(labels, guess, average=average, zero_division=0) for average in ["macro", "micro", "weighted"]}
    precision, recall, per_class, support = precision_recall_fscore_support(labels, guess, labels=names, zero_division=0)
    present = sorted(set(labels.tolist()))
    weights = dict(zip(present, compute_class_weight("balanced", classes=np.array(present), y=labels)))
    cases.append({
        "classes": classes, "labels": labels.tolist(), "probabilities": [float(v) for v in p.ravel()],
        "scores": {
            "accuracy": accuracy_score(labels, guess),
            "balanced_accuracy": balanced_accuracy_score(labels, guess),
            "macro_f1": f1["macro"], "micro_f1": f1["micro"], "weighted_f1": f1["weighted"],
            "log_loss": float(log_loss(labels, p, labels=names)),
            "auc": auc(labels, p),
            "kappa": kappa(labels, guess, names, None),
            "quadratic_kappa": kappa(labels, guess, names, "quadratic"),
            "top3_accuracy": top_k(labels, p, names, 3),
            "top5_accuracy": top_k(labels, p, names, 5),
        },
        "class_weights": [float(weights.get(c, 0)) for c in names],
        "confusion": confusion_matrix(labels, guess, labels=names).tolist(),
        "per_class": {"precision": precision.tolist(), "recall": recall.tolist(), "f1": per_class.tolist(),
                      "support": support.tolist()},
    })
out = pathlib.Path(__file__).resolve().parents[2] / "packages/data/golden/metrics.json"
out.parent.mkdir(exist_ok=True)
out.write_text(json.dumps(cases) + "\n")
