"""The plan as a JSON document and as rows for a file."""

import math
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from beredd.need.files import table_file
from beredd.need.model import SCENARIOS, situation
from beredd.need.names import EQUITY, SCENARIO
from beredd.need.parameters import load_parameters
from beredd.need.plan import Plan, witnesses
from beredd.need.question import KIND, command_of
from beredd.need.secrecy import guarded, hidden_rows
from beredd.need.supply import per_year
from beredd.need.table import AreaTable
from beredd.provenance import Record, fingerprint
from beredd.wording import Sentence

if TYPE_CHECKING:
    from beredd.need.uncertainty import Uncertainty

SCHEMA = "beredd/need-plan/2"
ENGINE = "need/1"
NUMBERS = ("rows", "totals", "equity", "witnesses", "scenarios", "tornado")
"""What of a document came out of the model."""
LIMITS = (
    Sentence("need.limit-mixing"),
    Sentence("need.limit-american"),
    Sentence("need.limit-witnessed"),
    Sentence("need.limit-channels"),
    Sentence("need.limit-overdoses"),
    Sentence("need.limit-moves"),
)


def _plain(value: Any) -> Any:
    """Floats, lists and None for JSON: numpy unpacked, what is not finite as None."""
    if is_dataclass(value):  # an interval
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, np.ndarray):
        return [_plain(item) for item in value.tolist()]
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, np.integer | np.bool_):
        return value.item()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def document(plan: Plan, *, shows_small: bool = False) -> dict[str, Any]:
    """Everything about the plan, JSON-ready, rows unrounded and in the file's order: docs/reference/need-plan.md.

    Counts under five are hidden, and what they could be worked out from; not with `shows_small`, for the table's owner.
    """
    # Late: who only reads a document needs no statistics and no compiler.
    from beredd.need.uncertainty import tornado, uncertainty

    doubt = uncertainty(plan) if plan.question.draws else None
    notes = [note for note in notes_of(plan) if not (shows_small and note.code == "need.note-hidden")]
    found = _plain(
        {
            "schema": SCHEMA,
            "file": plan.table.name,
            "question": plan.question.as_data(),
            "rows": rows_of(plan, doubt),
            "totals": totals_of(plan, doubt),
            "equity": equity_of(plan, doubt),
            "witnesses": witnesses(plan),
            "scenarios": scenarios_of(plan),
            "tornado": tornado(plan),
            "missing": plan.table.missing(),
            "notes": [note.in_("en") for note in notes],
            "note_codes": [note.as_json() for note in notes],
            "unknown_columns": sorted(plan.table.other),
            "assumptions": assumptions_of(plan),
        }
    )
    if not shows_small:
        found = guarded(found, hidden_rows(plan.table))
    result = fingerprint({name: found[name] for name in NUMBERS})
    return found | {"provenance": record_of(plan, result).as_dict()}


def rows_of(plan: Plan, doubt: "Uncertainty | None") -> list[dict[str, Any]]:
    """One dictionary per row of the file."""
    table, now, split = plan.table, plan.now, plan.split
    life = plan.values["kit_life_months"]
    irvine = _availability_with_whole_pharmacy_kits(plan)
    uses = now.uses(split.availability)
    yearly, target_yearly = plan.per_year, per_year(plan.for_target, life)
    hidden = hidden_rows(table)
    rows = []
    for i in range(len(table)):
        row = {
            "county_code": table.codes[i],
            "county": table.areas[i],
            "sex": table.sexes[i],
            "population": table.population[i],
            "at_risk": table.at_risk[i],
            "at_risk_basis": "derived" if table.at_risk_is_estimate else "given",
            "opioid_deaths": table.deaths[i],
            "small_cell": i in hidden,
            "overdoses_per_year": now.overdoses[i],
            "kits_per_year_now": table.kits_per_year[i].sum(),
            "kits_in_circulation_now": now.kits_now[i],
            "availability_now": now.availability_now[i],
            "availability_now_pharmacy_irvine": irvine[i],
            "kits_in_circulation": split.kits[i],
            "kits_per_year": yearly[i],
            "availability": split.availability[i],
            "deaths_averted": split.averted[i],
            "uses_expected_per_year": uses[i],
            "kits_for_target": plan.for_target[i],
            "kits_per_year_for_target": target_yearly[i],
        }
        if table.at_risk_low is not None and table.at_risk_high is not None:
            row["at_risk_range"] = [table.at_risk_low[i], table.at_risk_high[i]]
        if doubt is not None:
            for name in ("availability", "deaths_averted", "kits_for_target"):
                found = getattr(doubt, name)
                row[f"{name}_interval"] = [found.low[i], found.high[i]]
        row["other"] = {column: cells[i] for column, cells in table.other.items()}
        rows.append(row)
    return rows


