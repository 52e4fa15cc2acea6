"""Reading a comparison: what it comes to in a sentence, and the tables and figures that show it.

`answer` is what `compare` gives, or its JSON. A negative effect is a good one.
"""

from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from typing import Any, Final

from beredd.dispensing.measures.kpis import ALL_TIERS, KPIS, NATIONAL
from beredd.dispensing.parameters import load_parameters
from beredd.dispensing.reading.lens import tier_labels
from beredd.dispensing.reading.places import counties
from beredd.figures import Bar, Cell, Column, Differences, Table, table_of
from beredd.figures.numbers import interval, number, percent, rounded, rounded_ends, signed
from beredd.parameters import load
from beredd.wording import Sentence, in_language, say

Answer = Mapping[str, Any]
WITHOUT: Final = "without"
COUNTIES_SHOWN = 12

KPI_LABELS: Final[dict[str, Sentence]] = {
    "person_days_past_limit": Sentence("measures.kpi-person-days-past-limit"),
    "person_days_without": Sentence("measures.kpi-person-days-without"),
    "people_past_limit_peak": Sentence("measures.kpi-people-past-limit-peak"),
    "people_turned_away": Sentence("measures.kpi-people-turned-away"),
    "queue_hours": Sentence("measures.kpi-queue-hours"),
    "unregistered_lines": Sentence("measures.kpi-unregistered-lines"),
    "phone_minutes": Sentence("measures.kpi-phone-minutes"),
    "patient_days_without": Sentence("measures.kpi-patient-days-without"),
    "patients_ever_without": Sentence("measures.kpi-patients-ever-without"),
    "patients_without_peak": Sentence("measures.kpi-patients-without-peak"),
    "acute_orders": Sentence("measures.kpi-acute-orders"),
    "nurse_minutes": Sentence("measures.kpi-nurse-minutes"),
    "prescriber_minutes": Sentence("measures.kpi-prescriber-minutes"),
    "dosett_errors": Sentence("measures.kpi-dosett-errors"),
}
"""Every figure's name, unit included."""
INTERVALS: Final[dict[str, Sentence]] = {
    "student_t": Sentence("measures.interval-chance"),
    "student_t_two_stages": Sentence("measures.interval-chance"),
    "order_statistics_of_draws": Sentence("measures.interval-draws"),
    "student_t_next_draw": Sentence("measures.interval-draws"),
}
"""What kind of interval an answer shows; one replicate shows none."""


def interval_kind(answer: Answer) -> Sentence:
    """What the intervals of the answer are over, and so what they do not hold."""
    return INTERVALS.get(answer["interval"], Sentence("measures.interval-none"))


def names(answer: Answer) -> dict[str, str]:
    """A measure's id -> its name in the language that is spoken."""
    return {row["id"]: in_language(_flat(row), "name") for row in answer["measures"]}


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    return {f"name_{code}": text for code, text in row["name"].items()}


def leading_rows(answer: Answer) -> list[dict[str, Any]]:
    """One row per measure on the leading figure of the nation, in the order of the ranking; a summary holds them."""
    if "rows" in answer:
        return list(answer["rows"])
    rows = {row["measure"]: row for row in _rows(answer, kpi=answer["leading"], area=NATIONAL, tier=ALL_TIERS)}
    place = {row["measure"]: row["place"] for row in answer["ranking"]}
    apart = {pair["second"]: pair for pair in answer["pairs"] if pair["first"] == WITHOUT}
    found = []
    for name in sorted(rows, key=lambda one: (place[one], rows[one]["effect"])):
        pair = apart[name]
        told = {"place": place[name], "is_told_apart": pair["is_told_apart"], "p_better": 1 - pair["p_first_better"]}
        found.append(rows[name] | told)
    return found


def parameter_labels() -> dict[str, str]:
    """A drawn parameter's name -> what it is called in the language that is spoken."""
    known = [*load_parameters().values(), *load("dose").values()]
    return {one.name: in_language({"label_sv": one.label_sv, "label_en": one.label_en}, "label") for one in known}


def lead(answer: Answer) -> list[Sentence]:
    """What the comparison comes to: the best measures, those that harm, those that cannot be told from nothing."""
    rows, named = leading_rows(answer), names(answer)
    of = KPI_LABELS[answer["leading"]]
    clear = [row for row in rows if row["is_told_apart"]]
    better = [row for row in clear if row["effect"] < 0]
    found = []
    if better:
        best = better[0]
        same = [named[row["measure"]] for row in better[1:] if row["place"] == best["place"]]
        values = {"name": named[best["measure"]], "figure": of, **_fewer(best)}
        found.append(Sentence("measures.lead-best", **values, days=answer["days"]))
        if same:
            found.append(Sentence("measures.lead-same", names=", ".join(same)))
    elif answer["interval"].startswith("none"):
        found.append(Sentence("measures.lead-one-replicate"))
    else:
        found.append(Sentence("measures.lead-nothing", figure=of))
    worse = [named[row["measure"]] for row in clear if row["effect"] > 0]
    if worse:
        found.append(Sentence("measures.lead-worse", names=", ".join(worse), n=len(worse)))
    return found


