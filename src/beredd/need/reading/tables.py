"""The tables of a plan, made of its document: what the maps and the curve draw, what pages show and files hold."""

from typing import Any

from beredd.figures import Cell, Column, Table, table_of
from beredd.figures.numbers import interval, number, rounded
from beredd.figures.secrecy import HIDDEN
from beredd.figures.table import Kind
from beredd.need.names import EQUITY, SCENARIO
from beredd.need.plan import BudgetCurve
from beredd.need.secrecy import SECRET
from beredd.wording import Sentence, in_language, say, source

Document = dict[str, Any]

SEXES = {"women": Sentence("need.women"), "men": Sentence("need.men")}


AREAS = "omraden"
"""The table of the maps, by its name in addresses."""


def plan_table(found: Document) -> Table:
    """Need and reach by area and sex, whole kits in files; own columns last, in files only."""
    target = number(100 * found["question"]["target"], 0)
    columns = [
        Column(key="county_code", kind="text"),
        Column(key="county", label=say("need.column-area"), kind="text"),
        Column(key="sex", label=say("need.column-sex"), kind="text"),
        Column(key="population", kind="count"),
        Column(key="at_risk", label=say("need.column-at-risk"), kind=_people_kind(found), decimals=0),
        Column(key="at_risk_basis", kind="text"),
        Column(key="opioid_deaths", label=say("need.column-deaths")),
        Column(key="kits_in_circulation_now", label=say("need.column-kits-now"), kind="estimate"),
        Column(key="availability_now", label=say("need.column-availability-now"), kind="percent"),
        Column(key="kits_in_circulation", label=say("need.column-kits"), kind="estimate"),
        Column(key="kits_per_year", label=say("need.column-kits-per-year"), kind="estimate"),
        Column(key="availability", label=say("need.column-availability"), kind="percent"),
        Column(key="availability_interval", label=say("need.column-interval"), kind="percent-interval"),
        Column(key="deaths_averted", label=say("need.column-averted"), decimals=1),
        Column(key="deaths_averted_interval", kind="interval"),
        Column(key="uses_expected_per_year"),
        Column(key="kits_for_target", label=say("need.column-kits-for-target", target=target), kind="estimate"),
        Column(key="kits_per_year_for_target", kind="count"),
        *(Column(key=name, kind="text") for name in found["unknown_columns"]),
    ]
    records = []
    for row in found["rows"]:
        record = {column.key: _rounded(column, row.get(column.key)) for column in columns}
        for key, finest in (("deaths_averted", 0.1), ("kits_for_target", 1.0)):
            record[key] = _as_known(row.get(key), row.get(f"{key}_interval"), record[key], finest)
        record |= row["other"] | {"sex": Cell(shown=str(SEXES[row["sex"]]), raw=row["sex"])}
        record["place"] = row["county_code"]
        if hidden_as := row.get("hidden_as"):
            record |= {name: Cell(shown=HIDDEN) for name in SECRET}
            record["opioid_deaths"] = Cell(shown=hidden_as, raw=hidden_as)
        records.append(record)
    return table_of("plan", say("need.table-plan"), columns, records)


def _people_kind(found: Document) -> Kind:
    """People at risk are counted where the file gives them, and an estimate where they are shared out."""
    return "estimate" if any(row["at_risk_basis"] == "derived" for row in found["rows"]) else "number"


def _as_known(value: float | None, ends: list[float] | None, raw: Any, finest: float) -> Cell:
    """A row's number as the total above is shown: to the size of its interval; the file's number behind it."""
    if value is None:
        return Cell(shown=number(None), raw=raw)
    low, high = ends or (None, None)
    return Cell(shown=number(rounded(value, low, high, finest=finest)), raw=raw)


def _rounded(column: Column, value: Any) -> Any:
    """What a file can use: whole kits, shares to four decimals, the rest to two."""
    if isinstance(value, list):
        return tuple(_rounded(column, end) for end in value)
    if not isinstance(value, float):
        return value
    if column.kind in ("count", "estimate"):
        return round(value)
    return round(value, 4 if column.kind.startswith("percent") else 2)


def areas_table(found: Document, sex: str = "all") -> Table:
    """Availability by area, today and with the plan: of one sex, or of both weighted by people at risk."""
    of_area: dict[str, list[dict[str, Any]]] = {}
    for row in found["rows"]:
        if sex in ("all", row["sex"]):
            of_area.setdefault(row["county_code"], []).append(row)
    records = []
    for code, rows in of_area.items():
        at_risk = sum(row["at_risk"] for row in rows)
        record: dict[str, Any] = {"county_code": Cell(shown=rows[0]["county"], raw=code), "at_risk": at_risk}
        record |= {"place": code, "link": f"#rad-{AREAS}-{code}"}
        for name in ("availability_now", "availability"):
            record[name] = sum(row["at_risk"] * row[name] for row in rows) / at_risk
        records.append(record)
    columns = (
        Column(key="county_code", label=say("need.column-area"), kind="text"),
        Column(key="at_risk", label=say("need.column-at-risk"), kind=_people_kind(found), decimals=0),
        Column(key="availability_now", label=say("need.column-availability-now"), kind="percent"),
        Column(key="availability", label=say("need.column-availability"), kind="percent"),
    )
    return table_of(AREAS, say("need.table-areas", who=_who(sex)), columns, records)


