"""Stock policies that follow from mean demand: (s, S) per cell, and sites' stock."""

from typing import NamedTuple

import numpy as np
from numba import njit

from beredd.dispensing.engine.plan import MU_ONE, UPSTREAM, Behaviour, World
from beredd.dispensing.engine.population import Population
from beredd.dispensing.engine.staffing import ordinary_load_s
from beredd.dispensing.engine.streams import SHELF
from beredd.dispensing.network import Network
from beredd.provenance import below, philox


class Shelves(NamedTuple):
    """P pharmacies, K articles, S sites."""

    mean: np.ndarray  # (P, K) int64, packs a day * MU_ONE, courses included
    reorder_at: np.ndarray  # (P, K) int32, s; -1 = not kept on the shelf, ordered for the customer who asks
    up_to: np.ndarray  # (P, K) int32, S
    stock: np.ndarray  # (P, K) int32 at the start
    load_s: np.ndarray  # (P,) float: pharmacists' seconds a day each pharmacy is staffed for, see `staffing`
    site_stock: np.ndarray  # (S, K) int64 at the start
    upstream: np.ndarray  # (UPSTREAM, S, K) int64: packs on their way to the sites at the start


@njit(cache=True)
def _shelf_stock(reorder_at, up_to, seed_low, seed_high):
    """Stock at the start: uniform over s+1 … S, where a shelf under (s, S) rests."""
    stock = np.zeros(reorder_at.shape, np.int32)
    n_articles = reorder_at.shape[1]
    for p in range(reorder_at.shape[0]):
        for a in range(n_articles):
            if up_to[p, a] > 0:
                word, _b, _c, _d = philox(p * n_articles + a, 0, SHELF, 0, seed_low, seed_high)
                stock[p, a] = reorder_at[p, a] + 1 + below(word, up_to[p, a] - reorder_at[p, a])
    return stock


def stock_shelves(network: Network, behaviour: Behaviour, world: World, population: Population) -> Shelves:
    """Policies and stock at the start of a run, from the population's own mean demand."""
    width = np.diff(world.course_article_to.astype(object), prepend=0).astype(np.float64) / (1 << 32)
    mean = population.mean_packs + np.floor(population.one_off_expected[:, None] * width[None, :]).astype(np.int64)
    cover, slack = behaviour["pharmacy_cover_days"], 3.0
    kept = mean * 365 >= behaviour["shelf_min_packs_per_year"] * MU_ONE
    reorder_at = np.where(kept, np.floor(mean * (cover - slack) / MU_ONE), -1).astype(np.int32)
    up_to = np.where(kept, np.maximum(reorder_at + 1, np.floor(mean * (cover + slack) / MU_ONE)), 0).astype(np.int32)

    n_sites, n_articles = len(network.site_id), mean.shape[1]
    site_mean = np.zeros((n_sites, n_articles), np.int64)
    for distributor in range(len(network.distributor_id)):
        own = network.article_distributor == distributor
        np.add.at(site_mean, network.pharmacy_site[:, distributor].astype(np.int64), np.where(own, mean, 0))
    site_stock = np.ceil(site_mean * behaviour["distributor_cover_days"] / MU_ONE).astype(np.int64)
    upstream = np.zeros((UPSTREAM, n_sites, n_articles), np.int64)
    for day in range(world.upstream_days):
        upstream[day] = site_mean * (day + 1) // MU_ONE - site_mean * day // MU_ONE
    return Shelves(
        mean=mean,
        reorder_at=reorder_at,
        up_to=up_to,
        stock=_shelf_stock(reorder_at, up_to, world.seed_low, world.seed_high),
        load_s=ordinary_load_s(network, behaviour, mean),
        site_stock=site_stock,
        upstream=upstream,
    )
