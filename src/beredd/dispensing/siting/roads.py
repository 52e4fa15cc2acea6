"""How far people have to a pharmacy: straight lines times a detour factor, or a table of roads that the user has."""

from functools import cached_property
from typing import Protocol

import numpy as np
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from beredd.dispensing.network.geography import EARTH_RADIUS_KM, arc_km, nearest, unit_vectors


class Roads(Protocol):
    """Distances from N points to J candidates, km by road."""

    def within(self, km: float) -> csr_array:
        """(N, J) of ones: which candidates each point reaches."""

    def nearest(self, k: int) -> tuple[np.ndarray, np.ndarray]:
        """The k nearest candidates of each point, (N, k) with -1 where there are fewer, and km (N, k) with infinity."""

    def to(self, chosen: np.ndarray) -> np.ndarray:
        """(N,) km to the nearest of the candidates of a mask (J,); infinity without any."""


class StraightRoads:
    """Straight lines on a sphere times a factor. Water and mountains are not seen."""

    def __init__(self, lat: np.ndarray, lon: np.ndarray, to_lat: np.ndarray, to_lon: np.ndarray, *, detour: float):
        self.lat, self.lon, self.to_lat, self.to_lon, self.detour = lat, lon, to_lat, to_lon, detour

    @cached_property
    def _trees(self) -> tuple[cKDTree, cKDTree]:
        return cKDTree(unit_vectors(self.lat, self.lon)), cKDTree(unit_vectors(self.to_lat, self.to_lon))

    def within(self, km: float) -> csr_array:
        """As `Roads` says."""
        chord = 2 * np.sin(km / self.detour / (2 * EARTH_RADIUS_KM))
        here, there = self._trees
        found = here.sparse_distance_matrix(there, chord, output_type="ndarray")
        ones = np.ones(len(found), np.int8)
        return csr_array((ones, (found["i"], found["j"])), shape=(len(self.lat), len(self.to_lat)))

    def nearest(self, k: int) -> tuple[np.ndarray, np.ndarray]:
        """As `Roads` says."""
        index, km = nearest(self.lat, self.lon, of_lat=self.to_lat, of_lon=self.to_lon, k=k)
        return index, km * self.detour

    def to(self, chosen: np.ndarray) -> np.ndarray:
        """As `Roads` says."""
        rows = np.flatnonzero(chosen)
        if not len(rows):
            return np.full(len(self.lat), np.inf)
        there = cKDTree(unit_vectors(self.to_lat[rows], self.to_lon[rows]))
        chord, _ = there.query(unit_vectors(self.lat, self.lon))
        return arc_km(chord) * self.detour


class TableRoads:
    """A table of distances, (N, J) km; infinity where there is no way."""

    def __init__(self, km: np.ndarray):
        self.km = km

    def within(self, km: float) -> csr_array:
        """As `Roads` says."""
        return csr_array((self.km <= km).astype(np.int8))

    def nearest(self, k: int) -> tuple[np.ndarray, np.ndarray]:
        """As `Roads` says."""
        n, j = self.km.shape
        index, far = np.full((n, k), -1, np.int64), np.full((n, k), np.inf)
        order = np.argsort(self.km, axis=1, kind="stable")[:, : min(k, j)]
        far[:, : order.shape[1]] = np.take_along_axis(self.km, order, axis=1)
        index[:, : order.shape[1]] = np.where(np.isfinite(far[:, : order.shape[1]]), order, -1)
        return index, far

    def to(self, chosen: np.ndarray) -> np.ndarray:
        """As `Roads` says."""
        if not chosen.any():
            return np.full(len(self.km), np.inf)
        return self.km[:, chosen].min(axis=1)
