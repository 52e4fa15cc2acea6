"""Downloaded statistics as a planner's table: Socialstyrelsen's causes of death and SCB's population.

Both are files the user has fetched; nothing here uses the network. Deaths: JSON from Socialstyrelsen's statistics
database (`data` with ar, regionId, konId, alderId, varde; decimal comma), one or more pages. Population: JSON-stat 2
or the older JSON from SCB's PxWeb (`BefolkningNy`), by region and sex. Described in docs/reference/need-statistics.md.
"""

import csv
import io
import json
import math
from collections import defaultdict
from pathlib import Path
from typing import Any

from beredd.need.at_risk import shrunk
from beredd.need.errors import Fault, TableError
from beredd.need.table import MAX_BYTES, as_number

SEX_OF_ID = {"1": "men", "2": "women"}
MISSING = {"", "X", "..", ".", "-", "x"}
"""What statistics write for a cell that is hidden or empty."""
ALL_AGES = {"", "0", "99", "tot", "Totalt"}


def _load(path: Path) -> Any:
    try:
        raw = path.read_bytes()
        if len(raw) > MAX_BYTES:
            raise TableError([Fault(path.name, 0, "", f"{len(raw):,} bytes", f"at most {MAX_BYTES:,} bytes")])
        return json.loads(raw.decode("utf-8-sig"))
    except OSError as error:
        fault = Fault(str(path), 0, "", f"no readable file ({error.strerror})", "a JSON file")
        raise TableError([fault]) from error
    except ValueError as error:
        raise TableError([Fault(path.name, 0, "", "no JSON", "a JSON file as downloaded")]) from error


def read_deaths(paths: list[Path]) -> tuple[dict[tuple[str, str], float], list[str]]:
    """(area code, sex) -> mean deaths per year over the years in the files, and what was left out.

    All ages together where the export has such rows, else the sum over ages. A hidden cell makes the area and sex
    unknown: it is named and not taken as zero.
    """
    rows: list[tuple[str, int, dict]] = []
    for path in paths:
        found = _load(path)
        pages = found if isinstance(found, list) else [found]
        for page in pages:
            data = page.get("data") if isinstance(page, dict) else None
            if not isinstance(data, list):
                raise TableError([Fault(path.name, 0, "data", "no list", "an export with a list named data")])
            rows += [(path.name, number, row) for number, row in enumerate(data, 1)]
    faults: list[Fault] = []
    by_cell: dict[tuple[str, str, int], dict[str, float]] = defaultdict(dict)
    for file, number, row in rows:
        region, sex, year = (str(row.get(name, "")).strip() for name in ("regionId", "konId", "ar"))
        if region in ("", "0", "00") or sex not in SEX_OF_ID:
            if sex not in (*SEX_OF_ID, "3"):
                faults.append(Fault(file, number, "konId", repr(sex), "1 (men), 2 (women) or 3 (both, passed over)"))
            continue
        if not year.isdigit():
            faults.append(Fault(file, number, "ar", repr(year), "a year"))
            continue
        text = str(row.get("varde", "")).strip().replace("\u00a0", "").replace(" ", "")
        value = math.nan if text in MISSING else as_number(text, decimal_comma=True)
        if text not in MISSING and not value >= 0:
            faults.append(Fault(file, number, "varde", repr(text), "deaths, 0 or more, or X for a hidden cell"))
            continue
        age = str(row.get("alderId", "")).strip()
        by_cell[region.zfill(2), SEX_OF_ID[sex], int(year)][age] = value
    if faults:
        raise TableError(faults)
    if not by_cell:
        raise TableError([Fault(paths[0].name, 0, "regionId", "no area", "rows by area (region 1 to 25) and sex")])
    return _means(by_cell)


def _means(by_cell):
    years, hidden = defaultdict(list), {}
    for (region, sex, year), ages in sorted(by_cell.items()):
        whole = [value for age, value in ages.items() if age in ALL_AGES]
        value = whole[0] if whole else sum(ages.values())
        if math.isnan(value):
            hidden.setdefault((region, sex), []).append(year)
        else:
            years[region, sex].append(value)
    notes = [
        f"{region} {sex}: hidden in the export in {', '.join(map(str, when))}, so this area and sex is left out. "
        "Years with counts taken alone would mislead."
        for (region, sex), when in hidden.items()
    ]
    return {key: sum(values) / len(values) for key, values in years.items() if key not in hidden}, notes


