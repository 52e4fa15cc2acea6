"""What made this number: canonical JSON, fingerprints, and the record that every result carries."""

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

from beredd import __version__
from beredd.wording import Sentence, is_worded

SCHEMA = "beredd/run-record/1"


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
class Provenance:
    """The origin of a result. Everything needed to make the number again, and nothing about the person who asked."""

    program: str = "beredd"
    version: str = __version__
    engine: str
    """Name and version of the engine's rules, e.g. `dispensing/1`. Changes when results change."""
    command: str
    """A command line that makes the same result again."""
    seed: int
    inputs: dict[str, str] = field(default_factory=dict)
    """Name of each input -> its fingerprint (scenario, network, parameters …)."""
    sources: tuple[str, ...] = ()
    estimated_share: float | None = None
    """Share of input cells that are estimates, 0..1, where it can be counted."""
    limits: tuple[Sentence, ...] = ()
    """What the model does not know; sentences without values."""
    created: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    python: str = field(default_factory=platform.python_version)
    numpy: str = field(default_factory=lambda: installed_version("numpy"))
    numba: str = field(default_factory=lambda: installed_version("numba"))
    schema: str = SCHEMA

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready dictionary; limits in English, whoever reads them, with their codes beside them."""
        return {name: value for name, value in asdict(self).items() if name != "limits"} | {
            "limits": [limit.in_("en") for limit in self.limits],
            "limit_codes": [limit.code for limit in self.limits],
        }

    def identity(self) -> str:
        """Fingerprint of what decides the result (not of when, nor of which Python)."""
        keys = ("program", "version", "engine", "seed", "inputs")
        return fingerprint({k: v for k, v in asdict(self).items() if k in keys})


def limits_of(record: Mapping[str, Any]) -> tuple[Sentence, ...]:
    """The limits of a stored record, to be said in any language; those without a code stay as they were written."""
    texts = record.get("limits", ())
    codes = record.get("limit_codes") or [""] * len(texts)
    return tuple(
        Sentence(code) if is_worded(code) else Sentence("provenance.as-recorded", text=text)
        for code, text in zip(codes, texts, strict=True)
    )