def _availability_with_whole_pharmacy_kits(plan: Plan) -> np.ndarray:
    """Availability today when a pharmacy's kit counts as a whole one (Irvine), beside the register's weight."""
    values = plan.values | {"weight_pharmacy": 1.0}
    return situation(
        plan.table, values, mixing=plan.mixing, scenario=SCENARIOS[plan.question.scenario]
    ).availability_now


def totals_of(plan: Plan, doubt: "Uncertainty | None") -> dict[str, Any]:
    """Over all rows; `p` is availability weighted by overdoses."""
    now, split, life = plan.now, plan.split, plan.values["kit_life_months"]
    totals: dict[str, Any] = {
        "mode": split.mode,
        "kits_in_circulation": split.kits.sum(),
        "kits_in_circulation_now": now.kits_now.sum(),
        "kits_per_year": plan.per_year.sum(),
        "kits_per_year_now": plan.table.kits_per_year.sum(),
        "kits_men": plan.kits_of("men"),
        "kits_women": plan.kits_of("women"),
        "p": plan.weighted(split.availability),
        "p_men": plan.weighted(split.availability, "men"),
        "p_women": plan.weighted(split.availability, "women"),
        "p_now": plan.weighted(now.availability_now),
        "p_now_men": plan.weighted(now.availability_now, "men"),
        "p_now_women": plan.weighted(now.availability_now, "women"),
        "at_risk": plan.table.at_risk.sum(),
        "opioid_deaths": plan.table.deaths.sum(),
        "overdoses_per_year": now.overdoses.sum(),
        "uses_expected_per_year": now.uses(split.availability).sum(),
        "deaths_now": now.deaths_now.sum(),
        "deaths_averted": split.deaths_averted,
        "deaths_averted_optimal": plan.splits["efficient"].deaths_averted,
        "deaths_averted_proportional": plan.splits["proportional"].deaths_averted,
        "extra_deaths": None if split.mode == "target" else plan.extra_deaths(split.mode),
        "kits_for_target": plan.for_target.sum(),
        "kits_per_year_for_target": per_year(plan.for_target.sum(), life),
    }
    intervals = dict(doubt.total) if doubt is not None else {}
    price = plan.question.kit_price_sek
    if price is not None:
        totals["kronor_per_year"] = price * totals["kits_per_year"]
        if doubt is not None:
            yearly = doubt.total["kits_per_year"]
            intervals["kronor_per_year"] = replace(yearly, low=price * yearly.low, high=price * yearly.high)
    if doubt is not None:
        totals["intervals"] = intervals
    return totals


def equity_of(plan: Plan, doubt: "Uncertainty | None") -> list[dict[str, Any]]:
    """What each mode does with the same kits, and what it costs in deaths."""
    rows = []
    for mode, split in plan.splits.items():
        row = {
            "mode": mode,
            "deaths_averted": split.deaths_averted,
            "extra_deaths": plan.extra_deaths(mode),
            "kits_men": plan.kits_of("men", split),
            "kits_women": plan.kits_of("women", split),
            "p_men": plan.weighted(split.availability, "men"),
            "p_women": plan.weighted(split.availability, "women"),
            "lowest_availability": split.availability.min(),
        }
        if doubt is not None:
            row["extra_deaths_interval"] = [doubt.extra_deaths[mode].low, doubt.extra_deaths[mode].high]
        rows.append(row)
    return rows + [{"mode": mode, "refused": reason.in_("en")} for mode, reason in plan.refused.items()]


