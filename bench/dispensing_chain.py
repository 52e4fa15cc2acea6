"""What the national chain costs: a run from nothing and with everything kept, a twin's start, a branch, and memory.

    python bench/dispensing_chain.py [--days 90] [--scenario s1-erecept] [--repeats 3] [--kernels FOLDER] [--json]

Kernels are compiled beforehand, in a round that is not counted, unless FOLDER holds them. "From nothing" means that
neither ground nor everyday is on the disk. Every figure is from a process of its own, with a cache of its own. CPU is
the user's: time in the system is mostly a virtual machine's first touch of memory. It is compared with that of
dispensing-bench (fast, 10 million lines, 90 days, one thread) measured in between: a busy machine shows in both.
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
    return used.ru_utime
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


def measure(work: str, words: argparse.Namespace, *, cache: str, kernels: str) -> dict:
    """One figure from a process of its own."""
    environment = os.environ | {"XDG_CACHE_HOME": cache, "NUMBA_CACHE_DIR": kernels}
    code = MEASURED.format(work=work)
    done = subprocess.run(
        [sys.executable, "-c", code, words.scenario, str(words.days)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def rounds(words: argparse.Namespace, kernels: str) -> list[dict]:
    """All figures, `repeats` times; the least wall time of each, with the unit measured beside it."""
    found: dict[str, list[dict]] = {}
    for n in range(0 if words.kernels is None else 1, words.repeats + 1):  # round 0 compiles and is not counted
        for parts in ((("run, from nothing", RUN), ("run, all kept", RUN)), START_PARTS):
            with tempfile.TemporaryDirectory() as cache:
                for name, work in (("unit", UNIT), *parts):
                    row = measure(work, words, cache=cache, kernels=kernels)
                    if n:
                        found.setdefault(name, []).append(row)
        print(f"round {n} of {words.repeats}, load {os.getloadavg()[0]:.1f}", file=sys.stderr)
    unit = statistics.median(x["cpu_s"] for x in found.pop("unit"))
    return [
        {
            "figure": name,
            "wall_s": round(min(x["wall_s"] for x in rows), 3),
            "cpu_s": round(statistics.median(x["cpu_s"] for x in rows), 3),
            "peak_rss_mb": round(max(x["peak_rss_mb"] for x in rows)),
            "times_unit": round(statistics.median(x["cpu_s"] for x in rows) / unit, 2),
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
    parser.add_argument("--kernels", help="a folder of compiled kernels, as beredd.kernel_cache.FOLDER")
    parser.add_argument("--json", action="store_true")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as kernels:
        rows = rounds(words, words.kernels or kernels)
    if words.json:
        machine = {
            "load": os.getloadavg()[0],
            "cpus": os.cpu_count(),
            "machine": platform.machine(),
            "python": platform.python_version(),
        }
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