def _who(sex: str) -> str:
    return str(SEXES[sex]) if sex in SEXES else say("need.both-sexes")


def budgets_table(found: Document, reached: BudgetCurve) -> Table:
    """What budgets reach: deaths a year that naloxone prevents, by the efficient split and by the one chosen."""
    is_chosen = found["question"]["equity"] not in (None, "efficient")
    records = [
        {"kits": kits, "efficient": efficient, "chosen": chosen}
        for kits, efficient, chosen in zip(reached.budgets, reached.efficient, reached.chosen, strict=True)
    ]
    columns = [
        Column(key="kits", label=say("need.column-kits-out"), kind="count"),
        Column(key="efficient", label=str(EQUITY["efficient"]), kind="estimate", decimals=1),
        *([Column(key="chosen", label=say("need.chosen-split"), kind="estimate", decimals=1)] if is_chosen else []),
    ]
    return table_of("budgetar", say("need.figure-budgets"), columns, records, every=3)


def equity_table(found: Document) -> Table:
    """Each way of sharing the same kits, and what it costs; a way that cannot be had has no numbers."""
    columns = (
        Column(key="mode", label=say("need.column-mode"), kind="text"),
        Column(key="extra_deaths", label=say("need.column-extra-deaths"), decimals=extra_decimals(found)),
        Column(key="p_women", label=say("need.column-women"), kind="percent"),
        Column(key="p_men", label=say("need.column-men"), kind="percent"),
        Column(key="lowest_availability", label=say("need.column-lowest"), kind="percent"),
        Column(key="deaths_averted"),
        Column(key="kits_women", kind="count"),
        Column(key="kits_men", kind="count"),
    )
    records = [row | {"mode": Cell(shown=str(EQUITY[row["mode"]]), raw=row["mode"])} for row in found["equity"]]
    return table_of("rattvisa", say("need.table-equity"), columns, records)


def extra_decimals(found: Document) -> int:
    """Of deaths that a way of sharing costs: as far as the widest interval lets them be told, at most a hundredth; a
    tenth where sums are rounded for the sake of hidden rows."""
    ends = [row["extra_deaths_interval"] for row in found["equity"] if row.get("extra_deaths_interval")]
    widest = max((high - low for low, high in ends), default=0.0)
    finest = 1 if any(row.get("hidden_as") for row in found["rows"]) else 2
    return min(finest, 0 if widest >= 10 else 1 if widest >= 0.5 else 2)


def _known(value: float | None) -> str:
    return number(None if value is None else rounded(value))


def scenarios_table(found: Document) -> Table:
    """The same kits under other drugs."""
    columns = (
        Column(key="scenario", label=say("need.column-drugs"), kind="text"),
        Column(key="p", label=say("need.column-availability"), kind="percent"),
        Column(key="deaths_with_plan", label=say("need.column-deaths"), kind="estimate"),
        Column(key="kits_for_target", label=say("need.column-kits-target"), kind="estimate"),
    )
    records = [
        row | {"scenario": Cell(shown=str(SCENARIO[row["scenario"]]), raw=row["scenario"])}
        for row in found["scenarios"]
    ]
    return table_of("droger", say("need.table-scenarios"), columns, records)


def swings_table(found: Document) -> Table:
    """The parameters that matter most, at the ends of their ranges."""
    columns = (
        Column(key="parameter", label=say("need.column-parameter"), kind="text"),
        Column(key="range_interval", label=say("need.column-range"), kind="interval"),
        Column(key="averted_interval", label=say("need.column-averted"), kind="interval", decimals=1),
        Column(key="kits_interval", label=say("need.column-kits-target"), kind="interval", decimals=0),
    )
    records = []
    for row in found["tornado"]:
        averted, kits = row["deaths_averted"], row["kits_for_target"]
        records.append(
            {
                "parameter": Cell(shown=in_language(row, "label"), raw=row["parameter"]),
                "range_interval": Cell(shown=interval(row["low"], row["high"]), raw=(row["low"], row["high"])),
                # At the low and at the high end, which is not always from less to more.
                "averted_interval": Cell(
                    shown=" / ".join(number(rounded(value, finest=0.1)) for value in averted), raw=tuple(averted)
                ),
                "kits_interval": Cell(shown=" / ".join(_known(value) for value in kits), raw=tuple(kits)),
            }
        )
    return table_of("betyder-mest", say("need.table-swings"), columns, records)


def assumptions_table(found: Document) -> Table:
    """Every parameter in use, with its source and how sure it is."""
    columns = (
        Column(key="parameter", label=say("need.column-parameter"), kind="text"),
        Column(key="value", label=say("need.column-value")),
        Column(key="unit", kind="text"),
        Column(key="range_interval", label=say("need.column-range"), kind="interval"),
        Column(key="source", label=say("need.column-source"), kind="text"),
        Column(key="confidence", kind="text"),
    )
    records = []
    for row in found["assumptions"]:
        decimals = None if abs(row["value"]) >= 0.1 else 5
        records.append(
            row
            | {
                "parameter": Cell(shown=in_language(row, "label"), raw=row["name"]),
                "value": Cell(shown=number(row["value"], decimals), raw=row["value"]),
                "range_interval": Cell(shown=interval(*row["range"]), raw=tuple(row["range"])),
                "source": source(row["source"]),
            }
        )
    return table_of("antaganden", say("need.table-assumptions"), columns, records)
