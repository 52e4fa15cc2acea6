"""Scenario files: the package's by id, the user's own by path; every fault is one sentence that names file and key."""

from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from beredd.dispensing.errors import ParameterError, ScenarioError
from beredd.dispensing.parameters import load_parameters, resolve
from beredd.dispensing.scenarios.checks import check_events
from beredd.dispensing.scenarios.dose_events import check_dose_events
from beredd.dispensing.scenarios.reinforcements import check_reinforcements
from beredd.dispensing.scenarios.rules import load_rules
from beredd.dispensing.scenarios.scenario import DoseEvent, Event, Ramp, Reinforcement, Repeat, Scenario, Text
from beredd.intake import read_bytes, read_toml, shown_name
from beredd.parameters import load, nearest
from beredd.wording import Sentence

ENDING = ".toml"


def list_scenarios() -> tuple[Scenario, ...]:
    """The package's scenarios, `vardag` first, then by id."""
    return tuple(load_scenario(name) for name in scenario_ids())


def load_scenario(ref: str | Path) -> Scenario:
    """A scenario by id, or from a file when `ref` ends in .toml or holds a slash. Does not check `where`."""
    if isinstance(ref, Path) or ref.endswith(ENDING) or "/" in ref:
        return _from_path(Path(ref))
    if ref not in scenario_ids():
        known = scenario_ids()
        raise ScenarioError("scenarios.unknown", found=ref, hint=nearest(ref, known), allowed=known, ending=ENDING)
    return _from_text((_folder() / f"{ref}{ENDING}").read_bytes(), identifier=ref, file=f"{ref}{ENDING}")


def make_scenario(data: Mapping, *, identifier: str, file: str) -> Scenario:
    """A checked scenario from a dictionary as TOML gives it; `file` is what messages call it."""
    data = dict(data)
    if "id" in data and data["id"] != identifier:
        raise ScenarioError("scenarios.other-id", file=file, found=data["id"], allowed=identifier)
    scenario = _made(Scenario, {**data, "id": identifier}, file=file)
    load_parameters()  # a fault of the register is not the scenario's
    try:
        resolve(scenario.parameters)
        load("dose").resolve(scenario.dose_parameters)
    except ParameterError as error:
        raise ScenarioError("scenarios.parameters", file=file, fault=error.sentence) from error
    rules = load_rules(scenario.rules_day)
    ids = [event.id for event in scenario.event]
    try:
        date.fromordinal(scenario.start.toordinal() + scenario.days)
    except ValueError:
        raise ScenarioError(
            "scenarios.past-the-calendar", file=file, start=scenario.start, days=scenario.days
        ) from None
    check_events(scenario.event, rules=rules, days=scenario.days, file=file, all_ids=ids)
    check_dose_events(scenario.dose, days=scenario.days, file=file)
    check_reinforcements(scenario.reinforce, file=file)
    return scenario


def make_event(data: Mapping, *, file: str) -> Event:
    """One event from a dictionary (a twin's decision or inject), with the same messages as a file's."""
    return _made(Event, dict(data), file=file)


def _from_path(path):
    raw = read_bytes(path, wanted=Sentence("intake.toml"))
    name = shown_name(path.name)
    return _from_text(raw, identifier=name.removesuffix(ENDING), file=name)


def _from_text(raw, *, identifier, file):
    data = read_toml(raw, name=file)
    return make_scenario(data, identifier=identifier, file=file)


def _folder() -> Traversable:
    return files("beredd.content") / "scenarios"


def scenario_ids() -> list[str]:
    """Ids of the package's scenarios, `vardag` first."""
    names = (entry.name for entry in _folder().iterdir() if entry.name.endswith(ENDING))
    return sorted((name.removesuffix(ENDING) for name in names), key=lambda name: (name != "vardag", name))


