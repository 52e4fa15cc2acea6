"""Places of the reference network: names, letters and people per county and municipality."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from beredd.figures import atlas


@dataclass(frozen=True)
class Place:
    """A county or municipality."""

    code: str
    name: str
    letter: str
    people: int

    def per_10000(self, people: float) -> float:
        """So many people of its inhabitants, per 10,000; 0 where nobody lives."""
        return 10_000 * people / self.people if self.people else 0.0


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


@cache
def product_groups() -> tuple[dict[str, str], ...]:
    """The product groups of the package's table: group_id, name_sv, name_en and what else it says."""
    table = files("beredd.content") / "networks" / "sweden" / "groups.csv"
    with table.open("r", encoding="utf-8") as file:
        return tuple(csv.DictReader(file))
