"""Golden importances for packages/sweep: Optuna's FanovaImportanceEvaluator on synthetic studies.

Optuna measures variance over the range of a parameter as it stands, packages/sweep over the values that were tried; for
values drawn uniformly that is the same. A learning rate is therefore given to Optuna by its exponent.

Run: /usr/bin/python3 tools/oracle/make_importance.py > packages/sweep/golden/importance.json
"""
import json
import sys

import numpy as np
import optuna
import sklearn
from optuna.distributions import CategoricalDistribution, FloatDistribution
from optuna.importance import FanovaImportanceEvaluator

UNIT = FloatDistribution(0, 1)
EXPONENT = FloatDistribution(-4, -1)
FREEZE = CategoricalDistribution(["head", "until:1", "full", "scratch"])
FREEZE_EFFECT = {"head": 0.0, "until:1": 0.25, "full": 0.4, "scratch": -0.3}


def dominant(rng, p):
    return 3 * p["a"] + 0.3 * p["b"] ** 2 + 0.02 * rng.standard_normal()


def two_equal(rng, p):
    return np.sin(3 * p["a"]) + np.sin(3 * p["b"]) + 0.05 * rng.standard_normal()


def noise(rng, p):
    return rng.standard_normal()


def mixed(rng, p):
    return FREEZE_EFFECT[p["freeze"]] - 0.3 * (p["exponent"] + 2.5) ** 2 + 0.02 * rng.standard_normal()


def interaction(rng, p):
    return (p["a"] - 0.5) * (p["b"] - 0.5) + 0.1 * p["c"]


STUDIES = {
    "one dominant setting": (dominant, {"a": UNIT, "b": UNIT, "c": UNIT}),
    "two equal settings": (two_equal, {"a": UNIT, "b": UNIT, "c": UNIT}),
    "pure noise": (noise, {"a": UNIT, "b": UNIT, "c": UNIT}),
    "a category and a rate": (mixed, {"freeze": FREEZE, "exponent": EXPONENT, "a": UNIT}),
    "an interaction": (interaction, {"a": UNIT, "b": UNIT, "c": UNIT}),
}


def draw(rng, distribution):
    if isinstance(distribution, CategoricalDistribution):
        return distribution.choices[rng.integers(len(distribution.choices))]
    return round(float(rng.uniform(distribution.low, distribution.high)), 4)


def shares_of(study, names, seed):
    """Shares of the whole variance. `evaluate` scales them so that they add up to 1; they are read before that."""
    evaluator = FanovaImportanceEvaluator(n_trees=64, seed=seed)
    scaled = evaluator.evaluate(study, params=names)
    shares = {name: evaluator._evaluator.get_importance(index)[0] for index, name in enumerate(sorted(names))}
    total = sum(shares.values())
    assert all(np.isclose(scaled[name], shares[name] / total) for name in names)
    return shares


def study_of(name, score_of, space, trials):
    rng = np.random.default_rng(0)
    study = optuna.create_study(direction="maximize")
    rows = []
    for _ in range(trials):
        params = {key: draw(rng, distribution) for key, distribution in space.items()}
        score = round(float(score_of(rng, params)), 6)
        study.add_trial(optuna.create_trial(params=params, distributions=space, value=score))
        rows.append({"settings": params, "score": score})
    seeds = [shares_of(study, list(space), seed) for seed in range(3)]
    importance = {key: round(float(np.mean([seed[key] for seed in seeds])), 4) for key in space}
    return {"name": name, "trials": rows, "importance": importance}


def main():
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    studies = [study_of(name, score_of, space, 200) for name, (score_of, space) in STUDIES.items()]
    json.dump({"optuna": optuna.__version__, "sklearn": sklearn.__version__, "studies": studies}, sys.stdout)
    print()


if __name__ == "__main__":
    main()
