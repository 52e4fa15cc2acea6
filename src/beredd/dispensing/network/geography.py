"""Distances and neighbours on a sphere."""

import numpy as np
from scipy.spatial import cKDTree

EARTH_RADIUS_KM = 6371.0


def unit_vectors(lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
    """Points on the unit sphere, (n, 3), from degrees."""
    lat, lon = np.radians(lat), np.radians(lon)
    return np.stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)), axis=1)


def arc_km(chord: np.ndarray) -> np.ndarray:
    """Great-circle distance in km of a straight chord on the unit sphere."""
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2, 1.0))


def nearest(
    lat: np.ndarray, lon: np.ndarray, *, of_lat: np.ndarray, of_lon: np.ndarray, k: int
) -> tuple[np.ndarray, np.ndarray]:
    """The k nearest of the `of_` points for each point: indices (n, k) int64, -1 where there are fewer, and km (n, k).

    Equal distances are settled by the lower index, so that the answer does not depend on the tree.
    """
    n_of = len(of_lat)
    index = np.full((len(lat), k), -1, dtype=np.int64)
    km = np.full((len(lat), k), np.inf)
    if n_of == 0 or len(lat) == 0:
        return index, km
    ask = min(k + 4, n_of)
    chord, found = cKDTree(unit_vectors(of_lat, of_lon)).query(unit_vectors(lat, lon), k=ask)
    chord, found = chord.reshape(len(lat), ask), found.reshape(len(lat), ask)
    # Chords are rounded to 0.1 mm on the ground before ties are settled.
    order = np.lexsort((found, np.round(chord, 11)), axis=1)
    keep = min(k, n_of)
    index[:, :keep] = np.take_along_axis(found, order, axis=1)[:, :keep]
    km[:, :keep] = arc_km(np.take_along_axis(chord, order, axis=1)[:, :keep])
    return index, km
