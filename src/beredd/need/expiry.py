"""The distribution log: what runs out of date where and when, and when to order more.

One row per movement: `date, place, county_code, kind, batch, expires, kits`; kind is received, handed_out or discarded.
Headers and kinds may be Swedish: docs/reference/need-distribution-log.md.
"""

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from beredd.intake import Fault, FileRefused, as_date, as_number, cell, columns_of, has_two_readings, plain, read_sheet
from beredd.need.counties import county_code
from beredd.need.table import LIMITS, MEN, WOMEN
from beredd.wording import Sentence

MEANINGS = {
    # column: headers that mean it, in `plain` form
    "date": ("date", "datum", "dag", "day"),
    "place": ("place", "plats", "mottagning", "enhet", "stalle", "unit"),
    "county_code": ("countycode", "lanskod", "lankod", "regionkod", "lan", "county"),
    "kind": ("kind", "handelse", "slag", "typ", "type", "rorelse", "movement"),
    "batch": ("batch", "sats", "lot", "batchnummer", "satsnummer", "lotnummer", "batchno", "lotno"),
    "expires": ("expires", "utgar", "utgangsdatum", "utgangsdag", "bastfore", "expiry", "expirydate", "hallbartill"),
    "kits": ("kits", "kit", "antal", "antalkit", "number", "quantity"),
}
OPTIONAL = {
    "setting": ("setting", "miljo", "verksamhet", "sammanhang"),
    "sex": ("sex", "kon", "gender"),
}
"""To whom kits went, where somebody has written it down; the reach of guidance and kits is told by it."""
SETTING_WORDS = {
    **dict.fromkeys(("needleexchange", "sprututbyte", "sprutbyte"), "needle_exchange"),
    **dict.fromkeys(("addictioncare", "beroendevard", "laro"), "addiction_care"),
    **dict.fromkeys(("emergencycare", "akutsjukvard", "akutmottagning", "ambulans"), "emergency_care"),
    **dict.fromkeys(("prison", "kriminalvard", "anstalt", "hakte"), "prison"),
    **dict.fromkeys(("shelter", "harbarge", "boende"), "shelter"),
    **dict.fromkeys(("protectedhousing", "skyddatboende"), "protected_housing"),
    **dict.fromkeys(("outreach", "uppsokande", "falt"), "outreach"),
    **dict.fromkeys(("pharmacy", "apotek"), "pharmacy"),
    **dict.fromkeys(("other", "annat", "annan"), "other"),
    **dict.fromkeys(("", "unknown", "okant", "okand", "uppgiftsaknas"), "unknown"),
}
SEX_WORDS = {
    **dict.fromkeys(MEN, "men"),
    **dict.fromkeys(WOMEN, "women"),
    **dict.fromkeys(("", "unknown", "okant", "okand", "uppgiftsaknas"), "unknown"),
}
PROTECTED = "protected_housing"
"""Where it lies is a secret: the place of such a row is its county's code and nothing else."""
KINDS = ("received", "handed_out", "discarded")
KIND_WORDS = {
    **dict.fromkeys(("received", "mottaget", "mottagna", "inkommet", "inleverans", "leverans", "in"), "received"),
    **dict.fromkeys(("handedout", "utlamnat", "utlamnade", "utlamnad", "utdelat", "utdelade", "ut"), "handed_out"),
    **dict.fromkeys(("discarded", "kasserat", "kasserade", "kasserad", "kassation", "slangt"), "discarded"),
}
DAYS_A_MONTH = 365.25 / 12
LOOK_BACK_MONTHS = 6
"""How far back the pace of hand-outs is taken from."""


@dataclass(frozen=True)
class Movement:
    """One row of the log; `row` is where it stands in the file."""

    on: date
    place: str
    county_code: str
    kind: str
    batch: str
    expires: date
    kits: float
    row: int = 0
    only_month: bool = False
    """The day of expiry was given as a month, and is its last day."""
    setting: str = "unknown"
    sex: str = "unknown"


