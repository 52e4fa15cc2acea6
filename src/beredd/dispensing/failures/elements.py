"""What can go out: pharmacies, sites, plants, owners, municipalities, each with what its failure is in a scenario."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from beredd.dispensing.dose.network import DoseNetwork
from beredd.dispensing.network import Network
from beredd.dispensing.parameters import resolve
from beredd.dispensing.scenarios import Scenario, load_scenario
from beredd.dispensing.scenarios.scenario import DoseEvent, Event

OUT_FROM = "d1h00"
"""The second day, a Tuesday of an ordinary week."""
EVERYDAY = "vardag"


@dataclass(frozen=True, kw_only=True)
class Element:
    """One thing that can go out.

    nearest_km       straight km to the nearest other shop, None where that says nothing
    has_alternative  can those who use it get to another shop, by the longest journey that people are taken to make
    """

    id: str
    kind: str
    name: str
    county: str = ""
    municipality: str = ""
    nearest_km: float | None = None
    has_alternative: bool | None = None
    neighbour: str = ""
    """Id of the nearest other shop."""


def elements_of(network: Network, dose: DoseNetwork | None, what: str) -> list[Element]:
    """All elements of a kind, in the network's order."""
    if what == "pharmacies":
        return _shops(network)
    if what == "sites":
        pairs = zip(network.site_id, network.site_name, strict=True)
        return [Element(id=id, kind=what, name=name) for id, name in pairs]
    if what == "owners":
        has = np.bincount(network.pharmacy_owner, minlength=len(network.owner_id)) > 0
        rows = zip(network.owner_id, network.owner_name, has, strict=True)
        return [Element(id=id, kind=what, name=name) for id, name, any_ in rows if any_]
    if what == "plants":
        assert dose is not None
        pairs = zip(dose.plant_id, dose.plant_name, strict=True)
        return [Element(id=id, kind=what, name=name) for id, name in pairs]
    with_shop = np.unique(network.pharmacy_municipality[~network.pharmacy_is_ecommerce])
    return [
        Element(
            id=network.municipality_code[m],
            kind=what,
            name=network.municipality_name[m],
            county=network.county_name[network.municipality_county[m]],
            municipality=network.municipality_name[m],
        )
        for m in with_shop
    ]


def _shops(network: Network) -> list[Element]:
    values = resolve()
    most_km = (values["max_travel_min"] - values["travel_start_min"]) / values["travel_min_per_km"]
    found = []
    for p in np.flatnonzero(~network.pharmacy_is_ecommerce):
        m, other = network.pharmacy_municipality[p], int(network.alternatives[p, 0])
        km = float(network.alternative_km[p, 0]) if other >= 0 else None
        found.append(
            Element(
                id=network.pharmacy_id[p],
                kind="pharmacies",
                name=network.pharmacy_name[p],
                county=network.county_name[network.municipality_county[m]],
                municipality=network.municipality_name[m],
                nearest_km=None if km is None else round(km, 1),
                has_alternative=km is not None and km <= most_km,
                neighbour=network.pharmacy_id[other] if other >= 0 else "",
            )
        )
    return found


def calm(days: int) -> Scenario:
    """The everyday that failures are set against."""
    return load_scenario(EVERYDAY).model_copy(update={"days": days})


def scenario_of(elements: tuple[Element, ...], *, hours: int, days: int) -> Scenario:
    """An ordinary week in which these go out together."""
    events: list[Event] = []
    dose: list[DoseEvent] = []
    for n, one in enumerate(elements):
        told: dict[str, Any] = {"id": f"ute-{n}", "where": (one.id,), "from": OUT_FROM, "for": float(hours)}
        if one.kind == "plants":
            dose.append(DoseEvent(**told, hit="plant", level=0.0))
        else:
            events.append(Event(**told, hit="site" if one.kind == "sites" else "pharmacy"))
    return calm(days).model_copy(update={"event": tuple(events), "dose": tuple(dose)})
