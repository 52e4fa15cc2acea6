"""The clock of a run as changes in a log: from wall time to exercise time and back, exact to the millisecond.

Both times are whole milliseconds: wall since any fixed moment, exercise since the start. Speeds are whole numbers, so
nothing is rounded on the way there, and on the way back a timer is never early.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from beredd.exercises.errors import RuleBroken

Action = Literal["start", "pause", "resume", "speed", "jump"]
ACTIONS: tuple[str, ...] = get_args(Action)
FASTEST = 1440
"""A day in a minute."""


@dataclass(frozen=True)
class Change:
    """What was done to the clock: `value` is the speed for `speed`, the exercise time in ms for `jump`, else 0."""

    wall: int
    action: str
    value: int = 0


@dataclass(frozen=True)
class Clock:
    """The clock since its last change: it showed `at` at `wall`; speed is kept through a pause."""

    wall: int = 0
    at: int = 0
    speed: int = 1
    state: Literal["waiting", "running", "paused"] = "waiting"

    def shows(self, wall: int) -> int:
        """Exercise time at a wall time not before the last change, ms."""
        return self.at + (wall - self.wall) * self.speed if self.state == "running" else self.at

    def after(self, change: Change) -> "Clock":
        """The clock after one more change; `RuleBroken` where its state does not allow it."""
        fits = {"start": ("waiting",), "pause": ("running",), "resume": ("paused",)}
        if change.action not in ACTIONS:
            raise RuleBroken("exercises.clock-action", action=change.action, known=ACTIONS)
        if self.state not in fits.get(change.action, ("waiting", "running", "paused")):
            raise RuleBroken("exercises.clock-state", action=change.action, state=self.state)
        if self.state != "waiting" and change.wall < self.wall:
            raise RuleBroken("exercises.clock-back", asked=change.wall, last=self.wall)
        now = replace(self, wall=change.wall, at=self.shows(change.wall))
        match change.action:
            case "start" | "resume":
                return replace(now, state="running")
            case "pause":
                return replace(now, state="paused")
            case "speed":
                if not 1 <= change.value <= FASTEST:
                    raise RuleBroken("exercises.clock-speed", asked=change.value, most=FASTEST)
                return replace(now, speed=change.value)
        if change.value < now.at:
            raise RuleBroken("exercises.clock-jump", asked=change.value, now=now.at)
        return replace(now, at=change.value)


def _clocks(changes: Iterable[Change]) -> Iterator[Clock]:
    clock = Clock()
    for change in changes:
        clock = clock.after(change)
        yield clock


def exercise_time(changes: Iterable[Change], wall: int) -> int:
    """Exercise time, ms, at a wall time; 0 before the first change. Never falls as `wall` grows."""
    clock = Clock()
    for one in _clocks(changes):
        if one.wall > wall:
            break
        clock = one
    return clock.shows(wall)


def wall_time(changes: Iterable[Change], at: int) -> int | None:
    """The first wall time, ms, when the clock shows `at` or more; None where these changes never bring it there."""
    reached = None
    for clock in _clocks(changes):
        if reached is not None and reached < clock.wall:
            return reached
        reached = _reaches(clock, at)
    return reached


def _reaches(clock: Clock, at: int) -> int | None:
    if clock.at >= at:
        return clock.wall
    return clock.wall - (clock.at - at) // clock.speed if clock.state == "running" else None


def due(timers: Sequence[tuple[int, str]], *, after: int, until: int) -> tuple[str, ...]:
    """Names of the timers (exercise time, name) in `(after, until]`, in order of time, then as given. Begin with -1."""
    return tuple(name for at, name in sorted(timers, key=lambda timer: timer[0]) if after < at <= until)
