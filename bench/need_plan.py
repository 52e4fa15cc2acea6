"""How long a plan takes: 290 areas, two sexes, 1,000 draws, in processor time. Limit: 2 seconds.

    .venv/bin/python bench/need_plan.py [--areas 290] [--draws 1000] [--json]

The table is made up by a fixed rule. Processor time is measured and not the clock's, so that a busy machine does not
disturb; importing numpy and numba (about a second, once per program) is told apart from planning.
"""

import argparse
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
LIMIT_S = 2.0
TRIES = 3
"""The quickest counts: what others do on the machine costs processor time here too."""


def table_of(areas: int) -> bytes:
    """A made-up table: deaths and people at risk go up and down with the number of the row."""
    lines = ["county_code,county,sex,population,at_risk,opioid_deaths,kits_community,kits_pharmacy"]
    for area in range(areas):
        for sex in ("men", "women"):
            at_risk = 10 + (area * 37 + len(sex)) % 190
            deaths, kits = (area * 7 + len(sex)) % 6, (area * 11) % 50
            lines.append(f"{area:04d},Kommun {area},{sex},20000,{at_risk},{deaths},{kits},{kits // 3}")
    return "\n".join(lines).encode()


def measure(areas: int, draws: int) -> dict:
    """Processor seconds of reading, planning in all modes, and the whole document with intervals and tornado."""
    started = time.process_time()
    from beredd.need import Question, document, make_plan, parse_table

    imported = time.process_time()
    table = parse_table(table_of(areas), name="bench.csv")
    read = time.process_time()
    seconds = {"import": imported - started, "read": read - imported}
    for mixing in ("identity", "holders", "even"):
        tries = []
        for _ in range(TRIES):
            begun = time.process_time()
            plan = make_plan(table, Question(budget=20_000, mixing=mixing, floor=0.2, draws=draws))
            planned = time.process_time()
            document(plan)
            tries.append((planned - begun, time.process_time() - planned))
        seconds[f"plan, {mixing}"], seconds[f"document, {mixing}"] = min(tries, key=sum)
    worst = max(seconds[f"plan, {m}"] + seconds[f"document, {m}"] for m in ("identity", "holders", "even"))
    return {"areas": areas, "rows": 2 * areas, "draws": draws, "cpu_s": seconds, "whole_s": seconds["read"] + worst}


def main() -> int:
    """Print the measurement; 1 when it is above the limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--areas", type=int, default=290)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = measure(asked.areas, asked.draws)
    if asked.json:
        print(json.dumps(found))
    else:
        for name, seconds in found["cpu_s"].items():
            print(f"{name:<20}{seconds:8.3f} s")
        print(f"{'read and the slowest':<20}{found['whole_s']:8.3f} s of processor; limit {LIMIT_S} s")
    return int(found["whole_s"] > LIMIT_S)


if __name__ == "__main__":
    sys.exit(main())
