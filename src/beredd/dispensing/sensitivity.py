"""Every parameter five per cent up and down, the sign that was expected beside the sign that came.

Expectations stand in `content/parameters/dispensing-expected.toml`. Runs are paired: same seed, same draws, one
parameter changed; on some counties only, because signs and elasticities do not need the nation.
"""

import itertools
import tomllib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from beredd.dispensing.engine.chain import Chain, first_state
from beredd.dispensing.engine.figures import key_figures
from beredd.dispensing.engine.ground import give_birth
from beredd.dispensing.errors import ParameterError
from beredd.dispensing.network import Network, load_network
from beredd.dispensing.network.part import part_of
from beredd.dispensing.parameters import load_parameters, resolve
from beredd.dispensing.scenarios import Scenario, compile_conditions, make_scenario
from beredd.parameters import Parameter

FILE = "dispensing-expected.toml"
COUNTIES = ("07", "09", "10", "23")
"""Kronoberg, Gotland, Blekinge, Jämtland: towns, an island, coast and inland, half a million people."""
STEP = 0.05
SEEDS = (1, 2, 3)
STILL_PERCENT = 1.0
"""What "0" allows."""
STEEP = 5.0
"""A figure that moves by more than this many per cent for one per cent of a parameter is pointed out."""
SIGNIFICANT_ERRORS = 2.0

Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """What a larger value of a parameter must do to a figure, in a setting."""

    parameter: str
    setting: str
    figure: str
    expected: str
    """`+`, `-` or `0`."""


@dataclass(frozen=True, kw_only=True)
class Sensitivity:
    """An expectation and what came of it. Figures are means over seeds, effects in per cent of the figure."""

    parameter: str
    setting: str
    figure: str
    expected: str
    value: float
    less: float | None
    """The smaller value tried; None at the end of the range."""
    more: float | None
    model: float
    """The figure at the register's value."""
    effect_less_percent: float | None
    effect_more_percent: float | None
    error_percent: float
    """Standard error over seeds of the difference between more and less."""
    elasticity: float | None
    """Per cent of the figure for one per cent of the parameter; None where the value is 0 or a whole step was taken."""
    verdict: str
    """`right`, `wrong`, `noise` (cannot be told from none) or `none` (nothing moved at all)."""
    steep: bool


@cache
def load_expectations() -> tuple[dict[str, Scenario], tuple[Expectation, ...]]:
    """Settings by name, and what is expected, in the order of the file."""
    with (files("beredd.content") / "parameters" / FILE).open("rb") as file:
        data = tomllib.load(file)
    settings = {
        name: make_scenario({"name": name, **table}, identifier=name, file=FILE)
        for name, table in data["settings"].items()
    }
    rows = tuple(
        Expectation(parameter=parameter, setting=setting, figure=figure, expected=sign)
        for parameter, by_setting in data["expected"].items()
        for setting, by_figure in by_setting.items()
        for figure, sign in by_figure.items()
    )
    for row in rows:
        if row.setting not in settings or row.expected not in ("+", "-", "0"):
            raise ParameterError(
                "dispensing.expectation", file=FILE, name=row.parameter, setting=row.setting, sign=row.expected
            )
    return settings, rows


def steps(parameter: Parameter) -> tuple[float | None, float | None]:
    """The smaller and the larger value to try: 5 % (of the range where the value is 0), never out of the range.

    Whole numbers move by at least 1.
    """
    low, high = parameter.ends
    value = parameter.number
    step = STEP * (abs(value) or high - low)
    if parameter.integer:
        step = max(1.0, float(round(step)))
    less, more = max(low, value - step), min(high, value + step)
    return (less if less < value else None), (more if more > value else None)


def sensitivity(
    *,
    parameters: Sequence[str] = (),
    threads: int,
    seeds: Sequence[int] = SEEDS,
    counties: Sequence[str] = COUNTIES,
    network: Network | None = None,
    progress: Progress | None = None,
) -> list[dict[str, Any]]:
    """A row for each expectation; `parameters` limits them, empty means all.

    A network that does not have the counties is used whole.
    """
    register = load_parameters()
    settings, rows = load_expectations()
    for name in parameters:
        resolve({name: register[name].number if name in register else 0.0})
    rows = tuple(row for row in rows if not parameters or row.parameter in parameters)
    place = network or load_network("sweden")
    if network is None or set(counties) <= set(place.county_code):
        place = part_of(place, counties)
    wanted: dict[tuple, None] = {}
    for row in rows:
        for value in (None, *(x for x in steps(register[row.parameter]) if x is not None)):
            changed = () if value is None else ((row.parameter, value),)
            wanted |= {(row.setting, changed, seed): None for seed in seeds}
    done = itertools.count(1)

    def measured(key):
        setting, changed, seed = key
        figures = _figures(place, settings[setting], dict(changed), seed=seed)
        if progress:
            progress(next(done), len(wanted))
        return key, figures

    with ThreadPoolExecutor(threads) as pool:
        found = dict(pool.map(measured, wanted))
    return [asdict(_judged(row, register[row.parameter], found, seeds)) for row in rows]


