"""Proposals as data: what each would do, on which assumptions, who pays and decides, how sure it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from beredd.dispensing.errors import DispensingError
from beredd.dispensing.parameters import resolve
from beredd.dispensing.scenarios import MAX_DAYS, Scenario, load_rules
from beredd.dispensing.scenarios.checks import check_events
from beredd.dispensing.scenarios.dose_events import check_dose_events
from beredd.dispensing.scenarios.effects import Effects, with_effects
from beredd.dispensing.scenarios.reinforcements import check_reinforcements
from beredd.intake import read_bytes, shown_name
from beredd.intake.structured import File, parse, take
from beredd.parameters import Confidence, load, nearest
from beredd.wording import Sentence, language

FILE = "measures.yaml"
ENDINGS = (".yaml", ".yml")
TOGETHER = "+"
"""Between the ids of measures that are taken together."""


class UnknownMeasure(DispensingError):
    """There is no measure with that id."""

    kind = "not_found"


class NotComputed(DispensingError):
    """The model has nothing that the measure could change."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """A text in both languages."""

    sv: str
    en: str

    def __str__(self) -> str:
        return self.sv if language() == "sv" else self.en


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One proposal. Without `effects` the model cannot carry it, and `not_modelled` says why."""

    id: str
    name: Words
    assumptions: Words
    cost_class: Literal["small", "medium", "large", "very_large"]
    """Up to 1, 10, 100 million kronor a year in the nation, or more: judged."""
    pays: Words
    decides: Words
    actors: Literal["within_one", "in_interplay"]
    tags: tuple[Literal["ansvar", "finansiering", "funktion"], ...]
    confidence: Confidence
    source: str
    effects: Effects = field(default_factory=Effects)
    not_modelled: Words | None = None
    levers: tuple[str, ...] = ()
    """Levers that it makes possible or quicker."""

    @property
    def is_modelled(self) -> bool:
        """Does the model compute anything of it?"""
        return bool(self.effects)


@cache
def list_measures() -> tuple[Measure, ...]:
    """The package's proposals, in the order of the file."""
    path = files("beredd") / "content" / "measures" / FILE
    return _taken(parse(path.read_bytes(), name=FILE))


def find_measures(refs: Sequence[str]) -> dict[str, dict[str, Measure]]:
    """What is asked -> the measures that it takes, by id: an id, several joined by `+`, or a YAML file of one's own.

    Of a file each measure is one of its own. Raises UnknownMeasure, NotComputed, or what is wrong with the file.
    """
    own: dict[str, Measure] = {}
    asked: list[str] = []
    for ref in refs:
        if not ref.endswith(ENDINGS):
            asked.append(ref)
            continue
        path = Path(ref)
        for one in _taken(parse(read_bytes(path, wanted=Sentence("structured.yaml")), name=shown_name(path.name))):
            own[one.id] = one
            asked.append(one.id)
    known = {one.id: one for one in list_measures()} | own
    return {ref: _together(ref, known) for ref in dict.fromkeys(asked)}


def _together(ref: str, known: dict[str, Measure]) -> dict[str, Measure]:
    found = {}
    for name in ref.split(TOGETHER):
        if name not in known:
            raise UnknownMeasure("measures.unknown", name=name, hint=nearest(name, known))
        one = known[name]
        if not one.is_modelled:
            raise NotComputed("measures.not-computed", name=name, why=str(one.not_modelled))
        found[name] = one
    return found


def with_measures(scenario: Scenario, measures: dict[str, Measure]) -> Scenario:
    """The scenario with what the measures add; ScenarioError where two of them contradict each other."""
    return with_effects(scenario, {name: one.effects for name, one in measures.items()})


def _taken(file: File) -> tuple[Measure, ...]:
    measures: tuple[Measure, ...] = take(file, Measure, "measures")
    seen: set[str] = set()
    for one in measures:
        if one.id in seen or TOGETHER in one.id:
            raise DispensingError("measures.id", file=file.name, name=one.id)
        if one.is_modelled == (one.not_modelled is not None):
            raise DispensingError("measures.effects-or-why", file=file.name, name=one.id)
        seen.add(one.id)
        _check(one, file.name)
    return measures


def _check(one: Measure, file: str) -> None:
    """Refuse effects that no scenario could hold; places are checked against the network when it runs."""
    added, place = one.effects, f"{file}, {one.id}"
    rules = load_rules(Scenario(id="today", name="today").start)
    check_events(added.event, rules=rules, days=MAX_DAYS, file=place, all_ids=[event.id for event in added.event])
    check_dose_events(added.dose, days=MAX_DAYS, file=place)
    check_reinforcements(added.reinforce, file=place)
    resolve(added.parameters)
    load("dose").resolve(added.dose_parameters)
