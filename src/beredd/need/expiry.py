"""The distribution log: what runs out of date where and when, and when to order more.

One row per movement: `date, place, county_code, kind, batch, expires, kits`; kind is received, handed_out or discarded.
"""

import csv
import io
import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from beredd.need.errors import Fault, TableError
from beredd.need.table import as_number, looks_personal, read_rows

COLUMNS = ("date", "place", "county_code", "kind", "batch", "expires", "kits")
KINDS = ("received", "handed_out", "discarded")
DAYS_A_MONTH = 365.25 / 12
LOOK_BACK_MONTHS = 6
"""How far back the pace of hand-outs is taken from."""


@dataclass(frozen=True)
class Movement:
    """One row of the log."""

    on: date
    place: str
    county_code: str
    kind: str
    batch: str
    expires: date
    kits: float


def parse_log(raw: bytes, *, name: str) -> list[Movement]:
    """The movements in a CSV file, oldest first. Everything wrong is named at once."""
    header, rows, decimal_comma = read_rows(raw, name=name)
    if absent := [column for column in COLUMNS if column not in header]:
        raise TableError([Fault(name, 1, c, "no such column", "the columns " + ", ".join(COLUMNS)) for c in absent])
    faults, movements = [], []
    for number, cells in rows:
        row = dict(zip(header, cells, strict=True))

        def wrong(column, allowed, row=row, number=number):
            found = repr(row[column]) if row[column] else "an empty cell"
            faults.append(Fault(name, number, column, found, allowed))

        days = {}
        for column in ("date", "expires"):
            try:
                days[column] = date.fromisoformat(row[column])
            except ValueError:
                wrong(column, "a date such as 2026-11-22")
        for column in ("place", "batch"):
            if not row[column]:
                wrong(column, "a name")
        for column, cell in row.items():
            if looks_personal(cell):
                faults.append(Fault(name, number, column, "what looks like a personal identity number", "no persons"))
        if row["kind"] not in KINDS:
            wrong("kind", ", ".join(KINDS))
        kits = as_number(row["kits"], decimal_comma=decimal_comma)
        if not (kits > 0 and kits == math.floor(kits)):
            wrong("kits", "a whole number above 0")
        if len(days) == 2:
            movements.append(
                Movement(
                    days["date"], row["place"], row["county_code"], row["kind"], row["batch"], days["expires"], kits
                )
            )
    if faults:
        raise TableError(faults)
    return sorted(movements, key=lambda movement: movement.on)


def stock_report(
    log: list[Movement], *, today: date, months: int = 12, lead_days: int = 14, cover_days: int = 28, name: str = "log"
) -> dict[str, Any]:
    """What is on the shelf, what expires, what has expired among people, and what to order.

    months       how far ahead to look for expiry
    lead_days    from order to delivery
    cover_days   what the shelf should hold beyond that
    """
    shelf, expires, county = defaultdict(float), {}, {}
    handed_out: dict[tuple[str, date], float] = defaultdict(float)
    pace: dict[str, float] = defaultdict(float)
    since = today.toordinal() - LOOK_BACK_MONTHS * DAYS_A_MONTH
    for movement in log:
        if movement.on > today:
            continue
        key = (movement.place, movement.batch)
        county[movement.place] = movement.county_code
        if expires.setdefault(key, movement.expires) != movement.expires:
            fault = Fault(name, 0, "expires", f"{movement.expires} for {movement.batch}", f"{expires[key]} as before")
            raise TableError([fault])
        shelf[key] += movement.kits if movement.kind == "received" else -movement.kits
        if shelf[key] < 0:
            raise TableError(
                [
                    Fault(
                        name,
                        0,
                        "kits",
                        f"{-shelf[key]:g} more kits of {movement.batch} gone from {movement.place} than came",
                        "no more out than in",
                    )
                ]
            )
        if movement.kind == "handed_out":
            handed_out[movement.county_code, movement.expires] += movement.kits
            if movement.on.toordinal() >= since:
                pace[movement.place] += movement.kits
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
    }


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


def report_csv(report: dict[str, Any]) -> str:
    """The batches that expire, as CSV."""
    out = io.StringIO()
    names = ("place", "county_code", "batch", "expires", "kits", "kits_left_at_expiry", "expired")
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(report["expiring"])
    return out.getvalue()
