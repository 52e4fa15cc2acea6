"""Speed of the overdose engine: subjects per processor second, beside what the published procedure costs.

    python bench/overdose_bench.py [--subjects 2000] [--threads 1,2] [--repeats 3] [--parameters DIR] [--json]

Three cases: one arm (one intramuscular dose of 2 mg, and the run without antagonist it needs), two arms, and the lab's
200 subjects with four arms. The answer must be the same for every number of threads; the bench stops when it is not.

Reference cost, from the same model's public C code in its own solver (deSolve, adams, tolerance 1e-10), measured
on a machine of the same kind: 0.75 processor seconds for one pass of one subject on the published 0.1 s grid, 0.055 on
a 10 s grid. The published procedure makes two passes of each of two runs: about 3,000 processor seconds for 2,000
subjects and one arm; a careful run of the same code on a coarse grid 110 to 130.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from beredd.overdose import Arm, Question, simulate

REFERENCE_CPU_S = {"published procedure": 3000.0, "same code, coarse grid": 120.0}
CASES = {
    "one arm": (Arm("im-generic-2mg"),),
    "two arms": (Arm("im-generic-2mg"), Arm("im-evzio-2mg")),
    "lab": (Arm("in-4mg"), Arm("in-4mg", "2-doses-rapid"), Arm("im-evzio-2mg"), Arm("in-4mg", "1-dose", 180.0)),
}
LAB_SUBJECTS = 200


def measure(name: str, *, n: int, threads: int, repeats: int, parameters: Path | None) -> tuple[dict, np.ndarray]:
    """Best of several runs of one case, and the flags."""
    size = LAB_SUBJECTS if name == "lab" else n
    question = Question(opioid="fentanyl", dose_mg=1.625, arms=CASES[name], n=size)
    best_cpu = best_wall = float("inf")
    for _ in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        result = simulate(question, rows=parameters, threads=threads)
        best_wall = min(best_wall, time.perf_counter() - wall)
        best_cpu = min(best_cpu, time.process_time() - cpu)
    flags = np.array([outcomes.is_arrest for outcomes in result.outcomes])
    steps = sum(float(outcomes.steps.sum()) for outcomes in result.outcomes)
    row = {
        "case": name,
        "subjects": size,
        "arms": len(CASES[name]),
        "threads": threads,
        "wall_s": round(best_wall, 3),
        "cpu_s": round(best_cpu, 3),
        "us_per_step": round(1e6 * best_cpu / steps, 3),
        "times_published": round(REFERENCE_CPU_S["published procedure"] / best_cpu) if name == "one arm" else None,
        "times_same_code": round(REFERENCE_CPU_S["same code, coarse grid"] / best_cpu) if name == "one arm" else None,
        "arrest_pct": [round(arm.cardiac_arrest_pct, 2) for arm in result.arms],
    }
    return row, flags


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--subjects", type=int, default=2000)
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--parameters", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    simulate(Question(opioid="fentanyl", dose_mg=1.625, arms=CASES["one arm"], n=8))  # compiles
    rows = []
    for name in CASES:
        answers = []
        for threads in (int(text) for text in options.threads.split(",")):
            row, flags = measure(
                name, n=options.subjects, threads=threads, repeats=options.repeats, parameters=options.parameters
            )
            rows.append(row)
            answers.append(flags)
        if any((flags != answers[0]).any() for flags in answers):
            raise SystemExit(f"The flags of {name!r} differ between numbers of threads.")
    if options.json:
        print(json.dumps({"rows": rows, "reference_cpu_s": REFERENCE_CPU_S}, indent=1))
        return
    table = Table(title="Overdose engine, fentanyl 1.625 mg, chronic")
    for column in rows[0]:
        table.add_column(column.replace("_", " "))
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row.values()))
    Console().print(table)


if __name__ == "__main__":
    main()
