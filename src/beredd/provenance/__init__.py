"""What made a number, and named random streams. The ground floor: no room of ours."""

from typing import Any

from beredd import late

_RECORD = ("SCHEMA", "Record", "canonical_json", "file_fingerprint", "fingerprint", "limits_of")
_CHANCE = ("WORD_RANGE", "below", "below_plain", "entity_of", "philox", "philox_plain", "threshold")
_HOME = {**dict.fromkeys(_RECORD, "record"), **dict.fromkeys(_CHANCE, "chance")}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    return late.find(__name__, _HOME, name)
