"""Stock policies that follow from mean demand: (s, S) per cell, and sites' stock."""

from typing import NamedTuple

import numpy as np
from numba import njit

from beredd.dispensing.engine.plan import MU_ONE, UPSTREAM, Behaviour, World
from beredd.dispensing.engine.population import Population
from beredd.dispensing.engine.staffing import ordinary_load_s
from beredd.dispensing.engine.streams import SHELF
from beredd.dispensing.network import TIERS, Network, cover_days
from beredd.dispensing.network.model import NOT_SAID
from beredd.provenance import below, philox

URGENT_TIERS = (0, 1)
"""Of each of their groups a shelf keeps its share by itself, whether or not anybody comes for it regularly."""


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


def _kept(network: Network, behaviour: Behaviour, mean: np.ndarray) -> np.ndarray:
    """(P, K) bool: what each shelf keeps: what is asked for most until `shelf_service_tier…` of the lines is reached.

    Of the pharmacy's mean lines of every group by itself in the urgent tiers and where patients come regularly, of what
    is left of the tier in the others; equal ones by article number.
    """
    kept = np.zeros(mean.shape, bool)
    tier = network.group_tier[network.article_group]
    by_itself = (np.isin(network.group_tier, URGENT_TIERS) | _is_regular(network))[network.article_group]
    together = np.where(by_itself, TIERS + network.article_group, tier)
    for one in np.unique(together):
        own = np.flatnonzero(together == one)
        t = tier[own[0]]
        order = np.argsort(-mean[:, own], axis=1, kind="stable")
        packs = np.take_along_axis(mean[:, own], order, axis=1)
        before = np.cumsum(packs, axis=1) - packs
        aim = packs.sum(axis=1, keepdims=True) * round(1000 * behaviour[f"shelf_service_tier{t}"]) // 1000
        keeps = np.zeros(packs.shape, bool)
        np.put_along_axis(keeps, order, (before < aim) & (packs > 0), axis=1)
        kept[:, own] = keeps
    return kept


def _is_regular(network: Network) -> np.ndarray:
    """(G,) bool: more lines are refills of known patients than courses that begin."""
    refills = network.group_people * network.group_lines_per_person / np.maximum(1, network.group_pack_days)
    return refills > network.group_one_off_per_year / 365


def site_means(network: Network, mean: np.ndarray) -> np.ndarray:
    """(S, K) int64: mean demand at each site, packs a day * MU_ONE."""
    of_site = np.zeros((len(network.site_id), mean.shape[1]), np.int64)
    for distributor in range(len(network.distributor_id)):
        own = network.article_distributor == distributor
        np.add.at(of_site, network.pharmacy_site[:, distributor].astype(np.int64), np.where(own, mean, 0))
    return of_site


def site_throughput(network: Network, behaviour: Behaviour, mean: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(S,) int64 packs that each site can send out in a working day, and those it can receive in a day.

    What the network says, else the register's multiple of the site's mean working day. What leaves must be picked and
    loaded.
    """
    working_day = site_means(network, mean).sum(axis=1) / MU_ONE * 7 / 5

    def able(said: np.ndarray, name: str) -> np.ndarray:
        return np.where(said == NOT_SAID, np.ceil(working_day * behaviour[name]), said).astype(np.int64)

    picks = able(network.site_picks_per_day, "site_picking_over_mean")
    loads = able(network.site_loads_per_day, "site_loading_over_mean")
    return np.minimum(picks, loads), able(network.site_receives_per_day, "site_receiving_over_mean")


def stock_shelves(network: Network, behaviour: Behaviour, world: World, population: Population) -> Shelves:
    """Policies and stock at the start of a run, from the population's own mean demand."""
    width = np.diff(world.course_article_to.astype(object), prepend=0).astype(np.float64) / (1 << 32)
    mean = population.mean_packs + np.floor(population.one_off_expected[:, None] * width[None, :]).astype(np.int64)
    cover, slack = behaviour["pharmacy_cover_days"], 3.0
    kept = _kept(network, behaviour, mean)
    reorder_at = np.where(kept, np.floor(mean * (cover - slack) / MU_ONE), -1).astype(np.int32)
    up_to = np.where(kept, np.maximum(reorder_at + 1, np.floor(mean * (cover + slack) / MU_ONE)), 0).astype(np.int32)

    seed = world.seed_low | world.seed_high << 32
    site_mean = site_means(network, mean)
    site_stock = -(-site_mean * cover_days(network, behaviour.values, seed=seed) // MU_ONE)
    upstream = np.zeros((UPSTREAM, *site_mean.shape), np.int64)
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
