"""kill -9 of the site, of workers and of computing children, while people start, save and read."""

import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress

from asking import reader, saver, settle, starter, unexpected
from books import Wanted, attempt_of, strays
from ground import Ground, until

PATIENCE_S = 300


def kills(ground: Ground, wanted: Wanted, *, web: int, worker: int, child: int, rng: random.Random) -> dict:
    """So many of each, in an order by chance, at moments by chance."""
    for _worker in range(2):
        ground.start_worker()
    saved, seen = Counter(), Counter()
    askers = [
        starter(ground, wanted, most_open=5, name="kills"),
        saver(ground, wanted, saved),
        reader(ground, wanted, seen),
    ]
    for asker in askers:
        asker.start()
    order = ["web"] * web + ["worker"] * worker + ["child"] * child
    rng.shuffle(order)
    began, back = time.monotonic(), []
    for what in order:
        time.sleep(rng.uniform(0, 1.0))
        if what == "web":
            ground.kill(ground.site)
            back.append(ground.start_site())
        elif what == "worker":
            _kill_worker(ground, rng)
        else:
            _kill_child(ground, rng)
    for asker in askers:
        asker.stop()
    for _worker in range(2 - len(ground.workers)):
        ground.start_worker()
    waited = settle(ground)
    return {
        "kills": len(order),
        "web": web,
        "worker": worker,
        "child": child,
        "runs": len(wanted.asked),
        "saved": len(wanted.saved),
        "pages": seen.total(),
        "no_answer": seen["no answer"] + saved["no answer"],
        "wrong_answers": unexpected(seen, 200, 503) + unexpected(saved, 302, 503),
        "web_back_s": round(sorted(back)[len(back) // 2], 1) if back else None,
        "seconds": round(time.monotonic() - began),
        "settled_s": round(waited, 1),
        "strays": len(strays(ground)),
    }


def _kill_worker(ground: Ground, rng: random.Random) -> None:
    """A worker that is not at a second attempt: a run whose attempts are spent is given up, and that is right."""
    limit = time.monotonic() + PATIENCE_S
    while time.monotonic() < limit:
        worker = rng.choice(ground.workers)
        with _held(worker.pid) as is_held:
            if is_held and attempt_of(ground, worker.pid) in (0, 1):
                left = ground.children_of(worker.pid)
                ground.kill(worker)
                break
        time.sleep(0.1)
    else:
        raise RuntimeError("no worker was at a first attempt")
    ground.start_worker()
    until(lambda: not any(_is_of(ground, pid) for pid in left), 30, "the killed worker's child has ended")


def _is_of(ground: Ground, pid: int) -> bool:
    return pid in ground.ours()


def _kill_child(ground: Ground, rng: random.Random) -> None:
    """A computing child of a first attempt, at a moment of its life by chance."""
    limit = time.monotonic() + PATIENCE_S
    while time.monotonic() < limit:
        worker = rng.choice(ground.workers)
        with _held(worker.pid) as is_held:
            is_first = is_held and attempt_of(ground, worker.pid) == 1
            children = ground.children_of(worker.pid) if is_first else []
            if children and rng.random() < 0.2:
                os.kill(children[0], signal.SIGKILL)
                return
        time.sleep(0.1)
    raise RuntimeError("no child was at a first attempt")


class _held:
    """A process that stands still meanwhile, so that what is read of it is true when it is killed."""

    def __init__(self, pid: int):
        self.pid = pid

    def __enter__(self) -> bool:
        try:
            os.kill(self.pid, signal.SIGSTOP)
        except ProcessLookupError:
            return False
        return True

    def __exit__(self, *_exception) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGCONT)
