"""Runs that a report stands on: computed through a port, kept in the report's own bundle, computed again from it.

A register's query is frozen (`registers`): it carries its rows, or, in a public edition, leaves them out and cannot be
asked again.

The port is a function that the program supplies; this room imports no engine.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from beredd.provenance import canonical_json, fingerprint
from beredd.reports.errors import NoBundle
from beredd.reports.outcomes import InputsOf, Outcome, Port
from beredd.reports.registers import ROWS, is_register

FORMAT = "beredd/report-bundle/2"
ATTACHED = "beredd-bundle.json"


@dataclass(frozen=True, kw_only=True)
class Cited:
    """One run of a report, with the outputs that the report names.

    inputs      what decided it, each with its fingerprint; of the engine's rules, the scenario, every parameter
    paragraphs  where it is cited: heading and number of the paragraph below it
    """

    number: str
    name: str
    kind: str
    question: Mapping[str, Any]
    outcome: Outcome
    inputs: Mapping[str, str] = field(default_factory=dict)
    paragraphs: tuple[str, ...] = ()


def bundle_of(
    cited: list[Cited], *, used: Mapping[str, set[str]], version: str, about: Mapping[str, Any], has_rows: bool = True
) -> bytes:
    """What `recompute` needs and no more: questions, engines, results, and the outputs that the text names.

    about      of the report: assignment, kind, edition, whether it is a demonstration, what makes it a decision
    has_rows   whether a register's rows go with its question: in the internal edition alone
    """
    figures = [
        {
            "number": one.number,
            "name": one.name,
            "kind": one.kind,
            "question": {key: value for key, value in one.question.items() if has_rows or key != ROWS},
            "inputs": dict(one.inputs) if has_rows else {},
            "paragraphs": list(one.paragraphs),
            "engine": one.outcome.engine,
            "result": one.outcome.result if has_rows or not is_register(one.kind) else "",
            "values": {name: one.outcome.values[name] for name in sorted(used.get(one.number, ()))},
        }
        for one in cited
    ]
    body = {"format": FORMAT, "version": version, **about, "figures": figures}
    return canonical_json(body | {"seal": fingerprint(body)}).encode()


@dataclass(frozen=True)
class Recomputed:
    """How a run of a report came out this time.

    state    holds: every figure bit for bit; differs: `differing` do not; needs-version: the engine's rules are others;
             frozen: a register's sums as of a day, whose rows are not in the file
    """

    number: str
    name: str
    state: Literal["holds", "differs", "needs-version", "frozen"]
    differing: tuple[str, ...] = ()
    version: str = ""


@dataclass(frozen=True)
class Stale:
    """A run that would come out otherwise now, perhaps: what has changed, and the paragraphs that cite it."""

    number: str
    name: str
    changed: tuple[str, ...]
    paragraphs: tuple[str, ...]


def opened(raw: bytes) -> dict[str, Any]:
    """A bundle that is as it was written. NoBundle for bytes that are no bundle, or one that was changed."""
    try:
        bundle = json.loads(raw)
        body = {key: value for key, value in bundle.items() if key != "seal"}
        is_ours = body["format"] == FORMAT and bundle["seal"] == fingerprint(body) and "figures" in body
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NoBundle("reports.no-bundle") from None
    if not is_ours:
        raise NoBundle("reports.bundle-changed")
    return body


def recompute(raw: bytes, port: Port) -> tuple[Recomputed, ...]:
    """Every run of a bundle computed again. NoBundle for bytes that are no bundle, or one that was changed."""
    bundle = opened(raw)
    return tuple(_again(figure, bundle["version"], port) for figure in bundle["figures"])


def stale(raw: bytes, inputs_of: InputsOf) -> tuple[Stale, ...]:
    """The runs of a bundle that something has changed for since, and what; nothing is computed."""
    found, bundle = [], opened(raw)
    if bundle["edition"] == "public":
        raise NoBundle("reports.stale-public")
    for figure in bundle["figures"]:
        was = figure["inputs"]
        now = inputs_of(figure["kind"], figure["question"]) if was else {}
        moved = tuple(sorted(name for name in {*was, *now} if was.get(name) != now.get(name)))
        if moved:
            found.append(Stale(figure["number"], figure["name"], moved, tuple(figure["paragraphs"])))
    return tuple(found)


def _again(figure: Mapping[str, Any], version: str, port: Port) -> Recomputed:
    number, name = figure["number"], figure["name"]
    if is_register(figure["kind"]) and ROWS not in figure["question"]:
        return Recomputed(number, name, "frozen")
    outcome = port(figure["kind"], figure["question"])
    if outcome.engine != figure["engine"]:
        return Recomputed(number, name, "needs-version", version=version)
    differing = tuple(key for key, value in figure["values"].items() if outcome.values.get(key, ...) != value)
    if differing or outcome.result != figure["result"]:
        return Recomputed(number, name, "differs", differing)
    return Recomputed(number, name, "holds")