def parse_log(raw: bytes, *, name: str) -> list[Movement]:
    """The movements in a CSV or XLSX file, oldest first; within a day what came stands before what went.

    Everything wrong is named at once.
    """
    sheet = read_sheet(raw, name=name, limits=LIMITS, suits=lambda one: min(_columns(one).values()) >= 0)
    at, more = _columns(sheet), columns_of(sheet.header, OPTIONAL)
    if absent := [column for column, place in at.items() if place < 0]:
        wanted = Sentence("need_files.the-columns", columns=tuple(MEANINGS))
        raise FileRefused(
            faults=[sheet.fault(sheet.header_row, c, Sentence("need_files.no-column"), wanted) for c in absent]
        )
    sheet.refuse_long_rows()
    faults: list[Fault] = []
    movements = []
    for number, cells in zip(sheet.number, sheet.rows, strict=True):
        row = {column: cells[place] for column, place in at.items()}

        def wrong(column, allowed, row=row, number=number):
            faults.append(sheet.fault(number, sheet.header[at[column]], cell(row[column]), allowed))

        on, expires = as_date(row["date"]), as_date(row["expires"], month_is_enough=True)
        if on is None:
            wrong("date", Sentence("need_files.a-day"))
        if expires is None:
            wrong("expires", Sentence("need_files.a-day-or-month"))
        for column in ("place", "batch"):
            if not row[column]:
                wrong(column, Sentence("need_files.a-name"))
        kind = KIND_WORDS.get(plain(row["kind"]), "")
        if not kind:
            wrong("kind", Sentence("need_files.kinds", kinds=KINDS))
        setting, sex = (_word(cells, more[name], words) for name, words in _OF)
        for name, found, words in (("setting", setting, SETTING_WORDS), ("sex", sex, SEX_WORDS)):
            if found is None:
                allowed = Sentence("need_files.kinds", kinds=tuple(dict.fromkeys(words.values())))
                faults.append(sheet.fault(number, sheet.header[more[name]], cell(cells[more[name]]), allowed))
        if setting == PROTECTED and row["place"] != row["county_code"]:
            # The place is not repeated in the sentence: it is what must not get around.
            hidden = Sentence("need_files.protected-place")
            faults.append(sheet.fault(number, sheet.header[at["place"]], hidden, Sentence("need_files.county-alone")))
        kits = as_number(row["kits"], decimal=sheet.decimal)
        if not (kits > 0 and kits == math.floor(kits)) or has_two_readings(row["kits"]):
            wrong("kits", Sentence("need_files.whole-kits"))
        if on and expires:
            only_month = as_date(row["expires"]) is None
            movements.append(
                Movement(
                    on,
                    county_code(row["place"]) if setting == PROTECTED else row["place"],
                    county_code(row["county_code"]),
                    kind,
                    row["batch"],
                    expires,
                    kits,
                    number,
                    only_month,
                    setting or "unknown",
                    sex or "unknown",
                )
            )
    if faults:
        raise FileRefused(faults=faults)
    return sorted(movements, key=lambda movement: (movement.on, movement.kind != "received"))


_OF = (("setting", SETTING_WORDS), ("sex", SEX_WORDS))


def _word(cells, place, words):
    """What a cell of a column that need not be there says; unknown without the column, None for no known word."""
    return words.get(plain(cells[place])) if place >= 0 else "unknown"


def _columns(sheet):
    return columns_of(sheet.header, MEANINGS)