def scenarios_of(plan: Plan) -> list[dict[str, Any]]:
    """The same kits under a more potent supply. A scenario, not an estimate."""
    rows = []
    for name, scenario in SCENARIOS.items():
        there = situation(plan.table, plan.values, mixing=plan.mixing, scenario=scenario)
        p = there.reach(plan.split.kits)
        rows.append(
            {
                "scenario": name,
                "doses_per_overdose": scenario.doses,
                "deaths_now": there.deaths_now.sum(),
                "deaths_with_plan": there.deaths(p).sum(),
                "p": plan.weighted(p),
                "kits_for_target": there.kits_for(plan.question.target).sum(),
            }
        )
    return rows


def notes_of(plan: Plan) -> list[Sentence]:
    """What a reader must know of this plan."""
    return [*_notes_on_the_table(plan.table), *_notes_on_the_question(plan), *plan.refused.values()]


def _notes_on_the_table(table: AreaTable) -> Iterator[Sentence]:
    for gap in table.missing():
        yield Sentence("need.note-no-row", area=gap["county"], code=gap["county_code"], sex=gap["sex"])
    for sex in ("men", "women"):
        if not table.is_sex(sex).any():
            yield Sentence("need.note-no-sex", sex=sex)
    if not table.has_kits:
        yield Sentence("need.note-no-kits")
    if table.other:
        yield Sentence("need.note-other-columns", columns=sorted(table.other))
    if table.at_risk_is_estimate:
        yield Sentence("need.note-estimate")
    if len({len(code) for code in table.codes if code.isdigit()}) > 1:
        yield Sentence("need.note-code-lengths")
    if table.deaths.sum() <= 0:
        yield Sentence("need.note-no-deaths")
    if hidden_rows(table):
        yield Sentence("need.note-hidden")


def _notes_on_the_question(plan: Plan) -> Iterator[Sentence]:
    question, now = plan.question, plan.now.kits_now.sum()
    if question.budget is not None and plan.budget < now:
        yield Sentence("need.note-small-budget", budget=plan.budget, now=now)
    if question.budget is None and question.equity != "efficient":
        yield Sentence("need.note-no-budget", mode=EQUITY[question.equity])
    if question.floor and question.budget is not None and question.equity != "floor":
        yield Sentence("need.note-floor-compared", mode=EQUITY[question.equity])
    if not SCENARIOS[question.scenario].is_ordinary:
        yield Sentence("need.note-scenario", scenario=SCENARIO[question.scenario])


def assumptions_of(plan: Plan) -> list[dict[str, Any]]:
    """Every number in use, with unit, source and how sure it is."""
    return [
        {
            "name": parameter.name,
            "value": plan.values[name],
            "unit": parameter.unit,
            "label_sv": parameter.label_sv,
            "label_en": parameter.label_en,
            "source": parameter.source,
            "confidence": "chosen" if plan.values[name] != parameter.value else parameter.confidence,
            "range": parameter.range,
        }
        for name, parameter in load_parameters().items()
    ]


def record_of(plan: Plan, result: str) -> Record:
    """What made the numbers."""
    table = plan.table
    name, raw = table_file(plan.given)
    facts = [
        list(table.codes),
        list(table.sexes),
        *(_plain(getattr(table, name)) for name in ("population", "at_risk", "deaths", "fatality", "kits_per_year")),
    ]
    return Record(
        kind=KIND,
        question=plan.question.as_data(),
        engine=ENGINE,
        command=command_of(plan.question, name),
        files={name: fingerprint(raw)},
        result=result,
        inputs={"table": fingerprint(facts), "parameters": fingerprint(plan.values)},
        sources=tuple(sorted({parameter.source for parameter in load_parameters().values()})),
        limits=LIMITS,
    )
