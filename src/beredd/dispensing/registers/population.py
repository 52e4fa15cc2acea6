"""Population per municipality from a table such as SCB's: place, people and year found by header, parts added up."""

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from beredd.dispensing.registers.entries import Entry
from beredd.dispensing.registers.municipalities import Gazetteer
from beredd.intake import Fault, FileRefused, Sheet, as_number, cell, columns_of, has_two_readings, plain, unit_factor
from beredd.intake.cells import MONTHS
from beredd.wording import Sentence

PLACES = (
    *("municipalitycode", "kommunkod", "regionkod", "kommunnr", "kommun", "region", "municipality", "kod", "code"),
    *("kommunnamn", "lankommun", "omrade"),
)
PEOPLE = ("population", "folkmangd", "befolkning", "antal", "invanare", "antalinvanare", "people", "personer", "varde")
NO_PEOPLE = (
    "okning",
    "growth",
    "forandring",
    "change",
    "andel",
    "share",
    "tathet",
    "density",
    "medel",
    "procent",
    "minskning",
    "fodda",
    "doda",
    "hushall",
    "births",
    "deaths",
    "households",
)
YEAR = ("ar", "year", "tid", "time", "artal")
CONTENTS = ("tabellinnehall", "contents", "contentscode", "uppgift", "variabel", "variable", "matt", "measure")
ALL = {
    *("totalt", "total", "tot", "bada", "badakonen", "badekonen", "samtliga", "both", "bothsexes", "alla", "all"),
    *("totaltalder", "samtligaaldrar", "allages", "allaaldrar", "totalages", "totalage", "manochkvinnor", "0100"),
    *("kvinnorochman", "menandwomen", "womenandmen", "mankvinnor", "kvinnorman", "12", "mk", "km", "totaltkon"),
}
COUNTRY = {"00", "0", "0000", "riket", "00riket", "sverige", "sweden", "helariket", "totalt", "total"}
_DATED = re.compile(
    rf"(?:{'|'.join(PEOPLE)})(?:antal|personer|totalt|ar|den|(?:19|20)?[0-9]{{2,6}}|{'|'.join(sorted(MONTHS))})*"
)
"""A header of people with the day or year they were counted; `folkmangdkvinnor` and `antalhushall` are others'."""
PERIOD = re.compile(r"(?:19|20)[0-9]{2}(?:[-/. ]?[mkq]?[0-9]{1,2}){0,2}", re.IGNORECASE)
"""A year, month, quarter or day."""
REGISTER = (
    *("namn", "apoteksid", "apoteksnamn", "gln", "pharmacyid", "aktorsnamn", "lat", "north", "sweref99n", "servicetyp"),
    *("apotek", "pharmacy"),
)


