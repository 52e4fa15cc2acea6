"""Proposals as a table: what each changes, with its interval, what it takes, and what its owner has answered.

Nothing is ranked that the intervals do not tell apart: such proposals share a place.
"""

from collections.abc import Sequence

from beredd.assignments.evidence import Evidence
from beredd.documents.model import Table
from beredd.figures.numbers import interval, rounded, rounded_ends, signed
from beredd.reports.outcomes import Outcome

_PARTS = ("effect", "low", "high", "place", "name", "cost_class", "decides", "pays", "tags")
_COSTS = {"small": "under 1 mnkr", "medium": "1–10 mnkr", "large": "10–100 mnkr", "very_large": "över 100 mnkr"}
_UNITS = {"patient_days_without": "patientdygn utan läkemedel", "person_days_past_limit": "persondygn över gränsen"}


def outputs(outcome: Outcome) -> set[str]:
    """The outputs of a comparison that the table shows."""
    return {f"{stem}_{part}" for stem in _stems(outcome) for part in _PARTS} | {"without", "leading"}


def table(outcome: Outcome, evidence: Sequence[Evidence]) -> Table:
    """The proposals of one comparison, those that share a place by name."""
    told = {one.reference: one.led_to or one.what for one in evidence if one.kind == "measure" and one.reference}
    values = outcome.values
    stems = sorted(_stems(outcome), key=lambda stem: (values[f"{stem}_place"], values[f"{stem}_name"]))
    rows = [
        (
            str(values[f"{stem}_place"]),
            str(values[f"{stem}_name"]),
            _change(outcome, stem),
            _COSTS.get(str(values[f"{stem}_cost_class"]), str(values[f"{stem}_cost_class"])),
            f"Beslutar: {values[f'{stem}_decides']}. Betalar: {values[f'{stem}_pays']}.",
            told.get(stem.replace("_", "-"), "inte inhämtat"),
        )
        for stem in stems
    ]
    head = (
        "Plats",
        "Förslag",
        f"Ändring, {_UNITS[str(values['leading'])]}",
        "Kostnad per år",
        "Ansvar",
        "Ägarens besked",
    )
    return Table(head=head, rows=rows, widths=(0, 1.5, 1.6, 1, 1.9, 1))


def _stems(outcome: Outcome) -> list[str]:
    return [name.removesuffix("_effect") for name in outcome.values if name.endswith("_effect")]


def _change(outcome: Outcome, stem: str) -> str:
    effect, low, high = (outcome.values[f"{stem}_{part}"] for part in ("effect", "low", "high"))
    if not isinstance(effect, int | float) or not isinstance(low, int | float) or not isinstance(high, int | float):
        return "–"
    if low <= 0 <= high:
        return f"skiljer sig inte från ingen ändring ({interval(*rounded_ends(effect, low, high))})"
    return f"{signed(rounded(effect, low, high))} ({interval(*rounded_ends(effect, low, high))})"
