"""Kinds of values that plans and the catalogue hold; pydantic checks them when a file is read."""

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints

from beredd.intake.text import clean


def _tidy(value: Any) -> Any:
    """A text as a cell of a spreadsheet can hold it and give it back."""
    if not isinstance(value, str):
        return value
    return clean(value.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")).strip()


def _one_line(value: Any) -> Any:
    return re.sub(r"\s*\n\s*", " ", _tidy(value)) if isinstance(value, str) else value


STRICT = ConfigDict(extra="forbid", arbitrary_types_allowed=False)
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+([-._][A-Za-z0-9]+)*$", max_length=60)]
Line = Annotated[str, BeforeValidator(_one_line), StringConstraints(min_length=1, max_length=600)]
Text = Annotated[str, BeforeValidator(_tidy), StringConstraints(min_length=1, max_length=4000)]
Note = Annotated[str, BeforeValidator(_tidy), StringConstraints(max_length=4000)]
Offset = Annotated[str, StringConstraints(pattern=r"^T\+[0-9]{1,4}:[0-5][0-9]$")]
"""Exercise time since the start, `T+26:30`; `times.canonical` makes it from a day and a clock, too."""
Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Count = Annotated[int, Field(ge=1, le=1_000_000)]
Status = Literal["draft", "reviewed", "approved"]
Link = Literal["prescribing", "dispensing", "handing-out", "all"]
Mode = Literal["seminar", "simulation", "paper", "micro"]
Preparedness = Literal["everyday", "peacetime-crisis", "heightened", "highest"]
