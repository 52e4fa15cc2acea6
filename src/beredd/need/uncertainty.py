"""How far the answers may be off: draws of everything uncertain, and which parameter matters most.

Chance is addressed: a row's draws depend on seed, cause, the row's area and sex, and the draw's number, and on nothing
else in the file. All modes of equity meet the same draws, so their differences are sharp.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import betaincinv, ndtri

from beredd.need.model import SCENARIOS, situation
from beredd.need.parameters import load_parameters
from beredd.need.plan import Plan
from beredd.parameters import Parameter
from beredd.provenance import WORD_RANGE, entity_of, philox_plain

PERCENTILES = (5.0, 50.0, 95.0)
STREAM_PARAMETER, STREAM_AT_RISK, STREAM_DEATHS = 1, 2, 3
SHARED_AT_RISK = 0.5
"""Share of the variance of log N that all rows have in common: chosen; national totals and local counts both err."""
NORMAL_95 = 1.959963984540054
ROUNDS = 12
"""Marsaglia and Tsang refuse at most 5 draws in 100; after so many rounds the median stands in, once in 10**16."""


@dataclass(frozen=True)
class Interval:
    """The 5th, 50th and 95th percentile over draws: floats, or (n_row,)."""

    low: Any
    median: Any
    high: Any


@dataclass(frozen=True, kw_only=True)
class Uncertainty:
    """Intervals per row and for totals; `extra_deaths` is per mode of equity, deaths per year."""

    draws: int
    availability: Interval
    deaths_averted: Interval
    kits_for_target: Interval
    total: dict[str, Interval]
    extra_deaths: dict[str, Interval]


def _interval(values) -> Interval:
    low, median, high = np.percentile(values, PERCENTILES, axis=0)
    return Interval(low, median, high)


def _uniform(word):
    """Uniform on the open interval 0..1 from 32-bit words."""
    return (np.asarray(word, float) + 0.5) / WORD_RANGE


def _words(entity, draws, stream, attempt, seed):
    """Four arrays of words for (draw, entity): shapes broadcast to (n_draw, n_entity)."""
    counter = np.arange(draws, dtype=np.uint64)[:, None]
    c0 = np.broadcast_to(np.asarray(entity, np.uint64), (draws, len(entity)))
    c1 = np.broadcast_to(counter, c0.shape)
    c2, c3 = (np.full(c0.shape, n, np.uint64) for n in (stream, attempt))
    return philox_plain(c0, c1, c2, c3, seed & 0xFFFFFFFF, seed >> 32)


def draw_parameter(parameter: Parameter, value: float, *, draws: int, seed: int) -> np.ndarray:
    """(n_draw, 1) of one parameter, around the value in use."""
    how = parameter.uncertainty
    if how is None or how.kind == "lognormal":
        return np.full((draws, 1), value)
    u = _uniform(_words([entity_of(parameter.name)], draws, STREAM_PARAMETER, 0, seed)[0])
    if how.kind == "uniform":
        return (how.low + (how.high - how.low) * u) * (value / parameter.number)
    if how.kind == "beta":
        return betaincinv(how.a, how.b, u) * (value / parameter.number)
    # A beta with the value as mean, and the published interval's width as 95 per cent.
    spread = (how.high - how.low) / (2 * NORMAL_95)
    size = value * (1 - value) / spread**2 - 1
    return betaincinv(value * size, (1 - value) * size, u)


def gamma_draws(shape, entity, *, draws: int, seed: int) -> np.ndarray:
    """(n_draw, n_row) of a gamma variable with mean and variance `shape`, zero where that is zero.

    Marsaglia & Tsang 2000, "A simple method for generating gamma variables", ACM TOMS 26(3); shapes below 1 are lifted
    by one and brought back with u**(1/shape).
    """
    shape, entity = np.asarray(shape, float), np.asarray(entity, np.uint64)
    lifted = np.where(shape < 1, shape + 1, shape)
    d = lifted - 1 / 3
    c = 1 / np.sqrt(9 * d)
    drawn = np.broadcast_to(lifted, (draws, len(shape))).copy()
    waiting: tuple[np.ndarray, ...] | None = None
    at: tuple[Any, ...]
    for attempt in range(ROUNDS):
        if waiting is None:
            word = _words(entity, draws, STREAM_DEATHS, attempt, seed)
            at, dd, cc = (slice(None), slice(None)), d, c
        else:
            rows, columns = waiting
            if len(rows) == 0:
                break
            word = philox_plain(
                entity[columns],
                rows.astype(np.uint64),
                np.full(len(rows), STREAM_DEATHS, np.uint64),
                np.full(len(rows), attempt, np.uint64),
                seed & 0xFFFFFFFF,
                seed >> 32,
            )
            at, dd, cc = waiting, d[columns], c[columns]
        x = ndtri(_uniform(word[0]))
        root = np.maximum(1 + cc * x, 1e-90)
        v = root * root * root
        log_u = np.log(_uniform(word[1]))
        kept = log_u < 0.5 * x * x + dd * (1 - v + np.log(v))
        drawn[at] = np.where(kept, dd * v, drawn[at])
        waiting = np.nonzero(~kept) if waiting is None else (rows[~kept], columns[~kept])
    small = np.flatnonzero(shape < 1)
    if len(small):
        u = _uniform(_words(entity[small], draws, STREAM_DEATHS, 0, seed)[2])
        power = np.log(u) / np.maximum(shape[small], 1e-12)
        drawn[:, small] *= np.where(shape[small] > 0, np.exp(np.maximum(power, -700)), 0.0)
    return drawn


def draw_values(plan: Plan) -> tuple[dict[str, Any], np.ndarray]:
    """(values, deaths): every parameter as (n_draw, 1), the number at risk and deaths as (n_draw, n_row)."""
    draws, seed, table = plan.question.draws, plan.question.seed, plan.table
    register = load_parameters()
    values: dict[str, Any] = {
        name: draw_parameter(parameter, plan.values[name], draws=draws, seed=seed)
        for name, parameter in register.items()
    }
    entity = [entity_of(f"{code}/{sex}") for code, sex in zip(table.codes, table.sexes, strict=True)]
    doubt = register["at_risk_factor"].uncertainty
    sigma = doubt.sigma if doubt else 0.0
    common = ndtri(_uniform(_words([entity_of("at_risk_factor")], draws, STREAM_PARAMETER, 0, seed)[0]))
    own = ndtri(_uniform(_words(entity, draws, STREAM_AT_RISK, 0, seed)[0]))
    z = np.sqrt(SHARED_AT_RISK) * common + np.sqrt(1 - SHARED_AT_RISK) * own
    values["at_risk_factor"] = plan.values["at_risk_factor"] * np.exp(sigma * z)
    return values, gamma_draws(table.deaths, entity, draws=draws, seed=seed)


def uncertainty(plan: Plan) -> Uncertainty:
    """Intervals for the plan as it stands: the kits are fixed, the world is drawn."""
    values, deaths = draw_values(plan)
    drawn = situation(plan.table, values, mixing=plan.mixing, scenario=SCENARIOS[plan.question.scenario], deaths=deaths)
    p = drawn.reach(plan.split.kits)
    averted = drawn.deaths_now - drawn.deaths(p)
    for_target = drawn.kits_for(plan.question.target)
    life = values["kit_life_months"][:, 0]
    total = {
        "deaths_averted": averted.sum(axis=1),
        "deaths_now": drawn.deaths_now.sum(axis=1),
        "uses_expected": drawn.uses(p).sum(axis=1),
        "kits_for_target": for_target.sum(axis=1),
        "kits_per_year_for_target": for_target.sum(axis=1) * 12 / life,
        "kits_per_year": plan.split.kits.sum() * 12 / life,
    }
    for sex in ("men", "women"):
        chosen = plan.table.is_sex(sex)
        weight = drawn.overdoses[:, chosen].sum(axis=1)
        if chosen.any() and np.all(weight > 0):
            total[f"p_{sex}"] = (drawn.overdoses * p)[:, chosen].sum(axis=1) / weight
    best = drawn.averted(plan.splits["efficient"].kits).sum(axis=1)
    extra = {mode: best - drawn.averted(split.kits).sum(axis=1) for mode, split in plan.splits.items()}
    return Uncertainty(
        draws=plan.question.draws,
        availability=_interval(p),
        deaths_averted=_interval(averted),
        kits_for_target=_interval(for_target),
        total={name: _interval(values) for name, values in total.items()},
        extra_deaths={mode: _interval(values) for mode, values in extra.items()},
    )


def tornado(plan: Plan) -> list[dict[str, Any]]:
    """Each parameter at the ends of its range, the others as they are; the largest swing in deaths averted first."""
    base = {"kits": plan.split.kits, "target": plan.question.target}
    rows = []
    for name, parameter in load_parameters().items():
        low, high = parameter.ends
        if low == high:
            continue
        ends = [_at(plan, plan.values | {name: end}, base) for end in (low, high)]
        rows.append(
            {
                "parameter": name,
                "label_sv": parameter.label_sv,
                "label_en": parameter.label_en,
                "low": low,
                "high": high,
                "deaths_averted": [end[0] for end in ends],
                "kits_for_target": [end[1] for end in ends],
            }
        )
    return sorted(rows, key=lambda row: -abs(row["deaths_averted"][1] - row["deaths_averted"][0]))


def _at(plan: Plan, values: Mapping[str, float], base) -> tuple[float, float | None]:
    there = situation(plan.table, values, mixing=plan.mixing, scenario=SCENARIOS[plan.question.scenario])
    attainable = base["target"] < values["availability_cap"]
    kits = float(there.kits_for(base["target"]).sum()) if attainable else None
    return float(there.averted(base["kits"]).sum()), kits
