"""A twin that is stepped in a process of its own, with events, a journal and snapshots; killed, taken up, compared.

python bench/storm/twins.py FOLDER      steps on from the newest snapshot there is, to the end
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
HOURS, SNAPSHOT_EVERY_H = 96, 12
DECISIONS = {
    17: {"id": "stopp", "hit": "erecept", "where": "national", "from": "d1h10", "for": 6},
    40: {"id": "personal", "hit": "extra_staff", "where": "national", "from": "d2h17", "for": 12, "factor": 1.3},
}
"""Hour -> what somebody decides then."""


def step(folder: Path) -> None:
    """Goes on to the end; a line of the journal after each hour, with the state's fingerprint."""
    sys.path.insert(0, str(ROOT / "tests" / "dispensing"))
    from small_network import small_network

    from beredd.dispensing import replay, restore, start_twin
    from beredd.dispensing.scenarios import make_event, make_scenario

    network = small_network(people=3_000)
    kept = sorted(folder.glob("snapshot-??"))
    if kept:
        twin = restore(kept[-1], network=network, threads=1)
    else:
        calm = make_scenario({"name": "calm", "days": HOURS // 24}, identifier="calm", file="storm")
        twin = start_twin(calm, network=network, seed=4, threads=1)
    with (folder / "journal.jsonl").open("a") as journal:
        while twin.hour < HOURS:
            events = [make_event(DECISIONS[twin.hour], file="storm")] if twin.hour in DECISIONS else []
            twin.advance(twin.hour + 1, events)
            said = {"hour": twin.hour, "state": twin.state_fingerprint()}
            journal.write(json.dumps(said) + "\n")
            journal.flush()
            os.fsync(journal.fileno())
            if twin.hour % SNAPSHOT_EVERY_H == 0:
                twin.snapshot(folder / f"snapshot-{twin.hour:02}")
    (folder / "end.json").write_text(
        json.dumps({"state": twin.state_fingerprint(), "replayed": replay(twin).state_fingerprint()})
    )


def stepped(folder: Path, env: dict[str, str], kill_after_s: float | None) -> int:
    """Runs the twin's process; its end, after kill -9 where that is asked for, s after it began to write."""
    command = [str(ROOT / ".venv/bin/python"), "-P", str(HERE), str(folder)]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=env, start_new_session=True
        )
    if kill_after_s is not None:
        before = _size(folder)
        limit = time.monotonic() + 120
        while process.poll() is None and _size(folder) == before and time.monotonic() < limit:
            time.sleep(0.005)
        time.sleep(kill_after_s)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
    return process.wait(300)


def _size(folder: Path) -> int:
    journal = folder / "journal.jsonl"
    return journal.stat().st_size if journal.exists() else 0


def twins(folder: Path, *, kills: int, env: dict[str, str], rng: random.Random) -> dict[str, Any]:
    """Kills a twin again and again until it has come to its end, and so on; `faults` as of every trial."""
    whole = folder / "whole"
    whole.mkdir(parents=True)
    stepped(whole, env, None)
    ends = json.loads((whole / "end.json").read_text())
    states = _journal(whole)
    found: list[str] = []
    if ends["state"] != ends["replayed"]:
        found.append("replay of the undisturbed twin is another state")
    done = runs = lines = 0
    while done < kills:
        one = folder / f"killed-{runs}"
        one.mkdir()
        runs += 1
        while not (one / "end.json").exists():
            must_live = done >= kills
            code = stepped(one, env, None if must_live else rng.uniform(0, 0.5))
            done += code == -signal.SIGKILL
            if code not in (0, -signal.SIGKILL):
                return {"kills": done, "faults": [f"the twin ended with {code}: {(one / 'log').read_text()[-800:]}"]}
        if json.loads((one / "end.json").read_text()) != ends:
            found.append(f"twin {runs} came to another state")
        told = _journal(one)
        lines += len(told)
        found += [f"twin {runs}, hour {hour}: another state" for hour in told if told[hour] != states[hour]]
    return {"kills": done, "twins": runs, "hours_compared": lines, "faults": found}


def _journal(folder: Path) -> dict[int, str]:
    """Hour -> state; a line that was cut short by the kill is left out, and what was told twice must be equal."""
    told: dict[int, str] = {}
    for line in (folder / "journal.jsonl").read_text().splitlines():
        try:
            said = json.loads(line)
        except ValueError:
            continue
        if told.setdefault(said["hour"], said["state"]) != said["state"]:
            told[said["hour"]] = "two states"
    return told


if __name__ == "__main__":
    step(Path(sys.argv[1]))
