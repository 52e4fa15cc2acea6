"""Availability: how likely it is that naloxone is used when an overdose has a witness; and who rescues whom.

Source: closed form inferred from the curves of Irvine et al. 2022 (12 states, 1,800 points, largest error 0.0009; see
validation/need). The number at risk that fits a state there is an *effective* number, never a head count.
"""

from dataclasses import dataclass

import numpy as np

MIXINGS = ("identity", "holders", "even")
"""identity: rescued by one's own sex; holders: by whoever holds the kits; even: half and half."""


def availability(effective_kits, at_risk, *, slope, cap):
    """Share 0..cap: q = cap (1 - exp(-(slope / cap) K / N))."""
    return -cap * np.expm1(-(slope / cap) * np.asarray(effective_kits) / at_risk)


def kits_for(target, at_risk, *, slope, cap):
    """Effective kits in circulation for the availability `target` < cap: -(cap / slope) N ln(1 - target / cap)."""
    return -(cap / slope) * np.asarray(at_risk, float) * np.log1p(-np.asarray(target) / cap)


@dataclass(frozen=True)
class Mixing:
    """Who rescues whom, one entry per row (area and sex).

    partner   index of the row of the other sex in the same area, -1 where there is none
    own       probability that the rescuer of a victim of this row has the row's own sex, 0..1
    linked    the area's two rows have equal availability, because both sexes have the same rescuers
    """

    partner: np.ndarray
    own: np.ndarray
    linked: np.ndarray

    @property
    def cross(self):
        """Probability that the rescuer is of the other sex."""
        return 1.0 - self.own

    def reach(self, q):
        """p = M q: availability to victims from availability among holders. q: (..., n_row)."""
        return self.own * q + self.cross * q[..., self.partner]

    def credit(self, v):
        """M^T v: what victims are worth, credited to the holders who may rescue them. v: (..., n_row)."""
        has = self.partner >= 0
        return self.own * v + np.where(has, self.cross[self.partner] * v[..., self.partner], 0.0)

    def groups(self):
        """(group index, weight) per row, for limits on p: linked rows share one p = sum of weight times q."""
        rows = np.arange(len(self.partner))
        group = np.where(self.linked, np.minimum(rows, self.partner), rows)
        weight = np.where(self.linked, np.where(rows < self.partner, self.own, self.cross[self.partner]), 1.0)
        return group, weight


def mixing_of(kind, *, partner, at_risk, circulating):
    """The mixing of the given kind.

    `holders` takes the share of each sex among kits in circulation today, and among people at risk where an area has
    none. A row without a partner stands alone whatever the kind; the caller says so to the reader.
    """
    has = partner >= 0
    own = np.ones(len(partner))
    if kind == "even":
        own = np.where(has, 0.5, 1.0)
    elif kind == "holders":
        together = circulating + circulating[partner]
        known = has & (together > 0)
        by_kits = circulating / np.where(known, together, 1.0)
        by_risk = at_risk / (at_risk + at_risk[partner])
        own = np.where(known, by_kits, np.where(has, by_risk, 1.0))
    return Mixing(partner=partner, own=own, linked=has & (kind != "identity"))
