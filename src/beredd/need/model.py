"""What kits do, row by row: one set of equations for point values and for draws."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from beredd.need.availability import Mixing, availability, kits_for
from beredd.need.fatality import DecisionTree
from beredd.need.supply import effective, in_circulation
from beredd.need.table import AreaTable


@dataclass(frozen=True)
class Scenario:
    """A more potent supply of opioids: a scenario, not an estimate.

    doses      doses per overdose; divides what a kit is worth
    fatality   factor on case fatality without help
    witness    factor on the share witnessed, for there is less time to act
    """

    doses: float = 1.0
    fatality: float = 1.0
    witness: float = 1.0

    @property
    def is_ordinary(self) -> bool:
        """Whether nothing is changed."""
        return self == Scenario()


SCENARIOS = {
    "none": Scenario(),
    "nitazene": Scenario(doses=1.5, fatality=1.5, witness=0.8),
    "nitazene-severe": Scenario(doses=2.0, fatality=2.0, witness=0.8),
}


@dataclass(frozen=True, kw_only=True)
class Situation:
    """Everything that does not depend on the plan. Arrays are (n_row,), or (n_draw, n_row) when values are draws.

    availability_now   p with today's kits, in ordinary times
    overdoses          per year, calibrated so that today's availability gives the deaths observed
    fatality           (at availability 0, at availability 1) in the scenario
    slope, cap         of availability in the scenario
    """

    mixing: Mixing
    at_risk: Any
    slope: Any
    cap: Any
    kits_now: Any
    effective_now: Any
    availability_now: Any
    overdoses: Any
    witnessed: Any
    fatality: tuple[Any, Any]
    deaths_now: Any

    def holders(self, kits):
        """q: availability among the holders of so many effective kits in circulation."""
        return availability(kits, self.at_risk, slope=self.slope, cap=self.cap)

    def reach(self, kits):
        """p: availability to victims."""
        return self.mixing.reach(self.holders(kits))

    def deaths(self, p):
        """Deaths per year at availability p."""
        f0, f1 = self.fatality
        return self.overdoses * (f0 + (f1 - f0) * p)

    def averted(self, kits):
        """Deaths averted per year, against today's kits in the same scenario."""
        return self.deaths_now - self.deaths(self.reach(kits))

    def uses(self, p):
        """Overdoses per year in which a witness uses naloxone; compare with reported reversals."""
        return self.overdoses * self.witnessed * p

    def kits_for(self, target):
        """Effective kits in circulation for the availability `target` in every row."""
        return kits_for(target, self.at_risk, slope=self.slope, cap=self.cap)

    @property
    def worth(self):
        """B: deaths averted per year if all whom a row's holders may rescue met naloxone, times cap."""
        f0, f1 = self.fatality
        return self.mixing.credit(self.overdoses * (f0 - f1)) * self.cap

    @property
    def scale(self):
        """Kits that lift a row's availability by the factor 1 - 1/e of what is left: cap N / slope."""
        return self.cap * self.at_risk / self.slope


def fatality_of(table: AreaTable, base: DecisionTree, tree: DecisionTree):
    """Case fatality per row at availability 0 and at 1 under `tree`.

    A row with fatality of its own keeps it, moved by as much as the tree moves from `base`.
    """
    pair = []
    for p in (0, 1):
        from_tree = tree.fatality(float(p))
        own = table.fatality[:, p] * (from_tree / base.fatality(float(p)))
        pair.append(np.where(np.isnan(table.fatality[:, p]), from_tree, np.minimum(own, 1.0)))
    return tuple(pair)


def situation(
    table: AreaTable,
    values: Mapping[str, Any],
    *,
    mixing: Mixing,
    scenario: Scenario = SCENARIOS["none"],
    tree: DecisionTree | None = None,
    deaths=None,
) -> Situation:
    """The table under the values. Values may be floats, or (n_draw, 1); deaths overrides the table's, (n_draw, n_row).

    tree   replaces the one the values describe after overdoses are calibrated: fewer alone, for example
    """
    base = DecisionTree.of(values)
    at_risk = table.at_risk * values["at_risk_factor"]
    cap, slope = values["availability_cap"], values["availability_slope"]
    kits_now = in_circulation(table.kits_per_year.sum(axis=1), values["kit_life_months"])
    effective_now = in_circulation(effective_kits_per_year(table, values), values["kit_life_months"])
    ordinary = mixing.reach(availability(effective_now, at_risk, slope=slope, cap=cap))
    f0, f1 = fatality_of(table, base, base)
    overdoses = (table.deaths if deaths is None else deaths) / (f0 + (f1 - f0) * ordinary)
    then = (tree or base).potent(fatality_factor=scenario.fatality, witness_factor=scenario.witness)
    g0, g1 = fatality_of(table, base, then)
    slope_then = slope / scenario.doses
    p_now = mixing.reach(availability(effective_now, at_risk, slope=slope_then, cap=cap))
    return Situation(
        mixing=mixing,
        at_risk=at_risk,
        slope=slope_then,
        cap=cap,
        kits_now=kits_now,
        effective_now=effective_now,
        availability_now=p_now,
        overdoses=overdoses,
        witnessed=then.witnessed(),
        fatality=(g0, g1),
        deaths_now=overdoses * (g0 + (g1 - g0) * p_now),
    )


def effective_kits_per_year(table: AreaTable, values: Mapping[str, Any]):
    """Kits handed out per year, weighted by channel; draws broadcast over rows."""
    if all(np.ndim(values[f"weight_{channel}"]) == 0 for channel in ("community", "pharmacy", "prescriber")):
        return effective(table.kits_per_year, values)
    return sum(
        values[f"weight_{channel}"] * table.kits_per_year[:, i]
        for i, channel in enumerate(("community", "pharmacy", "prescriber"))
    )
