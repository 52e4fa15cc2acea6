"""Answers of `compare` by hand, so that what reads them is tested without the engine."""

from beredd.dispensing.measures import list_measures
from beredd.dispensing.measures.kpis import KPIS

A, B = "packning-pa-helger", "nattskift-i-dosfabriker"
BOTH = f"{A}+{B}"
LEADING = "patient_days_without"


def row(measure, effect, low, high, *, kpi=LEADING, area="national", tier="all", without=1000.0):
    known = {"measure": measure, "kpi": kpi, "area": area, "tier": tier, "unit": KPIS[kpi].unit}
    return known | {"effect": effect, "low": low, "high": high, "without": without}


def answer(effects, *, apart, scenario="s5a-dos", interval="student_t", combinations=(), places=None):
    """An answer of `compare` by hand: {measure: (effect, low, high)} of the leading figure."""
    known = {one.id: one.name for one in list_measures()}
    names = {ref: [known[part] for part in ref.split("+")] for ref in effects}
    order = sorted(effects, key=lambda name: effects[name][0])
    return {
        "scenario": scenario,
        "scenario_name": {"sv": scenario, "en": scenario},
        "network": "toy",
        "residents_share": 1.0,
        "days": 14,
        "seed": 1,
        "replicates": 5,
        "draws": None,
        "confidence": 0.9,
        "interval": interval,
        "leading": LEADING,
        "measures": [
            {"id": ref, "name": {"sv": " + ".join(n.sv for n in ns), "en": " + ".join(n.en for n in ns)}}
            for ref, ns in names.items()
        ],
        "effects": [
            one
            for name, (effect, low, high) in effects.items()
            for one in (
                row(name, effect, low, high),
                row(name, effect, low, high, tier=1),
                row(name, effect / 2, low, high, area="01"),
                row(name, 60.0, 50.0, 70.0, kpi="nurse_minutes"),
            )
        ],
        "ranking": [
            {"measure": name, "place": (places or {}).get(name, n)} for n, name in enumerate([*order, "without"], 1)
        ],
        "combinations": list(combinations),
        "matter_most": [],
        "pairs": [
            {
                "first": "without",
                "second": name,
                "difference": -effect,
                "low": None if low is None else -high,
                "high": None if low is None else -low,
                "p_first_better": float(effect > 0) or 0.0001,
                "is_told_apart": name in apart,
            }
            for name, (effect, low, high) in effects.items()
        ],
        "provenance": {},
        "fingerprint": "0",
        "wall_s": 1.0,
    }
