"""How long an opioid alone keeps so many receptors that breathing can fail: what an antagonist's effect must outlast.

Drug and receptors alone, at resting blood flow, as if nobody gave anything: three compartments and the effect site are
linear and stepped exactly; binding is stepped exactly for the concentration in the middle of each step.
"""

import numpy as np

from beredd.overdose.model import PLASMA_PM
from beredd.overdose.populations import Population
from beredd.overdose.substances import Opioid

STEP_S = 5.0
"""Half a step moves nobody's time by more than a step (a test halves it)."""


def effect_site(population: Population, opioid: Opioid, *, until_s: float, step_s: float = STEP_S) -> np.ndarray:
    """Concentration at the effect site in pM for 1 mg injected, (steps + 1, n), from time 0."""
    own, n = population.opioid, population.n
    rates = np.zeros((n, 4, 4))
    rates[:, 0, 0] = -(own["k_out"] + own["k12"] + own["k13"])
    rates[:, 0, 1], rates[:, 0, 2] = own["k21"], own["k31"]
    rates[:, 1, 0], rates[:, 1, 1] = own["k12"], -own["k21"]
    rates[:, 2, 0], rates[:, 2, 2] = own["k13"], -own["k31"]
    rates[:, 3, 0], rates[:, 3, 3] = (
        opioid.k_effect * PLASMA_PM / (own["volume_l"] * opioid.molar_mass),
        -opioid.k_effect,
    )
    step = _exponential(step_s * rates)
    amounts = np.zeros((n, 4))
    amounts[:, 0] = 1.0
    seen = np.zeros((round(until_s / step_s) + 1, n))
    for k in range(1, len(seen)):
        amounts = (step @ amounts[:, :, None])[:, :, 0]
        seen[k] = amounts[:, 3]
    return seen


def _exponential(rates: np.ndarray) -> np.ndarray:
    """exp of each matrix: Taylor's series to order eight at a 64th, squared six times.

    scipy's goes through the matrices one by one in Python: 400 of them take a second.
    """
    small, term = rates / 64.0, np.broadcast_to(np.eye(rates.shape[-1]), rates.shape)
    found = term.copy()
    for order in range(1, 9):
        term = term @ small / order
        found = found + term
    for _ in range(6):
        found = found @ found
    return found


def held_until_s(
    site_pm: np.ndarray, binding: dict[str, np.ndarray], *, dose_mg: float, share: float, step_s: float = STEP_S
) -> np.ndarray:
    """When each person's opioid-bound share falls to `share` for good, s from the injection; 0 never above, inf later.

    site_pm   (steps + 1, n) for 1 mg; binding: k_on, k_off, hill, each (n,)
    """
    k_on, k_off, hill = binding["k_on"], binding["k_off"], binding["hill"]
    bound = np.zeros(site_pm.shape[1])
    last = np.zeros(site_pm.shape[1])
    for k in range(1, len(site_pm)):
        on = k_on * np.maximum(0.5 * dose_mg * (site_pm[k - 1] + site_pm[k]), 0.0) ** hill
        rest = on / (on + k_off)
        bound = rest + (bound - rest) * np.exp(-(on + k_off) * step_s)
        last[bound > share] = k * step_s
    return np.where(bound > share, np.inf, last)
