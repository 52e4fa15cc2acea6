"""Who is hit: an event's `where` and `share` against a network, drawn by (seed, replicate, event, name)."""

from dataclasses import dataclass

import numpy as np

from beredd.dispensing.network.model import Network
from beredd.dispensing.scenarios.checks import DEMAND, SITE_VERBS, Complaint
from beredd.dispensing.scenarios.goods import Goods
from beredd.dispensing.scenarios.scenario import Event
from beredd.dispensing.scenarios.timeline import GROUP, WHO, Chance
from beredd.parameters import nearest
from beredd.provenance import below_plain, entity_of, threshold
from beredd.wording import Sentence

BY_PLACE_ONLY = (DEMAND, "prescribers")
_PLACES = ("county", "municipality")
_SITES = ("distributor", "site")
_PHARMACIES = ("owner", "pharmacy")


@dataclass(frozen=True)
class Reach:
    """Boolean masks of what an event touches."""

    pharmacies: np.ndarray  # (P,)
    municipalities: np.ndarray  # (M,), empty where the event names pharmacies, owners or sites
    sites: np.ndarray  # (S,), empty where the event names goods
    articles: np.ndarray  # (K,), empty where the event names no goods
    where: str


class Places:
    """The names of a network's rows, looked up once per compilation."""

    def __init__(self, network: Network):
        self.network = network
        self.rows = {
            "county": _index(network.county_code),
            "municipality": _index(network.municipality_code),
            "owner": _index(network.owner_id),
            "pharmacy": _index(network.pharmacy_id),
            "distributor": _index(network.distributor_id),
            "site": _index(network.site_id),
        }
        self.goods = Goods(network)

    def reach(self, event: Event, *, by_place: bool, chance: Chance, file: str) -> Reach:
        """What `event` touches. by_place: its share is drawn over municipalities, else over pharmacies.

        Sites are touched whole: by their own id, by their distributor's, by where they stand, or nationally.
        """
        n = self.network
        if event.what:
            return self._goods(event, chance, file)
        pharmacies = np.zeros(len(n.pharmacy_id), dtype=bool)
        municipalities = np.zeros(len(n.municipality_code), dtype=bool)
        sites = np.zeros(len(n.site_id), dtype=bool)
        for name in event.where:
            kind, row = self._find(name, event, file)
            if kind == "national":
                pharmacies[:] = municipalities[:] = sites[:] = True
            elif kind in ("county", "municipality"):
                here = n.municipality_county == row if kind == "county" else np.arange(municipalities.size) == row
                municipalities |= here
                pharmacies |= here[n.pharmacy_municipality]
                sites |= here[n.site_municipality]
            elif kind == "owner":
                pharmacies |= n.pharmacy_owner == row
            elif kind == "pharmacy":
                pharmacies[row] = True
            else:
                mine = n.site_distributor == row if kind == "distributor" else np.arange(sites.size) == row
                sites |= mine
        if by_place and municipalities.any():
            municipalities &= self._drawn(n.municipality_code, municipalities, event, chance)
            named = self._named_pharmacies(event)
            pharmacies = (pharmacies & municipalities[n.pharmacy_municipality]) | named
        else:
            pharmacies &= self._drawn(n.pharmacy_id, pharmacies, event, chance)
            municipalities &= event.share > 0
        sites &= self._drawn(n.site_id, sites, event, chance)
        return Reach(
            pharmacies=pharmacies,
            municipalities=municipalities,
            sites=sites,
            articles=np.zeros(len(n.article_id), dtype=bool),
            where="national" if "national" in event.where else ",".join(event.where),
        )

    def _goods(self, event, chance, file):
        """Articles by their own id, their group's, substance's or supplier's; everybody may miss them."""
        n = self.network
        articles = np.zeros(len(n.article_id), dtype=bool)
        for name in event.what:
            articles |= self.goods.articles(name, Complaint(file, event.id), "what")
        return Reach(
            pharmacies=np.ones(len(n.pharmacy_id), dtype=bool),
            municipalities=np.zeros(len(n.municipality_code), dtype=bool),
            sites=np.zeros(len(n.site_id), dtype=bool),
            articles=articles & self._drawn(n.article_id, articles, event, chance),
            where=",".join(event.what),
        )

    def groups(self, event: Event, chance: Chance) -> np.ndarray:
        """(M,) int: each municipality's turn in a rotating event."""
        count = event.repeat.groups if event.repeat else 1
        return np.array(
            [below_plain(chance.word(event.id, GROUP, entity_of(c)), count) for c in self.network.municipality_code]
        )

    def _named_pharmacies(self, event):
        named = np.zeros(len(self.network.pharmacy_id), dtype=bool)
        for name in event.where:
            if name in self.rows["pharmacy"]:
                named[self.rows["pharmacy"][name]] = True
            elif name in self.rows["owner"]:
                named |= self.network.pharmacy_owner == self.rows["owner"][name]
        return named

    def _drawn(self, names, candidates, event, chance):
        if event.share >= 1.0:
            return candidates
        limit, hit = threshold(event.share), np.zeros(len(names), dtype=bool)
        if limit:
            for row in np.flatnonzero(candidates):
                hit[row] = chance.word(event.id, WHO, entity_of(names[row])) < limit
        return hit

    def _find(self, name, event, file):
        if name == "national":
            return "national", 0
        allowed = (
            *_PLACES,
            *(_SITES if event.hit in SITE_VERBS else () if event.hit in BY_PLACE_ONLY else _PHARMACIES),
        )
        for kind, rows in self.rows.items():
            if name in rows:
                if kind not in allowed:
                    other = Sentence("scenarios.other-kind", kind=kind, hit=event.hit, allowed=allowed)
                    Complaint(file, event.id)("where", name, other)
                return kind, rows[name]
        few = [n for kind in ("county", "owner", "distributor", "site") for n in self.rows[kind]]
        hint = nearest(name, few)
        if name.isdigit():
            hint = Sentence("scenarios.county-codes", codes=self.network.county_code)
        absent = Sentence("scenarios.no-such-place", network=self.network.name, hint=hint)
        Complaint(file, event.id)("where", name, absent)


def _index(names):
    return {name: row for row, name in enumerate(names)}
