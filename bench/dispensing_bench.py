"""Speed of the three dispensing-bench engines on the same instances and the same answer: a table, or JSON.

    python bench/dispensing_bench.py [--sizes 150000,500000,10000000] [--threads 1,2] [--repeats 5] [--json]

SimPy and the plain-Python reference run up to 500,000 lines; beyond that their cost is too high to measure each time.
The factor compares processor seconds of one core, so that other work on the machine disturbs it little.
"""

import argparse
import json
import os
import platform
import sys

from rich.console import Console
from rich.table import Table

from beredd.dispensing.bench import run_timed
from beredd.dispensing.bench.generator import generate

SIZES = {150_000: 21, 500_000: 70, 10_000_000: 1_400}
"""Lines -> pharmacies; 7,143 lines each, as nationally."""
N_PRODUCTS = 500
SLOW_ENGINES = ("reference", "simpy")
LARGEST_FOR_SLOW = 500_000


def measure(n_lines: int, *, threads: list[int], repeats: int, seed: int) -> list[dict]:
    """One row per engine at one size; SystemExit when two engines answer differently."""
    n_pharmacies = SIZES.get(n_lines) or max(1, n_lines * 1_400 // 10_000_000)
    instance = generate(n_lines=n_lines, n_pharmacies=n_pharmacies, n_products=N_PRODUCTS, seed=seed)
    plans = [("fast", n) for n in threads]
    if n_lines <= LARGEST_FOR_SLOW:
        plans += [(engine, 1) for engine in SLOW_ENGINES]
    rows, answers = [], {}
    for engine, n_threads in plans:
        timed = run_timed(instance, engine=engine, threads=n_threads, repeats=repeats)
        answers[engine, n_threads] = timed.outcome
        rows.append(
            {
                "lines": n_lines,
                "engine": engine,
                "threads": n_threads,
                "wall_s": round(timed.wall_s, 5),
                "cpu_s": round(timed.cpu_s, 5),
                "dispensed": timed.outcome.dispensed,
                "ns_per_dispensing": round(timed.cpu_s / max(1, timed.outcome.dispensed) * 1e9, 1),
                "crc32_backlog": timed.outcome.crc32_backlog,
            }
        )
    if len(set(answers.values())) > 1:
        sys.exit(f"The engines disagree at {n_lines:,} lines: {answers}.")
    simpy_s = next((row["cpu_s"] for row in rows if row["engine"] == "simpy"), None)
    for row in rows:
        row["times_simpy"] = None if simpy_s is None else round(simpy_s / row["cpu_s"], 1)
    return rows


def show(rows: list[dict]) -> None:
    """A table for people."""
    table = Table(title="dispensing-bench: one answer per size", caption=f"{machine()['cpus']} processors")
    for name in ("lines", "engine", "threads", "wall s", "CPU s", "ns per dispensing", "× SimPy, CPU"):
        table.add_column(name, justify="left" if name == "engine" else "right")
    for row in rows:
        factor = "–" if row["times_simpy"] is None else f"{row['times_simpy']:,.1f}"
        table.add_row(
            f"{row['lines']:,}",
            row["engine"],
            str(row["threads"]),
            f"{row['wall_s']:,.4f}",
            f"{row['cpu_s']:,.4f}",
            f"{row['ns_per_dispensing']:,.1f}",
            factor,
        )
    Console().print(table)


def machine() -> dict:
    """What the figures were measured on, as far as it is nobody's secret."""
    return {"cpus": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}


def main() -> None:
    """Measure, then print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="lines, comma-separated")
    parser.add_argument("--threads", default="1,2", help="threads of the fast engine, comma-separated")
    parser.add_argument("--repeats", type=int, default=5, help="runs of the fast engine; the median counts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    words = parser.parse_args()
    rows = []
    for n_lines in map(int, words.sizes.split(",")):
        threads = [int(n) for n in words.threads.split(",")]
        rows += measure(n_lines, threads=threads, repeats=words.repeats, seed=words.seed)
    if words.json:
        print(json.dumps({"bench": "dispensing-bench", "seed": words.seed, **machine(), "rows": rows}, indent=1))
    else:
        show(rows)


if __name__ == "__main__":
    main()
