"""When an event holds: keyed draws of durations, chains of events, and the level hour by hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

import numpy as np

from beredd.dispensing.quantiles import STEPS, normal_quantiles
from beredd.dispensing.scenarios.moments import minutes_of
from beredd.dispensing.scenarios.scenario import REST, Event, Ramp
from beredd.provenance import below_plain, entity_of, philox_plain

FULL = 1000
"""Level and speed in permille: normal."""

# Purposes of a draw, the last counter word but one. Engines draw with a key whose second word is 0, scenarios never do.
WHO, DURATION, DELAY, TOLERANCE, STAFF, GROUP = range(6)
_SCENARIO_KEY = 0x5CE9A210


@dataclass(frozen=True)
class Chance:
    """Chance of a scenario, addressed by what it decides: (seed, replicate, event, purpose, entity)."""

    seed: int
    replicate: int

    def word(self, event: str, purpose: int, entity: int, draw: int = 0) -> int:
        """A uniform 32-bit word."""
        key = ((self.seed & 0xFFFFFFFF), ((self.seed >> 32) ^ _SCENARIO_KEY) & 0xFFFFFFFF)
        return philox_plain(entity, entity_of(event), purpose * 65536 + draw // 4, self.replicate, *key)[draw % 4]


@dataclass(frozen=True)
class Span:
    """An event's first occurrence in minutes from the start; `end` is None for the rest of the run."""

    start: int
    end: int | None


def spans(events: Sequence[Event], chance: Chance) -> dict[str, Span]:
    """When each event holds. `after` means after the other's end (before its ramp), counted in whole hours.

    Nothing can come after an event that lasts for the rest of the run; such an event never starts (it has no span).
    """
    by_id = {event.id: event for event in events}
    found: dict[str, Span | None] = {}

    def settle(event: Event) -> Span | None:
        if event.id not in found:
            start: int | None
            if event.after is None:
                start = minutes_of(event.starts or "")  # an event has one of the two: `checks`
            else:
                before = settle(by_id[event.after])
                end = None if before is None else _end(by_id[event.after], before)
                delay = hours_drawn(event.delay, chance, event.id, DELAY)
                # Whole hours: two causes that meet within an hour must not leave a false half-open hour between them.
                start = None if end is None or delay is None else (end // 60 + int(delay)) * 60
            if start is None:
                found[event.id] = None
            else:
                hours = hours_drawn(event.lasts, chance, event.id, DURATION)
                found[event.id] = Span(start, None if hours is None else start + round(hours * 60))
        return found[event.id]

    for event in events:
        settle(event)
    return {name: span for name, span in found.items() if span is not None}


def _end(event, span):
    """The end of the last occurrence."""
    if span.end is None or event.repeat is None:
        return span.end
    return span.end + (event.repeat.times - 1) * event.repeat.every_h * 60


def hours_drawn(duration, chance: Chance, event: str, purpose: int) -> float | None:
    """A duration in hours: fixed as given, drawn in whole hours (at least one), None for the rest of the run."""
    if duration == REST:
        return None
    if not isinstance(duration, dict):
        return duration
    ((form, (a, b)),) = duration.items()
    step = below_plain(chance.word(event, purpose, 0), STEPS)
    if form == "uniform_h":
        return float(max(1, round(a + (b - a) * (step + 0.5) / STEPS)))
    return float(max(1, round(a * exp(b * normal_quantiles()[step]))))


def level_by_hour(event: Event, span: Span, *, hours: int, shift_h: int = 0) -> np.ndarray:
    """(hours,) int32, permille: the event's level, FULL outside it. An hour that is half covered is half lost.

    shift_h: how many hours earlier it begins (rotating groups).
    """
    end_of_run = hours * 60
    minutes = np.full(end_of_run, FULL, dtype=np.int32)
    repeat = event.repeat
    for turn in range(repeat.times if repeat else 1):
        start = span.start - shift_h * 60 + (turn * repeat.every_h * 60 if repeat else 0)
        end = end_of_run if span.end is None else start + span.end - span.start
        _lower(minutes, start, end, round(event.level * FULL))
        if event.ramp and span.end is not None:
            _lower_ramp(minutes, end, event.ramp)
    return minutes.reshape(hours, 60).sum(axis=1, dtype=np.int32) // 60


def _lower(minutes, start, end, level):
    part = minutes[max(start, 0) : max(end, 0)]
    np.minimum(part, level, out=part)


def _lower_ramp(minutes, end, ramp: Ramp):
    whole = round(ramp.hours * 60)
    first, last = max(end, 0), max(min(end + whole, minutes.size), 0)
    since = np.arange(first - end, last - end, dtype=np.int64)
    start = round(ramp.start * FULL)
    part = minutes[first:last]
    np.minimum(part, (start + (FULL - start) * since // whole).astype(np.int32), out=part)
