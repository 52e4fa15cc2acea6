"""Rows of a CSV register, columns found by their header whatever their order: EXPO's field names and everyday ones."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, datetime

from beredd.dispensing.errors import ImportRefused
from beredd.dispensing.registers.entries import UNKNOWN_HOURS, Entry
from beredd.dispensing.registers.hours import day_hours, week_hours
from beredd.dispensing.registers.identity import find_identity_number, is_phone_column
from beredd.dispensing.registers.municipalities import plain
from beredd.dispensing.registers.sweref import is_sweref, to_degrees

MAX_ROWS = 200_000
NAMES = {
    # meaning: accepted headers, in `plain` form, the first found counts
    "id": ("apoteksid", "gln", "glnkod", "expeditionsstalleid", "pharmacyid", "apotekid", "id"),
    "name": ("namn", "apoteksnamn", "name", "pharmacy", "apotek", "kortnamn", "expeditionsstalle"),
    "owner": ("aktorsnamn", "aktor", "owner", "agare", "huvudman", "kedja", "ownerid", "operator", "brand"),
    "street": ("besoksadress", "adress", "gatuadress", "address", "street"),
    "postcode": ("postnr", "postnummer", "postcode"),
    "city": ("postort", "besoksort", "ort", "city", "town"),
    "municipality": ("kommun", "kommunkod", "municipalitycode", "municipality", "kommunnamn"),
    "county": ("lan", "lanskod", "lankod", "countycode", "county"),
    "lat": ("lat", "latitude", "latitud"),
    "lon": ("lon", "lng", "long", "longitude", "longitud"),
    "north": ("n", "north", "northing", "sweref99n", "sweref99tmn", "nkoordinat", "y", "ykoordinat"),
    "east": ("e", "east", "easting", "sweref99e", "sweref99tme", "ekoordinat", "x", "xkoordinat"),
    "service": ("servicetyp", "servicetype", "serviceform", "typ", "type"),
    "starts": ("startdatum", "startdate"),
    "ends": ("slutdatum", "enddate"),
    "status": ("tillstandsstatus", "status"),
    "main_type": ("huvudorgtypkod",),
    "week": ("openinghours", "oppettider"),
}
DAY_NAMES = (
    ("mandag", "monday", "man", "mon"),
    ("tisdag", "tuesday", "tis", "tue"),
    ("onsdag", "wednesday", "ons", "wed"),
    ("torsdag", "thursday", "tor", "thu"),
    ("fredag", "friday", "fre", "fri"),
    ("lordag", "saturday", "lor", "sat"),
    ("sondag", "sunday", "son", "sun"),
)
NO_COUNTER = {
    "ADM": "an administrative unit",
    "DJAP": "a pharmacy for animals only",
    "DOS": "a dose pharmacy without a counter",
    "GSL": "of type GSL, which has no counter",
    "SA": "a hospital's own pharmacy",
    "TILV": "a manufacturing unit",
}
ON_THE_WEB = ("EH", "DIST")
YES = {"1", "j", "ja", "true", "t", "y", "yes", "x", "sant"}
ENDED = ("aterkalla", "upphor", "avslut", "indrag", "avveckla", "stangd", "nedlagd", "inaktiv")


@dataclass(frozen=True)
class Sheet:
    """A CSV file split into cells; `number[i]` is the line at which row i begins, as an editor shows it."""

    header: list[str]
    rows: list[list[str]]
    number: list[int]

    def column(self, *names: str) -> int:
        """Position of the first of these headers (in `plain` form), -1 for none."""
        own = [plain(cell) for cell in self.header]
        return next((own.index(name) for name in names if name in own), -1)


def read_sheet(name: str, text: str) -> Sheet:
    """Cells of a CSV text separated by semicolon, comma or tab; refused when it holds a personal identity number."""
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    rows: list[list[str]] = []
    number: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    at = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append([cell.strip() for cell in row])
                number.append(at)
            at = reader.line_num + 1
            if len(rows) > MAX_ROWS:
                raise ImportRefused(f"{name}: more than {MAX_ROWS:,} rows; this is no register of pharmacies.")
    except csv.Error as error:
        raise ImportRefused(f"{name}, row {at}: not readable as CSV: {error}.") from None
    if len(rows) < 2:
        raise ImportRefused(f"{name}: found no rows below the header; a register has a header and one row a pharmacy.")
    sheet = Sheet(rows[0], rows[1:], number[1:])
    _refuse_identity_numbers(name, sheet, number[0])
    return sheet


def _refuse_identity_numbers(name: str, sheet: Sheet, header_at: int) -> None:
    for at, row in zip([header_at, *sheet.number], [sheet.header, *sheet.rows], strict=True):
        for k, cell in enumerate(row):
            column = sheet.header[k] if k < len(sheet.header) else f"number {k + 1}"
            # The header itself may hold a number too; it must not be echoed.
            if at == header_at:
                column = f"number {k + 1}"
            if len(cell) >= 10 and find_identity_number(cell, is_phone=is_phone_column(column)):
                raise ImportRefused(
                    f"{name}, row {at}, column {column}: holds a personal identity number. Nothing has been imported; "
                    f"remove such numbers from the whole file first. Registers of pharmacies need none."
                )


def entries_of(name: str, sheet: Sheet, *, today: date) -> list[Entry]:
    """One entry for each row of a sheet of pharmacies."""
    at = {meaning: sheet.column(*names) for meaning, names in NAMES.items()}
    if at["name"] < 0 and at["id"] < 0:
        raise ImportRefused(_unusable(name, sheet, "no column with the pharmacy's name (namn) or id (apoteksId)"))
    if max(at["municipality"], at["city"], min(at["lat"], at["lon"]), min(at["north"], at["east"])) < 0:
        raise ImportRefused(
            _unusable(name, sheet, "no column that says where (kommun, postort, lat and lon, or N and E)")
        )
    days = [sheet.column(*names) for names in DAY_NAMES]
    flags = {plain(cell): k for k, cell in enumerate(sheet.header) if plain(cell).startswith("orgtyp")}
    return [
        _entry(row, where=f"row {n}", width=len(sheet.header), at=at, days=days, flags=flags, today=today)
        for row, n in zip(sheet.rows, sheet.number, strict=True)
    ]


def _unusable(name: str, sheet: Sheet, what: str) -> str:
    return f"{name}: {what}; found the columns {', '.join(sheet.header[:20])}."


def _entry(row, *, where, width, at, days, flags, today) -> Entry:
    entry = Entry(where=where)
    while len(row) > width and not row[-1]:
        row = row[:-1]
    if len(row) != width:
        entry.name = row[at["name"]] if 0 <= at["name"] < len(row) else ""
        entry.drop = f"the row has {len(row)} cells, the header {width}"
        return entry
    cell = {meaning: row[k] if k >= 0 else "" for meaning, k in at.items()}
    entry.id = _gln(cell["id"])
    for meaning in ("name", "owner", "street", "postcode", "city", "municipality", "county"):
        setattr(entry, meaning, cell[meaning])
    if cell["id"] and not entry.id:
        entry.doubts.append(f"id {cell['id']!r} was rounded by a spreadsheet and is not used")
    entry.name = entry.name or entry.id
    entry.postcode = re.sub(r"[^0-9]", "", entry.postcode)
    if not entry.name:
        entry.drop = "neither name nor id"
        return entry
    _settle_kind(entry, cell["main_type"], {key[6:].upper() for key, k in flags.items() if row[k].casefold() in YES})
    _settle_dates(entry, cell["starts"], cell["ends"], today)
    if any(word in plain(cell["status"]) for word in ENDED):
        entry.drop = entry.drop or f"permit status {cell['status']!r}"
    if "ombud" in plain(cell["service"]):
        entry.drop = entry.drop or "a pharmacy agent (apoteksombud), not a pharmacy"
    entry.lat, entry.lon = _position(entry, cell)
    entry.hours = _hours(entry, [row[k] if k >= 0 else "" for k in days], cell["week"])
    return entry


def _gln(text: str) -> str:
    """An id as text; nothing where a spreadsheet has turned it into a rounded number such as 7.35E+12."""
    return "" if re.fullmatch(r"[0-9][.,][0-9]+[eE]\+?[0-9]+", text) else re.sub(r"^([0-9]+)\.0+$", r"\1", text)


def _settle_kind(entry: Entry, main_type: str, flags: set[str]) -> None:
    """Shop, e-commerce or not for customers at all, by EXPO's main type, else by its flags."""
    main = main_type.strip().upper().removeprefix("ORGTYP")
    if main in ON_THE_WEB or (not main and flags & set(ON_THE_WEB)):
        entry.is_ecommerce = True
    elif main in NO_COUNTER:
        entry.drop = f"{NO_COUNTER[main]} (huvudOrgTypKod {main})"
    elif not main and (kinds := sorted(flags & NO_COUNTER.keys())):
        entry.drop = f"{NO_COUNTER[kinds[0]]} (orgTyp{kinds[0]}, and no huvudOrgTypKod says otherwise)"


