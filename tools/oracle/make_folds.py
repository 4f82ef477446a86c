"""Golden folds for packages/data: scikit-learn's splitters with shuffle off.

Run: /usr/bin/python3 tools/oracle/make_folds.py > packages/data/golden/folds.json
"""
import json
import sys
import warnings

import numpy as np
import sklearn
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold, StratifiedKFold, train_test_split


def folds_of(splitter, labels, groups=None):
    folds = np.full(len(labels), -1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a class smaller than the number of folds
        for fold, (_, held_out) in enumerate(splitter.split(np.zeros(len(labels)), labels, groups)):
            folds[held_out] = fold
    return folds.tolist()


def stratified(rng):
    for classes, size, count in [(2, 11, 2), (3, 30, 3), (5, 47, 5), (4, 53, 7), (6, 40, 4)]:
        labels = rng.choice(classes, size, p=rng.dirichlet(np.full(classes, 4.0)))
        if np.unique(labels, return_counts=True)[1].min() < count:
            labels = np.concatenate([labels, np.repeat(np.arange(classes), count)])
        labels = labels.tolist()
        yield {"labels": labels, "count": count, "folds": folds_of(StratifiedKFold(count), labels)}


def grouped_rows(rng, case):
    """Random labels and groups. Some groups all have one size, and some one class: ties, which the order decides."""
    classes = int(rng.choice([2, 3, 7, 9, 18]))
    groups = int(rng.integers(12, 150 if case % 5 == 0 else 40))
    if case % 3 == 0:
        ids = np.repeat(np.arange(groups), int(rng.integers(1, 5)))
    else:
        ids = rng.integers(0, groups, int(groups * rng.uniform(1.5, 4)))
    ids = rng.permutation(ids)
    if case % 2 == 0:
        labels = rng.integers(0, classes, groups)[ids]
    else:
        labels = rng.choice(classes, len(ids), p=rng.dirichlet(np.full(classes, 2.0)))
    return labels.tolist(), ids.tolist()


def grouped(rng, splitter, cases):
    for case in range(cases):
        labels, ids = grouped_rows(rng, case)
        largest = int(np.unique(labels, return_counts=True)[1].max())
        count = int(rng.integers(2, min(8, len(set(ids)), largest) + 1))
        folds = folds_of(splitter(count), labels, ids)
        if set(folds) == set(range(count)):  # greed can leave a fold empty, which is an error here
            yield {"labels": labels, "groups": ids, "count": count, "folds": folds}


def holdout(rng):
    for size, fraction in [(10, 0.2), (11, 0.2), (101, 0.15), (7, 0.5), (33, 0.1)]:
        held_out = train_test_split(np.arange(size), test_size=fraction, shuffle=False)[1]
        folds = np.full(size, -1)
        folds[held_out] = 0
        yield {"fraction": fraction, "labels": [0] * size, "folds": folds.tolist()}


def main():
    rng = np.random.default_rng(0)
    made = {
        "sklearn": sklearn.__version__,
        "cases": list(stratified(rng)),
        "group": list(grouped(rng, GroupKFold, 40)),
        "stratified_group": list(grouped(rng, StratifiedGroupKFold, 40)),
        "holdout": list(holdout(rng)),
    }
    json.dump(made, sys.stdout, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main()
