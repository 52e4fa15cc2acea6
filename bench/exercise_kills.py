"""Kill the process that computes an exercise at random points, while it is asked; the log must end with the same hash.

    python bench/exercise_kills.py                       # 50 kills, no model: process, log and replay
    python bench/exercise_kills.py --model national      # the same with the twin, minutes per kill on two cores

Each kill is `SIGKILL` after a random part of a second, so that it hits start, replay, computing or answering.
"""

import argparse
import contextlib
import os
import random
import signal
import threading
import time
from functools import partial

from beredd.exercises.acts import Act, read_script
from beredd.exercises.store import read_exercises, script_of
from beredd.exercises.times import minute_of
from beredd.play.model import NoModel
from beredd.play.national import model_of
from beredd.play.playing import HOUR, MINUTE, Play
from beredd.play.process import PlayProcess

PLAN, SCRIPT = "s5-rullen-som-inte-kom", "s5-demospelet"


def begin(model: str) -> Play:
    """A play in which nothing has happened."""
    exercises = read_exercises()
    plan = exercises.plan(PLAN)
    hours = 24 * ((minute_of(plan.duration) or 0) // 1440 + 2)
    chosen = model_of(plan, seed=1) if model == "national" else NoModel(hours)
    return Play(plan, exercises.catalogue, chosen, seed=1)


def asked(steps: int) -> list[tuple]:
    """What is asked in order: the shipped script's acts, and the clock between them."""
    plan = read_exercises().plan(PLAN)
    acts = read_script(script_of(SCRIPT), plan)
    until = minute_of("dag 7 16:00", starts=plan.starts) or 0
    early = [act for act in acts if (minute_of(act.at, starts=plan.starts) or 0) < until and act.act != "jump"]
    hours = [("advance", HOUR * n) for n in range(1, until // 60, max(1, until // 60 // steps))]
    timed = [(MINUTE * (minute_of(act.at, starts=plan.starts) or 0), "do", act) for act in early]
    whole = sorted([(at, verb, at) for verb, at in hours] + timed, key=lambda one: one[0])
    return [("start",), *((verb, given) for _, verb, given in whole)]


def lived(model: str, steps: list[tuple], *, kills: int, seed: int, within_s: float) -> tuple[str, int]:
    """The last hash and how often the process died."""
    chance = random.Random(seed)
    chosen = set(chance.sample(range(len(steps)), min(kills, len(steps))))
    with PlayProcess(partial(begin, model)) as live:
        for number, (verb, *given) in enumerate(steps):
            timer = None
            if number in chosen:
                timer = threading.Timer(chance.uniform(0, within_s), _kill, (live,))
                timer.start()
            if verb == "do" and isinstance(given[0], Act):
                live.do(given[0])
            else:
                getattr(live, verb)(*given)
            if timer is not None:
                timer.join()
        assert live.run is not None
        return live.run.hash, live.deaths


def _kill(live: PlayProcess) -> None:
    with contextlib.suppress(ProcessLookupError):
        if live.pid is not None:
            os.kill(live.pid, signal.SIGKILL)


def main() -> None:
    """Once undisturbed, once killed."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--kills", type=int, default=50)
    asks.add_argument("--model", choices=("none", "national"), default="none")
    asks.add_argument("--seed", type=int, default=1)
    asks.add_argument("--within", type=float, default=0.5, help="seconds after the question in which the kill falls")
    given = asks.parse_args()
    steps = asked(max(given.kills, 50))
    began = time.perf_counter()
    whole, _ = lived(given.model, steps, kills=0, seed=given.seed, within_s=given.within)
    undisturbed_s = time.perf_counter() - began
    killed, deaths = lived(given.model, steps, kills=given.kills, seed=given.seed, within_s=given.within)
    wall_s = time.perf_counter() - began
    print(f"{len(steps)} questions, {given.kills} kills, {deaths} seen by the parent, hash equal: {whole == killed}")
    print(f"undisturbed {undisturbed_s:.1f} s, all of it {wall_s:.1f} s")
    raise SystemExit(whole != killed)


if __name__ == "__main__":
    main()
