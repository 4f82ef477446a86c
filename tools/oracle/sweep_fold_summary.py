"""Mean and sample standard deviation of fold scores as NumPy has them: packages/sweep/golden/fold-summary.json."""

import json
import pathlib

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]


def main() -> None:
    generator = np.random.Generator(np.random.Philox(2))
    cases = []
    for count, offset, spread in [(2, 0.5, 0.1), (3, 0.8, 0.02), (5, 0.9, 1e-6), (10, -1e6, 1.0)]:
        scores = offset + spread * generator.standard_normal(count)
        cases.append({"scores": scores.tolist(), "mean": float(np.mean(scores)), "sd": float(np.std(scores, ddof=1))})
    target = ROOT / "packages" / "sweep" / "golden" / "fold-summary.json"
    target.write_text(json.dumps(cases, indent=2) + "\n")


if __name__ == "__main__":
    main()
