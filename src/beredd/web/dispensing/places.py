"""Places on the page: names, letters and people per county and municipality of a network."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from beredd.web.design.maps import atlas


@dataclass(frozen=True)
class Place:
    """A county or municipality."""

    code: str
    name: str
    letter: str
    people: int


@cache
def municipalities() -> dict[str, Place]:
    """Code -> municipality, with the population of the package's table."""
    table = files("beredd.content") / "networks" / "sweden" / "municipalities.csv"
    with table.open("r", encoding="utf-8") as file:
        return {
            row["municipality_code"]: Place(row["municipality_code"], row["municipality"], "", int(row["population"]))
            for row in csv.DictReader(file)
        }


@cache
def counties() -> dict[str, Place]:
    """Code -> county, its population summed from its municipalities."""
    people: dict[str, int] = {}
    for place in municipalities().values():
        people[place.code[:2]] = people.get(place.code[:2], 0) + place.people
    return {
        code: Place(code, shape["name"].removesuffix(" län").removesuffix("s"), shape["letter"], people.get(code, 0))
        for code, shape in atlas()["counties"].items()
    }
