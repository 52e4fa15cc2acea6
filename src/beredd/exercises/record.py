"""RUN.json: one run as one document in canonical JSON, and the proof that it holds, byte for byte.

The proof is over the bytes, so a run is read as it stands and not cleaned as other files that a person brings.
"""

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

from beredd.exercises.errors import RuleBroken, RunBroken
from beredd.exercises.log import Event, Head, Run
from beredd.intake import read_bytes
from beredd.provenance import canonical_json
from beredd.wording import Sentence
from beredd.writing import write_file

SCHEMA = "beredd/exercise-run/1"
_BEGIN = b'{"events":['
_END = re.compile(rb'"salt":(?:null|"[^"]*"),"wall":[0-9]+\}')
_HEAD = {"plan": str, "version": str, "digest": str, "seed": int}
_EVENT: dict[str, tuple[type, ...]] = {
    **{one.name: (str,) for one in fields(Event)},
    "number": (int,),
    "wall": (int,),
    "content": (dict, type(None)),
    "salt": (str, type(None)),
}


def as_bytes(run: Run) -> bytes:
    """The document of a run; equal runs give equal bytes."""
    events = [vars(event) for event in run.events]
    return (
        f"{canonical_json({'schema': SCHEMA, 'head': vars(run.head), 'events': events, 'hash': run.hash})}\n".encode()
    )


def write_run(path: Path, run: Run) -> None:
    """Write RUN.json in one step."""
    write_file(path, as_bytes(run))


def read_run(path: Path) -> Run:
    """The run in a file, proved; `FileRefused`, or `RunBroken` that names the first event that does not hold."""
    return proved(read_bytes(path, wanted=Sentence("exercises.a-run")))


def proved(raw: bytes) -> Run:
    """The run in a document; `RunBroken` names the first event that does not hold."""
    try:
        text = raw.decode("utf-8")
        document = json.loads(text)
    except UnicodeDecodeError as error:
        raise _text(raw, error.start) from None
    except json.JSONDecodeError as error:
        raise _text(raw, len(text[: error.pos].encode())) from None
    except (ValueError, RecursionError):
        raise RunBroken("exercises.run-form") from None
    if not _is(document, {"schema": (str,), "head": (dict,), "events": (list,), "hash": (str,)}):
        raise RunBroken("exercises.run-form")
    if document["schema"] != SCHEMA or not _is(document["head"], {name: (kind,) for name, kind in _HEAD.items()}):
        raise RunBroken("exercises.run-form")
    run = Run(Head(**document["head"]))
    for number, row in enumerate(document["events"], 1):
        if not _is(row, _EVENT):
            raise RunBroken("exercises.run-fields", number=number)
        try:
            run = run.followed(Event(**row))
        except RuleBroken as error:
            raise RunBroken("exercises.run-rule", number=number, why=error.sentence) from error
        except ValueError:  # NaN or half a character, which no canonical JSON holds
            raise RunBroken("exercises.run-content", number=number) from None
    if run.hash != document["hash"]:
        raise RunBroken("exercises.run-last", number=len(run.events))
    whole = as_bytes(run)
    if whole != raw:
        at = next((n for n, (a, b) in enumerate(zip(whole, raw, strict=False)) if a != b), len(whole))
        raise _text(raw, at)
    return run


def _is(value: Any, names: dict[str, tuple[type, ...]]) -> bool:
    return isinstance(value, dict) and value.keys() == names.keys() and all(type(value[n]) in names[n] for n in names)


def _text(raw: bytes, at: int) -> RunBroken:
    """What to say of a byte that is not as it was written: the event it stands in ends after those that end before."""
    if not raw.startswith(_BEGIN):
        return RunBroken("exercises.run-form")
    tail = raw.rfind(b'],"hash":')
    if at >= tail >= 0 and (tail == len(_BEGIN) or [one.end() for one in _END.finditer(raw)][-1:] == [tail]):
        return RunBroken("exercises.run-form")
    return RunBroken("exercises.run-text", number=len(_END.findall(raw[:at])) + 1)
