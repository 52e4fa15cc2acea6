"""Beredd's availability and water-filling against published figures: inputs, theirs, ours, verdict.

    .venv/bin/python validation/need/reproduce.py FOLDER [--json]

FOLDER is yours and holds what you have downloaded; the published files are not part of Beredd:
irvine2022_curves.csv (state, model_nonmodel, curve, baseline_kits, kits, median; 12 modelled states, 3 channels, 50
points each) and ri_allocation_benchmark.csv (town, at_risk_OUD_unscaled, status_quo_kits, greedy_kits,
metamodel_mean_kits). What came out, and what it means, is in validation/need/README.md.
"""

import csv
import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from scipy.optimize import minimize_scalar

sys.path.insert(0, str(Path(__file__).parents[2] / "src"))

from beredd.need.allocation import max_min, water_fill
from beredd.need.availability import availability
from beredd.need.supply import effective

FORM = {"slope": 1.0, "cap": 1.0}
IRVINE_WEIGHTS = {"weight_community": 1.0, "weight_pharmacy": 1.0, "weight_prescriber": 0.2}
CURVES = ("pNX_vary_THN", "pNX_vary_standing_order", "pNX_vary_RX")  # community, pharmacy, prescriber
MOST_ERROR = 0.0009
RI_EXPECTED = {"status quo": 0.6164, "greedy": 0.7243, "neural network": 0.7277, "proportional": 0.7398}


def irvine(folder: Path) -> list[dict]:
    """One effective number at risk per state against all of its points: [{state, n_eff, max_error, points}]."""
    points = defaultdict(lambda: defaultdict(list))
    base = defaultdict(dict)
    with (folder / "irvine2022_curves.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["model_nonmodel"] == "model" and row["curve"] in CURVES:
                channel = CURVES.index(row["curve"])
                points[row["state"]][channel].append(
                    (float(row["kits"]), float(row["median"]) / 100)
                )  # published in per cent
                base[row["state"]][channel] = float(row["baseline_kits"])
    rows = []
    for state, curves in sorted(points.items()):
        kits, published = [], []
        for channel, curve in curves.items():
            for varied, median in curve:
                mix = [base[state][c] for c in range(3)]
                mix[channel] = varied
                kits.append(effective(mix, IRVINE_WEIGHTS))
                published.append(median)
        kits, published = np.array(kits), np.array(published)

        def error(log_n, kits=kits, published=published):
            return np.abs(availability(kits, np.exp(log_n), **FORM) - published).max()

        best = min(
            (
                minimize_scalar(error, bounds=(centre - 0.4, centre + 0.4), method="bounded", options={"xatol": 1e-10})
                for centre in np.arange(6.0, 14.0, 0.4)
            ),
            key=lambda found: found.fun,
        )
        rows.append({"state": state, "n_eff": float(np.exp(best.x)), "max_error": float(best.fun), "points": len(kits)})
    return rows


def rhode_island(folder: Path) -> dict[str, float]:
    """Mean availability weighted by people at risk for each published split and for ours, and the lowest town."""
    with (folder / "ri_allocation_benchmark.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    at_risk = np.array([float(row["at_risk_OUD_unscaled"]) for row in rows])
    splits = {
        "status quo": "status_quo_kits",
        "greedy": "greedy_kits",
        "neural network": "metamodel_mean_kits",
    }
    kits = {name: np.array([float(row[column]) for row in rows]) for name, column in splits.items()}
    budget = 50_000.0
    each = np.arange(len(rows))
    kits["proportional"] = budget * at_risk / at_risk.sum()
    kits["water-filling"] = water_fill(at_risk, at_risk, budget)
    kits["max-min"] = max_min(at_risk, budget, cap=1.0, group=each, weight=np.ones(len(rows)))[0]
    found = {}
    for name, split in kits.items():
        p = availability(split, at_risk, **FORM)
        found[name] = {"mean": float(at_risk @ p / at_risk.sum()), "lowest": float(p.min()), "kits": float(split.sum())}
    return found


def main(words: list[str]) -> int:
    """Print both comparisons; 0 when both are reproduced, 1 when not, 2 when the folder cannot be used."""
    names = [word for word in words if not word.startswith("--")]
    if len(names) != 1:
        print(__doc__)
        return 2
    folder = Path(names[0])
    missing = [n for n in ("irvine2022_curves.csv", "ri_allocation_benchmark.csv") if not (folder / n).is_file()]
    if missing:
        print(f"{folder} has no {' and no '.join(missing)}; name the folder that holds the published files.")
        return 2
    states, towns = irvine(folder), rhode_island(folder)
    worst = max(row["max_error"] for row in states)
    count = sum(row["points"] for row in states)
    fits = worst <= MOST_ERROR and count == 1800
    agrees = all(abs(towns[name]["mean"] - value) < 5e-5 for name, value in RI_EXPECTED.items())
    best = max(row["mean"] for row in towns.values())
    best_is_ours = towns["water-filling"]["mean"] >= best - 1e-12
    if "--json" in words:
        print(json.dumps({"irvine": states, "rhode_island": towns, "reproduced": fits and agrees and best_is_ours}))
        return 0 if fits and agrees and best_is_ours else 1
    print("Irvine et al. 2022: p = 1 - exp(-K / N_eff), one number per state")
    for row in states:
        print(
            f"  {row['state']:<16}{row['n_eff']:>12,.1f}  largest error {row['max_error']:.5f}"
            f"  ({row['points']} points)"
        )
    print(f"  {count} points, largest error {worst:.5f}: {'reproduced' if fits else 'NOT reproduced'}")
    print("Rhode Island, 39 towns, 50,000 kits: mean of 1 - exp(-K / N), weighted by N; lowest town")
    for name, row in towns.items():
        print(f"  {name:<16}{row['mean']:.4f}  {row['lowest']:.3f}")
    verdict, rank = "reproduced" if agrees else "NOT reproduced", "the best" if best_is_ours else "NOT the best"
    print(f"  {verdict}; water-filling is {rank}")
    return 0 if fits and agrees and best_is_ours else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
