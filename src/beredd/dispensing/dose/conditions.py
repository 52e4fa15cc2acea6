"""What a scenario's dose events leave of plants, systems, roads and people, day by day: plain arrays for the engines.

A day is what the hours that matter in it are: packing hours for plants, the hours up to the stop for orders, the
morning for roads, office hours for people. A lever that is on or off holds on the days whose noon it covers.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from beredd.dispensing.dose.columns import NONE
from beredd.dispensing.dose.network import DoseNetwork
from beredd.dispensing.dose.rounds import planned_packing, rounds_of
from beredd.dispensing.engine.plan import NATION
from beredd.dispensing.errors import ScenarioError
from beredd.dispensing.network import Network
from beredd.dispensing.scenarios.calendar import is_workday, prescriber_permille
from beredd.dispensing.scenarios.checks import Complaint
from beredd.dispensing.scenarios.dose_events import HITS
from beredd.dispensing.scenarios.moments import minutes_of
from beredd.dispensing.scenarios.scenario import REST, DoseEvent
from beredd.provenance import WORD_RANGE
from beredd.wording import Sentence

PACKING_FROM_H = 6
ORDERS_FROM_H = 8
NOON = (12, 13)
MORNING = (4, 12)
OFFICE = (8, 17)
FIRST = {"home": 1, "care_housing": 2}
ROLL_WORK = 1000
NATIONAL = ("national",)


class DoseConditions(NamedTuple):
    """P plants, C counties, M municipalities, T days from the burn-in's first; meanings as in `DosePlan`."""

    capacity: np.ndarray
    inflow_permille: np.ndarray
    first_kind: np.ndarray
    wrong_below: np.ndarray
    recall_from: np.ndarray
    recall_to: np.ndarray
    takeover_to: np.ndarray
    takeover_n: np.ndarray
    order_below: np.ndarray
    is_read: np.ndarray
    is_frozen: np.ndarray
    road_below: np.ndarray
    prescriber_min: np.ndarray
    supply: np.ndarray
    nurse_permille: np.ndarray
    pharmacy_lines: np.ndarray
    dosett: np.ndarray
    requisition: np.ndarray
    buffer: np.ndarray
    help_first: np.ndarray


class _Reach:
    """Which plants, counties and municipalities an event concerns."""

    def __init__(self, network: Network, dose: DoseNetwork, file: str):
        self.network, self.dose, self.file = network, dose, file
        self.plants = {name: [p] for p, name in enumerate(dose.plant_id)}
        self.operators = {
            name: np.flatnonzero(dose.plant_operator == o).tolist() for o, name in enumerate(dose.operator_id)
        }
        self.counties = {code: [c] for c, code in enumerate(network.county_code)}
        self.places = {code: [m] for m, code in enumerate(network.municipality_code)}

    def rows(self, event: DoseEvent, whom: str) -> np.ndarray:
        """Rows of the table `whom` that the event's `where` names."""
        size = {"plants": len(self.plants), "counties": len(self.counties), "places": len(self.places)}[whom]
        if event.where == NATIONAL:
            return np.arange(size)
        found: set[int] = set()
        for name in event.where:
            found.update(int(row) for row in self._named(name, whom, event))
        return np.array(sorted(found), np.int64)

    def _named(self, name: str, whom: str, event: DoseEvent) -> Sequence[int]:
        plants = self.plants.get(name) or self.operators.get(name)
        if plants is not None and whom in ("plants", "counties"):
            of_county = self.dose.county_plant
            return plants if whom == "plants" else np.flatnonzero(np.isin(of_county, plants)).tolist()
        if whom == "counties" and name in self.counties:
            return self.counties[name]
        if whom == "places" and name in self.counties:
            return np.flatnonzero(self.network.municipality_county == self.counties[name][0]).tolist()
        if whom == "places" and name in self.places:
            return self.places[name]
        names = (*self.dose.plant_id, *self.dose.operator_id)
        allowed = {
            "plants": Sentence("dose.where-plants", plants=names),
            "counties": Sentence("dose.where-counties", plants=names),
            "places": Sentence("dose.where-places"),
        }
        Complaint(self.file, event.id)("where", name, allowed[whom])


