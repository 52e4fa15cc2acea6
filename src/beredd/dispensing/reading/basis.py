"""What a run's figures stand on, said beside them: chance, estimates, the parameters that decide, and the tiers."""

from beredd.dispensing.parameters import load_parameters
from beredd.dispensing.reading.lead import REMAINS
from beredd.dispensing.reading.lens import TIER_LABELS
from beredd.dispensing.reading.places import product_groups
from beredd.dispensing.reading.results import Results
from beredd.figures import Cell, Column, Table, table_of
from beredd.figures.numbers import interval, number, percent
from beredd.wording import Sentence, in_language, language, say

MANY = 20
"""From so many replicates on the middle 90 % of them is an interval; of fewer it is little else than their spread."""
DECISIVE = ("seconds_per_line", "tolerance_h_tier1", "late_share")
"""The parameters, of those not found in a source, that move the leading figure most from one end of what they may be to
the other. In Tuesday without e-prescriptions on Gotland and in Jämtland (10 days, seed 1): by 480, 280 and 70 per cent
of the figure. Time per customer (190) goes with time per line and is not named."""
EXAMPLES = 3


def basis(results: Results) -> tuple[Sentence, ...]:
    """What must be known to read the figures: how many replicates, how much is estimated, what decides."""
    told = []
    if results.replicates == 1:
        told.append(Sentence("dispensing.basis-one"))
    elif results.replicates < MANY:
        told.append(Sentence("dispensing.basis-few", n=results.replicates))
    else:
        told.append(Sentence("dispensing.basis-many", n=results.replicates))
    if results.has_everyday:
        told.append(Sentence("dispensing.basis-normal", share=percent(REMAINS)))
    share = results.summary.get("provenance", {}).get("estimated_share")
    if share is not None:
        told.append(Sentence("dispensing.basis-estimated", share=percent(share)))
    overrides = results.summary.get("overrides", {})
    told.append(Sentence("dispensing.basis-decisive", parameters=[decisive(name, overrides) for name in DECISIVE]))
    return tuple(told)


def decisive(name: str, overrides: dict[str, float]) -> Sentence:
    """What a parameter that decides is, was taken to be, and could be."""
    parameter = load_parameters()[name]
    value, (low, high) = overrides.get(name, parameter.number), parameter.ends
    is_share = parameter.unit.startswith("share")
    label = parameter.label(language())
    return Sentence(
        "dispensing.parameter",
        label=label[:1].lower() + label[1:],
        value=percent(value) if is_share else f"{number(value)} {parameter.unit}",
        range=interval(low, high, "percent" if is_share else "number"),
        how=CONFIDENCE[parameter.confidence],
    )


CONFIDENCE = {
    "found": Sentence("dispensing.is-found"),
    "derived": Sentence("dispensing.is-derived"),
    "secondary": Sentence("dispensing.is-secondary"),
    "estimated": Sentence("dispensing.is-estimated"),
    "chosen": Sentence("dispensing.is-chosen"),
}
"""How sure a parameter is, in words."""


def tiers_table(overrides: dict[str, float]) -> Table:
    """What the tiers mean: in words, with the largest product groups of each, and how long somebody may be without."""
    groups: dict[str, list[dict[str, str]]] = {}
    for group in product_groups():
        groups.setdefault(group["tier"], []).append(group)
    records = []
    for (tier,), label in ((tiers, label) for tiers, label in TIER_LABELS.items() if len(tiers) == 1):
        largest = sorted(groups.get(str(tier), []), key=lambda group: -int(group["people"] or 0))[:EXAMPLES]
        name = f"tolerance_h_tier{tier}"
        hours = overrides.get(name, load_parameters()[name].number)
        records.append(
            {
                "tier": Cell(shown=str(label), raw=tier),
                "examples": ", ".join(in_language(group, "name") for group in largest),
                "tolerance_h": Cell(shown=_duration(hours), raw=hours),
            }
        )
    columns = [
        Column(key="tier", label=say("dispensing.column-tier"), kind="text"),
        Column(key="examples", label=say("dispensing.column-examples"), kind="text"),
        Column(key="tolerance_h", label=say("dispensing.column-tolerance")),
    ]
    return table_of("nivaer", say("dispensing.table-tiers"), columns, records)


def _duration(hours: float) -> str:
    """Hours up to two days, days from there."""
    if hours < 48:
        return say("dispensing.so-many-hours", n=hours)
    return say("dispensing.so-many-days", n=round(hours / 24, 1))