def _made(model, data, *, file):
    try:
        return model(**data)
    except ValidationError as error:
        # An unknown key first: it is often why another key is missing.
        faults = sorted(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
        raise _refusal(faults[0], model, data, file) from error


def _refusal(fault: Any, model: type[BaseModel], data: Mapping, file: str) -> ScenarioError:
    place: Any = file
    of: type[BaseModel]
    loc = list(fault["loc"])
    if model is Event:
        place, of = Sentence("scenarios.in-event", file=file, event=data.get("id", "?")), Event
    elif len(loc) >= 2 and loc[0] in _LISTS and isinstance(loc[1], int):
        table = data[loc[0]][loc[1]]
        name = table.get("id") if isinstance(table, Mapping) else None
        place, of = Sentence("scenarios.in-event-number", file=file, number=loc[1] + 1), _LISTS[loc[0]]
        if name:
            place = Sentence("scenarios.in-event", file=file, event=name)
        loc = loc[2:]
    else:
        of = Scenario
    key = ".".join(str(part) for part in loc if str(part) in _all_keys() or not _is_branch(part)) or "event"
    match fault["type"]:
        case "extra_forbidden":
            if len(loc) > 1:
                of = _PARTS.get(loc[0], of)
            what = Sentence("scenarios.no-such-key", hint=nearest(str(loc[-1]), _keys(of)))
        case "missing" if of in _LISTS.values():
            what = Sentence("scenarios.missing-in-event")
        case "missing":
            what = Sentence("scenarios.missing-in-scenario")
        case "value_error":
            what = fault["ctx"]["error"].args[0]  # the sentence with which `scenario` refused
        case _:
            allowed = _allowed(fault, _field(of, loc))
            return ScenarioError("scenarios.wrong", place=place, key=key, found=repr(fault["input"]), allowed=allowed)
    return ScenarioError("scenarios.at-fault", place=place, key=key, fault=what)


_LISTS: dict[Any, type[BaseModel]] = {"event": Event, "dose": DoseEvent, "reinforce": Reinforcement}
_PARTS: dict[Any, type[BaseModel]] = {"ramp": Ramp, "repeat": Repeat, "name": Text, "summary": Text, "assumed": Text}
"""Keys of a scenario or an event that hold a table -> what the table may say."""

# What pydantic says is wrong -> what is allowed, in our words.
_ALLOWED = {
    "string_pattern_mismatch": Sentence("scenarios.identifier-letters"),
    "tuple_type": Sentence("scenarios.a-list"),
    "list_type": Sentence("scenarios.a-list"),
    "model_type": Sentence("scenarios.a-table"),
    "dict_type": Sentence("scenarios.a-table"),
    "string_type": Sentence("scenarios.a-text"),
    "float_type": Sentence("scenarios.a-number"),
    "float_parsing": Sentence("scenarios.a-number"),
    "int_type": Sentence("scenarios.a-whole-number"),
    "int_from_float": Sentence("scenarios.a-whole-number"),
    "bool_type": Sentence("scenarios.true-or-false"),
    "date_type": Sentence("scenarios.a-date"),
    "date_from_datetime_parsing": Sentence("scenarios.a-date"),
    "date_parsing": Sentence("scenarios.a-date"),
}


def _allowed(fault, field):
    bounds = (
        {
            name: getattr(m, name)
            for m in field.metadata
            if m is not None
            for name in ("ge", "gt", "le")
            if hasattr(m, name)
        }
        if field
        else {}
    )
    match fault["type"]:
        case "greater_than_equal" | "greater_than" | "less_than_equal" if "le" in bounds:
            if "ge" in bounds:
                return Sentence("scenarios.range", low=bounds["ge"], high=bounds["le"])
            return Sentence("scenarios.range-above", low=bounds["gt"], high=bounds["le"])
        case "literal_error":
            return Sentence("scenarios.one-of", allowed=fault["ctx"]["expected"].replace(" or ", ", "))
    return _ALLOWED.get(fault["type"]) or Sentence("scenarios.otherwise", reason=fault["msg"])


def _is_branch(part):
    """Pydantic names the branch of a union in a location, e.g. `tuple[…]`; users do not know those."""
    return isinstance(part, str) and ("[" in part or part in ("float", "str", "is-instance"))


def _field(model, loc):
    """The field a location names, for its bounds; None where it is inside another table."""
    named = [field for name, field in model.model_fields.items() if loc[0] in (name, field.alias)]
    if not named or len(loc) == 1:
        return named[0] if named else None
    values = get_args(named[0].annotation)[1:]  # of a table: what each of its values may be
    return next(
        (part for value in values for part in getattr(value, "__metadata__", ()) if hasattr(part, "metadata")), None
    )


def _keys(model: type[BaseModel]):
    return [field.alias or name for name, field in model.model_fields.items() if (model, name) != (Scenario, "id")]


def _all_keys():
    return {key for model in (Scenario, *_LISTS.values(), Ramp, Repeat, Text) for key in _keys(model)}
