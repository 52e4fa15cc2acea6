"""What the national chain costs: a run from nothing and with everything kept, a twin's start, a branch, and memory.

    python bench/dispensing_chain.py [--days 90] [--scenario s1-erecept] [--repeats 3] [--json]

Kernels are compiled beforehand; "from nothing" means that neither ground nor everyday is on the disk. Every figure is
from a process of its own, with a cache of its own. Times are compared with those of dispensing-bench (fast, 10 million
lines, 90 days, one thread) measured in between, so that a busy machine shows in both.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile

MEASURED = """
import json, resource, sys, time
import beredd.dispensing.twin, beredd.dispensing.experiment
from beredd.dispensing import run, start_twin
scenario, days = sys.argv[1], int(sys.argv[2])
def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
wall0, cpu0 = time.perf_counter(), cpu()
{work}
wall_s, cpu_s = time.perf_counter() - wall0, cpu() - cpu0
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
print(json.dumps({{"wall_s": wall_s, "cpu_s": cpu_s, "peak_rss_mb": peak}}))
"""
RUN = "run(scenario=scenario, days=days)"
START = "start_twin(scenario, days=days)"
BRANCH = """
twin = start_twin(scenario, days=days)
twin.advance(30)
twin.branch()  # the first touches memory that the system has not given yet
wall0, cpu0 = time.perf_counter(), cpu()
twin.branch()
"""
UNIT = """
from beredd.dispensing.bench import run_timed
from beredd.dispensing.bench.generator import generate
instance = generate(n_lines=10_000_000, n_pharmacies=1_400, n_products=500, seed=1)
wall0, cpu0 = time.perf_counter(), cpu()
run_timed(instance, engine="fast", threads=1, repeats=1)
"""
LIMITS_S = {"run, all kept": 12, "run, from nothing": 25, "start_twin, first": 6, "start_twin, again": 2, "branch": 0.3}
LIMIT_RSS_MB = 1500


def measure(work: str, words: argparse.Namespace, cache: str) -> dict:
    """One figure from a process of its own."""
    environment = os.environ | {"XDG_CACHE_HOME": cache, "NUMBA_CACHE_DIR": words.kernels}
    code = MEASURED.format(work=work)
    done = subprocess.run(
        [sys.executable, "-c", code, words.scenario, str(words.days)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def rounds(words: argparse.Namespace) -> list[dict]:
    """All figures, `repeats` times; the least wall time of each, with the unit measured beside it."""
    found: dict[str, list[dict]] = {}
    for n in range(words.repeats + 1):  # the first compiles and is not counted
        for parts in ((("run, from nothing", RUN), ("run, all kept", RUN)), START_PARTS):
            with tempfile.TemporaryDirectory() as cache:
                for name, work in (("unit", UNIT), *parts):
                    found.setdefault(name, []).append(measure(work, words, cache))
        print(f"round {n} of {words.repeats}", file=sys.stderr)
    unit = statistics.median(x["cpu_s"] for x in found.pop("unit")[2:])
    return [
        {
            "figure": name,
            "wall_s": round(min(x["wall_s"] for x in rows[1:]), 3),
            "cpu_s": round(statistics.median(x["cpu_s"] for x in rows[1:]), 3),
            "peak_rss_mb": round(max(x["peak_rss_mb"] for x in rows[1:])),
            "times_unit": round(statistics.median(x["cpu_s"] for x in rows[1:]) / unit, 2),
            "unit_cpu_s": round(unit, 3),
            "limit_s": LIMITS_S[name],
        }
        for name, rows in found.items()
    ]


START_PARTS = (("start_twin, first", START), ("start_twin, again", START), ("branch", BRANCH))


def main() -> None:
    """Measure, then print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--scenario", default="s1-erecept")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as kernels:
        words.kernels = kernels
        rows = rounds(words)
    if words.json:
        machine = {"cpus": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}
        print(json.dumps({"bench": "chain", "days": words.days, **machine, "rows": rows}, indent=1))
        return
    print(f"{'figure':20}{'wall s':>9}{'CPU s':>9}{'× unit':>9}{'MB':>7}{'limit s':>9}")
    for r in rows:
        print(
            f"{r['figure']:20}{r['wall_s']:9.2f}{r['cpu_s']:9.2f}{r['times_unit']:9.1f}{r['peak_rss_mb']:7d}"
            f"{r['limit_s']:9g}"
        )
    print(f"unit: {rows[0]['unit_cpu_s']} CPU s; memory at most {LIMIT_RSS_MB} MB")


if __name__ == "__main__":
    main()
