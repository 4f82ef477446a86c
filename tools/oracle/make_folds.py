"""Golden folds for packages/data: scikit-learn's StratifiedKFold(shuffle=False).

Run: /usr/bin/python3 tools/oracle/make_folds.py > packages/data/golden/folds.json
"""
import json
import sys

import numpy as np
import sklearn
from sklearn.model_selection import StratifiedKFold


def folds_of(labels, count):
    folds = np.full(len(labels), -1)
    for fold, (_, held_out) in enumerate(StratifiedKFold(count).split(np.zeros(len(labels)), labels)):
        folds[held_out] = fold
    return folds.tolist()


def main():
    rng = np.random.default_rng(0)
    cases = []
    for classes, size, count in [(2, 11, 2), (3, 30, 3), (5, 47, 5), (4, 53, 7), (6, 40, 4)]:
        labels = rng.choice(classes, size, p=rng.dirichlet(np.full(classes, 4.0)))
        if np.unique(labels, return_counts=True)[1].min() < count:
            labels = np.concatenate([labels, np.repeat(np.arange(classes), count)])
        labels = labels.tolist()
        cases.append({"labels": labels, "count": count, "folds": folds_of(labels, count)})
    json.dump({"sklearn": sklearn.__version__, "cases": cases}, sys.stdout)
    print()


if __name__ == "__main__":
    main()
