"""Downloaded statistics as a planner's table: Socialstyrelsen's causes of death and SCB's population.

Both are files the user has fetched; nothing here uses the network. Described in docs/reference/need-statistics.md.
"""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from beredd.intake import Fault, FileRefused
from beredd.need.at_risk import shrunk
from beredd.need.deaths import read_deaths
from beredd.need.population import read_population
from beredd.wording import Sentence
from beredd.writing import harmless

__all__ = ["left_out", "planners_file", "read_deaths", "read_population", "shrunk_deaths"]

Key = tuple[str, str]
"""Area code and sex."""


def shrunk_deaths(deaths: Mapping[Key, float], population: Mapping[Key, float]) -> dict[Key, float]:
    """Deaths drawn towards the common rate of each sex, where the population is known."""
    found = dict(deaths)
    for sex in ("men", "women"):
        keys = [key for key in deaths if key[1] == sex and population.get(key, 0) > 0]
        if keys:
            mixed = shrunk([deaths[key] for key in keys], [population[key] for key in keys])
            found.update(zip(keys, mixed.tolist(), strict=True))
    return found


def left_out(deaths: Mapping[Key, float], population: Mapping[Key, float], names: Mapping[str, str]) -> list[Sentence]:
    """A note on the areas that only one of the files has, among those of the kind that the deaths are of."""
    level = {len(code) for code, _ in deaths}
    alone = {code for code, _ in deaths} ^ {code for code, _ in population if len(code) in level}
    if not alone:
        return []
    shown = tuple(names.get(code, code) for code in sorted(alone)[:10])
    return [Sentence("need_files.left-out", n=len(alone), areas=shown)]


def planners_file(
    deaths: Mapping[Key, float],
    population: Mapping[Key, float],
    *,
    names: Mapping[str, str],
    population_path: Path,
) -> str:
    """A planner's CSV without `at_risk`: one row per area and sex that both sources have."""
    rows = sorted(set(deaths) & set(population))
    if not rows:
        found, allowed = Sentence("need_files.no-common-area"), Sentence("need_files.same-areas")
        raise FileRefused(faults=[Fault(population_path.name, found, allowed, column="Region")])
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("county_code", "county", "sex", "population", "opioid_deaths"))
    for code, sex in rows:
        name = harmless(names.get(code, code))
        writer.writerow((code, name, sex, f"{population[code, sex]:.0f}", f"{deaths[code, sex]:.10g}"))
    return out.getvalue()
