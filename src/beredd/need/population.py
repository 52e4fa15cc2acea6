"""Population per area and sex from SCB: JSON-stat 2, or the older JSON of PxWeb."""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from beredd.intake import UNITS, Fault, FileRefused, as_number, cell, plain, read_bytes, read_json, unit_factor
from beredd.need.table import LIMITS
from beredd.wording import Sentence

MEANINGS = {
    # dimension: names that mean it, in `plain` form
    "region": ("region", "lan", "kommun", "county", "municipality", "lanregion"),
    "sex": ("kon", "sex", "gender"),
    "time": ("tid", "time", "ar", "year"),
    "age": ("alder", "age"),
    "contents": ("contentscode", "contents", "tabellinnehall", "observations"),
}
SEX_OF_CODE = {"1": "men", "2": "women", "man": "men", "men": "men", "kvinnor": "women", "women": "women"}
COUNTRY = {"", "0", "00", "0000", "riket", "00riket", "sverige", "sweden"}
TOTAL = {
    *("tot", "total", "totalt", "totaltalder", "samtligaaldrar", "samtliga", "alla", "allages", "totalages"),
    *("summa", "allaaldrar", "totalage", "tot16", "totsa", "hela", "helabefolkningen"),
}
POPULATION = ("folkmangd", "befolkning", "population", "be0101n1")
NO_POPULATION = (
    "okning",
    "minskning",
    "increase",
    "fodda",
    "doda",
    "births",
    "deaths",
    "growth",
    "forandring",
    "change",
    "andel",
    "share",
    "tathet",
    "density",
    "medel",
    "mean",
)
MOST_CELLS = 2_000_000

Key = tuple[str, str]


@dataclass(frozen=True)
class _Cube:
    """Statistics with dimensions: their names, the label of each code, and the cells."""

    file: str
    names: Sequence[str]
    labels: Sequence[Mapping[str, str]]
    cells: Sequence[tuple[int, Sequence[str], Any]]
    """(row in the file or 0, one code per dimension, value)."""
    units: Mapping[str, str] = field(default_factory=dict)
    """What a figure is counted in, by its code, where it stands apart from the label."""

    def at(self, meaning: str) -> int:
        """Position of the dimension with a meaning, -1 for none."""
        return next((at for at, name in enumerate(self.names) if plain(name) in MEANINGS[meaning]), -1)


def read_population(path: Path) -> dict[Key, float]:
    """(area code, sex) -> population in the last year of the file.

    Of ages and other dimensions the total counts where there is one, else the parts are added. Of several figures the
    population is taken, or the file is refused where it cannot be told.
    """
    name = path.name
    raw = read_bytes(path, wanted=Sentence("need_files.population-export"), limits=LIMITS)
    found = read_json(raw, name=name, limits=LIMITS)
    if isinstance(found, dict) and found.get("class") == "dataset":
        cube = _json_stat(found, name)
    elif isinstance(found, dict) and isinstance(found.get("data"), list) and isinstance(found.get("columns"), list):
        cube = _px_json(found, name)
    else:
        raise _refused(name, "", Sentence("need_files.other-json"), Sentence("need_files.population-export"))
    return _population(cube)


def _refused(file: str, column: str, found: Sentence, allowed: Sentence, row: int = 0) -> FileRefused:
    return FileRefused(faults=[Fault(file, found, allowed, row=row, column=column)])


def _population(cube: _Cube) -> dict[Key, float]:
    region, sex, time, contents = (cube.at(meaning) for meaning in ("region", "sex", "time", "contents"))
    if min(region, sex) < 0:
        absent = "Region" if region < 0 else "Kon"
        raise _refused(cube.file, absent, Sentence("need_files.no-area-by-sex"), Sentence("need_files.by-region"))
    others = [at for at in range(len(cube.names)) if at not in (region, sex, time)]
    chosen = {at: wanted for at in others if (wanted := _chosen(cube, at)) is not None}
    factors = {code: _factor(cube, contents, code) for code in {codes[contents] for _, codes, _ in cube.cells}}
    newest = max((codes[time] for _, codes, _ in cube.cells), default="") if time >= 0 else ""
    faults, total = [], {}
    for number, codes, value in cube.cells:
        area, of = codes[region].strip(), _sex(cube, sex, codes[sex])
        if plain(area) in COUNTRY or not of or (time >= 0 and codes[time] != newest):
            continue
        if any(codes[at] not in allowed for at, allowed in chosen.items()):
            continue
        decimal = "" if isinstance(value, str) else "."
        people = math.nan if value is None or isinstance(value, bool) else as_number(str(value), decimal=decimal)
        people *= factors[codes[contents]] if contents >= 0 else 1.0
        if not people >= 0:
            key = ", ".join(codes)
            found = Sentence("need_files.no-people", value=cell("" if value is None else value), key=key)
            faults.append(Fault(cube.file, found, Sentence("need_files.people-or-none"), row=number, column="values"))
            continue
        area = match_name(area) or area
        total[area, of] = total.get((area, of), 0.0) + people
    if faults:
        raise FileRefused(faults=faults)
    if not total:
        raise _refused(cube.file, "Region", Sentence("need_files.no-area-by-sex"), Sentence("need_files.by-region"))
    return total


