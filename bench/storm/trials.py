"""The trials, each a function from a `Storm` to its figures; `faults` is empty when nothing was lost or doubled."""

import contextlib
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from asking import QUESTIONS, reader, references, settle, start, starter, unexpected
from books import Wanted, database, faults
from clients import Slow, flood, memory, times_of
from ground import ROOT, Ground, until
from kills import kills
from machine import Clock, back_after, fill, small_disk
from twins import twins

sys.path.insert(0, str(ROOT / "tests" / "web"))


@dataclass
class Storm:
    """Where a trial may work, how long, and its chance."""

    folder: Path
    is_short: bool
    rng: random.Random
    grounds: list[Ground] = field(default_factory=list)

    def ground(self, *, url: str = "", **settings: str) -> tuple[Ground, Wanted]:
        """A prepared site that answers, and the references of its questions."""
        ground, wanted = Ground(self.folder, url=url, **settings), Wanted()
        self.grounds.append(ground)
        ground.prepare()
        ground.start_site(**settings)
        references(ground, wanted, list(QUESTIONS)[-1:] if self.is_short else list(QUESTIONS))
        return ground, wanted

    def site(self) -> Ground:
        """A prepared site that answers, without runs."""
        ground = Ground(self.folder)
        self.grounds.append(ground)
        ground.prepare()
        ground.start_site()
        return ground

    def end(self) -> list[int]:
        """Ends every process of the trial; those that had to be killed."""
        return [pid for ground in self.grounds for pid in ground.end()]


def _judged(ground: Ground, wanted: Wanted, told: dict, *wrong: str) -> dict:
    return told | {"runs": len(wanted.asked), "faults": [*faults(ground, wanted), *filter(None, wrong)]}


def _unless(n: int, what: str) -> str:
    return f"{n} {what}" if n else ""


@contextlib.contextmanager
def _busy(ground: Ground, wanted: Wanted, name: str) -> Iterator[Counter]:
    """Two workers, runs that are started, pages that are read; statuses of the pages."""
    for _worker in range(2):
        ground.start_worker()
    seen: Counter = Counter()
    askers = [starter(ground, wanted, most_open=4, name=name), reader(ground, wanted, seen)]
    for asker in askers:
        asker.start()
    try:
        yield seen
    finally:
        for asker in askers:
            asker.stop()


def killed(storm: Storm) -> dict:
    """kill -9 over web, workers and computing children."""
    ground, wanted = storm.ground()
    n = 1 if storm.is_short else 60
    told = kills(ground, wanted, web=n, worker=n, child=n, rng=storm.rng)
    return _judged(ground, wanted, told, _unless(told["wrong_answers"], "answers were not as they must be"))


def twin(storm: Storm) -> dict:
    """kill -9 of a twin that is stepped."""
    env = Ground(storm.folder).env
    return twins(storm.folder / "twins", kills=1 if storm.is_short else 20, env=env, rng=storm.rng)


def workers(storm: Storm) -> dict:
    """Several workers at one queue."""
    ground, wanted = storm.ground()
    n_workers, n_runs = (2, 3) if storm.is_short else (3, 24)
    questions = list(wanted.reference)
    for number in range(n_runs):
        start(ground, wanted, questions[number % len(questions)], title=f"workers {number}")
    for _worker in range(n_workers):
        ground.start_worker()
    seconds = settle(ground)
    with database(ground) as ask:
        ((started,),) = ask("SELECT count(*) FROM runs_runevent WHERE kind = 'started'")
        ((many,),) = ask("SELECT count(DISTINCT worker) FROM jobs_job")
    told = {"workers": n_workers, "workers_that_took": many - 1, "started": started, "seconds": round(seconds, 1)}
    return _judged(ground, wanted, told, _unless(started - len(wanted.asked), "runs were begun twice"))


def disk(storm: Storm) -> dict:
    """A disk that fills up, and has room again."""
    with small_disk(storm.folder / "home", mib=160):
        ground, wanted = storm.ground()
        times = 1 if storm.is_short else 5
        with _busy(ground, wanted, "disk") as seen:
            for _time in range(times):
                time.sleep(storm.rng.uniform(0.5, 3))
                filler = fill(ground.home)
                time.sleep(6)
                filler.unlink()
                until(ground.answers, 60, "the site answers again")
        settle(ground)
        with database(ground) as ask:
            ((hindered,),) = ask("SELECT sum(hindered) FROM jobs_job")
        told = {"times_full": times, "sent_back": hindered, "pages": dict(sorted(seen.items(), key=str))}
        told = _judged(ground, wanted, told, _unless(unexpected(seen, 200, 503), "pages were not as they must be"))
        ground.end()
        return told


