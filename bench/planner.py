"""A move of the planner's slider, from request to page: time and processor time, warm, every budget a new one.

    .venv/bin/python bench/planner.py [--moves 100] [--profile]

The site's own code in this process, the need model in its warm one; a database that is thrown away. On a machine that
does other things, too, time says little: processor time of both processes is what a move costs.
"""

import argparse
import cProfile
import json
import os
import pstats
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

AIM_MS = 300.0


def processor_s(pid: int) -> float:
    """Processor time of a process so far, from /proc."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def per_cent(values: list[float], share: int) -> float:
    """The value that `share` per cent of them do not exceed."""
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--moves", type=int, default=100)
    options.add_argument("--profile", action="store_true", help="where the web process spends its time")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ.pop("DATABASE_URL", None)
        os.environ |= {"BEREDD_HOME": home, "BEREDD_LOG_LEVEL": "ERROR"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "beredd.web.settings"
        measure(given)


def measure(given: argparse.Namespace) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from beredd.web.need.answers import ENGINE

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    browser = Client(headers={"HX-Request": "true"})
    for budget in range(100, 600, 100):
        assert browser.get("/behov/", {"budget": budget}).status_code == 200
    child = ENGINE.pid or 0  # its processor time counts as the move's
    profile = cProfile.Profile() if given.profile else None
    took, here, before = [], time.process_time(), processor_s(child)
    for move in range(given.moves):
        start = time.perf_counter()
        if profile:
            profile.enable()
        answer = browser.get("/behov/", {"budget": 1000 + 37 * move, "rattvisa": "efficient"})
        if profile:
            profile.disable()
        took.append(1000 * (time.perf_counter() - start))
        assert answer.status_code == 200
    found = {
        "moves": given.moves,
        "p50_ms": round(per_cent(took, 50), 1),
        "p95_ms": round(per_cent(took, 95), 1),
        "aim_p95_ms": AIM_MS,
        "web_cpu_ms": round(1000 * (time.process_time() - here) / given.moves, 1),
        "engine_cpu_ms": round(1000 * (processor_s(child) - before) / given.moves, 1),
        "page_bytes": len(answer.content),
        "memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "load": os.getloadavg()[0],
    }
    print(json.dumps(found) if given.json else "\n".join(f"{name:>14} {value}" for name, value in found.items()))
    if profile:
        pstats.Stats(profile, stream=sys.stdout).sort_stats("cumulative").print_stats(45)


if __name__ == "__main__":
    main()
