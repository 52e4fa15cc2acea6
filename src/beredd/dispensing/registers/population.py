"""Population per municipality from a CSV such as SCB's: code and people found by header, sexes and ages added up."""

import re
from dataclasses import dataclass, field

from beredd.dispensing.registers.delimited import Sheet
from beredd.dispensing.registers.entries import Entry
from beredd.dispensing.registers.municipalities import Gazetteer, plain

PLACES = ("municipalitycode", "kommunkod", "regionkod", "kommun", "region", "municipality", "kod", "code")
PEOPLE = ("population", "folkmangd", "befolkning", "antal", "invanare", "people", "personer")
SEX = ("kon", "sex")
AGE = ("alder", "age")
ALL = {"totalt", "bada", "badakonen", "samtliga", "total", "both", "totaltalder", "samtligaaldrar", "allages"}
COUNTRY = {"00", "0", "riket", "00riket", "sverige", "sweden"}


@dataclass
class Population:
    """People per municipality row, and an entry for each row of the file."""

    entries: list[Entry] = field(default_factory=list)
    people: dict[int, int] = field(default_factory=dict)


def is_population(sheet: Sheet) -> bool:
    """Whether a sheet has a place and a number of people, and no names or ids of pharmacies."""
    is_register = (
        sheet.column(
            "namn",
            "apoteksid",
            "apoteksnamn",
            "gln",
            "pharmacyid",
            "aktorsnamn",
            "lat",
            "north",
            "sweref99n",
            "servicetyp",
        )
        >= 0
    )
    return not is_register and sheet.column(*PLACES) >= 0 and _people_column(sheet) >= 0


def _people_column(sheet: Sheet) -> int:
    """The column of people: by name, by a name that begins so, or the last column whose header is a year."""
    if (at := sheet.column(*PEOPLE)) >= 0:
        return at
    own = [plain(cell) for cell in sheet.header]
    starts = [k for k, cell in enumerate(own) if cell.startswith(PEOPLE)]
    years = [k for k, cell in enumerate(own) if re.fullmatch(r"(19|20)[0-9]{2}", cell)]
    return max(starts or years or [-1])


def population_of(sheet: Sheet, gazetteer: Gazetteer) -> Population:
    """People of each municipality; rows of counties and the country are dropped and said to be."""
    place, people = sheet.column(*PLACES), _people_column(sheet)
    sex, age = sheet.column(*SEX), sheet.column(*AGE)
    out = Population()
    whole: dict[int, str] = {}
    for row, n in zip(sheet.rows, sheet.number, strict=True):
        entry = Entry(where=f"row {n}", name=row[place] if place < len(row) else "")
        out.entries.append(entry)
        if len(row) != len(sheet.header):
            entry.drop = f"the row has {len(row)} cells, the header {len(sheet.header)}"
            continue
        kind = {column: plain(row[k]) in ALL for column, k in (("sex", sex), ("age", age)) if k >= 0}
        number = re.sub(r"[\s\u00a0 ]", "", row[people])
        if not re.fullmatch(r"[0-9]+(\.0+)?", number):
            entry.drop = f"people {row[people]!r} is no whole number"
            continue
        municipality = _municipality(row[place], entry, gazetteer)
        if entry.drop:
            continue
        # Where a file has both the parts and their total, the total alone counts.
        level = "+".join(sorted(column for column, is_total in kind.items() if is_total))
        parts = "+".join(sorted(column for column, is_total in kind.items() if not is_total))
        if municipality in whole and whole[municipality] != parts:
            if len(parts) < len(whole[municipality]):
                out.people[municipality] = 0
            else:
                entry.drop = "a part of a total that is given too"
                continue
        elif municipality in out.people and not parts:
            entry.drop = "the municipality occurs more than once"
            continue
        whole[municipality] = parts
        entry.matched_by = f"municipality code{', total of ' + level if level else ''}"
        out.people[municipality] = out.people.get(municipality, 0) + int(float(number))
    return out


def _municipality(cell: str, entry: Entry, gazetteer: Gazetteer) -> int:
    text = cell.strip()
    code = re.match(r"^([0-9]{1,4})(?:\.0+)?(?:\s+\S.*)?$", text)
    if plain(text) in COUNTRY or (code and len(code[1]) <= 2 and code[1].zfill(2) in gazetteer.county_code):
        entry.drop = "a county or the whole country, not a municipality"
        return -1
    probe = Entry(where=entry.where, municipality=code[1] if code else text)
    gazetteer.place(probe)
    entry.doubts += probe.doubts
    entry.drop = probe.drop
    return probe.municipality_row
