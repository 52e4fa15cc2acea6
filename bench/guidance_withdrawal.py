"""How long a withdrawn step is still seen on a site that is served: 1,000 claims, 12 audiences, 4 languages.

    .venv/bin/python bench/guidance_withdrawal.py [--claims 1000]

`beredd guidance publish --watch` publishes, a plain server serves, and a step of the emergency sequence is withdrawn in
the store. Every page that showed the step is then asked for again and again: steps, module and file to send on in each
edition, prints, and the address in the QR code of each print. Says when the last of them no longer showed it, and how
much the machine had to do meanwhile.
"""

import argparse
import functools
import http.client
import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from beredd.guidance.store import read_store
from guidance import generate

MOST_S = 10.0
STEP = "naloxone"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *words):
        pass


def wait_for(process, *, done):
    """Read what the program says until it has published."""
    for line in process.stderr:
        if done in line:
            return
    raise SystemExit("The program ended.")


def addresses(site: Path, headings: set[str]) -> list[str]:
    """Every page that shows one of the old steps."""
    shown = ((path, path.read_text(encoding="utf-8")) for path in site.rglob("*.html"))
    return [path.relative_to(site).as_posix() for path, text in shown if any(one in text for one in headings)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--claims", type=int, default=1000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        store, site = Path(home) / "store", Path(home) / "site"
        generate(store, asked.claims)
        sequence = read_store(store).sequence
        headings = {f">{edition.steps[STEP].heading}<" for edition in sequence.editions}
        command = [sys.executable, "-m", "beredd", "guidance", "publish", "--watch", "--demo", "--store", str(store)]
        command += ["--out", str(site), "--address", "https://advice.example.org"]
        watching = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            wait_for(watching, done=" pages")
            printed = json.loads((site / "site.json").read_text())["prints"]
            wanted = addresses(site, headings)
            codes = sum(path.startswith(href) for path in wanted for href in printed)
            file = store / "emergency.yaml"
            text = file.read_text(encoding="utf-8")
            stop = f"- id: {STEP}\n  stopped: {{kind: withdrawn, on: 2026-11-27, by: K K, why: Wrong}}\n"
            assert text.count(f"- id: {STEP}\n") == 1
            start, left = time.perf_counter(), set(wanted)
            file.write_text(text.replace(f"- id: {STEP}\n", stop), encoding="utf-8")
            while left and time.perf_counter() - start < 6 * MOST_S:
                connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
                for path in sorted(left):
                    connection.request("GET", f"/{path}")
                    answer = connection.getresponse().read().decode()
                    connection.close()
                    if not any(one in answer for one in headings):
                        left.remove(path)
                    else:
                        break  # all change at once: ask for this one again
                time.sleep(0.02)
            print(f"{len(wanted)} pages showed the step, {codes} of them of prints")
            print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
            print(f"after {time.perf_counter() - start:.1f} s {len(left)} still do; the limit is {MOST_S:.0f} s")
        finally:
            watching.kill()
            server.shutdown()
    if left:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
