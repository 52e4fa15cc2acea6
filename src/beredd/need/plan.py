"""The plan: how many kits, where, for whom; what a budget buys, and what equity costs in deaths."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from beredd.need import allocation
from beredd.need.at_risk import derive_at_risk, with_shrunk_deaths
from beredd.need.availability import Mixing, mixing_of
from beredd.need.errors import AllocationError, ParameterError
from beredd.need.fatality import DecisionTree
from beredd.need.model import SCENARIOS, Situation, situation
from beredd.need.question import Question
from beredd.need.secrecy import hidden_rows, rounded_sum
from beredd.need.supply import in_circulation, per_year
from beredd.need.table import SEXES, AreaTable
from beredd.wording import Sentence

MAX_CELLS = 6_000_000
"""Rows times draws: about a gigabyte."""
FEWER_ALONE = 0.10
"""How much lower the unwitnessed share of deaths is in the comparison with more kits: ten points."""


@dataclass(frozen=True, kw_only=True)
class Split:
    """One way of sharing the kits, and what it does. Arrays are (n_row,); totals over all areas."""

    mode: str
    kits: np.ndarray
    availability: np.ndarray
    averted: np.ndarray

    @property
    def deaths_averted(self) -> float:
        """Deaths averted per year over all rows."""
        return float(self.averted.sum())


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The answer. `split` is what is proposed; `splits` are all modes with the same number of kits.

    table   what is planned for: the table given, small counts drawn together and people at risk shared out if asked for
    """

    table: AreaTable
    given: AreaTable
    question: Question
    values: dict[str, float]
    now: Situation
    mixing: Mixing
    budget: float
    for_target: np.ndarray
    split: Split
    splits: dict[str, Split]
    refused: dict[str, Sentence]

    @property
    def per_year(self) -> np.ndarray:
        """Kits to hand out per year, (n_row,)."""
        return per_year(self.split.kits, self.values["kit_life_months"])

    def weighted(self, share: np.ndarray, sex: str | None = None) -> float | None:
        """A share per row, weighted by overdoses, over one sex or both; None where there are none."""
        chosen = self.table.is_sex(sex) if sex else np.ones(len(self.table), bool)
        weight = np.where(chosen, self.now.overdoses, 0.0)
        return float(weight @ share / weight.sum()) if weight.sum() > 0 else None

    def kits_of(self, sex: str, split: Split | None = None) -> float | None:
        """Kits in circulation for one sex, None where the file has no row of it."""
        chosen = self.table.is_sex(sex)
        return float((split or self.split).kits[chosen].sum()) if chosen.any() else None

    def extra_deaths(self, mode: str) -> float:
        """Deaths per year that a mode costs against the efficient split of the same kits; never below 0."""
        best = self.splits["efficient"].deaths_averted
        # The efficient split is the best there is: what lies below it by rounding alone costs nothing.
        gap = best - self.splits[mode].deaths_averted
        return 0.0 if abs(gap) <= 1e-9 * max(abs(best), 1.0) else gap


def make_plan(given: AreaTable, question: Question) -> Plan:
    """The plan for a table: the target in every row without a budget, else the budget shared by the mode."""
    table = with_shrunk_deaths(given) if question.shrink else given
    if question.at_risk_total is not None:
        table = derive_at_risk(table, total=question.at_risk_total)
    if len(table) * question.draws > MAX_CELLS:
        allowed = MAX_CELLS // len(table)
        raise ParameterError(
            "need.too-many-cells", field="draws", rows=len(table), draws=question.draws, allowed=allowed
        )
    values, now = _now(table, question)
    for_target = now.kits_for(question.target)
    budget = float(for_target.sum()) if question.budget is None else float(question.budget)
    splits, refused = _splits(table, question, now, budget)
    if question.budget is None:
        split = _split("target", for_target, now)
    else:
        split = splits[question.equity]
    return Plan(
        table=table,
        given=given,
        question=question,
        values=values,
        now=now,
        mixing=now.mixing,
        budget=budget,
        for_target=for_target,
        split=split,
        splits=splits,
        refused=refused,
    )


def _now(table: AreaTable, question: Question) -> tuple[dict[str, float], Situation]:
    """The values in use and the table under them, before any kit is planned."""
    values = question.values()
    circulating = in_circulation(table.kits_per_year.sum(axis=1), values["kit_life_months"])
    mixing = mixing_of(question.mixing, partner=table.partners(), at_risk=table.at_risk, circulating=circulating)
    return values, situation(table, values, mixing=mixing, scenario=SCENARIOS[question.scenario])


