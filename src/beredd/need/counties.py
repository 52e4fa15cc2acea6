"""Sweden's counties as files write them: codes with and without their zero, letters, names with and without län."""

import csv
import functools
import re
from importlib.resources import files

from beredd.intake import plain

_ENDS = re.compile(r"(?:s?lan|s?county|sregion(?:en)?|regionen)$")


@functools.cache
def _counties() -> dict[str, tuple[str, str]]:
    """Code -> letter and name."""
    path = files("beredd.content") / "networks" / "sweden" / "counties.csv"
    with path.open(encoding="utf-8") as file:
        return {row["county_code"]: (row["letter"], row["county"]) for row in csv.DictReader(file)}


@functools.cache
def _by_name() -> dict[str, str]:
    return {plain(name): code for code, (_, name) in _counties().items()}


def whole_code(text: str) -> str:
    """A code with the zero that spreadsheets take from it: 1 is 01, 180 is 0180; another text as it stands."""
    text = re.sub(r"^([0-9]+)\.0+$", r"\1", text)
    return text.zfill(len(text) + len(text) % 2) if re.fullmatch(r"[0-9]{1,4}", text) else text


def code_of_name(text: str) -> str:
    """The code of the county that a name means, such as `Skåne län` or `Region Skåne`; empty for no county's name."""
    name = plain(text)
    for form in (name, _ENDS.sub("", name), name.removeprefix("region"), _ENDS.sub("", name.removeprefix("region"))):
        if code := _by_name().get(form) or _by_name().get(form.removesuffix("s")):
            return code
    return "23" if name == "regionjamtlandharjedalen" else ""


def county_code(text: str) -> str:
    """The code of a county that a file calls by code, letter or name; another text as `whole_code` has it."""
    if match := re.fullmatch(r"([0-9]{1,2})\s+\S.*", text):
        text = match[1]
    letters = {letter: code for code, (letter, _) in _counties().items()}
    return letters.get(text.upper()) or code_of_name(text) or whole_code(text)


def name_of(code: str) -> str:
    """The name of the county with a code, empty for a code that no county has."""
    return _counties().get(code, ("", ""))[1]