def stock_report(
    log: list[Movement], *, today: date, months: int = 12, lead_days: int = 14, cover_days: int = 28, name: str = "log"
) -> dict[str, Any]:
    """What is on the shelf, what expires, what has expired among people, and what to order.

    months       how far ahead to look for expiry
    lead_days    from order to delivery
    cover_days   what the shelf should hold beyond that
    """
    shelf, expires, county = defaultdict(float), {}, {}

    def refuse(movement, column, found, allowed):
        raise FileRefused(faults=[Fault(name, found, allowed, row=movement.row, column=column)])

    handed_out: dict[tuple[str, date], float] = defaultdict(float)
    pace: dict[str, float] = defaultdict(float)
    since = today.toordinal() - LOOK_BACK_MONTHS * DAYS_A_MONTH
    for movement in log:
        if movement.on > today:
            continue
        key = (movement.place, movement.batch)
        known = county.setdefault(movement.place, movement)
        if known.county_code != movement.county_code:
            found = Sentence(
                "need_files.other-county",
                found=movement.county_code, place=movement.place, known=known.county_code, row=str(known.row),
            )  # fmt: skip
            refuse(movement, "county_code", found, Sentence("need_files.one-county"))
        known = expires.setdefault(key, movement)
        if known.expires != movement.expires:
            found = Sentence(
                "need_files.other-expiry",
                found=movement.expires, batch=movement.batch, known=known.expires, row=str(known.row),
            )  # fmt: skip
            refuse(movement, "expires", found, Sentence("need_files.one-expiry"))
        shelf[key] += movement.kits if movement.kind == "received" else -movement.kits
        if shelf[key] < 0:
            found = Sentence("need_files.more-out", n=-shelf[key], batch=movement.batch, place=movement.place)
            refuse(movement, "kits", found, Sentence("need_files.no-more-out"))
        if movement.kind == "handed_out":
            handed_out[movement.county_code, movement.expires] += movement.kits
            if movement.on.toordinal() >= since:
                pace[movement.place] += movement.kits
    expires = {key: movement.expires for key, movement in expires.items()}
    county = {place: movement.county_code for place, movement in county.items()}
    horizon = today.toordinal() + months * DAYS_A_MONTH
    first = min((m.on.toordinal() for m in log), default=today.toordinal())
    span = max(min(today.toordinal() - first + 1, LOOK_BACK_MONTHS * DAYS_A_MONTH), 1.0)
    return {
        "schema": "beredd/need-expiry/1",
        "today": today.isoformat(),
        "expiring": _expiring(shelf, expires, county, pace, span, today, horizon),
        "among_people": [
            {"county_code": code, "expires": day.isoformat(), "kits_handed_out": kits, "expired": day < today}
            for (code, day), kits in sorted(handed_out.items(), key=lambda item: (item[0][1], item[0][0]))
            if day.toordinal() <= horizon
        ],
        "reorder": _reorder(shelf, expires, county, pace, span, today, lead_days, cover_days),
        "notes": [str(note) for note in notes_of(log, today)],
    }


def notes_of(log: list[Movement], today: date) -> list[Sentence]:
    """What a reader of the report must know of the log."""
    notes = []
    if months := sum(movement.only_month for movement in log):
        notes.append(Sentence("need_files.month-read-as", n=months))
    if after := [movement.row for movement in log if movement.on > today]:
        rows = tuple(map(str, sorted(after)[:10]))
        notes.append(Sentence("need_files.rows-after", n=len(after), rows=rows, today=today))
    return notes


def _expiring(shelf, expires, county, pace, span, today, horizon):
    """Batches on a shelf that expire before the horizon; what is left then if the oldest go first at today's pace."""
    rows, used = [], defaultdict(float)
    for (place, batch), kits in sorted(shelf.items(), key=lambda item: (expires[item[0]], item[0])):
        day = expires[place, batch]
        if kits <= 0 or day.toordinal() > horizon:
            continue
        can_go = max(pace[place] / span * max(day.toordinal() - today.toordinal(), 0) - used[place], 0.0)
        used[place] += min(kits, can_go)
        rows.append(
            {
                "place": place,
                "county_code": county[place],
                "batch": batch,
                "expires": day.isoformat(),
                "kits": kits,
                "kits_left_at_expiry": max(math.ceil(kits - can_go - 1e-9), 0),
                "expired": day < today,
            }
        )
    return rows


def _reorder(shelf, expires, county, pace, span, today, lead_days, cover_days):
    """Per place: usable kits, pace, the point at which to order, and how many to order now."""
    usable = defaultdict(float)
    for (place, batch), kits in shelf.items():
        usable[place] += kits if expires[place, batch] >= today else 0.0
    rows = []
    for place in sorted(county):
        per_day = pace[place] / span
        # Hand-outs come one at a time: the square root is the spread of a Poisson count, 1.64 leaves 5 in 100 short.
        during = per_day * lead_days
        point = math.ceil(during + 1.64 * math.sqrt(during))
        up_to = point + math.ceil(per_day * cover_days)
        rows.append(
            {
                "place": place,
                "county_code": county[place],
                "usable_kits": usable[place],
                "handed_out_per_month": per_day * DAYS_A_MONTH,
                "reorder_at": point,
                "order_now": max(up_to - int(usable[place]), 0) if usable[place] <= point and per_day > 0 else 0,
            }
        )
    return rows