def _settle_dates(entry: Entry, starts: str, ends: str, today: date) -> None:
    for text, word in ((starts, "startDatum"), (ends, "slutDatum")):
        if not text:
            continue
        day = _date(text)
        if day is None:
            entry.doubts.append(f"{word} {text!r} is no date and is not used")
        elif word == "slutDatum" and day <= today:
            entry.drop = entry.drop or f"closed since {day.isoformat()}"
        elif word == "startDatum" and day > today:
            entry.drop = entry.drop or f"opens only on {day.isoformat()}"


def _date(text: str) -> date | None:
    for form in ("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text[:10].split("T")[0].split(" ")[0], form).date()
        except ValueError:
            continue
    return None


def _position(entry: Entry, cell: dict[str, str]) -> tuple[float | None, float | None]:
    """Degrees from degrees or from SWEREF 99 TM, whichever of the columns holds which."""
    lat, lon = cell["lat"] or cell["north"], cell["lon"] or cell["east"]
    try:
        # Northings are never eastings in Sweden, so a file that calls them x and y either way is read right.
        east, north = sorted((float(lat.replace(",", ".")), float(lon.replace(",", "."))))
    except ValueError:
        east = north = 0.0
    if is_sweref(north, east):
        return to_degrees(north, east)
    return _degrees(entry, "lat", lat), _degrees(entry, "lon", lon)


def _degrees(entry: Entry, which: str, text: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = float("nan")
    if not abs(value) <= 180:
        entry.doubts.append(f"{which} {text!r} is no degrees and is not used")
        return None
    return value


def _hours(entry: Entry, days: list[str], week: str) -> tuple[str, ...]:
    if not any(days) and week:
        try:
            return week_hours(week)
        except (ValueError, KeyError):
            entry.doubts.append(f"opening hours {week!r} are not understood and are estimated")
            return UNKNOWN_HOURS
    out = []
    for text in days:
        try:
            out.append(day_hours(text))
        except ValueError:
            entry.doubts.append(f"opening hours {text!r} are not understood and are estimated")
            out.append("")
    # A register that gives hours for some days says by silence that the others are closed.
    return tuple(text or ("closed" if any(out) else "") for text in out)
