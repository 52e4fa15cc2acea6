"""What made this number: canonical JSON, fingerprints, and the record that every result carries."""

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

from beredd import __version__
from beredd.wording import Sentence, is_worded

SCHEMA = "beredd/run-record/2"


def canonical_json(value: Any) -> str:
    """JSON with sorted keys, no spaces, UTF-8 as is, and no NaN: equal values give equal text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def fingerprint(value: Any) -> str:
    """The first 16 hex digits of the SHA-256 of a JSON value in canonical form, or of raw bytes."""
    raw = value if isinstance(value, bytes | bytearray | memoryview) else canonical_json(value).encode()
    return hashlib.sha256(raw).hexdigest()[:16]


def file_fingerprint(path: Path) -> str:
    """Fingerprint of a file's bytes."""
    return fingerprint(path.read_bytes())


@dataclass(frozen=True, kw_only=True)
class Record:
    """What it takes to cite a result and to make it again, and nothing about the person who asked.

    The same question gives the same record however it is asked, but for when it was made.
    """

    kind: str
    """What sort of question it is, e.g. `overdose.answer`."""
    question: Mapping[str, Any]
    """All that was asked, unrounded; given back as a file it makes the same result."""
    engine: str
    """Name and version of the engine's rules, e.g. `dispensing/1`. Changes when results change."""
    command: str
    """A command line that makes the same result again."""
    inputs: Mapping[str, str] = field(default_factory=dict)
    """Name of each input -> its fingerprint (scenario, network, parameters …)."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Name of each file that the command reads -> its fingerprint."""
    result: str = ""
    """Fingerprint of the numbers that came out."""
    sources: tuple[str, ...] = ()
    estimated_share: float | None = None
    """Share of input cells that are estimates, 0..1, where it can be counted."""
    limits: tuple[Sentence, ...] = ()
    """What the model does not know; sentences without values."""
    created: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    program: str = "beredd"
    version: str = __version__
    python: str = field(default_factory=platform.python_version)
    numpy: str = field(default_factory=lambda: installed_version("numpy"))
    numba: str = field(default_factory=lambda: installed_version("numba"))
    schema: str = SCHEMA

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready dictionary; limits in English, whoever reads them, with their codes beside them."""
        return (
            {"id": self.identity()}
            | {f.name: getattr(self, f.name) for f in fields(self) if f.name != "limits"}
            | {
                "sources": list(self.sources),
                "limits": [limit.in_("en") for limit in self.limits],
                "limit_codes": [limit.code for limit in self.limits],
            }
        )

    def identity(self) -> str:
        """Fingerprint of what decides the result (not of when, nor of which Python)."""
        keys = ("kind", "program", "version", "engine", "question", "inputs")
        return fingerprint({key: getattr(self, key) for key in keys})


def limits_of(record: Mapping[str, Any]) -> tuple[Sentence, ...]:
    """The limits of a stored record, to be said in any language; those without a code stay as they were written."""
    texts = record.get("limits", ())
    codes = record.get("limit_codes") or [""] * len(texts)
    return tuple(
        Sentence(code) if is_worded(code) else Sentence("provenance.as-recorded", text=text)
        for code, text in zip(codes, texts, strict=True)
    )