def _fewer(row: Mapping[str, Any]) -> dict[str, str]:
    fewer, ends = _known(-row["effect"], _turned(row))
    share = -row["effect"] / row["without"] if row["without"] else 0.0
    return {"fewer": number(fewer), "ends": interval(*ends) if ends else "–", "share": percent(share)}


def _turned(row: Mapping[str, Any]) -> tuple[float, float] | None:
    return None if row["low"] is None else (-row["high"], -row["low"])


def _known(value: float, ends: tuple[float, float] | None) -> tuple[float, tuple[float, float] | None]:
    """A number and its interval as far as they are known."""
    if ends is None:
        return rounded(value), None
    return rounded(value, *ends), rounded_ends(value, *ends)


def _rows(answer: Answer, **where: Any) -> list[dict[str, Any]]:
    return [row for row in answer["effects"] if all(row[key] == value for key, value in where.items())]


def _ends(row: Mapping[str, Any]) -> tuple[float, float] | None:
    return None if row["low"] is None else (row["low"], row["high"])


def _effect(row: Mapping[str, Any]) -> dict[str, Any]:
    """The cells of an effect: rounded where they are shown, raw in a file."""
    value, ends = _known(row["effect"], _ends(row))
    raw = _ends(row)
    return {
        "effect": Cell(shown=signed(value) if value else "0", raw=row["effect"]),
        "interval": Cell(shown=interval(*ends) if ends and ends[0] != ends[1] else "", raw=raw),
        "without": row["without"],
        "share": row["effect"] / row["without"] if row["without"] else None,
    }


def effects_table(answer: Answer) -> Table:
    """The measures on the leading figure of the nation, in the order of the ranking, each with the picture's letter."""
    named, rows = names(answer), leading_rows(answer)
    columns = [
        Column(key="measure", label=say("measures.column-measure"), kind="text"),
        Column(key="effect", label=say("measures.column-effect"), kind="signed"),
        Column(
            key="interval", label=say("measures.column-interval", share=percent(answer["confidence"])), kind="interval"
        ),
        Column(key="share", label=say("measures.column-share"), kind="percent", decimals=1),
        Column(key="p_better", label=say("measures.column-better"), kind="percent"),
        Column(key="place", label=say("measures.column-place")),
        Column(key="without", label=say("measures.column-without"), kind="estimate"),
    ]
    records = []
    for letter, row in zip(ascii_uppercase, rows, strict=False):
        name = Cell(shown=f"{letter}. {named[row['measure']]}", raw=row["measure"])
        note = "" if row["is_told_apart"] else say("measures.not-told-apart")
        better = Cell(shown=_chance(row["p_better"]), raw=row["p_better"])
        records.append({"measure": name, **_effect(row), "p_better": better, "place": row["place"], "note": note})
    caption = say("measures.table-effects", figure=KPI_LABELS[answer["leading"]], days=answer["days"])
    return table_of("effekter", caption, columns, records)


def _chance(p: float) -> str:
    """A probability that a few runs give: never nought or a hundred per cent."""
    if p > 0.99:
        return f"> {percent(0.99)}"
    return f"< {percent(0.01)}" if p < 0.01 else percent(p)


def effects_figure(answer: Answer) -> Differences:
    """The measures' effects on the leading figure beside doing nothing."""
    table, bars = effects_table(answer), []
    for letter, shown in zip(ascii_uppercase, table.rows, strict=False):
        ends = shown.cells[2].shown
        text = f"{shown.cells[1].shown} ({ends})" if ends else shown.cells[1].shown
        bars.append(Bar(name=letter, text=text, words=shown.head))
    sentences = " ".join(str(one) for one in lead(answer))
    return Differences(
        name="effekter",
        title=table.caption,
        alt=say("measures.figure-alt", n=len(bars), lead=sentences),
        table=table,
        bars=tuple(bars),
        point="effect",
        interval="interval",
    )


