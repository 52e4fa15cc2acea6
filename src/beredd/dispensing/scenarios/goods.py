"""Goods that a scenario names: product groups, substances, articles and suppliers, and the cover it gives them."""

import dataclasses

import numpy as np

from beredd.dispensing.network.model import Network
from beredd.dispensing.scenarios.checks import Complaint
from beredd.dispensing.scenarios.scenario import Scenario
from beredd.parameters import nearest
from beredd.provenance import fingerprint
from beredd.wording import Sentence

KINDS = ("group", "substance", "article", "supplier")


class Goods:
    """The names of a network's goods."""

    def __init__(self, network: Network):
        self.network = network
        columns = (
            (network.group_id, network.article_group),
            (network.substance_id, network.article_substance),
            (network.article_id, np.arange(len(network.article_id))),
            (network.supplier_id, network.article_supplier),
        )
        self.kinds = {
            kind: ({name: row for row, name in enumerate(names)}, of)
            for kind, (names, of) in zip(KINDS, columns, strict=True)
        }

    def articles(self, name: str, complain: Complaint, key: str) -> np.ndarray:
        """Which articles a name stands for, (K,) bool: an article, or all of a group, substance or supplier."""
        for rows, of in self.kinds.values():
            if name in rows:
                return of == rows[name]
        n = self.network
        hint = nearest(name, [*n.group_id, *n.substance_id, *n.supplier_id])
        if hint.code != "parameters.did-you-mean":
            hint = Sentence("scenarios.groups-are", names=n.group_id)
        complain(key, name, Sentence("scenarios.no-such-goods", network=n.name, hint=hint))
        raise AssertionError("a complaint raises")


def with_cover(network: Network, scenario: Scenario) -> Network:
    """The network as the scenario finds it: its `cover` given to the goods it names, the narrowest name last.

    The same network when it has that cover already.
    """
    if not scenario.cover:
        return network
    goods, complain = Goods(network), Complaint(scenario.id)
    days = network.article_cover_days.copy()
    masks = [(goods.articles(name, complain, "cover"), cover) for name, cover in scenario.cover.items()]
    for mask, cover in sorted(masks, key=lambda each: -int(each[0].sum())):
        days[mask] = cover
    if np.array_equal(days, network.article_cover_days):
        return network
    days.setflags(write=False)
    told = fingerprint([network.fingerprint, "cover", days.tolist()])
    return dataclasses.replace(network, article_cover_days=days, fingerprint=told)
