"""Time of a trial of Optuna on SQLite that does nothing but report five values; the peer in `npm run bench:scheduler`.

Run: python3 tools/bench/optuna_trials.py FOLDER TRIALS
"""
import json
import sys
import time

import optuna


def objective(trial):
    trial.suggest_float("learning_rate", 1e-4, 1e-1, log=True)
    for step in range(5):
        trial.report(step / 5, step)
    return 1.0


def main():
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    folder, trials = sys.argv[1], int(sys.argv[2])
    study = optuna.create_study(
        storage=f"sqlite:///{folder}/optuna.db", sampler=optuna.samplers.RandomSampler(seed=0)
    )
    start = time.perf_counter()
    study.optimize(objective, n_trials=trials)
    wall = (time.perf_counter() - start) * 1000
    print(json.dumps({"version": optuna.__version__, "trials": trials, "wallMs": round(wall / trials, 3)}))


if __name__ == "__main__":
    main()