def figures_table(answer: Answer) -> Table:
    """Every figure of the nation that a measure moves: what people are without, and what it takes."""
    named = names(answer)
    columns = [
        Column(key="measure", label=say("measures.column-measure"), kind="text"),
        Column(key="kpi", label=say("measures.column-figure"), kind="text"),
        Column(key="effect", label=say("measures.column-effect"), kind="signed"),
        Column(
            key="interval", label=say("measures.column-interval", share=percent(answer["confidence"])), kind="interval"
        ),
        Column(key="share", label=say("measures.column-share"), kind="percent", decimals=1),
        Column(key="without", label=say("measures.column-without"), kind="estimate"),
    ]
    records = []
    for name in named:
        for row in _rows(answer, measure=name, area=NATIONAL, tier=ALL_TIERS):
            if row["effect"]:
                label = Cell(shown=str(KPI_LABELS[row["kpi"]]), raw=row["kpi"])
                what = say("measures.takes") if KPIS[row["kpi"]].is_cost else ""
                cell = Cell(shown=named[name], raw=name)
                records.append({"measure": cell, "kpi": label, **_effect(row), "note": what})
    return table_of("nyckeltal", say("measures.table-figures"), columns, records)


def tiers_table(answer: Answer) -> Table:
    """The leading figure by how long people can be without: a measure can shift harm from one to another."""
    labels = {tiers[0]: label for tiers, label in tier_labels().items() if len(tiers) == 1}
    named = names(answer)
    columns = [
        Column(key="measure", label=say("measures.column-measure"), kind="text"),
        Column(key="tier", label=say("measures.column-tier"), kind="text"),
        Column(key="effect", label=say("measures.column-effect"), kind="signed"),
        Column(
            key="interval", label=say("measures.column-interval", share=percent(answer["confidence"])), kind="interval"
        ),
        Column(key="without", label=say("measures.column-without"), kind="estimate"),
    ]
    records = []
    for name in named:
        for row in _rows(answer, measure=name, area=NATIONAL, kpi=answer["leading"]):
            if row["tier"] != ALL_TIERS and (row["effect"] or row["without"]):
                label = labels.get(row["tier"], str(row["tier"]))
                records.append(
                    {"measure": Cell(shown=named[name], raw=name), "tier": Cell(shown=label, raw=row["tier"])}
                    | _effect(row)
                )
    return table_of("nivaer", say("measures.table-tiers", figure=KPI_LABELS[answer["leading"]]), columns, records)


def counties_table(answer: Answer) -> Table:
    """The leading figure by county, the largest effect first. Ranks places: internal."""
    named, places = names(answer), counties()
    columns = [
        Column(key="county", label=say("measures.column-county"), kind="text"),
        Column(key="measure", label=say("measures.column-measure"), kind="text"),
        Column(key="effect", label=say("measures.column-effect"), kind="signed"),
        Column(
            key="interval", label=say("measures.column-interval", share=percent(answer["confidence"])), kind="interval"
        ),
        Column(key="share", label=say("measures.column-share"), kind="percent", decimals=1),
    ]
    rows = [
        row for row in _rows(answer, kpi=answer["leading"], tier=ALL_TIERS) if row["area"] != NATIONAL and row["effect"]
    ]
    records = [
        {
            "county": Cell(shown=places[row["area"]].name if row["area"] in places else row["area"], raw=row["area"]),
            "measure": Cell(shown=named[row["measure"]], raw=row["measure"]),
            **_effect(row),
        }
        for row in sorted(rows, key=lambda row: -abs(row["effect"]))
    ]
    return table_of(
        "lan",
        say("measures.table-counties", figure=KPI_LABELS[answer["leading"]]),
        columns,
        records,
        most=COUNTIES_SHOWN,
    )


def pairs_table(answer: Answer) -> Table:
    """Every two of them, and each against doing nothing: which may be called better, with Holm's correction."""
    named = names(answer) | {WITHOUT: say("measures.nothing")}
    columns = [
        Column(key="first", label=say("measures.column-first"), kind="text"),
        Column(key="second", label=say("measures.column-second"), kind="text"),
        Column(key="difference", label=say("measures.column-difference"), kind="signed"),
        Column(key="interval", label=say("measures.column-corrected"), kind="interval"),
        Column(key="p", label=say("measures.column-second-better"), kind="percent"),
        Column(key="apart", label=say("measures.column-apart"), kind="truth"),
    ]
    records = []
    for pair in answer["pairs"]:
        # second minus first: below zero, the second has less of what people are without
        turned = {"effect": -pair["difference"], "low": None, "high": None, "without": None}
        if pair["low"] is not None:
            turned |= {"low": -pair["high"], "high": -pair["low"]}
        cells = _effect(turned)
        better = 1 - pair["p_first_better"]
        records.append(
            {
                "first": Cell(shown=named[pair["first"]], raw=pair["first"]),
                "second": Cell(shown=named[pair["second"]], raw=pair["second"]),
                "difference": cells["effect"],
                "interval": cells["interval"],
                "p": Cell(shown=_chance(better), raw=better),
                "apart": pair["is_told_apart"],
            }
        )
    return table_of("par", say("measures.table-pairs", figure=KPI_LABELS[answer["leading"]]), columns, records)


