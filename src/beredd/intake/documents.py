"""JSON and TOML that a person brings, cleaned like any other text."""

import json
import math
import re
import tomllib
from typing import Any

from beredd.intake.errors import Fault, FileRefused
from beredd.intake.identity import find_identity_number
from beredd.intake.text import Limits, check_size, clean, decode
from beredd.wording import Sentence

MOST_TOML = 2_000_000
LARGEST = 2**63


def read_json(raw: bytes, *, name: str, limits: Limits | None = None, lines: bool = False) -> Any:
    """The JSON value in a file; with `lines`, a list where the file has one value a line (or after RS marks).

    Texts are cleaned, numbers that no table can hold become None, and so do NaN and Infinity, which are no JSON.
    """
    check_size(raw, name=name, limits=limits or Limits())
    text = decode(raw, name=name)
    try:
        return _cleaned(_parsed(text))
    except json.JSONDecodeError as error:
        if lines and error.msg == "Extra data" and (values := _sequence(text)) is not None:
            return _cleaned(values)
        found = Sentence("intake.no-json")
        fault = Fault(name, found, Sentence("intake.json"), row=error.lineno)
        raise FileRefused(faults=[fault]) from None
    except (ValueError, RecursionError, OverflowError):
        raise FileRefused(faults=[Fault(name, Sentence("intake.odd-json"), Sentence("intake.json"))]) from None


def _parsed(text: str) -> Any:
    return json.loads(text, parse_constant=lambda _: None)


def _sequence(text: str) -> list[Any] | None:
    """One value a line, None where a line is none."""
    values = []
    for line in text.replace("\x1e", "").split("\n"):
        if not line.strip():
            continue
        try:
            values.append(_parsed(line))
        except (ValueError, RecursionError):
            return None
    return values


def _cleaned(value: Any) -> Any:
    """The same value, texts and keys cleaned and impossible numbers None. In place and without recursion."""
    top = [value]
    waiting: list[Any] = [top]
    while waiting:
        inside = waiting.pop()
        if isinstance(inside, dict):
            for key in [key for key in inside if not (key.isascii() and key.isprintable())]:
                inside[clean(key)] = inside.pop(key)
        for at, inner in inside.items() if isinstance(inside, dict) else enumerate(inside):
            if isinstance(inner, dict | list):
                waiting.append(inner)
            elif isinstance(inner, str):
                inside[at] = clean(inner.replace("\0", ""))
            elif _is_impossible(inner):
                inside[at] = None
    return top[0]


def _is_impossible(number: Any) -> bool:
    """Whether a number is none, or larger than any table holds."""
    if isinstance(number, float):
        return not math.isfinite(number)
    return isinstance(number, int) and abs(number) >= LARGEST


def read_toml(raw: bytes, *, name: str) -> dict[str, Any]:
    """The TOML document in a file; refused with a personal identity number in it, as every other file is."""
    check_size(raw, name=name, limits=Limits(most_bytes=MOST_TOML))
    text = decode(raw, name=name, only_unicode=True)
    for row, line in enumerate(text.split("\n"), 1):
        if find_identity_number(line):
            fault = Fault(name, Sentence("intake.person"), Sentence("intake.no-persons"), row=row)
            raise FileRefused(faults=[fault])
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = Sentence("intake.no-toml")
        place = re.search(r"line (\d+)", str(error))
        row = int(place[1]) if place else 0
        raise FileRefused(faults=[Fault(name, found, Sentence("intake.toml"), row=row)]) from None
    except (ValueError, RecursionError, OverflowError):
        raise FileRefused(faults=[Fault(name, Sentence("intake.odd-toml"), Sentence("intake.toml"))]) from None
