"""The site under load: answers a second, their time and their processor time, at 50 clients, on loopback.

    .venv/bin/python bench/load.py [--postgresql] [--beside CHECKOUT] [--clients 50] [--seconds 8]

Starts a site of its own in a folder that is thrown away, computes the demonstration's two runs, and sends requests with
wrk (Debian's package `wrk`). With `--postgresql` the site stands on a server of its own. `--beside` measures another
checkout too, in turn, on the same runs and in the same minutes. Processor time per answer counts the site's process
alone: it says what a machine that does nothing else would give, which answers a second on a busy machine do not.
"""

import argparse
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE / "tests" / "web"))

AIMS = {
    # what: (address, answers a second at least)
    "start page": ("/", 150),
    "result page": ("/rakna/{run}/", 60),
    "planner": ("/behov/", 0),
    "list of runs": ("/api/v1/runs?limit=100", 0),
    "health": ("/halsa", 0),
}
P95_MS = 500
"""At most, where a rate is aimed at."""
REPORT = """done = function(summary, latency, requests)
  local bad = summary.errors
  io.write(string.format('{"n": %d, "us": %d, "bad": %d, "p50_us": %d, "p95_us": %d}\\n', summary.requests,
    summary.duration, bad.status + bad.connect + bad.read + bad.write + bad.timeout, latency:percentile(50),
    latency:percentile(95)))
end
"""


def environment(home: Path, url: str) -> dict[str, str]:
    """The site's environment: its own home, its own database, no other settings of this shell."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BEREDD_", "DATABASE_"))}
    return {**kept, "BEREDD_HOME": str(home), "BEREDD_LOG_LEVEL": "ERROR", **({"DATABASE_URL": url} if url else {})}


def beredd(checkout: Path, *words: str) -> list[str]:
    """A command of that checkout's program."""
    return [str(checkout / ".venv/bin/python"), "-P", "-m", "beredd", "site", *words]


@contextlib.contextmanager
def site(checkout: Path, home: Path, url: str) -> Iterator[tuple[int, str]]:
    """(process, origin) of a running site."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(beredd(checkout, "serve", "--port", str(port)), env=environment(home, url), cwd=home)
    try:
        limit = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/halsa", timeout=5):
                break
            if process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError("the site did not start")
            time.sleep(0.1)
        yield process.pid, f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def cpu_s(pid: int) -> float:
    """Processor seconds that a process, without its children, has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(pid: int, address: str, clients: int, seconds: int, script: Path) -> dict:
    """What wrk says of an address, and the site's processor time per answer."""
    for _time in range(3):  # what only the first answer pays is no load
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=120).read()
    before = cpu_s(pid)
    words = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "30s", "-s", str(script), address]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    told = json.loads(re.findall(r"^\{.*\}$", said, re.MULTILINE)[-1])
    n = max(told["n"], 1)
    return {
        "per_s": round(1e6 * told["n"] / told["us"], 1),
        "cpu_ms": round(1e3 * (cpu_s(pid) - before) / n, 2),
        "p50_ms": round(told["p50_us"] / 1e3),
        "p95_ms": round(told["p95_us"] / 1e3),
        "errors": told["bad"],
        "n": told["n"],
    }


def runs_in(home: Path, url: str) -> str:
    """Prepares a site and computes its demonstration; the id of the disruption's run."""
    env = environment(home, url)
    subprocess.run(beredd(HERE, "prepare"), env=env, check=True, cwd=home)
    subprocess.run(beredd(HERE, "work", "--once"), env=env, check=True, cwd=home)
    with site(HERE, home, url) as (_pid, origin), urllib.request.urlopen(f"{origin}/api/v1/runs") as answer:
        return next(run["id"] for run in json.load(answer)["runs"] if run["scenario"] != "vardag")


def connections(url: str) -> int:
    """How many connections PostgreSQL's server has, ours not counted; 0 on SQLite."""
    if not url:
        return 0
    import psycopg

    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) - 1 FROM pg_stat_activity WHERE datname IS NOT NULL").fetchone()
    return row[0] if row else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--beside", type=Path)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--only", nargs="*", choices=AIMS, default=list(AIMS))
    parser.add_argument("--home", type=Path, help="Keep the computed runs here, and use them if they are there.")
    return parser.parse_args()


def main() -> int:
    """Print the figures; 1 when this checkout misses an aim or answers an error."""
    asked = _asked()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # also then the site and its database are ended
    if shutil.which("wrk") is None:
        print("wrk is not here. Install Debian's package: apt-get install wrk", file=sys.stderr)
        return 2
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="beredd-load-")))
        (script := folder / "report.lua").write_text(REPORT)
        url = ""
        if asked.postgresql:
            from postgres import server

            url = stack.enter_context(server())
        home = asked.home or folder / "home"
        home.mkdir(parents=True, exist_ok=True)
        run = runs_in(home, url)
        found: dict[str, dict[str, dict]] = {}
        checkouts = {"this": HERE, **({"beside": asked.beside.resolve()} if asked.beside else {})}
        for what in asked.only:
            for name, checkout in reversed(checkouts.items()):
                with site(checkout, home, url) as (pid, origin):
                    address = origin + AIMS[what][0].format(run=run)
                    told = measure(pid, address, asked.clients, asked.seconds, script)
                    told["connections"] = connections(url)
                    found.setdefault(what, {})[name] = told
                    print(f"{what:14}{name:8}{json.dumps(told)}", flush=True)
    ours = {what: both["this"] for what, both in found.items()}
    missed = [
        what
        for what, m in ours.items()
        if m["errors"] or m["per_s"] < AIMS[what][1] or (AIMS[what][1] and m["p95_ms"] > P95_MS)
    ]
    print("all aims met" if not missed else f"missed: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