def compile_dose(
    network: Network,
    dose: DoseNetwork,
    events: Sequence[DoseEvent],
    values: Mapping[str, Any],
    *,
    start: date,
    days: int,
    burn_in: int,
    file: str = "dose",
) -> DoseConditions:
    """The conditions of a run; `values` are those of the dose register and of the chain's, `file` is for messages."""
    reach = _Reach(network, dose, file)
    lay = _Layers(reach, events, days, burn_in)
    first = start - timedelta(burn_in)
    total = burn_in + days
    work = np.array([is_workday(first + timedelta(t)) for t in range(total)])
    hours = [(PACKING_FROM_H, min(24, PACKING_FROM_H + int(h))) for h in dose.plant_shift_h * dose.plant_shifts]
    n_counties, n_places = len(network.county_code), len(network.municipality_code)
    stop = dose.cluster_stop_h[dose.county_cluster]
    level = np.minimum(lay.least("plant", hours), lay.least("staff", hours))
    own = dose.plant_capacity[:, None] * ROLL_WORK * _planned(dose, first, total, values["holiday_work"])
    resting = lay.most("rest_days", hours, key="level", floor=0)
    own = np.where(work, own, dose.plant_capacity[:, None] * resting)
    capacity = own * lay.most("shifts", hours, key="factor", floor=1000) // 1000 * level // 1000
    orders = lay.least("ordering", [(ORDERS_FROM_H, int(h)) for h in stop], whom="counties")
    at_stop = lay.least("ordering", [(int(h) - 1, int(h)) for h in stop], whom="counties")
    road = lay.least("transport", [MORNING] * n_places, whom="places")
    # Rolls travel by county: what its worst-off municipality lets through would be too dark, so its residents decide.
    road_county = _by_residents(network, road)
    to, moved = lay.takeover()
    recall = lay.recalls()
    prescribers = np.bincount(network.municipality_county, network.prescriber_minutes, n_counties)
    calendar = prescriber_permille(first, total, values)
    minutes = np.floor(prescribers * values["conversion_share"]).astype(np.int64)[:, None] * calendar // 1000
    minutes = minutes * _by_residents(network, lay.people("prescribers", n_places)) // 1000
    lines = values["lines_per_day"] * network.municipality_population / NATION * values["pharmacy_spare_share"]
    room = np.where(work, np.floor(lines).astype(np.int64)[:, None], 0) * lay.people("pharmacies", n_places) // 1000
    return DoseConditions(
        capacity=capacity.astype(np.int64),
        inflow_permille=lay.least("goods", hours).astype(np.int64),
        first_kind=lay.first("packing_order", "plants"),
        wrong_below=lay.wrong(hours),
        recall_from=recall[0],
        recall_to=recall[1],
        takeover_to=to,
        takeover_n=moved,
        order_below=(orders.astype(np.uint64) * np.uint64(WORD_RANGE)) // np.uint64(1000),
        is_read=(at_stop > 0).astype(np.uint8),
        is_frozen=lay.on("prolonged_list", "counties"),
        road_below=(road_county.astype(np.uint64) * np.uint64(WORD_RANGE)) // np.uint64(1000),
        prescriber_min=minutes.astype(np.int64),
        supply=lay.put("supply_48h", "counties"),
        nurse_permille=lay.people("nurses", n_places),
        pharmacy_lines=room.astype(np.int64),
        dosett=lay.on("dosett", "places"),
        requisition=lay.amount("requisition", "places"),
        buffer=lay.put("buffer", "places"),
        help_first=lay.first("help_order", "places").max(axis=0, initial=0),
    )


def _planned(dose: DoseNetwork, first: date, total: int, most: float) -> np.ndarray:
    """(T,) float: what a plant is staffed for over an ordinary working day, more where the calendar moves stops."""
    planned = planned_packing(dose, rounds_of(dose, first, total), total)
    return np.clip(planned, 1.0, most)


def _by_residents(network: Network, level: np.ndarray) -> np.ndarray:
    """(C, T) of (M, T): means over a county's municipalities, weighted by residents, whole permille."""
    people = network.municipality_population
    out = np.zeros((len(network.county_code), level.shape[1]), np.int64)
    np.add.at(out, network.municipality_county, level * people[:, None])
    of = np.maximum(1, np.bincount(network.municipality_county, people, len(network.county_code))).astype(np.int64)
    return out // of[:, None]


