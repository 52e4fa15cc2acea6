"""Short ways to make scenarios and conditions in tests."""

import dataclasses

import numpy as np
from small_network import small_network

from beredd.dispensing.parameters import resolve
from beredd.dispensing.scenarios import compile_conditions, make_scenario

MONDAY = "2026-09-07"


def scenario(*events, days=14, start=MONDAY, **keys):
    """A scenario from event tables as in a file; ids are given where left out."""
    tables = [{"id": f"e{i}", **event} for i, event in enumerate(events)]
    data = {"name": "Prov", "start": start, "days": days, "event": tables, **keys}
    return make_scenario(data, identifier="prov", file="prov.toml")


def event(hit, **keys):
    """An event table: a total loss of `hit` from day 1, 09:00, for nine hours, unless said otherwise."""
    if "after" not in keys:
        keys.setdefault("from", "d1h09")
    return {"hit": hit, "for": 9, **keys}


def conditions(*events, network=None, seed=1, replicate=0, days=None, extra_events=(), parameters=None, **keys):
    """Compiled conditions of a scenario of these events."""
    made = scenario(*events, days=max(14, days or 14), **keys)
    return compile_conditions(
        small_network() if network is None else network,
        made,
        days=days or made.days,
        seed=seed,
        replicate=replicate,
        parameters=resolve(parameters),
        extra_events=extra_events,
    )


def differing(a, b):
    """Names of the fields in which two Conditions differ."""
    return {f.name for f in dataclasses.fields(a) if not np.array_equal(getattr(a, f.name), getattr(b, f.name))}
