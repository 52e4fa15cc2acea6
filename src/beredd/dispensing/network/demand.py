"""Expected prescription lines per day by place and age: what pharmacies must cope with on an average day."""

import numpy as np


def group_lines_per_day(pack_days, people, lines_per_person, one_off_per_year) -> np.ndarray:
    """Dispensed lines per calendar day in the nation, (G,): refills of chronic lines plus one-off courses."""
    return people * lines_per_person / np.maximum(pack_days, 1) + one_off_per_year / 365.0


def lines_per_day(group_lines: np.ndarray, age_weight: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Expected lines per day, (M, A), from (G,) national lines, (G, A) age weights and (M, A) people."""
    weighted = age_weight * people.sum(axis=0)
    per_person = age_weight * (group_lines / np.maximum(weighted.sum(axis=1), 1e-12))[:, None]
    return people * per_person.sum(axis=0)
