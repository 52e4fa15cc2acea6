"""What can be asked for: products, opioids and strategies as JSON-ready tables."""

import math
from typing import Any

from beredd.overdose.kinetics import label_kinetics
from beredd.overdose.strategies import strategies
from beredd.overdose.substances import offered_products, opioids

LABEL_NOTE = (
    "Fitted to label kinetics, which do not give the first minutes that decide the outcome: never ranked against "
    "another fitted product, never a ground for guidance; answers show the span over all curves that fit."
)


def products_table() -> list[dict[str, Any]]:
    """Every product; a fitted one with its label's figures and those of each curve side by side."""
    table = []
    for one in offered_products().values():
        curves: list[dict[str, Any]] = [dict(curve) for curve in one.curves]
        if not one.is_iv:
            for curve in curves:
                curve |= label_kinetics(curve, one.label.get("dose_mg", one.dose_mg))
        table.append(
            {
                "id": one.id,
                "name": one.name_en,
                "name_sv": one.name_sv,
                "status": one.status,
                "substance": one.substance.id,
                "route": one.route,
                "dose_mg": one.dose_mg,
                "source": one.source,
                "label": one.label,
                "curves": curves,
                "population_like": one.rows_product,
                "note": LABEL_NOTE if one.label else one.why,
            }
        )
    return table


def opioids_table() -> list[dict[str, Any]]:
    """Every opioid, with the half-life of its dissociation and the concentration that holds half the receptors."""
    return [
        {
            "id": one.id,
            "name": one.name_en,
            "name_sv": one.name_sv,
            "status": one.status,
            "source": one.source,
            "doses_mg": list(one.doses_mg),
            "dose_limit_mg": one.dose_limit_mg,
            **one.binding,
            "dissociation_half_life_min": math.log(2.0) / one.binding["k_off"] / 60.0,
            "half_occupancy_pm": (one.binding["k_off"] / one.binding["k_on"]) ** (1.0 / one.binding["hill"]),
        }
        for one in opioids().values()
    ]


def strategies_table() -> list[dict[str, Any]]:
    """Every strategy, and whether the published studies cover it."""
    return [
        {
            "id": one.id,
            "name": one.name_en,
            "name_sv": one.name_sv,
            "published": one.published,
            "doses": [
                {
                    "at_s": d.at_s,
                    "units": d.units,
                    "mg": d.mg,
                    "below_share": d.below_share if math.isfinite(d.below_share) else None,
                }
                for d in one.doses
            ],
            "breathing": one.breathing,
            "oxygen": one.oxygen,
        }
        for one in strategies().values()
    ]  # fmt: skip
