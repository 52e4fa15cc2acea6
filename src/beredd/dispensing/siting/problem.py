"""A siting problem as arrays: people at points, pharmacies that can be chosen, and what every choice must keep to."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csc_array, csr_array

from beredd.dispensing.errors import DispensingError
from beredd.dispensing.siting.roads import Roads


class NoSuchSet(DispensingError):
    """No set of pharmacies keeps to everything that is asked."""

    kind = "invalid"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Sizes: N points, J candidates.

    town, county  rows of the network's municipalities and counties

    within_km     a point is covered by a chosen candidate at most so far off
    is_fixed      candidates that every set holds
    must_reach    rows of candidates of which each set has at least one: (R, J) of ones
    """

    people: np.ndarray  # (N,) float64
    point_town: np.ndarray  # (N,) int64
    point_county: np.ndarray  # (N,) int64
    town: np.ndarray  # (J,) int64
    county: np.ndarray  # (J,) int64
    roads: Roads
    count: int
    within_km: float
    is_fixed: np.ndarray  # (J,) bool
    one_per_county: bool = False
    must_reach: csr_array | None = None

    def __post_init__(self) -> None:
        n_candidates, fixed = len(self.county), int(self.is_fixed.sum())
        if self.count > n_candidates:
            raise NoSuchSet("siting.too-many", count=self.count, found=n_candidates)
        if fixed > self.count:
            raise NoSuchSet("siting.too-many-fixed", count=self.count, found=fixed)
        if len(self.bare_counties) > self.count - fixed:
            raise NoSuchSet("siting.too-few-for-counties", count=self.count, least=fixed + len(self.bare_counties))

    @cached_property
    def covers(self) -> csr_array:
        """(N, J) of ones: whom each candidate covers."""
        return self.roads.within(self.within_km)

    @cached_property
    def by_candidate(self) -> csc_array:
        """The same by columns: whom a candidate covers is found at once."""
        return self.covers.tocsc()

    def covered_by(self, at: int) -> np.ndarray:
        """Points that a candidate covers, (n,)."""
        columns = self.by_candidate
        return columns.indices[columns.indptr[at] : columns.indptr[at + 1]]

    @cached_property
    def bare_counties(self) -> np.ndarray:
        """Counties that have candidates, none of them fixed, and must have one chosen."""
        if not self.one_per_county:
            return np.zeros(0, np.int64)
        return np.setdiff1d(np.unique(self.county), self.county[self.is_fixed])

    def coverage(self, chosen: np.ndarray) -> float:
        """People within reach of the chosen, (J,) bool."""
        return float(self.people[(self.covers @ chosen.astype(np.int32)) > 0].sum())

    def person_km(self, chosen: np.ndarray) -> float:
        """Kilometres from all people to their nearest chosen candidate, added up."""
        return float(self.people @ self.roads.to(chosen))

    def keeps(self, chosen: np.ndarray) -> bool:
        """Does a set keep to everything that is asked?"""
        if chosen.sum() != self.count or (self.is_fixed & ~chosen).any():
            return False
        if self.one_per_county and len(np.setdiff1d(self.county, self.county[chosen])):
            return False
        return self.must_reach is None or bool(((self.must_reach @ chosen.astype(np.int32)) > 0).all())
