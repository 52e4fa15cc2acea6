"""Which figures a comparison holds. Knows no engine: pages that show comparisons read it too."""

from typing import Final, NamedTuple

NATIONAL, ALL_TIERS = "national", "all"


class Kpi(NamedTuple):
    """A figure: of which chain, its unit, and how finely it is told apart."""

    chain: str
    """`chain` or `dose`."""
    unit: str
    by: str
    """`area and tier`, `area` or `national`."""
    is_cost: bool = False
    """What it takes, rather than what people are without."""


KPIS: Final[dict[str, Kpi]] = {
    "person_days_past_limit": Kpi("chain", "person-days", "area and tier"),
    "person_days_without": Kpi("chain", "person-days", "area and tier"),
    "people_past_limit_peak": Kpi("chain", "people", "area and tier"),
    "people_turned_away": Kpi("chain", "people", "area"),
    "queue_hours": Kpi("chain", "h", "area"),
    "unregistered_lines": Kpi("chain", "lines", "national", is_cost=True),
    "phone_minutes": Kpi("chain", "min", "national", is_cost=True),
    "patient_days_without": Kpi("dose", "patient-days", "area and tier"),
    "patients_ever_without": Kpi("dose", "patients", "area and tier"),
    "patients_without_peak": Kpi("dose", "patients", "area"),
    "acute_orders": Kpi("dose", "rolls", "national", is_cost=True),
    "nurse_minutes": Kpi("dose", "min", "national", is_cost=True),
    "prescriber_minutes": Kpi("dose", "min", "national", is_cost=True),
    "dosett_errors": Kpi("dose", "dosetts", "national", is_cost=True),
}
"""Of all of them less is better."""
LEADING: Final = {"chain": "person_days_past_limit", "dose": "patient_days_without"}
"""The figure that ranks measures and stops a run until its width."""


class Label(NamedTuple):
    """Which figure a number is."""

    kpi: str
    area: str
    """`national` or a county's code."""
    tier: int | str
    """0–4 or `all`."""
