"""Runs that a report stands on: computed through a port, kept in the report's own bundle, computed again from it.

A register's query is frozen (`registers`): it carries its rows, or, in a public edition, leaves them out and cannot be
asked again.

The port is a function that the program supplies; this room imports no engine.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from beredd.provenance import canonical_json, fingerprint
from beredd.reports.errors import NoBundle
from beredd.reports.outcomes import Outcome, Port
from beredd.reports.registers import ROWS, is_register

FORMAT = "beredd/report-bundle/1"
ATTACHED = "beredd-bundle.json"


@dataclass(frozen=True, kw_only=True)
class Cited:
    """One run of a report, with the outputs that the report names."""

    number: str
    name: str
    kind: str
    question: Mapping[str, Any]
    outcome: Outcome


def bundle_of(cited: list[Cited], *, used: Mapping[str, set[str]], version: str, has_rows: bool = True) -> bytes:
    """What `recompute` needs and no more: questions, engines, results, and the outputs that the text names.

    has_rows   whether a register's rows go with its question: in the internal edition alone
    """
    figures = [
        {
            "number": one.number,
            "name": one.name,
            "kind": one.kind,
            "question": {key: value for key, value in one.question.items() if has_rows or key != ROWS},
            "engine": one.outcome.engine,
            "result": one.outcome.result if has_rows or not is_register(one.kind) else "",
            "values": {name: one.outcome.values[name] for name in sorted(used.get(one.number, ()))},
        }
        for one in cited
    ]
    body = {"format": FORMAT, "version": version, "figures": figures}
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
    if is_register(figure["kind"]) and ROWS not in figure["question"]:
        return Recomputed(number, name, "frozen")
    outcome = port(figure["kind"], figure["question"])
    if outcome.engine != figure["engine"]:
        return Recomputed(number, name, "needs-version", version=version)
    differing = tuple(key for key, value in figure["values"].items() if outcome.values.get(key, ...) != value)
    if differing or outcome.result != figure["result"]:
        return Recomputed(number, name, "differs", differing)
    return Recomputed(number, name, "holds")
