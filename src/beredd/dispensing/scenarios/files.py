"""Scenario files: the package's by id, the user's own by path; every fault is one sentence that names file and key."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import get_args

from pydantic import BaseModel, ValidationError

from beredd.dispensing.errors import ParameterError, ScenarioError
from beredd.dispensing.parameters import load_parameters, nearest, resolve
from beredd.dispensing.scenarios.checks import check_events
from beredd.dispensing.scenarios.rules import load_rules
from beredd.dispensing.scenarios.scenario import Event, Ramp, Repeat, Scenario, Text

ENDING = ".toml"


def list_scenarios() -> tuple[Scenario, ...]:
    """The package's scenarios, `vardag` first, then by id."""
    return tuple(load_scenario(name) for name in _ids())


def load_scenario(ref: str | Path) -> Scenario:
    """A scenario by id, or from a file when `ref` ends in .toml or holds a slash. Does not check `where`."""
    if isinstance(ref, Path) or ref.endswith(ENDING) or "/" in ref:
        return _from_path(Path(ref))
    if ref not in _ids():
        raise ScenarioError(
            f"There is no scenario {ref!r}; {nearest(ref, _ids())}. "
            f"Scenarios are {', '.join(_ids())}; a file of your own is given by its path, ending in {ENDING}."
        )
    return _from_text((_folder() / f"{ref}{ENDING}").read_bytes(), identifier=ref, file=f"{ref}{ENDING}")


def make_scenario(data: Mapping, *, identifier: str, file: str) -> Scenario:
    """A checked scenario from a dictionary as TOML gives it; `file` is what messages call it."""
    data = dict(data)
    if "id" in data and data["id"] != identifier:
        raise ScenarioError(f"{file}, key 'id': found {data['id']!r}; the id is the file's name, {identifier!r}.")
    scenario = _made(Scenario, {**data, "id": identifier}, file=file)
    load_parameters()  # a fault of the register is not the scenario's
    try:
        resolve(scenario.parameters)
    except ParameterError as error:
        raise ScenarioError(f"{file}, key 'parameters': {error}") from error
    rules = load_rules(scenario.rules_day)
    ids = [event.id for event in scenario.event]
    check_events(scenario.event, rules=rules, days=scenario.days, file=file, all_ids=ids)
    return scenario


def make_event(data: Mapping, *, file: str) -> Event:
    """One event from a dictionary (a twin's decision or inject), with the same messages as a file's."""
    return _made(Event, dict(data), file=file)


def _from_path(path):
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else error.strerror
        raise ScenarioError(f"{path} cannot be read as a scenario: {reason}.") from error
    return _from_text(raw, identifier=path.name.removesuffix(ENDING), file=path.name)


def _from_text(raw, *, identifier, file):
    try:
        data = tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ScenarioError(f"{file} is not TOML in UTF-8: {error}.") from error
    return make_scenario(data, identifier=identifier, file=file)


def _folder() -> Traversable:
    return files("beredd.content") / "scenarios"


def _ids() -> list[str]:
    names = (entry.name for entry in _folder().iterdir() if entry.name.endswith(ENDING))
    return sorted((name.removesuffix(ENDING) for name in names), key=lambda name: (name != "vardag", name))


def _made(model, data, *, file):
    try:
        return model(**data)
    except ValidationError as error:
        # An unknown key first: it is often why another key is missing.
        faults = sorted(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
        raise ScenarioError(_sentence(faults[0], model, data, file)) from error


def _sentence(fault, model, data, file):
    event, loc = "", list(fault["loc"])
    if model is Event:
        event, of = f", event {data.get('id', '?')!r}", Event
    elif len(loc) >= 2 and loc[0] == "event" and isinstance(loc[1], int):
        table = data["event"][loc[1]]
        name = table.get("id") if isinstance(table, Mapping) else None
        event, of = f", event {name!r}" if name else f", event number {loc[1] + 1}", Event
        loc = loc[2:]
    else:
        of = Scenario
    key = ".".join(str(part) for part in loc if str(part) in _all_keys() or not _is_branch(part)) or "event"
    place = f"{file}{event}, key {key!r}"
    found = fault["input"]
    match fault["type"]:
        case "extra_forbidden":
            of = (
                {"ramp": Ramp, "repeat": Repeat}.get(loc[0], Text if loc[0] in ("name", "summary", "assumed") else of)
                if (len(loc) > 1)
                else of
            )
            return f"{place}: there is no such key; {nearest(str(loc[-1]), _keys(of))}."
        case "missing":
            return f"{place}: it is missing; every {'event' if of is Event else 'scenario'} needs it."
        case "value_error":
            return f"{place}: {fault['ctx']['error']}."
        case _:
            return f"{place}: found {found!r}; {_allowed(fault, _field(of, loc))}."


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
            low = bounds["ge"] if "ge" in bounds else f"above {bounds['gt']}"
            return f"allowed is {low} to {bounds['le']}"
        case "string_pattern_mismatch":
            return "allowed are lower-case letters, digits and hyphens"
        case "tuple_type":
            return "allowed is a list"
        case "model_type":
            return "allowed is a table"
    text = fault["msg"].removeprefix("Input should be ")
    return f"allowed is {text}" if text != fault["msg"] else text


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
    return {key for model in (Scenario, Event, Ramp, Repeat, Text) for key in _keys(model)}
