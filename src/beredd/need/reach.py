"""Who is not reached: kits handed out in a year beside the need, by county and sex, and by setting.

What can be told of few people is hidden before anything is made of it: tables, the picture and files see the same rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from beredd.figures import Bar, Column, Shares, Table, table_of
from beredd.figures.numbers import percent
from beredd.figures.secrecy import Hidden, hidden_cells
from beredd.need.expiry import Movement
from beredd.wording import say

SEXES = ("women", "men", "unknown")
DAYS = 365


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Kits handed out during the year up to a day beside those needed in a year.

    counties   one row per county: need, kits and share in all, of women and of men; None where hidden or not known
    settings   one row per setting and sex; none where a total is hidden, which the other table's rows would give away
    """

    until: date
    counties: tuple[dict[str, Any], ...]
    settings: tuple[dict[str, Any], ...]

    def document(self) -> dict[str, Any]:
        """Everything, JSON-ready."""
        return {
            "schema": "beredd/guidance-reach/1",
            "until": self.until.isoformat(),
            "days": DAYS,
            "counties": list(self.counties),
            "settings": list(self.settings),
        }


def find_reach(log: Iterable[Movement], need: Iterable[Mapping[str, Any]], *, until: date) -> Reach:
    """`need` are rows of a plan's document: `county_code`, `county`, `sex`, `kits_per_year_for_target`."""
    first = until - timedelta(days=DAYS - 1)
    out = [one for one in log if one.kind == "handed_out" and first <= one.on <= until]
    names: dict[str, str] = {}
    needed: dict[tuple[str, str], float] = {}
    for row in need:
        names[row["county_code"]] = row["county"]
        needed[row["county_code"], row["sex"]] = row["kits_per_year_for_target"]
    for movement in out:
        names.setdefault(movement.county_code, movement.county_code)
    by_county = _counted(((one.county_code, one.sex, one.kits) for one in out), sorted(names))
    by_setting = _counted(((one.setting, one.sex, one.kits) for one in out), sorted({one.setting for one in out}))
    counties = [_county(code, names[code], needed, by_county) for code in sorted(names)]
    settings = [
        {"setting": name, "sex": sex, **by_setting.cell(name, sex)} for name in by_setting.rows for sex in SEXES
    ]
    if by_county.hidden.totals or by_setting.hidden.totals:
        settings = []
    return Reach(until=until, counties=tuple(sorted(counties, key=_least_first)), settings=tuple(settings))


@dataclass(frozen=True, kw_only=True)
class _Counts:
    rows: tuple[str, ...]
    counts: tuple[float, ...]
    hidden: Hidden

    def cell(self, row: str, sex: str) -> dict[str, Any]:
        at = self.rows.index(row) * len(SEXES) + SEXES.index(sex)
        if at in self.hidden:
            return {"kits": None, "hidden_as": self.hidden.shown_as(at)}
        return {"kits": self.counts[at], "hidden_as": None}

    def total(self, row: str) -> float | None:
        if row in self.hidden.totals:
            return None
        at = self.rows.index(row) * len(SEXES)
        return sum(self.counts[at : at + len(SEXES)])


def _counted(found: Iterable[tuple[str, str, float]], rows: Iterable[str]) -> _Counts:
    """Kits by row and sex, with what must be hidden where the sums of each row, of each sex and of all are shown."""
    kits: dict[tuple[str, str], float] = defaultdict(float)
    for row, sex, n in found:
        kits[row, sex] += n
    names = tuple(rows)
    cells = [(row, sex) for row in names for sex in SEXES]
    counts = tuple(kits[cell] for cell in cells)
    groups = {row: [i for i, cell in enumerate(cells) if cell[0] == row] for row in names}
    groups |= {f"all {sex}": [i for i, cell in enumerate(cells) if cell[1] == sex] for sex in SEXES}
    return _Counts(rows=names, counts=counts, hidden=hidden_cells(counts, groups))


def _county(code: str, name: str, needed: Mapping[tuple[str, str], float], counts: _Counts) -> dict[str, Any]:
    row: dict[str, Any] = {"county_code": code, "county": name}
    for sex in SEXES:
        cell, need = counts.cell(code, sex), needed.get((code, sex))
        row |= {f"kits_{sex}": cell["kits"], f"hidden_as_{sex}": cell["hidden_as"]}
        if sex != "unknown":
            row |= {f"need_{sex}": need, f"share_{sex}": _share(cell["kits"], need)}
    both = [need for sex in SEXES if (need := needed.get((code, sex))) is not None]
    total = counts.total(code)
    return row | {"need": sum(both) if both else None, "kits": total, "share": _share(total, sum(both))}


def _share(kits: float | None, need: float | None) -> float | None:
    return None if kits is None or not need else kits / need


def _least_first(row: Mapping[str, Any]) -> tuple[bool, float, str]:
    share = row["share"]
    return share is None, share or 0.0, row["county_code"]


def county_table(reach: Reach) -> Table:
    """Counties, those that are reached least first."""
    columns = [
        Column(key="county", label=say("need.reach-county"), kind="text"),
        Column(key="need", label=say("need.reach-need"), kind="estimate"),
        Column(key="kits", label=say("need.reach-kits"), kind="count"),
        Column(key="share", label=say("need.reach-share"), kind="percent"),
        Column(key="share_women", label=say("need.reach-women"), kind="percent"),
        Column(key="share_men", label=say("need.reach-men"), kind="percent"),
        Column(key="point", is_filed=False),
        Column(key="ends", kind="interval", is_filed=False),
    ]
    rows = []
    for row in reach.counties:
        shares = [row[key] for key in ("share_women", "share_men") if row[key] is not None]
        ends = (_drawn(min(shares)), _drawn(max(shares))) if shares else None
        point = None if row["share"] is None else _drawn(row["share"])
        rows.append({**row, "point": point, "ends": ends, "place": row["county_code"]})
    return table_of("rackvidd", say("need.reach-title", on=reach.until), columns, rows)


def _drawn(share: float) -> float:
    """In per cent; what is more than the need ends where the drawing does."""
    return min(100 * share, 100.0)


def picture(reach: Reach) -> Shares:
    """A line per county: from the sex that is reached less to the other, a dot for both."""
    table = county_table(reach)
    bars = []
    for row in reach.counties:
        of = [say("need.reach-of-sex", sex=sex, share=_said(row[f"share_{sex}"])) for sex in ("women", "men")]
        bars.append(Bar(name=row["county"], text=", ".join(of), is_baseline=True))
    known = [row for row in reach.counties if row["share"] is not None]
    least = known[0] if known else None
    alt = say("need.reach-none")
    if least is not None:
        alt = say("need.reach-alt", county=least["county"], share=percent(least["share"]), n=len(known))
    return Shares(
        name="rackvidd", title=table.caption, alt=alt, table=table, bars=tuple(bars), point="point", interval="ends"
    )


def _said(share: float | None) -> str:
    return "–" if share is None else percent(share)
