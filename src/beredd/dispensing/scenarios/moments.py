"""Moments of a run: `d3h08:30` counts days from 0 and hours from midnight; hours count from the scenario's start."""

import re

from beredd.wording import Sentence

FORM = re.compile(r"d(\d+)h(\d{1,2})(?::(\d{2}))?")


def minutes_of(moment: str) -> int:
    """Minutes from the scenario's start (midnight of day 0) to a moment in canonical form."""
    match = FORM.fullmatch(moment)
    if match is None:
        raise ValueError(Sentence("scenarios.not-a-moment", found=repr(moment)))
    day, hour, minute = match.groups()
    return (int(day) * 24 + int(hour)) * 60 + int(minute or 0)


def hour_of(moment: str) -> int:
    """The hour from the start in which a moment falls."""
    return minutes_of(moment) // 60


def moment_of(hour: int) -> str:
    """An hour from the start as a moment, `d3h08`."""
    day, rest = divmod(hour, 24)
    return f"d{day}h{rest:02}"