class _Layers:
    """The events laid over each other: the lowest level and the highest factor hold."""

    def __init__(self, reach: _Reach, events: Sequence[DoseEvent], days: int, burn_in: int):
        self.reach, self.days, self.burn_in, self.total = reach, days, burn_in, burn_in + days
        self.by_hit = {name: [event for event in events if event.hit == name] for name in HITS}
        self.size = {
            "plants": len(reach.plants),
            "counties": len(reach.counties),
            "places": len(reach.places),
        }

    def covered(self, event: DoseEvent, hours: tuple[int, int]) -> np.ndarray:
        """(T,) int64, permille of those hours of each day that the event covers."""
        start = minutes_of(event.starts)
        end = self.days * 1440 if event.lasts == REST else start + round(float(event.lasts) * 60)
        low, high = hours[0] * 60, hours[1] * 60
        at = np.arange(self.days) * 1440
        held = np.minimum(end, at + high) - np.maximum(start, at + low)
        return np.concatenate([np.zeros(self.burn_in, np.int64), 1000 * np.maximum(held, 0) // (high - low)])

    def least(self, hit: str, hours: Sequence[tuple[int, int]], whom: str = "plants") -> np.ndarray:
        """(rows, T) int64, permille that is left."""
        out = np.full((self.size[whom], self.total), 1000, np.int64)
        for event in self.by_hit[hit]:
            if event.level is None:
                continue
            lost = 1000 - round(1000 * event.level)
            for row in self.reach.rows(event, whom):
                out[row] = np.minimum(out[row], 1000 - lost * self.covered(event, hours[row]) // 1000)
        return out

    def most(self, hit: str, hours, *, key: str, floor: int, whom: str = "plants") -> np.ndarray:
        """(rows, T) int64, permille: the highest value of a key, `floor` where no event holds."""
        out = np.full((self.size[whom], self.total), floor, np.int64)
        for event in self.by_hit[hit]:
            if getattr(event, key) is None:
                continue
            more = round(1000 * getattr(event, key)) - floor
            for row in self.reach.rows(event, whom):
                out[row] = np.maximum(out[row], floor + more * self.covered(event, hours[row]) // 1000)
        return out

    def people(self, hit: str, n_places: int) -> np.ndarray:
        """(M, T) int64, permille of the ordinary: what is left times what is added."""
        hours = [OFFICE] * n_places
        more = self.most(hit, hours, key="factor", floor=1000, whom="places")
        return self.least(hit, hours, whom="places") * more // 1000

    def on(self, hit: str, whom: str) -> np.ndarray:
        """(rows, T) uint8: is it on at noon?"""
        out = np.zeros((self.size[whom], self.total), np.uint8)
        for event in self.by_hit[hit]:
            out[self.reach.rows(event, whom)] |= (self.covered(event, NOON) > 0).astype(np.uint8)
        return out

    def amount(self, hit: str, whom: str) -> np.ndarray:
        """(rows, T) int64: the highest amount a day."""
        out = np.zeros((self.size[whom], self.total), np.int64)
        for event in self.by_hit[hit]:
            rows = self.reach.rows(event, whom)
            held = (self.covered(event, NOON) > 0) * (event.amount or 0)
            out[rows] = np.maximum(out[rows], held)
        return out

    def put(self, hit: str, whom: str) -> np.ndarray:
        """(rows, T) int64: what is put at hand, once, on the first day whose noon the event covers."""
        out = np.zeros((self.size[whom], self.total), np.int64)
        for event in self.by_hit[hit]:
            held = self.covered(event, NOON) > 0
            if held.any():
                rows = self.reach.rows(event, "places")
                if whom == "counties":
                    rows = np.unique(self.reach.network.municipality_county[rows])
                out[rows, int(np.argmax(held))] += event.amount or 0
        return out

    def first(self, hit: str, whom: str) -> np.ndarray:
        """(rows, T) int8: who comes first; two that contradict each other are refused."""
        return self._one_of(hit, whom, lambda event: FIRST[event.first or "home"], 0, "first")

    def takeover(self) -> tuple[np.ndarray, np.ndarray]:
        """(P, T) int8 and int64: which plant takes over, and how many patients a day at most."""
        plants = {name: p for p, name in enumerate(self.reach.dose.plant_id)}
        for event in self.by_hit["takeover"]:
            complain = Complaint(self.reach.file, event.id)
            others = tuple(name for name in plants if plants[name] not in self.reach.rows(event, "plants"))
            if event.to not in others:
                complain("to", event.to, Sentence("dose.another-plant", allowed=others or ("–",)))
        to = self._one_of("takeover", "plants", lambda event: plants[event.to or ""], -1, "to")
        return to, self.amount("takeover", "plants")

    def _one_of(self, hit: str, whom: str, value: Callable[[DoseEvent], int], nothing: int, key: str) -> np.ndarray:
        out = np.full((self.size[whom], self.total), nothing, np.int8)
        for event in self.by_hit[hit]:
            rows = self.reach.rows(event, whom)
            held = self.covered(event, NOON) > 0
            there = out[rows][:, held]
            if ((there != nothing) & (there != value(event))).any():
                raise ScenarioError("dose.contradiction", file=self.reach.file, event=event.id, key=key, hit=hit)
            out[np.ix_(rows, held)] = value(event)
        return out

    def wrong(self, hours) -> np.ndarray:
        """(P, T) uint64 thresholds: rolls packed that day with the wrong content."""
        out = np.zeros((self.size["plants"], self.total), np.uint64)
        for event in self.by_hit["content"]:
            below = np.uint64(int((event.share or 0) * WORD_RANGE))
            for row in self.reach.rows(event, "plants"):
                out[row] = np.maximum(out[row], np.where(self.covered(event, hours[row]) > 0, below, np.uint64(0)))
        return out

    def recalls(self) -> tuple[np.ndarray, np.ndarray]:
        """(P, T) int32 twice: rolls packed from … to before … are called back on that day."""
        since = np.full((self.size["plants"], self.total), NONE, np.int32)
        until = since.copy()
        contents = {event.id: event for event in self.by_hit["content"]}
        for event in self.by_hit["recall"]:
            packed = np.flatnonzero(self.covered(contents[event.of or ""], (0, 24)) > 0)
            day = np.flatnonzero(self.covered(event, (0, 24)) > 0)
            if len(packed) and len(day):
                for row in self.reach.rows(event, "plants"):
                    since[row, day[0]], until[row, day[0]] = packed[0], packed[-1] + 1
        return since, until
