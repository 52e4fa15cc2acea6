"""Reading a run: its results over replicates, and the tables and figures that show them.

    results = open_results(folder)
    lens = Lens(hour=worst_hour(results))
    figure = people_curve(results, lens, label="S1")     # figure.svg(), figure.table, …

The files are described in docs/reference/dispensing-results.md.
"""

from beredd.dispensing.reading.basis import basis, tiers_table
from beredd.dispensing.reading.charts import fill_curve, map_classes, map_figure, people_curve, queue_curve
from beredd.dispensing.reading.compare import both_fitting, key_figures_beside, maps_beside, people_beside
from beredd.dispensing.reading.lead import Difference, Lead, lead_of, without_places
from beredd.dispensing.reading.lens import PART_LABELS, Lens, is_shut, moment, per_10000, tier_labels, worst_hour
from beredd.dispensing.reading.places import Place, counties, municipalities, product_groups
from beredd.dispensing.reading.results import (
    ALL_TIERS,
    FILES,
    FILES_WITHOUT_PLACES,
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
    "FILES_WITHOUT_PLACES",
    "HIGH",
    "KEY_FIGURES",
    "LASTED",
    "LOW",
    "MEASURES",
    "NOON",
    "PART_LABELS",
    "Band",
    "Difference",
    "Lead",
    "Lens",
    "Place",
    "Results",
    "Spread",
    "basis",
    "both_fitting",
    "counties",
    "days_table",
    "durations_table",
    "figure_label",
    "fill_curve",
    "groups_table",
    "hours_table",
    "is_shut",
    "key_figures",
    "key_figures_beside",
    "lead_of",
    "map_classes",
    "map_figure",
    "maps_beside",
    "moment",
    "municipalities",
    "open_results",
    "people_beside",
    "people_curve",
    "per_10000",
    "places_table",
    "product_groups",
    "queue_curve",
    "spread_text",
    "tier_labels",
    "tiers_table",
    "without_places",
    "worst_hour",
]