def match_name(area: str) -> str | None:
    """The code in `01 Stockholms län`, None where there is no name behind it."""
    match = re.fullmatch(r"([0-9]{2,4})\s+\S.*", area)
    return match[1] if match else None


def _sex(cube: _Cube, at: int, code: str) -> str:
    return SEX_OF_CODE.get(plain(code)) or SEX_OF_CODE.get(plain(cube.labels[at].get(code, "")), "")


def _chosen(cube: _Cube, at: int) -> set[str] | None:
    """The codes of a dimension that count: the population, a total, or None for all of them."""
    labels = cube.labels[at]
    codes = {codes[at] for _, codes, _ in cube.cells}
    if at == cube.at("contents"):
        return {_figure(cube, at, codes)}
    whole = {code for code in codes if plain(code) in TOTAL or plain(labels.get(code, "")) in TOTAL}
    if whole:
        return {min(whole)}
    if at == cube.at("age"):
        _refuse_overlap(cube, at, codes)
    _refuse_unnamed_total(cube, at)
    return None


def _figure(cube: _Cube, at: int, codes: set[str]) -> str:
    """Which of several figures is the population."""
    said = {code: f"{plain(cube.labels[at].get(code, ''))} {plain(code)}" for code in codes}
    fit = [
        code
        for code, text in said.items()
        if any(word in text for word in POPULATION) and not any(word in text for word in NO_POPULATION)
    ]
    if len(codes) == 1 and not any(word in text for text in said.values() for word in NO_POPULATION):
        return min(codes)
    if len(fit) != 1:
        found = Sentence("need_files.several-figures", codes=tuple(sorted(codes)[:8]))
        raise _refused(cube.file, cube.names[at], found, Sentence("need_files.one-figure"))
    return fit[0]


def _factor(cube: _Cube, at: int, code: str) -> float:
    """What a figure is multiplied by to be people, told by its label or its unit."""
    if at < 0:
        return 1.0
    return unit_factor(cube.labels[at].get(code, "")) * UNITS.get(plain(cube.units.get(code, "")), 1.0)


def _refuse_unnamed_total(cube: _Cube, at: int) -> None:
    """Refuse a code that is the sum of its dimension's others wherever it stands: added to them it counts twice."""
    rest: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    for _, codes, value in cube.cells:
        people = as_number(str(value)) if value is not None else math.nan
        rest[(*codes[:at], *codes[at + 1 :])][codes[at]] = people
    for code in sorted({code for parts in rest.values() for code in parts}):
        sums = [
            (parts[code], sum(n for k, n in parts.items() if k != code)) for parts in rest.values() if code in parts
        ]
        if len(sums) >= 2 and all(one == others > 0 for one, others in sums) and any(len(p) > 2 for p in rest.values()):
            found = Sentence("need_files.is-a-total", code=cube.labels[at].get(code, code))
            raise _refused(cube.file, cube.names[at], found, Sentence("need_files.parts-or-whole"))


def _refuse_overlap(cube: _Cube, at: int, codes: set[str]) -> None:
    """Refuse ages of which one lies within another, such as 0–4 beside 3: added they count people twice."""
    spans = sorted((span, code) for code in codes if (span := _span(code)))
    for (before, first), (after, second) in pairwise(spans):
        if after[0] <= before[1]:
            found = Sentence("need_files.ages-overlap", first=first, second=second)
            raise _refused(cube.file, cube.names[at], found, Sentence("need_files.ages-apart"))


def _span(age: str) -> tuple[int, int] | None:
    if match := re.fullmatch(r"([0-9]{1,3})(?:\s*[-–]\s*([0-9]{1,3}))?(\+)?(?:\s*(?:år|years?))?", age.strip()):
        low = int(match[1])
        return low, 999 if match[3] else int(match[2] or low)
    return None


