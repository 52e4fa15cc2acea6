"""Some counties of a network as a network of their own: the same shops, roads and goods, fewer people."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from beredd.dispensing.errors import NetworkError
from beredd.dispensing.network.model import Network
from beredd.provenance import fingerprint


def part_of(network: Network, county_codes: Sequence[str]) -> Network:
    """The counties' municipalities and shops, all e-commerce, all sites and goods.

    People with a medicine and courses are scaled with the residents. What is lost: ways over the border to other shops,
    and the evenness of a nation's demand at the sites.
    """
    unknown = sorted(set(county_codes) - set(network.county_code))
    if unknown or not county_codes:
        raise NetworkError("network.no-such-counties", found=unknown or ("–",), allowed=network.county_code)
    places = np.isin(np.array(network.county_code), county_codes)[network.municipality_county]
    return part_with(network, places, called="+".join(sorted(county_codes)), told=sorted(county_codes))


def part_with(network: Network, places: np.ndarray, *, called: str, told: object) -> Network:
    """The municipalities of a mask (M,) bool, each whole, and what `part_of` keeps with counties.

    called   what is put after the network's name
    told     what the part's fingerprint is made of, with the network's
    """
    counties = np.zeros(len(network.county_code), bool)
    counties[network.municipality_county[places]] = True
    shops = places[network.pharmacy_municipality] | network.pharmacy_is_ecommerce
    share = network.municipality_population[places].sum() / network.municipality_population.sum()
    rows = {"county_": counties, "municipality_": places, "pharmacy_": shops}
    own = {"prescriber_minutes": places, "estimated_by_county": counties, "alternative_km": shops}
    changed: dict[str, Any] = {}
    for field in fields(network):
        mask = own.get(field.name)
        for prefix, by_prefix in rows.items():
            mask = by_prefix if field.name.startswith(prefix) else mask
        if mask is not None:
            value = getattr(network, field.name)
            kept = tuple(np.array(value, object)[mask]) if isinstance(value, tuple) else value[mask]
            changed[field.name] = kept
    new_place, new_shop = _renumbered(places), _renumbered(shops)
    elsewhere = np.maximum(new_place, 0)  # what stands outside the part is kept, in its first municipality
    changed |= {
        "municipality_county": _renumbered(counties)[changed["municipality_county"]].astype(np.int16),
        "pharmacy_municipality": elsewhere[changed["pharmacy_municipality"]].astype(np.int16),
        "site_municipality": elsewhere[network.site_municipality].astype(np.int16),
        "group_people": np.rint(network.group_people * share).astype(np.int64),
        "group_one_off_per_year": np.rint(network.group_one_off_per_year * share).astype(np.int64),
        "dormant_prescriptions": round(network.dormant_prescriptions * share),
        "name": f"{network.name} {called}",
        "fingerprint": fingerprint([network.fingerprint, told]),
    }
    old = network.alternatives[shops]
    near = np.where(old >= 0, new_shop[old], -1)
    order = np.argsort(near < 0, axis=1, kind="stable")  # those that are left, nearest first
    changed["alternatives"] = np.take_along_axis(near, order, axis=1).astype(np.int32)
    changed["alternative_km"] = np.take_along_axis(changed["alternative_km"], order, axis=1)
    return replace(network, **changed)


def _renumbered(kept: np.ndarray) -> np.ndarray:
    """New row number of each old row, -1 for those that are left out."""
    return np.where(kept, np.cumsum(kept) - 1, -1)