def files(storm: Storm) -> dict:
    """Each file of a result gone, cut, empty, zeroed; a run of the same question afterwards."""
    ground, wanted = storm.ground()
    run = next(run for run, title in wanted.accepted.items() if title == "reference stop-1")
    folder = ground.home / "results" / run
    damages: dict[str, Callable[[Path, bytes], object]] = {
        "gone": lambda path, _whole: path.unlink(),
        "cut": lambda path, whole: path.write_bytes(whole[: len(whole) // 2]),
        "empty": lambda path, _whole: path.write_bytes(b""),
        "zeroed": lambda path, whole: path.write_bytes(bytes(len(whole))),
    }
    addresses = ("/", "/rakna/", f"/rakna/{run}/", f"/korningar/{run}/uppgifter/", f"/api/v1/runs/{run}/kpi")
    seen: Counter = Counter()
    wrong = []
    names = sorted(path.name for path in folder.iterdir())
    tried = storm.rng.sample(names, 2) if storm.is_short else names
    for name in tried:
        whole = (folder / name).read_bytes()
        for what, damage in damages.items():
            damage(folder / name, whole)
            for address in (*addresses, f"/rakna/{run}/fil/{name}"):
                by = "key" if address.startswith("/api") else "browser"
                status = ground.ask("GET", address, by=by).status
                seen[status] += 1
                if status == 500 or (status != 200 and address in addresses[:2]):
                    wrong.append(f"{name} {what}: {address} answers {status}")
            (folder / name).write_bytes(whole)
    shutil.rmtree(folder)
    start(ground, wanted, "stop-1", title="files again")
    ground.start_worker()
    settle(ground)
    again = next(run for run, title in wanted.accepted.items() if title == "files again")
    shutil.copytree(ground.home / "results" / again, folder)
    told = {"damages": len(tried) * len(damages), "pages": dict(sorted(seen.items()))}
    return _judged(ground, wanted, told, *wrong)


def clock(storm: Storm) -> dict:
    """A clock that jumps forward and back while runs are computed, and a worker that is killed after it."""
    moved = Clock(storm.folder)
    ground, wanted = storm.ground(**moved.settings)
    jumps = ["+1d", "+0"] if storm.is_short else ["+1d", "+0", "+40m", "-1d", "+0", "-2h", "+0"]
    with _busy(ground, wanted, "clock") as seen:
        for jump in jumps:
            time.sleep(storm.rng.uniform(2, 4))
            moved.move(jump)
            time.sleep(2)
        # What it was at must not wait until the clock has caught up.
        ground.kill(ground.workers[0])
        ground.start_worker()
    seconds = settle(ground)
    told = {"jumps": len(jumps), "settled_s": round(seconds, 1), "pages": dict(sorted(seen.items(), key=str))}
    # Who has not been seen for a day is signed out: sent to sign in (302), or not told that there is such a run (404).
    wrong = unexpected(seen, 200, 302, 404, 503)
    return _judged(ground, wanted, told, _unless(wrong, "pages were not as they must be"))


def postgresql(storm: Storm) -> dict:
    """PostgreSQL's server ended and started anew, in order and not, under load."""
    from postgres import restart, server

    with server(is_safe=True) as url:
        ground, wanted = storm.ground(url=url)
        modes = ["immediate"] if storm.is_short else ["fast", "immediate"] * 4
        back = []
        with _busy(ground, wanted, "postgresql") as seen:
            for mode in modes:
                time.sleep(storm.rng.uniform(1, 4))
                back.append(back_after(ground, lambda mode=mode: restart(url, mode)))
        settle(ground)
        told = {"restarts": len(modes), "back_s": round(max(back), 1), "pages": dict(sorted(seen.items(), key=str))}
        told = _judged(ground, wanted, told, _unless(unexpected(seen, 200, 503), "pages were not as they must be"))
        ground.end()
        return told


def slow(storm: Storm) -> dict:
    """Clients that send or read a byte at a time, more than a service may have files open by default."""
    ground = storm.site()
    before = memory(ground)
    n = 40 if storm.is_short else 500
    slow_ones = Slow(ground, headers=n, bodies=n, readers=n)
    try:
        taken, seen = times_of(ground, "/halsa", 20 if storm.is_short else 100)
        pages, also = times_of(ground, "/", 5 if storm.is_short else 30)
        during = memory(ground)
    finally:
        slow_ones.end()
    wrong = unexpected(seen + also, 200) + (seen + also)["no answer"]
    return {
        "connections": 3 * n,
        "refused": slow_ones.refused,
        "health_slowest_s": round(taken[-1], 2),
        "start_page_slowest_s": round(pages[-1], 2),
        "memory_mib": [before, during],
        "faults": [_unless(wrong, "others got no answer")] if wrong else [],
    }


def flooded(storm: Storm) -> dict:
    """Many who ask at once for whatever is dear."""
    ground = storm.site()
    threads, seconds = (24, 3) if storm.is_short else (100, 20)
    before = memory(ground)
    seen = flood(ground, threads=threads, seconds=seconds)
    during = memory(ground)
    quiet = back_after(ground, lambda: None, seconds=90)
    taken, after = times_of(ground, "/", 5)
    wrong = unexpected(seen, 200, 302, 401, 413, 422, 429, 503) + unexpected(after, 200)
    return {
        "threads": threads,
        "answers": dict(sorted(seen.items(), key=str)),
        "back_s": round(quiet, 1),
        "start_page_after_s": round(taken[-1], 2),
        "memory_mib": [before, during],
        "faults": [_unless(wrong, f"answers were not as they must be: {dict(seen)}")] if wrong else [],
    }


ALL: dict[str, Callable[[Storm], dict]] = {
    "kill": killed,
    "twin": twin,
    "workers": workers,
    "disk": disk,
    "files": files,
    "clock": clock,
    "postgresql": postgresql,
    "slow": slow,
    "flood": flooded,
}
