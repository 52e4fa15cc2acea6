"""A twin on disk: its state, its tallies, and what it takes to make the rest again."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.chain import Chain
from beredd.dispensing.engine.ground import Ground, ground_arrays, ground_from
from beredd.dispensing.engine.state import State, kept_arrays, state_from
from beredd.dispensing.errors import DispensingError
from beredd.dispensing.experiment import ENGINE
from beredd.dispensing.network import Network, load_network
from beredd.dispensing.scenarios import Event, Scenario, as_found, make_event, make_scenario
from beredd.dispensing.store import DamagedFolder, read_about, read_arrays, write_arrays

SCHEMA = "beredd/twin-snapshot/4"

Log = tuple[tuple[int, tuple[Event, ...]], ...]
"""(hour, events given then), in order."""


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """What a folder holds of a twin; `state`, `tally` and `errors` are the reader's to change."""

    ground: Ground
    scenario: Scenario
    days: int
    replicate: int
    log: Log
    state: State
    tally: T.Tally
    errors: np.ndarray  # (D, 2) int64
    everyday: np.ndarray | None  # (H, 6), as in `Twin`


def write_snapshot(folder: Path, chain: Chain, scenario: Scenario, log: Log, everyday: np.ndarray | None) -> None:
    """Write a run to a new folder, whole or not at all."""
    if folder.exists():
        raise DispensingError("dispensing.snapshot-exists", folder=str(folder))
    ground = chain.ground
    arrays = ground_arrays(ground) | kept_arrays(chain.state) | {"errors": chain.errors}
    arrays |= {f"tally-{name}": x for name, x in zip(T.Tally._fields, chain.tally_so_far(), strict=True)}
    if everyday is not None:
        arrays["everyday"] = everyday
    write_arrays(
        folder,
        arrays,
        {
            "schema": SCHEMA,
            "engine": ENGINE,
            "scenario": scenario.as_data(),
            "network": ground.network.fingerprint,
            "parameters": ground.behaviour.values,
            "seed": ground.seed,
            "days": chain.days,
            "replicate": chain.replicate,
            "log": [[hour, [event.as_data() for event in events]] for hour, events in log],
        },
    )


def read_snapshot(folder: Path, network: Network | None) -> Snapshot:
    """A run from its folder; DispensingError when it is none, is damaged, or is of another engine or network."""
    try:
        about = read_about(folder)
    except DamagedFolder as error:
        raise DispensingError("dispensing.no-snapshot", folder=str(folder), why=str(error)) from error
    if about.get("schema") != SCHEMA or about.get("engine") != ENGINE:
        found = f"{about.get('schema')} {about.get('engine')}"
        raise DispensingError(
            "dispensing.other-snapshot", folder=str(folder), found=found, allowed=f"{SCHEMA} {ENGINE}"
        )
    file = str(folder)
    scenario = make_scenario(dict(about["scenario"]), identifier=about["scenario"]["id"], file=file)
    place = as_found(network or load_network(scenario.network), scenario)
    if place.fingerprint != about["network"]:
        raise DispensingError("dispensing.other-network", folder=str(folder), network=place.name)
    arrays = read_arrays(folder)
    return Snapshot(
        ground=ground_from(arrays, place, about["parameters"], seed=about["seed"]),
        scenario=scenario,
        days=about["days"],
        replicate=about["replicate"],
        log=tuple((hour, tuple(make_event(e, file=file) for e in events)) for hour, events in about["log"]),
        state=state_from(arrays),
        tally=T.Tally(*(arrays[f"tally-{name}"] for name in T.Tally._fields)),
        errors=arrays["errors"],
        everyday=arrays.get("everyday"),
    )