@dataclass(frozen=True, kw_only=True)
class BudgetCurve:
    """What budgets reach: deaths per year that naloxone prevents, against none at all, for each number of kits.

    chosen    by the question's mode; where its floor cannot be had, the kits do what they can for the lowest
    ceiling   with a kit at every overdose that has a witness
    Sums are as secrecy lets them be: rounded where rows are hidden, None where the sum itself is.
    """

    budgets: tuple[float, ...]
    efficient: tuple[float | None, ...]
    chosen: tuple[float | None, ...]
    ceiling: float | None


def budget_curve(table: AreaTable, question: Question, budgets: tuple[float, ...]) -> BudgetCurve:
    """The curve over the budgets; the question's own budget does not matter."""
    _values, now = _now(table, question)
    hidden = hidden_rows(table)
    mode, most = question.equity, float(now.deaths(0.0).sum())
    efficient, chosen = [], []
    for budget in budgets:
        splits, _refused = _splits(table, question, now, budget, modes={"efficient", mode})
        if mode not in splits:
            splits |= _splits(table, question, now, budget, modes={"max-min"})[0]
        saved = {
            name: rounded_sum(most - float(now.deaths(split.availability).sum()), hidden)
            for name, split in splits.items()
        }
        efficient.append(saved["efficient"])
        chosen.append(saved[mode] if mode in saved else saved["max-min"])
    return BudgetCurve(
        budgets=tuple(budgets),
        efficient=tuple(efficient),
        chosen=tuple(chosen),
        ceiling=rounded_sum(most - float(now.deaths(1.0).sum()), hidden),
    )


def _split(mode: str, kits: np.ndarray, now: Situation) -> Split:
    return Split(mode=mode, kits=kits, availability=now.reach(kits), averted=now.averted(kits))


def _splits(table, question, now, budget, *, modes=allocation.MODES) -> tuple[dict[str, Split], dict[str, Sentence]]:
    """Every mode asked for with the same kits, and why a mode cannot be had."""
    worth, scale, cap = now.worth, now.scale, now.cap
    group, weight = now.mixing.groups()
    limits: dict[str, Any] = {"cap": cap, "group": group, "weight": weight}
    makers = {
        "efficient": lambda: allocation.water_fill(worth, scale, budget),
        "proportional": lambda: budget * now.at_risk / now.at_risk.sum(),
        "max-min": lambda: allocation.max_min(scale, budget, **limits)[0],
        "women-at-least-men": lambda: allocation.women_at_least_men(
            worth, scale, budget, cap=cap, advantage=_women_less_men(table, now)
        ),
    }
    if question.floor is not None:
        makers["floor"] = lambda: allocation.with_floor(question.floor, worth, scale, budget, **limits)
    splits, refused = {}, {}
    for mode, make in makers.items():
        if mode not in modes:
            continue
        try:
            splits[mode] = _split(mode, make(), now)
        except AllocationError as error:
            if question.budget is not None and mode == question.equity:
                raise
            refused[mode] = error.sentence
    return splits, refused


def _women_less_men(table, now) -> np.ndarray:
    """What availability among each row's holders adds to women's availability less men's, weighted by overdoses."""
    share = []
    for sex in SEXES:
        of_sex = np.where(table.is_sex(sex), now.overdoses, 0.0)
        if of_sex.sum() <= 0:
            raise AllocationError("need.one-sex", field="equity", sex=sex)
        share.append(of_sex / of_sex.sum())
    men, women = share
    return now.mixing.credit(women - men)


def witnesses(plan: Plan) -> dict[str, float]:
    """The ceiling: what kits can do at most, and what fewer overdoses alone would do beside them. Deaths per year."""
    values, table, now = plan.values, plan.table, plan.now
    tree = DecisionTree.of(values)
    scenario = SCENARIOS[plan.question.scenario]
    share = float(tree.unwitnessed_share_of_deaths())
    fewer = max(share - FEWER_ALONE, 0.02)
    together = situation(table, values, mixing=plan.mixing, scenario=scenario, tree=tree.with_unwitnessed_share(fewer))
    p = plan.split.availability
    return {
        "witnessed_share_of_overdoses": float(now.witnessed),
        "unwitnessed_share_of_deaths": share,
        "deaths_without_naloxone": float(now.deaths(0.0).sum()),
        "deaths_now": float(now.deaths_now.sum()),
        "deaths_with_plan": float(now.deaths(p).sum()),
        "deaths_with_full_availability": float(now.deaths(1.0).sum()),
        "deaths_with_plan_and_fewer_alone": float(together.deaths(p).sum()),
        "fewer_alone_unwitnessed_share": fewer,
    }
