"""Rows of a register as a table, columns found by their header whatever their order: EXPO's names and everyday ones."""

import math
import re
from datetime import date

from beredd.dispensing.registers.entries import UNKNOWN_HOURS, Entry
from beredd.dispensing.registers.hours import day_hours, week_hours
from beredd.dispensing.registers.sweref import is_sweref, to_degrees
from beredd.intake import Sheet, as_date, as_number, cell, columns_of, has_two_readings, plain
from beredd.wording import Sentence

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
    "DX": "a unit for dose production",
    "SA": "a hospital's own pharmacy",
    "TILV": "a manufacturing unit",
    "TVAP": "a unit that makes medicines to order",
}
ON_THE_WEB = ("EH", "DIST", "DIAP")
SHOPS = ("", "AP", "DJUR", "EA", "OAP")
"""Main types of pharmacies that serve customers. Of others it is not known what they are."""
YES = {"1", "j", "ja", "true", "t", "y", "yes", "x", "sant"}
ENDED = ("aterkalla", "upphor", "avslut", "indrag", "avveckla", "stangd", "nedlagd", "inaktiv")


def is_register(sheet: Sheet) -> bool:
    """Whether a sheet has a column of names or ids, and one that says where."""
    at = columns_of(sheet.header, NAMES)
    return max(at["name"], at["id"]) >= 0 and _says_where(at)


def _says_where(at: dict[str, int]) -> bool:
    return max(at["municipality"], at["city"], min(at["lat"], at["lon"]), min(at["north"], at["east"])) >= 0


def entries_of(sheet: Sheet, *, today: date) -> list[Entry]:
    """One entry for each row of a sheet of pharmacies."""
    at = columns_of(sheet.header, NAMES)
    if at["name"] < 0 and at["id"] < 0:
        raise _unusable(sheet, Sentence("registers.name-or-id"))
    if not _says_where(at):
        raise _unusable(sheet, Sentence("registers.says-where"))
    days = [columns_of(sheet.header, {"day": names})["day"] for names in DAY_NAMES]
    flags = {plain(title): k for k, title in enumerate(sheet.header) if plain(title).startswith("orgtyp")}
    width = len(sheet.header)
    services = {plain(row[at["service"]]) for row in sheet.rows} if at["service"] >= 0 else set()
    is_of_all_kinds = any("apotek" in text or "pharmacy" in text for text in services)
    entries = []
    for n, (row, number) in enumerate(zip(sheet.rows, sheet.number, strict=True)):
        if n in sheet.too_long:
            name = row[at["name"]] if at["name"] >= 0 else ""
            drop = f"the row has {width + sheet.too_long[n]} cells, the header {width}"
            entries.append(Entry(where=f"row {number}", name=name, drop=drop))
        else:
            entry = _entry(row, where=f"row {number}", at=at, days=days, flags=flags, today=today)
            service = row[at["service"]] if is_of_all_kinds else ""
            if service and not any(word in plain(service) for word in ("apotek", "pharmacy")):
                entry.drop = entry.drop or f"{cell(service).in_('en')} is no pharmacy, as others in the file are"
            entries.append(entry)
    return entries


def _unusable(sheet: Sheet, allowed: Sentence) -> Exception:
    found = Sentence("registers.columns", columns=tuple(title[:40] for title in sheet.header[:20]))
    return sheet.refuse(found, allowed, row=sheet.header_row)


def _entry(row, *, where, at, days, flags, today) -> Entry:
    entry = Entry(where=where)
    text = {meaning: row[k] if k >= 0 else "" for meaning, k in at.items()}
    entry.id = _gln(text["id"])
    for meaning in ("name", "owner", "street", "postcode", "city", "municipality", "county"):
        setattr(entry, meaning, text[meaning])
    if text["id"] and not entry.id:
        entry.doubts.append(f"id {text['id']!r} was rounded by a spreadsheet and is not used")
    entry.name = entry.name or entry.id
    entry.postcode = re.sub(r"[^0-9]", "", entry.postcode)
    if not entry.name:
        entry.drop = "neither name nor id"
        return entry
    _settle_kind(entry, text["main_type"], {key[6:].upper() for key, k in flags.items() if row[k].casefold() in YES})
    _settle_dates(entry, text["starts"], text["ends"], today)
    if any(word in plain(text["status"]) for word in ENDED):
        entry.drop = entry.drop or f"permit status {text['status']!r}"
    if "ombud" in plain(text["service"]):
        entry.drop = entry.drop or "a pharmacy agent (apoteksombud), not a pharmacy"
    entry.lat, entry.lon = _position(entry, text)
    entry.hours = _hours(entry, [row[k] if k >= 0 else "" for k in days], text["week"])
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
    elif main not in SHOPS:
        entry.doubts.append(f"huvudOrgTypKod {main_type!r} is not known and taken for a shop")
    elif not main and (kinds := sorted(flags & NO_COUNTER.keys())):
        entry.drop = f"{NO_COUNTER[kinds[0]]} (orgTyp{kinds[0]}, and no huvudOrgTypKod says otherwise)"


def _settle_dates(entry: Entry, starts: str, ends: str, today: date) -> None:
    for text, word in ((starts, "startDatum"), (ends, "slutDatum")):
        if not text:
            continue
        day = as_date(text)
        if day is None:
            entry.doubts.append(f"{word} {text!r} is no date and is not used")
        elif word == "slutDatum" and day <= today:
            entry.drop = entry.drop or f"closed since {day.isoformat()}"
        elif word == "startDatum" and day > today:
            entry.drop = entry.drop or f"opens only on {day.isoformat()}"


def _position(entry: Entry, text: dict[str, str]) -> tuple[float | None, float | None]:
    """Degrees from degrees or from SWEREF 99 TM, whichever of the columns holds which."""
    lat, lon = text["lat"] or text["north"], text["lon"] or text["east"]
    # Degrees have no thousands, so a comma is always a decimal comma. Northings are never eastings in Sweden, so a file
    # that calls them x and y either way is read right.
    values = _coordinate(lat), _coordinate(lon)
    if not any(map(math.isnan, values)):
        east, north = sorted(values)
        if is_sweref(north, east):
            return to_degrees(north, east)
    return _degrees(entry, "lat", lat), _degrees(entry, "lon", lon)


def _coordinate(text: str) -> float:
    return as_number(text.replace(",", ".") if has_two_readings(text) else text, decimal=".")


def _degrees(entry: Entry, which: str, text: str) -> float | None:
    if not text:
        return None
    value = _coordinate(text.rstrip("°"))
    if not abs(value) <= 180:
        entry.doubts.append(f"{which} {text[:40]!r} is no degrees and is not used")
        return None
    return value


def _hours(entry: Entry, days: list[str], week: str) -> tuple[str, ...]:
    if not any(days) and week:
        try:
            found, aside = week_hours(week)
        except ValueError:
            entry.doubts.append(f"opening hours {cell(week).in_('en')} are not understood and are estimated")
            return UNKNOWN_HOURS
        if aside:
            entry.doubts.append(f"of the opening hours {'; '.join(aside)!r} is left aside")
        return found
    out = []
    for text in days:
        try:
            out.append(day_hours(text))
        except ValueError:
            entry.doubts.append(f"opening hours {cell(text).in_('en')} are not understood and are estimated")
            out.append("")
    # A register that gives hours for some days says by silence that the others are closed.
    has_hours = any(out)
    return tuple(found or ("closed" if has_hours and not text else "") for found, text in zip(out, days, strict=True))