def combinations(answer: Answer) -> list[Sentence]:
    """Where measures were taken together and alone: whether they help more together than apart."""
    named = names(answer)
    found = []
    for row in answer["combinations"]:
        value, ends = _known(row["beyond_parts"], _ends(row))
        is_clear = ends is not None and (ends[0] > 0 or ends[1] < 0)
        values = {"name": named[row["measure"]], "ends": interval(*ends) if ends else "–"}
        if not is_clear:
            found.append(Sentence("measures.together-unclear", **values))
        elif value < 0:
            found.append(Sentence("measures.together-more", **values, n=number(-value)))
        else:
            found.append(Sentence("measures.together-less", **values, n=number(value)))
    return found


def summary_of(answer: Answer) -> dict[str, Any]:
    """What lists and the matrix need of an answer: JSON-ready, a few kB; `lead` reads it as it reads an answer."""
    keys = "scenario scenario_name network residents_share days seed replicates leading interval confidence provenance"
    draws = answer["draws"]
    found = {key: answer[key] for key in (*keys.split(), "fingerprint", "wall_s", "measures")} | {
        "draws": draws["used"] if draws else None
    }
    return found | {"rows": leading_rows(answer)}


# Over scenarios --------------------------------------------------------------------------------------------------
def matrix(summaries: Sequence[Mapping[str, Any]]) -> Table:
    """Measures against scenarios: what each changes of the scenario's leading figure, and whether that is certain.

    Of the same measure in the same scenario the later summary counts. The last column says which measures are robust
    (help in most of the scenarios that they were tried in and harm in none) and which are specific (help, and not in
    most, or harm in some).
    """
    by_scenario: dict[str, Mapping[str, Any]] = {one["scenario"]: one for one in summaries}
    tried: dict[str, dict[str, Mapping[str, Any]]] = {}
    named: dict[str, str] = {}
    for one in summaries:
        named |= {row["id"]: in_language(_flat(row), "name") for row in one["measures"]}
        for row in one["rows"]:
            tried.setdefault(row["measure"], {})[one["scenario"]] = row
    columns = [Column(key="measure", label=say("measures.column-measure"), kind="text")]
    for id, one in by_scenario.items():
        title = in_language({f"name_{code}": text for code, text in one["scenario_name"].items()}, "name")
        columns.append(Column(key=id, label=title, kind="percent", decimals=1))
    columns += [
        Column(key="helps", label=say("measures.column-helps")),
        Column(key="judged", label=say("measures.column-judged"), kind="text"),
    ]
    records = []
    for name, cells in sorted(tried.items(), key=lambda item: (-_helps(item[1]), named[item[0]])):
        record: dict[str, Any] = {"measure": Cell(shown=named[name], raw=name)}
        record |= {id: _matrix_cell(cells[id]) if id in cells else Cell(shown="") for id in by_scenario}
        tally = Cell(shown=say("measures.helps-of", helps=_helps(cells), tried=len(cells)), raw=_helps(cells))
        records.append(record | {"helps": tally, "judged": str(judged(list(cells.values())))})
    return table_of("matris", say("measures.table-matrix"), columns, records)


def _helps(cells: Mapping[str, Mapping[str, Any]]) -> int:
    return sum(row["is_told_apart"] and row["effect"] < 0 for row in cells.values())


def judged(rows: Sequence[Mapping[str, Any]]) -> Sentence:
    """What may be said of a measure from the scenarios that it was tried in."""
    helps = sum(row["is_told_apart"] and row["effect"] < 0 for row in rows)
    harms = any(row["is_told_apart"] and row["effect"] > 0 for row in rows)
    if harms and not helps:
        return Sentence("measures.judged-harms")
    if not helps:
        return Sentence("measures.judged-nothing")
    if len(rows) < 2:
        return Sentence("measures.judged-once")
    if not harms and 2 * helps > len(rows):
        return Sentence("measures.judged-robust")
    return Sentence("measures.judged-specific")


def _matrix_cell(row: Mapping[str, Any]) -> Cell:
    share = row["effect"] / row["without"] if row["without"] else None
    if share is None:
        return Cell(shown=say("measures.cell-none"), raw=None)
    if not row["effect"]:
        return Cell(shown="0", raw=0.0)
    sign = "+" if share > 0 else ""
    shown = f"{sign}{percent(share, 1)}"
    return Cell(shown=shown if row["is_told_apart"] else f"({shown})", raw=share)
