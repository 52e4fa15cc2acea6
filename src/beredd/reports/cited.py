"""Runs that a report stands on: computed through a port, kept in the report's own bundle, computed again from it.

The port is a function that the program supplies; this room imports no engine.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from beredd.provenance import canonical_json, fingerprint
from beredd.reports.errors import NoBundle

FORMAT = "beredd/report-bundle/1"
ATTACHED = "beredd-bundle.json"
Value = int | float | str | None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a run gave: the engine's rules, the named outputs, and a fingerprint of everything that came out."""

    engine: str
    result: str
    command: str
    values: Mapping[str, Value]


Port = Callable[[str, Mapping[str, Any]], Outcome]
"""(kind of question, question) -> its outcome; ReportError for a kind that the program cannot compute."""


@dataclass(frozen=True, kw_only=True)
class Cited:
    """One run of a report, with the outputs that the report names."""

    number: str
    name: str
    kind: str
    question: Mapping[str, Any]
    outcome: Outcome


def bundle_of(cited: list[Cited], *, used: Mapping[str, set[str]], version: str) -> bytes:
    """What `recompute` needs and no more: questions, engines, results, and the outputs that the text names."""
    figures = [
        {
            "number": one.number,
            "name": one.name,
            "kind": one.kind,
            "question": dict(one.question),
            "engine": one.outcome.engine,
            "result": one.outcome.result,
            "values": {name: one.outcome.values[name] for name in sorted(used.get(one.number, ()))},
        }
        for one in cited
    ]
    body = {"format": FORMAT, "version": version, "figures": figures}
    return canonical_json(body | {"seal": fingerprint(body)}).encode()


@dataclass(frozen=True)
class Recomputed:
    """How a run of a report came out this time.

    state    holds: every figure bit for bit; differs: `differing` do not; needs-version: the engine has other rules now
    """

    number: str
    name: str
    state: Literal["holds", "differs", "needs-version"]
    differing: tuple[str, ...] = ()
    version: str = ""


def recompute(raw: bytes, port: Port) -> tuple[Recomputed, ...]:
    """Every run of a bundle computed again. NoBundle for bytes that are no bundle, or one that was changed."""
    try:
        bundle = json.loads(raw)
        body = {key: bundle[key] for key in ("format", "version", "figures")}
    except (ValueError, KeyError, TypeError):
        raise NoBundle("reports.no-bundle") from None
    if body["format"] != FORMAT or bundle.get("seal") != fingerprint(body):
        raise NoBundle("reports.bundle-changed")
    return tuple(_again(figure, bundle["version"], port) for figure in body["figures"])


def _again(figure: Mapping[str, Any], version: str, port: Port) -> Recomputed:
    number, name = figure["number"], figure["name"]
    outcome = port(figure["kind"], figure["question"])
    if outcome.engine != figure["engine"]:
        return Recomputed(number, name, "needs-version", version=version)
    differing = tuple(key for key, value in figure["values"].items() if outcome.values.get(key, ...) != value)
    if differing or outcome.result != figure["result"]:
        return Recomputed(number, name, "differs", differing)
    return Recomputed(number, name, "holds")
