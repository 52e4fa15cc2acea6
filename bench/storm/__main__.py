"""The storm: the real program on the loopback, and what may befall it. Nothing may be lost and nothing doubled.

    .venv/bin/python bench/storm [--short] [--only TRIAL …] [--seed 1] [--out FILE]

Prints a JSON object of figures for each trial; the exit code is 1 when anything was not as it must be.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import trials
from machine import NotHere
from trials import Storm


def asked() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true", help="Each kind once or a few times.")
    parser.add_argument("--only", nargs="+", choices=trials.ALL, default=list(trials.ALL))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="Write the figures here too, beside those of other trials.")
    return parser.parse_args()


def main() -> int:
    """0 when all held."""
    given = asked()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # also then every process is ended
    found: dict = {"schema": "beredd/storm/1", "trials": {}}
    if given.out and given.out.exists():
        found = json.loads(given.out.read_text(encoding="utf-8"))
    ours = []
    for name in given.only:
        trial: Callable[[Storm], dict] = trials.ALL[name]
        with tempfile.TemporaryDirectory(prefix=f"beredd-storm-{name}-") as folder:
            storm = Storm(folder=Path(folder), is_short=given.short, rng=random.Random(f"{given.seed} {name}"))
            start = time.monotonic()
            try:
                told = trial(storm)
            except NotHere as error:
                told = {"not_tried": str(error), "faults": []}
            except Exception as error:  # a trial that could not be carried to its end is a fault, and the next goes on
                told = {"faults": [f"{type(error).__name__}: {error}"]}
            finally:
                left = storm.end()
            if left:
                told.setdefault("faults", []).append(f"{len(left)} processes were left behind")
            told |= {
                "seed": given.seed,
                "is_short": given.short,
                "wall_s": round(time.monotonic() - start, 1),
                "cores": os.cpu_count(),
                "load": round(os.getloadavg()[1], 1),
            }
            if told["faults"] and (log := Path(folder) / "log").exists():
                print(log.read_text(errors="replace")[-6000:], file=sys.stderr)
        found["trials"][name] = told
        ours.append(told)
        print(json.dumps({name: told}, ensure_ascii=False), flush=True)
        if given.out:
            given.out.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    is_well = not any(told["faults"] for told in ours)
    print("nothing lost, nothing doubled" if is_well else "NOT AS IT MUST BE", flush=True)
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
