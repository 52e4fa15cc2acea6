"""Reading a run: its results over replicates, and the tables and figures that show them.

    results = open_results(folder)
    lens = Lens(hour=worst_hour(results, None))
    figure = without_curve(results, None, lens, label="S1")     # figure.svg(), figure.table, …

The files are described in docs/reference/dispensing-results.md.
"""

from beredd.dispensing.reading.charts import fill_curve, map_figure, queue_curve, without_curve
from beredd.dispensing.reading.lead import Difference, Lead, lead_of, rounded
from beredd.dispensing.reading.lens import Lens, tier_labels, worst_hour
from beredd.dispensing.reading.places import Place, counties, municipalities, product_groups
from beredd.dispensing.reading.results import (
    ALL_TIERS,
    FILES,
    HIGH,
    LASTED,
    LOW,
    MEASURES,
    NOON,
    Band,
    Results,
    Spread,
    open_results,
)
from beredd.dispensing.reading.tables import (
    KEY_FIGURES,
    days_table,
    durations_table,
    figure_label,
    groups_table,
    hours_table,
    key_figures,
    places_table,
    spread_text,
)

__all__ = [
    "ALL_TIERS",
    "FILES",
    "HIGH",
    "KEY_FIGURES",
    "LASTED",
    "LOW",
    "MEASURES",
    "NOON",
    "Band",
    "Difference",
    "Lead",
    "Lens",
    "Place",
    "Results",
    "Spread",
    "counties",
    "days_table",
    "durations_table",
    "figure_label",
    "fill_curve",
    "groups_table",
    "hours_table",
    "key_figures",
    "lead_of",
    "map_figure",
    "municipalities",
    "open_results",
    "places_table",
    "product_groups",
    "queue_curve",
    "rounded",
    "spread_text",
    "tier_labels",
    "without_curve",
    "worst_hour",
]
