"""Deaths per area and sex from exports of Socialstyrelsen's statistics database: JSON, one or more pages and causes.

The export has a row for each cell that is not zero: `data` with ar, regionId, konId, alderId, diagnosId, mattId, varde
(decimal comma, X for a hidden cell). A year of the file in which an area has no row had no deaths there.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from beredd.intake import Fault, FileRefused, as_number, cell, number_cell, plain, read_bytes, read_json
from beredd.need.table import LIMITS
from beredd.wording import Sentence

SEX_OF_ID = {"1": "men", "2": "women"}
BOTH_SEXES = "3"
MISSING = {"", "X", "x", "..", ".", "-"}
"""What statistics write for a cell that is hidden or empty."""
ALL_AGES = {"", "0", "99", "tot", "total", "totalt", "alla", "allaaldrar", "samtliga", "samtligaaldrar", "summa", "085"}
"""What the row of all ages is called, in `plain` form."""
COUNT = "1"
"""The measure that counts deaths; others are rates."""
COUNTRY = ("", "0", "00")
_RANGE = re.compile(r"([A-Z][0-9]{2,4})\s*[-–]\s*([A-Z][0-9]{2,4})")

Key = tuple[str, str]
"""Area code and sex."""


@dataclass(frozen=True)
class _Row:
    """One cell of an export. `cell` is everything that tells it from the others."""

    file: str
    number: int
    region: str
    sex: str
    year: int
    age: str
    cause: str
    value: float


def read_deaths(paths: Iterable[Path]) -> tuple[dict[Key, float], list[Sentence]]:
    """(area code, sex) -> mean deaths per year over the years in the files, and what a reader must know.

    Causes are added up; a row that is given twice counts once. All ages together where the export has such rows, else
    the sum over ages. A hidden cell makes the area and sex unknown: it is named and not taken as zero.
    """
    paths, rows, pages = list(paths), [], []
    for path in paths:
        raw = read_bytes(path, wanted=Sentence("need_files.deaths-export"), limits=LIMITS)
        found = read_json(raw, name=path.name, limits=LIMITS)
        for page in found if isinstance(found, list) else [found]:
            data = page.get("data") if isinstance(page, dict) else None
            if not isinstance(data, list):
                raise _refused(path.name, "data", Sentence("need_files.no-list"), Sentence("need_files.deaths-export"))
            pages.append((path.name, page))
            rows += [(path.name, number, row) for number, row in enumerate(data, 1)]
    _refuse_missing_pages(pages)
    _refuse_rates(rows)
    kept, notes = _parsed(rows)
    if not kept:
        raise _refused(paths[0].name, "regionId", Sentence("need_files.no-area"), Sentence("need_files.by-area"))
    kept = _without_repeats(kept, notes)
    kept = _without_parts_of_causes(kept, notes)
    _refuse_causes_told_twice(kept)
    _refuse_unnamed_totals(kept)
    _refuse_two_levels(kept)
    _refuse_other_years(kept)
    return _means(kept, notes)


def _refused(file: str, column: str, found: Sentence, allowed: Sentence, row: int = 0) -> FileRefused:
    return FileRefused(faults=[Fault(file, found, allowed, row=row, column=column)])


def _refuse_missing_pages(pages: list[tuple[str, dict[str, Any]]]) -> None:
    """Refuse an export of several pages of which not all are given, each as often as the others."""
    given: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for name, page in pages:
        count, this = _whole(page.get("sidor")), _whole(page.get("sida"))
        if count > 1:
            given[count][this or 1] += 1
        elif page.get("nasta_sida"):
            found = Sentence("need_files.next-page", page=str(page["nasta_sida"])[:40])
            raise _refused(name, "", found, Sentence("need_files.all-pages"))
    for count, times in given.items():
        most = max(times.values())
        if missing := [page for page in range(1, min(count, 10_000) + 1) if times.get(page, 0) < most]:
            name = next(name for name, page in pages if _whole(page.get("sidor")) == count)
            found = Sentence("need_files.missing-pages", pages=tuple(map(str, missing[:10])), count=str(count))
            raise _refused(name, "sidor", found, Sentence("need_files.all-pages"))


def _whole(value: Any) -> int:
    text = str(value).strip()
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else 0


def _refuse_rates(rows: list[tuple[str, int, Any]]) -> None:
    """Refuse an export without the count of deaths; beside it other measures are passed over by `_parsed`."""
    measures = {_text(row, "mattId") for _, _, row in rows if isinstance(row, dict)} - {""}
    if measures and COUNT not in measures:
        found = Sentence("need_files.other-measure", measure=sorted(measures)[0][:20])
        raise _refused(rows[0][0], "mattId", found, Sentence("need_files.measure-one"))


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name, "")
    return "" if value is None or isinstance(value, dict | list) else str(value).strip()


def _parsed(rows: list[tuple[str, int, Any]]) -> tuple[list[_Row], list[Sentence]]:
    faults, kept, notes, rates = [], [], [], 0

    def wrong(column, text, allowed):
        faults.append(Fault(file, cell(text), allowed, row=number, column=column))

    for file, number, row in rows:
        if not isinstance(row, dict):
            faults.append(Fault(file, cell(row), Sentence("need_files.an-object"), row=number))
            continue
        if _text(row, "mattId") not in ("", COUNT):
            rates += 1
            continue
        region, sex, year = (_text(row, name) for name in ("regionId", "konId", "ar"))
        if sex not in (*SEX_OF_ID, BOTH_SEXES):
            if region not in COUNTRY:
                wrong("konId", sex, Sentence("need_files.sex-id"))
            continue
        if region in COUNTRY or sex == BOTH_SEXES:
            continue
        if not re.fullmatch(r"[0-9]{1,4}", region):
            wrong("regionId", region, Sentence("need_files.region-id"))
            continue
        if not re.fullmatch(r"(?:19|20)[0-9]{2}", year):
            wrong("ar", year, Sentence("need_files.a-year"))
            continue
        text = _text(row, "varde")
        value = math.nan if text in MISSING else as_number(text, decimal="" if isinstance(row["varde"], str) else ".")
        if text not in MISSING and not (value >= 0 and value == math.floor(value)):
            faults.append(Fault(file, number_cell(text), Sentence("need_files.deaths-or-hidden"), number, "varde"))
            continue
        area = region.zfill(2 if len(region) <= 2 else 4)
        kept.append(
            _Row(file, number, area, SEX_OF_ID[sex], int(year), _text(row, "alderId"), _text(row, "diagnosId"), value)
        )
    if faults:
        raise FileRefused(faults=faults)
    if rates:
        notes.append(Sentence("need_files.rates-passed-over", n=rates))
    return kept, notes


def _without_repeats(rows: list[_Row], notes: list[Sentence]) -> list[_Row]:
    """Each cell once; a cell that is given with two values is refused."""
    first: dict[tuple, _Row] = {}
    repeated, faults = 0, []
    for row in rows:
        key = (row.region, row.sex, row.year, row.age, row.cause)
        before = first.setdefault(key, row)
        if before is row:
            continue
        repeated += 1
        if before.value != row.value and not (math.isnan(before.value) and math.isnan(row.value)):
            found = Sentence("need_files.two-values", value=row.value, other=before.value, row=str(before.number))
            faults.append(Fault(row.file, found, Sentence("need_files.one-value"), row=row.number, column="varde"))
    if faults:
        raise FileRefused(faults=faults)
    if repeated:
        notes.append(Sentence("need_files.repeated-rows", n=repeated))
    return list(first.values())


def _without_parts_of_causes(rows: list[_Row], notes: list[Sentence]) -> list[_Row]:
    """Without causes that lie within another cause of the export: the whole holds them already."""
    causes = sorted({row.cause for row in rows})
    ends = {cause: _ends(cause) for cause in causes}
    within = {
        part: whole
        for part in causes
        for whole in causes
        if part != whole and _holds(ends[whole], ends[part]) and not _holds(ends[part], ends[whole])
    }
    if not within:
        return rows
    part = sorted(within)[0]
    notes.append(Sentence("need_files.cause-within", part=part, whole=within[part]))
    return [row for row in rows if row.cause not in within]


def _ends(cause: str) -> tuple[str, str] | None:
    text = cause.replace(".", "").upper()
    if match := _RANGE.fullmatch(text):
        return match[1], match[2]
    return (text, text) if re.fullmatch(r"[A-Z][0-9]{2,4}", text) else None


def _holds(whole: tuple[str, str] | None, part: tuple[str, str] | None) -> bool:
    """Whether a code or range of codes holds another: X40–X44 holds X42, and T40 holds T40.1."""
    if whole is None or part is None:
        return False
    (low, high), (first, last) = whole, part
    return low <= first[: len(low)] and last[: len(high)] <= high and len(first) >= len(low)


def _refuse_causes_told_twice(rows: list[_Row]) -> None:
    """Refuse causes of which a death may have two: ranges that overlap, and poisons (T) beside circumstances (V–Y)."""
    found = {row.cause: (_ends(row.cause), row) for row in rows}
    known = sorted((ends, cause) for cause, (ends, _) in found.items() if ends)
    pairs = [(one, other) for (before, one), (after, other) in pairwise(known) if after[0] <= before[1]]
    poisons = [cause for (low, _), cause in known if low[0] in "ST"]
    circumstances = [cause for (low, _), cause in known if low[0] in "VWXY"]
    if poisons and circumstances:
        pairs.append((circumstances[0], poisons[0]))
    if pairs:
        one, other = pairs[0]
        row = found[other][1]
        twice = Sentence("need_files.cause-beside", one=one, other=other)
        raise _refused(row.file, "diagnosId", twice, Sentence("need_files.causes-apart"), row.number)


def _refuse_unnamed_totals(rows: list[_Row]) -> None:
    """Refuse an age that holds all others of its cell wherever it stands: a total by another name."""
    cells: dict[tuple, dict[str, _Row]] = defaultdict(dict)
    for row in rows:
        cells[row.region, row.sex, row.year, row.cause][row.age] = row
    told = [ages for ages in cells.values() if not any(plain(age) in ALL_AGES for age in ages)]
    for age in sorted({age for ages in told for age in ages}):
        own = [ages for ages in told if age in ages]
        sums = [(ages[age].value, sum(row.value for at, row in ages.items() if at != age)) for ages in own]
        if all(one == others for one, others in sums) and sum(len(ages) > 2 for ages in own) >= 2:
            row = own[0][age]
            found = Sentence("need_files.age-is-a-total", age=age)
            raise _refused(row.file, "alderId", found, Sentence("need_files.ages-apart"), row.number)


def _refuse_two_levels(rows: list[_Row]) -> None:
    levels = {len(row.region): row for row in rows}
    if len(levels) > 1:
        row = levels[max(levels)]
        raise _refused(row.file, "regionId", cell(row.region), Sentence("need_files.one-level"), row.number)


def _refuse_other_years(rows: list[_Row]) -> None:
    """Refuse causes from different files that cover different years: their sum would be of no year."""
    years: dict[str, set[int]] = defaultdict(set)
    files: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        years[row.cause].add(row.year)
        files[row.cause].add(row.file)
    causes = sorted(years)
    for cause in causes[1:]:
        first = causes[0]
        if years[cause] != years[first] and not files[cause] & files[first]:
            found = Sentence(
                "need_files.other-years",
                cause=cause, years=_span(years[cause]), other=first, other_years=_span(years[first]),
            )  # fmt: skip
            raise _refused(sorted(files[cause])[0], "ar", found, Sentence("need_files.same-years"))


def _span(years: set[int]) -> str:
    return str(min(years)) if len(years) == 1 else f"{min(years)}–{max(years)}"


def _means(rows: list[_Row], notes: list[Sentence]) -> tuple[dict[Key, float], list[Sentence]]:
    """Deaths per year over all years of the files; a year without a row is zero, a hidden one unknown."""
    years = sorted({row.year for row in rows})
    by_cell: dict[tuple[str, str, int, str], dict[str, float]] = defaultdict(dict)
    for row in rows:
        by_cell[row.region, row.sex, row.year, row.cause][row.age] = row.value
    total: dict[Key, float] = {
        (region, sex): 0.0 for region in {row.region for row in rows} for sex in {row.sex for row in rows}
    }
    hidden: dict[Key, set[int]] = defaultdict(set)
    for (region, sex, year, _), ages in sorted(by_cell.items()):
        whole = [value for age, value in ages.items() if plain(age) in ALL_AGES]
        value = whole[0] if whole else sum(ages.values())
        if math.isnan(value):
            hidden[region, sex].add(year)
        else:
            total[region, sex] += value
    for (region, sex), when in sorted(hidden.items()):
        notes.append(Sentence("need_files.hidden", region=region, sex=sex, years=tuple(map(str, sorted(when)))))
    return {key: value / len(years) for key, value in sorted(total.items()) if key not in hidden}, notes