def _figures(network: Network, setting: Scenario, overrides: dict[str, float], *, seed: int) -> dict[str, float | None]:
    values = resolve({**setting.parameters, **overrides})
    birth = give_birth(network, values, seed=seed, start_weekday=setting.start.weekday(), threads=1)
    conditions = compile_conditions(network, setting, days=setting.days, seed=seed, parameters=values)
    chain = Chain(birth.ground, conditions, days=setting.days, state=first_state(birth, threads=1))
    chain.advance(24 * setting.days)
    tally = chain.tally()
    return key_figures(tally, tally, packs_a_day=birth.ground.packs_a_day)


def _judged(row: Expectation, parameter: Parameter, found: dict, seeds: Sequence[int]) -> Sensitivity:
    less, more = steps(parameter)
    usual = parameter.number

    def figure(value: float | None) -> np.ndarray:
        changed = () if value is None else ((row.parameter, value),)
        return np.array([found[row.setting, changed, seed].get(row.figure, np.nan) for seed in seeds], float)

    base = figure(None)
    level = float(base.mean())
    effects = [None if value is None else figure(value) - base for value in (less, more)]
    still = np.zeros(len(seeds))
    slope = (still if effects[1] is None else effects[1]) - (still if effects[0] is None else effects[0])
    error = float(slope.std(ddof=1) / np.sqrt(len(seeds))) if len(seeds) > 1 else 0.0
    percent = 100 / level if level else 0.0
    width = (usual if more is None else more) - (usual if less is None else less)
    elasticity = None
    if level and usual and not parameter.integer:
        elasticity = float(slope.mean() / level) / (width / usual)
    return Sensitivity(
        **asdict(row),
        value=usual,
        less=less,
        more=more,
        model=round(level, 6),
        effect_less_percent=None if effects[0] is None else round(float(effects[0].mean()) * percent, 4),
        effect_more_percent=None if effects[1] is None else round(float(effects[1].mean()) * percent, 4),
        error_percent=round(error * abs(percent), 4),
        elasticity=None if elasticity is None else round(elasticity, 3),
        verdict=_verdict(row.expected, slope, error, percent),
        steep=elasticity is not None and abs(elasticity) > STEEP,
    )


def _verdict(expected: str, slope: np.ndarray, error: float, percent: float) -> str:
    mean = float(slope.mean())
    if np.isnan(mean):
        return "none"
    if expected == "0":
        return "right" if abs(mean * percent) <= STILL_PERCENT else "wrong"
    if not slope.any():
        return "none"
    if abs(mean) <= SIGNIFICANT_ERRORS * error:
        return "noise"
    return "right" if (mean > 0) == (expected == "+") else "wrong"


HEAD = ("Parameter", "Setting", "Figure", "Expected", "5 % less", "5 % more", "Error", "Sign")


def as_markdown(rows: list[dict[str, Any]]) -> str:
    """The table of a page: effects in per cent of the figure, the expected sign beside them."""
    lines = ["| " + " | ".join(HEAD) + " |", "|---|---|---|:-:|---:|---:|---:|---|"]
    for r in rows:
        effects = ("–" if r[k] is None else f"{r[k]:+.2f}" for k in ("effect_less_percent", "effect_more_percent"))
        sign = r["verdict"] + (", steep" if r["steep"] else "")
        cells = (f"`{r['parameter']}`", r["setting"], f"`{r['figure']}`", r["expected"], *effects)
        lines.append("| " + " | ".join((*cells, f"{r['error_percent']:.2f}", sign)) + " |")
    return "\n".join(lines)


def summary_line(rows: list[dict[str, Any]]) -> str:
    """How many signs are as expected, and which are not."""
    count = {v: [r for r in rows if r["verdict"] == v] for v in ("right", "wrong", "noise", "none")}
    named = "; ".join(f"{r['parameter']} on {r['figure']} in {r['setting']}" for r in count["wrong"])
    text = (
        f"{len(count['right'])} of {len(rows)} signs as expected, {len(count['wrong'])} wrong, {len(count['noise'])} "
        f"cannot be told from nothing, {len(count['none'])} moved nothing."
    )
    return f"{text} Wrong: {named}." if named else text