def _px_json(found: dict[str, Any], name: str) -> _Cube:
    """The cube in PxWeb's older JSON; a row that is none is named."""
    columns = [column for column in found["columns"] if isinstance(column, dict)]
    keys = [column for column in columns if column.get("type") != "c"]
    contents = [column for column in columns if column.get("type") == "c"]
    texts = {str(column.get("code", "")): str(column.get("text", "")) for column in contents}
    figures = list(texts)
    faults, cells = [], []
    for number, row in enumerate(found["data"], 1):
        key, values = (row.get("key"), row.get("values")) if isinstance(row, dict) else (None, None)
        if not isinstance(key, list) or len(key) != len(keys):
            found_key = Sentence("need_files.broken-row", part="key")
            faults.append(Fault(name, found_key, Sentence("need_files.n-keys", n=len(keys)), row=number, column="key"))
        elif not isinstance(values, list) or len(values) != max(len(figures), 1):
            wrong = Sentence("need_files.broken-row", part="values")
            allowed = Sentence("need_files.n-values", n=max(len(figures), 1))
            faults.append(Fault(name, wrong, allowed, row=number, column="values"))
        else:
            codes = [str(code) for code in key]
            if figures:
                cells += [(number, [*codes, figure], v) for figure, v in zip(figures, values, strict=True)]
            else:
                cells.append((number, codes, values[0]))
        if len(cells) > MOST_CELLS:
            raise _too_large(name, len(cells))
    if faults:
        raise FileRefused(faults=faults)
    names = [str(column.get("code", "")) for column in keys] + (["ContentsCode"] if figures else [])
    labels: list[Mapping[str, str]] = [{} for _ in keys]
    return _Cube(name, names, [*labels, texts] if figures else labels, cells)


def _too_large(name: str, n: int) -> FileRefused:
    return _refused(name, "", Sentence("intake.cells", n=n), Sentence("intake.at-most-cells", n=MOST_CELLS))


def _json_stat(found: dict[str, Any], name: str) -> _Cube:
    """The cube in a JSON-stat 2 dataset; sizes, codes and values must agree."""
    whole = Sentence("need_files.whole-dataset")
    ids, sizes, dimensions = found.get("id"), found.get("size"), found.get("dimension")
    if not (isinstance(ids, list) and isinstance(sizes, list) and isinstance(dimensions, dict)):
        raise _refused(name, "id", Sentence("intake.nothing"), whole)
    codes, labels, units = [], [], {}
    for dimension, size in zip(ids, sizes, strict=False):
        own, label = _codes(dimensions.get(dimension) if isinstance(dimension, str) else None)
        if not isinstance(size, int) or isinstance(size, bool) or len(own) != size or not own:
            wrong = Sentence("need_files.other-size", n=len(own), size=cell(size))
            raise _refused(name, str(dimension)[:40], wrong, whole)
        codes.append(own)
        labels.append(label)
        units |= _units(dimensions[dimension])
    n = math.prod(map(len, codes))
    if len(ids) != len(sizes) or not codes:
        raise _refused(name, "size", Sentence("need_files.other-size", n=len(ids), size=cell(len(sizes))), whole)
    if n > MOST_CELLS:
        raise _too_large(name, n)
    values = found.get("value")
    if isinstance(values, list) and len(values) != n:
        there, wanted = (Sentence("need_files.n-values", n=count) for count in (len(values), n))
        raise _refused(name, "value", there, wanted)
    if not isinstance(values, list | dict):
        raise _refused(name, "value", Sentence("intake.nothing"), whole)
    return _Cube(name, [str(one) for one in ids], labels, list(_stat_cells(codes, values)), units)


def _stat_cells(codes: list[list[str]], values: Any) -> Iterator[tuple[int, list[str], Any]]:
    for position in range(math.prod(map(len, codes))):
        rest, key = position, []
        for own in reversed(codes):
            rest, at = divmod(rest, len(own))
            key.append(own[at])
        key.reverse()
        yield 0, key, values[position] if isinstance(values, list) else values.get(str(position))


def _units(dimension: dict[str, Any]) -> dict[str, str]:
    """Code -> what its figures are counted in, as JSON-stat says it."""
    units = dimension["category"].get("unit")
    if not isinstance(units, dict):
        return {}
    return {str(code): str(unit.get("base", "")) for code, unit in units.items() if isinstance(unit, dict)}


def _codes(dimension: Any) -> tuple[list[str], dict[str, str]]:
    """A dimension's codes in order, and their labels; nothing where it is broken."""
    category = dimension.get("category") if isinstance(dimension, dict) else None
    if not isinstance(category, dict):
        return [], {}
    index, label = category.get("index"), category.get("label")
    labels = {str(k): str(v) for k, v in label.items()} if isinstance(label, dict) else {}
    if isinstance(index, list):
        return [str(code) for code in index], labels
    if isinstance(index, dict):
        if not all(isinstance(at, int) and not isinstance(at, bool) for at in index.values()):
            return [], labels
        return [str(code) for code in sorted(index, key=index.__getitem__)], labels
    return list(labels) if len(labels) == 1 else [], labels
