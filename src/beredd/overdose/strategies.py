"""Ways of giving an antagonist, and the engine's event table for them."""

import math
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from beredd.overdose.engine import layout
from beredd.overdose.errors import BadQuantity, UnknownName
from beredd.overdose.substances import Product
from beredd.parameters import tables

NG_PER_MG = 1e6
INFUSION_S = 10.0
USE = {"f": 0, "f1": 1, "f2": 2}


@dataclass(frozen=True, kw_only=True)
class Dose:
    """One moment of dosing: so many units of the product (or mg), perhaps only while breathing is low."""

    at_s: float
    units: int = 1
    mg: float | None = None
    below_share: float = math.inf
    """Give it only if spontaneous ventilation is below this share of the resting value."""


@dataclass(frozen=True, kw_only=True)
class Strategy:
    """A way of giving an antagonist; times count from the first dose (or from when help comes)."""

    id: str
    name_sv: str
    name_en: str
    published: bool
    doses: tuple[Dose, ...]
    bioavailability: dict = field(default_factory=dict)
    """When a nasal product's bioavailability changes, and to which of its figures."""
    breathing: dict = field(default_factory=dict)
    oxygen: dict = field(default_factory=dict)

    @property
    def in_mg(self) -> bool:
        """Doses are milligrams (intravenous escalation) instead of units of a product."""
        return any(dose.mg is not None for dose in self.doses)


@cache
def strategies() -> dict[str, Strategy]:
    """All strategies by id."""
    return {
        name: Strategy(
            id=name,
            name_sv=entry["name"]["sv"],
            name_en=entry["name"]["en"],
            published=entry["published"],
            doses=tuple(Dose(**dose) for dose in entry["doses"]),
            bioavailability=entry.get("bioavailability", {}),
            breathing=entry.get("breathing", {}),
            oxygen=entry.get("oxygen", {}),
        )
        for name, entry in tables("overdose-strategies").items()
    }


def strategy(name: str) -> Strategy:
    """One strategy by id."""
    if name not in strategies():
        raise UnknownName("overdose.unknown-strategy", field="strategy", found=name, allowed=strategies())
    return strategies()[name]


def check(plan: Strategy, product: Product) -> None:
    """Refuse an intravenous escalation with a product that is not intravenous."""
    if plan.in_mg and not product.is_iv:
        raise BadQuantity(
            "overdose.counts-milligrams", field="strategy", strategy=plan.id, product=product.id, route=product.route
        )


def events(plan: Strategy, product: Product, resting_l_per_min: float) -> np.ndarray:
    """The engine's event table, (rows, N_EVENT_COLUMNS), ordered by time."""
    rows = []
    conditional = plan.bioavailability.get("from_dose")
    for dose in plan.doses:
        level = dose.below_share * resting_l_per_min
        amount = NG_PER_MG * (dose.mg if dose.mg is not None else dose.units * product.dose_mg)
        if product.is_iv:
            # 101 pulses of a hundredth each, 0.1 s apart, as published (1 % more than nominal): a constant inflow with
            # half a pulse at either end, which is the same to second order in 0.1 s.
            pulse = amount / 100.0
            rows.append((dose.at_s, layout.EVENT_BOLUS, 0.5 * pulse, level, 1.0))
            rows.append((dose.at_s, layout.EVENT_INFLOW, pulse * 10.0, layout.SAME_DECISION, 0.0))
            end = dose.at_s + INFUSION_S
            rows.append((end, layout.EVENT_INFLOW, -pulse * 10.0, layout.SAME_DECISION, 0.0))
            rows.append((end, layout.EVENT_BOLUS, 0.5 * pulse, layout.SAME_DECISION, 0.0))
        else:
            rows.append((dose.at_s, layout.EVENT_BOLUS, amount, level, float(dose.units)))
            if conditional and "bioavailability_f1" in product.curves[0]:
                use = USE[plan.bioavailability["use"]]
                rows.append(
                    (dose.at_s, layout.EVENT_BIOAVAILABILITY_FROM + conditional, use, layout.SAME_DECISION, 0.0)
                )
    if plan.bioavailability and not conditional and "bioavailability_f1" in product.curves[0]:
        use = USE[plan.bioavailability["use"]]
        rows.append((plan.bioavailability["at_s"], layout.EVENT_BIOAVAILABILITY, use, math.inf, 0.0))
    if plan.oxygen:
        rows.append((0.0, layout.EVENT_INSPIRED, plan.oxygen["inspired_mmhg"], math.inf, 0.0))
    if plan.breathing:
        hook = plan.breathing
        rows.append((0.0, layout.EVENT_ADDED, hook["l_per_min"], math.inf, 0.0))
        level = hook["until_share"] * resting_l_per_min
        for at_s in range(hook["check_every_s"], hook["for_s"], hook["check_every_s"]):
            rows.append((float(at_s), layout.EVENT_STOP_ADDED, 0.0, level, 0.0))
        rows.append((float(hook["for_s"]), layout.EVENT_ADDED, 0.0, math.inf, 0.0))
    rows.sort(key=lambda row: row[0])
    return np.array(rows, dtype=np.float64).reshape(-1, layout.N_EVENT_COLUMNS)