@dataclass
class Population:
    """People per municipality row, an entry for each row of the file, and which parts the people were added up from."""

    entries: list[Entry] = field(default_factory=list)
    people: dict[int, int] = field(default_factory=dict)
    parts: dict[int, frozenset[tuple[str, ...]]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Row:
    """One usable row: what tells it from others of its municipality, and its people."""

    entry: Entry
    parts: tuple[str, ...]
    people: int


def is_population(sheet: Sheet) -> bool:
    """Whether a sheet has a place and a number of people, and no names or ids of pharmacies."""
    own = {plain(title) for title in sheet.header}
    return not own & set(REGISTER) and _place_column(sheet) >= 0 and _people_column(sheet) >= 0


def _place_column(sheet: Sheet) -> int:
    return columns_of(sheet.header, {"place": PLACES})["place"]


def _people_column(sheet: Sheet) -> int:
    """The column of people: by name, by a name that begins so with the newest year, or the newest year alone."""
    if (at := columns_of(sheet.header, {"people": PEOPLE})["people"]) >= 0:
        return at
    own = [plain(title) for title in sheet.header]
    fit = [k for k, title in enumerate(own) if _DATED.fullmatch(title)]
    years = [k for k, title in enumerate(own) if re.fullmatch(r"(19|20)[0-9]{2}", title)]
    return max(fit or years, key=lambda k: (_year_in(own[k]), k), default=-1)


def _year_in(text: str) -> int:
    found = re.findall(r"(?:19|20)[0-9]{2}", text)
    return int(found[-1]) if found else 0


def population_of(sheet: Sheet, gazetteer: Gazetteer) -> Population:
    """People of each municipality in the newest year; what is dropped says why.

    Where a file has both the parts of a whole (sexes, ages or others) and the whole, the whole alone counts.
    """
    place, people = _place_column(sheet), _people_column(sheet)
    at = columns_of(sheet.header, {"year": YEAR, "contents": CONTENTS})
    if at["year"] < 0:
        at["year"] = _period_column(sheet, {place, people})
    newest = _newest(sheet, at["year"])
    wanted = _wanted_contents(sheet, at["contents"])
    parts = _part_columns(sheet, {place, people, at["year"], at["contents"]})
    factor = unit_factor(sheet.header[people])
    out = Population()
    rows: dict[int, list[_Row]] = defaultdict(list)
    for n, (row, number) in enumerate(zip(sheet.rows, sheet.number, strict=True)):
        entry = Entry(where=f"row {number}", name=row[place])
        out.entries.append(entry)
        if n in sheet.too_long:
            width = len(sheet.header)
            entry.drop = f"the row has {width + sheet.too_long[n]} cells, the header {width}"
        elif newest and row[at["year"]].strip() != newest:
            entry.drop = f"of year {row[at['year']]}; the newest in the file, {newest}, counts"
        elif wanted is not None and plain(row[at["contents"]]) not in wanted:
            entry.drop = f"{row[at['contents']]!r} is another figure than the population"
        else:
            value = as_number(row[people], decimal=sheet.decimal) * factor
            # A dot before three digits is a thousands' dot: nobody writes people with decimals.
            if factor == 1 and has_two_readings(row[people]):
                value = float(re.sub(r"[.,]", "", row[people]))
            elif has_two_readings(row[people]):
                value = float(row[people].replace(",", ".")) * factor
            if not (value >= 0 and abs(value - round(value)) < 1e-6):
                entry.drop = f"people {row[people]!r} is no whole number"
                continue
            municipality = _municipality(row[place], entry, gazetteer)
            if not entry.drop:
                rows[municipality].append(_Row(entry, tuple(row[k] for k in parts), round(value)))
    _refuse_counties(sheet, place, rows, gazetteer)
    wholes = {municipality: _whole(own) for municipality, own in rows.items()}
    _refuse_unnamed_totals(sheet, parts, wholes)
    for municipality, own in wholes.items():
        kept = _without_repeats(sheet, own)
        out.people[municipality] = sum(row.people for row in kept)
        out.parts[municipality] = frozenset(row.parts for row in kept)
    return out


def _newest(sheet: Sheet, at: int) -> str:
    """The newest year in a column of years; nothing where there is no such column."""
    if at < 0:
        return ""
    found = (row[at].strip() for row in sheet.rows if _year_in(row[at]))
    return max(found, key=lambda text: (_year_in(text), text), default="")


def _period_column(sheet: Sheet, taken: set[int]) -> int:
    """A column of nothing but years, months or days, whatever it is called; -1 for none."""
    return next(
        (
            k
            for k in range(len(sheet.header))
            if k not in taken
            and not re.fullmatch(r"(19|20)[0-9]{2}", plain(sheet.header[k]))
            and all(PERIOD.fullmatch(row[k].strip()) for row in sheet.rows)
        ),
        -1,
    )


def _wanted_contents(sheet: Sheet, at: int) -> set[str] | None:
    """Which of the figures in one column are the population, None where there is one figure."""
    if at < 0 or not (found := {plain(row[at]) for row in sheet.rows if row[at]}):
        return None
    if len(found) == 1 and not any(word in text for text in found for word in NO_PEOPLE):
        return None
    fit = {text for text in found if text.startswith(PEOPLE) and not any(word in text for word in NO_PEOPLE)}
    if len(fit) != 1:
        several = Sentence("need_files.several-figures", codes=tuple(sorted(found)[:8]))
        raise sheet.refuse(several, Sentence("need_files.one-figure"), column=sheet.header[at])
    return fit


def _part_columns(sheet: Sheet, taken: set[int]) -> list[int]:
    """The columns that tell rows of one municipality apart: all that hold words and are not taken."""
    return [
        k
        for k in range(len(sheet.header))
        if k not in taken and not re.fullmatch(r"(19|20)[0-9]{2}", plain(sheet.header[k])) and not _is_figure(sheet, k)
    ]


def _is_figure(sheet: Sheet, k: int) -> bool:
    """Whether a column holds other figures, such as last year's people; ages and sexes by code are no figures."""
    if plain(sheet.header[k]) in {"kon", "sex", "gender", "alder", "age"}:
        return False
    return not any(math.isnan(as_number(row[k], decimal=sheet.decimal)) for row in sheet.rows)


def _whole(rows: Sequence[_Row]) -> list[_Row]:
    """The rows of a whole where there are such, the others marked as parts of it."""
    kept = list(rows)
    for k in range(len(rows[0].parts)):
        whole = [row for row in kept if plain(row.parts[k]) in ALL]
        if whole and len(whole) < len(kept):
            for row in kept:
                if row not in whole:
                    row.entry.drop = "a part of a total that is given too"
            kept = whole
    return kept


def _refuse_counties(sheet: Sheet, place: int, rows: dict[int, list[_Row]], gazetteer: Gazetteer) -> None:
    """Refuse a table of counties by name: Stockholm and Uppsala in it are no municipalities."""
    own = {plain(re.sub(r"^region\s+", "", row[place].strip().casefold())) for row in sheet.rows}
    counties = own & {plain(name) for name in gazetteer.network.county_name}
    if alone := sorted(counties - set(gazetteer.loose_name)):
        also = counties & set(gazetteer.loose_name) & {plain(gazetteer.network.municipality_name[m]) for m in rows}
        if also and len(own - counties) <= len(counties):
            found = Sentence("registers.counties", names=tuple(alone[:5]))
            raise sheet.refuse(found, Sentence("registers.municipalities"), column=sheet.header[place])


def _refuse_unnamed_totals(sheet: Sheet, columns: Sequence[int], rows: dict[int, list[_Row]]) -> None:
    """Refuse a word that holds all others of its column in every municipality: added to them it counts twice."""
    for k, column in enumerate(columns):
        split: dict[tuple, dict[str, int]] = defaultdict(dict)
        for municipality, own in rows.items():
            for row in own:
                split[municipality, *row.parts[:k], *row.parts[k + 1 :]][row.parts[k]] = row.people
        for word in sorted({word for parts in split.values() for word in parts}):
            cells = [parts for parts in split.values() if word in parts and len(parts) > 2]
            if cells and all(2 * parts[word] == sum(parts.values()) > 0 for parts in cells):
                found = Sentence("need_files.is-a-total", code=word)
                raise sheet.refuse(found, Sentence("need_files.parts-or-whole"), column=sheet.header[column])


def _without_repeats(sheet: Sheet, rows: Sequence[_Row]) -> list[_Row]:
    kept: dict[tuple[str, ...], _Row] = {}
    for row in rows:
        first = kept.setdefault(row.parts, row)
        if first is row:
            is_whole = [part for part in row.parts if plain(part) in ALL]
            row.entry.matched_by = f"municipality code{', total' if is_whole else ''}"
        elif first.people == row.people:
            row.entry.drop = f"repeats {first.entry.where}"
        else:
            found = Sentence("registers.twice", place=cell(row.entry.name), people=row.people, other=first.people)
            raise sheet.refuse(found, Sentence("registers.one-population"), column=sheet.header[_place_column(sheet)])
    return list(kept.values())


def combine(into: Population, more: Population, *, name: str, called) -> None:
    """Add the people of another file; a municipality that two files count otherwise is refused, never overwritten."""
    for municipality, people in more.people.items():
        before = into.people.get(municipality)
        if before is None:
            into.people[municipality] = people
            into.parts[municipality] = more.parts[municipality]
        elif (
            into.parts[municipality] & more.parts[municipality]
            or () in into.parts[municipality] | more.parts[municipality]
        ):
            if before != people:
                found = Sentence("registers.two-populations", place=called(municipality), people=people, other=before)
                raise FileRefused(faults=[Fault(name, found, Sentence("registers.one-population"))])
        else:
            into.people[municipality] = before + people
            into.parts[municipality] |= more.parts[municipality]
    into.entries += more.entries


def _municipality(text: str, entry: Entry, gazetteer: Gazetteer) -> int:
    text = text.strip()
    code = re.match(r"^([0-9]{1,4})(?:\.0+)?(?:\s+\S.*)?$", text)
    if plain(text) in COUNTRY or (code and len(code[1]) <= 2 and code[1].zfill(2) in gazetteer.county_code):
        entry.drop = "a county or the whole country, not a municipality"
        return -1
    if re.fullmatch(r".*\s(län|county)", text.casefold()) and not code:
        entry.drop = "a county, not a municipality"
        return -1
    probe = Entry(where=entry.where, municipality=code[1] if code else text)
    gazetteer.place(probe)
    entry.doubts += probe.doubts
    entry.drop = probe.drop
    return probe.municipality_row
