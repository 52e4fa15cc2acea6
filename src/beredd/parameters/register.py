"""A register: parameters by name, read from `content/parameters/NAME.toml`, and what overrides make of them.

An entry is a table with a `value`. Tables may lie in tables: the entry's name is then the path, as in
`physiology.chemo_gain`, and `source`, `confidence` and `why` of the tables around it, or of `[meta]`, hold for all
entries that have none.
"""

import difflib
import math
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import ValidationError

from beredd.parameters.errors import ParameterError, RegisterError
from beredd.parameters.parameter import Parameter
from beredd.wording import Sentence

INHERITED = ("source", "confidence", "why")
META = "meta"


class Register(Mapping[str, Parameter]):
    """Parameters by name, in the order of the file."""

    def __init__(self, parameters: Iterable[Parameter], *, name: str = "register"):
        self.name = name
        self._parameters = {parameter.name: parameter for parameter in parameters}

    def __getitem__(self, name: str) -> Parameter:
        return self._parameters[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parameters)

    def __len__(self) -> int:
        return len(self._parameters)

    def section(self, name: str) -> dict[str, Any]:
        """Values of the entries in one table, by their names there; the table must exist."""
        start = f"{name}."
        found = {key.removeprefix(start): p.value for key, p in self.items() if key.startswith(start)}
        if not found:
            raise RegisterError("parameters.no-section", file=f"{self.name}.toml", name=name)
        return found

    def resolve(self, overrides: Mapping[str, float] | None = None) -> dict[str, Any]:
        """Every parameter's value, the overrides applied. Whole-number parameters keep a float with a whole value."""
        values: dict[str, Any] = {name: parameter.value for name, parameter in self.items()}
        for name, value in (overrides or {}).items():
            parameter = self._parameters.get(name)
            if parameter is None:
                raise ParameterError("parameters.unknown", name=name, hint=nearest(name, self))
            if not parameter.allows(value):
                found = value if isinstance(value, int | float) and math.isfinite(value) else repr(value)
                raise ParameterError("parameters.not-allowed", name=name, found=found, allowed=parameter.allowed)
            values[name] = float(value)
        return values


@cache
def load(name: str) -> Register:
    """The register `content/parameters/NAME.toml`. Read once."""
    return Register(_entries(tables(name), file=f"{name}.toml"), name=name)


@cache
def tables(name: str) -> dict[str, Any]:
    """The file as TOML gives it: also what is no parameter, such as a product's name. Treat as read-only."""
    return tomllib.loads((files("beredd.content") / "parameters" / f"{name}.toml").read_text(encoding="utf-8"))


def _entries(table: Mapping[str, Any], *, file: str, path: str = "", around: Mapping[str, str] | None = None):
    known = {**(around or {}), **_said(table.get(META, {})), **_said(table)}
    for key, entry in table.items():
        if not isinstance(entry, dict) or (not path and key == META):
            continue
        name = f"{path}{key}"
        if "value" in entry:
            yield _made(name, {**known, **entry}, file)
        else:
            yield from _entries(entry, file=file, path=f"{name}.", around=known)


def _said(table: Any) -> dict[str, str]:
    return {key: table[key] for key in INHERITED if isinstance(table.get(key), str)}


def _made(name: str, fields: dict[str, Any], file: str) -> Parameter:
    try:
        return Parameter(name=name, **fields)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"])) or "entry"
        raise RegisterError("parameters.broken", file=file, name=name, where=where, reason=fault["msg"]) from error


def nearest(name: str, allowed: Iterable[str]) -> Sentence:
    """How to put a misspelt name right: the nearest allowed one, or all of them when none is near."""
    allowed = sorted(map(str, allowed))
    near = difflib.get_close_matches(str(name), allowed, n=1, cutoff=0.6)
    if near:
        return Sentence("parameters.did-you-mean", name=near[0])
    return Sentence("parameters.allowed-are", names=allowed)