def read_population(path: Path) -> dict[tuple[str, str], float]:
    """(area code, sex) -> population, from JSON-stat 2 or PxWeb's older JSON; the last year in the file."""
    found = _load(path)
    if isinstance(found, dict) and found.get("class") == "dataset":
        cells = list(_json_stat(found, path.name))
    elif isinstance(found, dict) and isinstance(found.get("data"), list) and isinstance(found.get("columns"), list):
        codes = [str(column.get("code", "")) for column in found["columns"] if column.get("type") != "c"]
        cells = [(dict(zip(codes, row["key"], strict=False)), row["values"][0]) for row in found["data"]]
    else:
        raise TableError([Fault(path.name, 0, "", "another kind of JSON", "JSON-stat 2 or JSON from SCB's PxWeb")])
    return _population(cells, path.name)


def _population(cells, name):
    faults, newest, total = [], "", defaultdict(lambda: defaultdict(float))
    for number, (key, value) in enumerate(cells, 1):
        region, sex = str(key.get("Region", "")).strip(), str(key.get("Kon", "")).strip()
        if region in ("", "00") or sex not in SEX_OF_ID:
            continue
        people = as_number(str(value), decimal_comma=False)
        if not people >= 0:
            faults.append(Fault(name, number, "values", repr(value), "a population, 0 or more"))
            continue
        if str(key.get("Alder", "tot")) not in ALL_AGES and "tot" in {str(k.get("Alder", "")) for k, _ in cells[:400]}:
            continue
        year = str(key.get("Tid", ""))
        newest = max(newest, year)
        total[year][region, SEX_OF_ID[sex]] += people
    if faults:
        raise TableError(faults)
    if not total:
        raise TableError([Fault(name, 0, "Region", "no area by sex", "population by region and sex (Kon 1 and 2)")])
    return dict(total[newest])


def _json_stat(found, name):
    """(key, value) for each cell of a JSON-stat 2 dataset."""
    try:
        ids, sizes = found["id"], found["size"]
        labels = []
        for dimension in ids:
            index = found["dimension"][dimension]["category"]["index"]
            labels.append(list(index) if isinstance(index, list) else sorted(index, key=index.get))
        values = found["value"]
    except (KeyError, TypeError) as error:
        raise TableError([Fault(name, 0, str(error).strip("'"), "nothing", "a whole JSON-stat 2 dataset")]) from error
    for position in range(math.prod(sizes)):
        rest, key = position, {}
        for dimension, size, codes in zip(reversed(ids), reversed(sizes), reversed(labels), strict=True):
            rest, at = divmod(rest, size)
            key[dimension] = codes[at]
        yield key, values[position] if isinstance(values, list) else values.get(str(position), 0)


def shrunk_deaths(deaths, population) -> dict[tuple[str, str], float]:
    """Deaths drawn towards the common rate of each sex, where the population is known."""
    found = dict(deaths)
    for sex in ("men", "women"):
        keys = [key for key in deaths if key[1] == sex and population.get(key, 0) > 0]
        if keys:
            mixed = shrunk([deaths[key] for key in keys], [population[key] for key in keys])
            found.update(zip(keys, mixed.tolist(), strict=True))
    return found


def planners_file(deaths, population, *, names: dict[str, str], population_name: str = "population") -> str:
    """A planner's CSV without `at_risk`: one row per area and sex that both sources have."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("county_code", "county", "sex", "population", "opioid_deaths"))
    rows = sorted(set(deaths) & set(population))
    if not rows:
        raise TableError(
            [Fault(population_name, 0, "Region", "no area that the deaths have too", "the same areas in both files")]
        )
    for code, sex in rows:
        writer.writerow((code, names.get(code, code), sex, f"{population[code, sex]:.0f}", f"{deaths[code, sex]:.10g}"))
    return out.getvalue()
