"""How long a distributor's stock of each article lasts: 3–4 months on average, weeks or days for some."""

from collections.abc import Mapping
from math import exp

import numpy as np

from beredd.dispensing.network.model import NOT_SAID, Network
from beredd.dispensing.quantiles import STEPS, normal_quantiles
from beredd.provenance import entity_of, philox_plain, threshold

WEEKS_FROM_DAYS, WEEKS_TO_DAYS = 7, 28
"""What a few weeks are: drawn evenly between these."""
DAYS_FROM, DAYS_TO = 1, 6
_COVER_KEY = 0x6C0FE21D
"""Sets these draws apart from the engines' (second key word 0) and the scenarios'."""


def cover_days(network: Network, parameters: Mapping[str, float], *, seed: int) -> np.ndarray:
    """Days of mean use that a distributor holds of each article when nothing is wrong, (K,) int64, at least 1.

    As the network says; else drawn by (seed, article's id): `cover_days_share` of articles have 1–6 days,
    `cover_weeks_share` 7–28, the rest is lognormal with spread `cover_sigma`, scaled so that the expected mean over all
    articles is `distributor_cover_days`. Quantiles are rounded, so that machines agree.
    """
    few, weeks = parameters["cover_days_share"], parameters["cover_weeks_share"]
    low = few * (DAYS_FROM + DAYS_TO) / 2 + weeks * (WEEKS_FROM_DAYS + WEEKS_TO_DAYS) / 2
    mean = (parameters["distributor_cover_days"] - low) / max(1 - few - weeks, 1e-9)
    sigma = parameters["cover_sigma"]
    median = mean * exp(-sigma * sigma / 2)
    few_below, weeks_below = threshold(few), threshold(min(1.0, few + weeks))
    key = (seed & 0xFFFFFFFF, ((seed >> 32) ^ _COVER_KEY) & 0xFFFFFFFF)
    days = np.empty(len(network.article_id), dtype=np.int64)
    for a, name in enumerate(network.article_id):
        if network.article_cover_days[a] != NOT_SAID:
            days[a] = network.article_cover_days[a]
            continue
        which, where, _c, _d = philox_plain(entity_of(name), 0, 0, 0, *key)
        if which < few_below:
            days[a] = _evenly(DAYS_FROM, DAYS_TO, where)
        elif which < weeks_below:
            days[a] = _evenly(WEEKS_FROM_DAYS, WEEKS_TO_DAYS, where)
        else:
            days[a] = max(1, round(median * exp(sigma * normal_quantiles()[(where * STEPS) >> 32])))
    return days


def _evenly(first: int, last: int, word: int) -> int:
    return first + ((word * (last - first + 1)) >> 32)
