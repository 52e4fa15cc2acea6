"""How many people are at risk, where nobody has counted them; and small counts drawn towards the rest.

No Swedish count of people at risk by county was found. A national total, one of three scenarios, is shared out in
proportion to indicators the user has. The result is an estimate with the scenarios' range, never a head count.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from beredd.intake import Fault, FileRefused, as_number, cell, plain
from beredd.need.table import AreaTable
from beredd.wording import Sentence

NATIONAL_TOTALS = (10_600.0, 18_000.0, 29_500.0)
"""Scenarios: national guideline 2019; between; problem users 2007. People at risk in all of Sweden."""
INDICATORS = {
    "opioid_deaths": 1.0,
    "laro_clients": 1.0,
    "needle_exchange_clients": 1.0,
    "opioid_hospitalisations": 1.0,
    "high_dose_prescriptions": 1.0,
}
"""Columns that may tell where people at risk are, and their weights: equal, for nothing found says otherwise."""
HEADERS = {
    # indicator: headers that mean it, in `plain` form
    "laro_clients": ("laroclients", "laropatienter", "patienterilaro", "ilaro"),
    "needle_exchange_clients": ("needleexchangeclients", "sprututbyte", "besokareisprututbyte", "isprututbyte"),
    "opioid_hospitalisations": ("opioidhospitalisations", "vardtillfallenopioider", "opioidvard", "slutenvardopioider"),
    "high_dose_prescriptions": ("highdoseprescriptions", "hogdosrecept", "hogdosforskrivning"),
}


def shrunk(counts, population):
    """Counts drawn towards the common rate: (n,), the total kept.

    Gamma-Poisson: rates vary between areas as a gamma distribution whose mean and variance the data tell (method of
    moments); each area's rate is then a mix of its own and the common one, its own weighing more where people are more.
    Where the counts vary no more than chance would, everything is the common rate.
    """
    counts, population = np.asarray(counts, float), np.asarray(population, float)
    total = counts.sum()
    if total <= 0 or len(counts) < 2:
        return counts.copy()
    rate = total / population.sum()
    own = counts / population
    spread = (population @ (own - rate) ** 2) / population.sum()
    between = max(spread - rate * len(counts) / population.sum(), 0.0)
    if between <= 0:
        mixed = rate * population
    else:
        shape, inverse_scale = rate**2 / between, rate / between
        mixed = population * (shape + counts) / (inverse_scale + population)
    return mixed * (total / mixed.sum())


def shrunk_by_sex(table: AreaTable, counts) -> np.ndarray:
    """`shrunk`, women and men apart: their common rates differ."""
    found = np.array(counts, float)
    for sex in sorted(set(table.sexes)):
        chosen = table.is_sex(sex)
        found[chosen] = shrunk(found[chosen], table.population[chosen])
    return found


def indicators_of(table: AreaTable) -> dict[str, np.ndarray]:
    """The table's indicators: deaths, and the columns of INDICATORS it has. Cells that are no number are named."""
    found, faults = {"opioid_deaths": table.deaths}, []
    meant = {word: column for column, words in HEADERS.items() for word in words}
    for title, texts in table.other.items():
        column = meant.get(plain(title))
        if column is None or column in found:
            continue
        values = [as_number(text, decimal=table.decimal) for text in texts]
        faults += [
            Fault(table.name, cell(text), Sentence("need_files.a-count"), row=row, column=title)
            for row, text, value in zip(table.row_number, texts, values, strict=True)
            if not value >= 0
        ]
        found[column] = np.array(values)
    if faults:
        raise FileRefused(faults=faults)
    return found


def derive_at_risk(table: AreaTable, *, total: float, weights: Mapping[str, float] = INDICATORS) -> AreaTable:
    """The table with people at risk shared out from a total for all of its rows, and the scenarios' range.

    Each indicator is shrunk, turned into shares, and the shares are averaged by weight.
    """
    indicators = indicators_of(table)
    used = {name: values for name, values in indicators.items() if values.sum() > 0 and weights.get(name, 0) > 0}
    if not used:
        allowed = Sentence("need_files.one-indicator", columns=tuple(INDICATORS))
        fault = Fault(table.name, Sentence("need_files.no-indicator"), allowed, column="opioid_deaths")
        raise FileRefused(faults=[fault])
    share = np.zeros(len(table))
    for name, values in used.items():
        mixed = shrunk_by_sex(table, values)
        share += weights[name] * mixed / mixed.sum()
    share /= share.sum()
    wanted = np.maximum(share * total, 0.5)
    over = wanted > table.population
    if over.any():
        row = int(np.flatnonzero(over)[0])
        too_many = Sentence("need_files.more-than-people", n=round(wanted[row]), people=round(table.population[row]))
        at = table.row_number[row] if table.row_number else 0
        fault = Fault(table.name, too_many, Sentence("need_files.total-that-fits"), row=at, column="population")
        raise FileRefused(faults=[fault])
    return replace(
        table,
        at_risk=wanted,
        at_risk_low=share * min(NATIONAL_TOTALS[0], total),
        at_risk_high=share * max(NATIONAL_TOTALS[-1], total),
    )


def with_shrunk_deaths(table: AreaTable) -> AreaTable:
    """The table with deaths drawn towards the common rate of each sex."""
    return replace(table, deaths=shrunk_by_sex(table, table.deaths))
