"""The real model: the chain's twin and the dose chain's days, stepped together and disturbed by the same decisions.

Each quantity of the catalogue is mapped here to what the model has, or is not given: `GIVES` is what there is. All are
counts of the whole country, kept by the hour or the day, so that a jump can be looked into hour by hour after it.
"""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from beredd.dispensing.dose import columns as C
from beredd.dispensing.dose.conditions import compile_dose
from beredd.dispensing.dose.days import MORNING_H, DoseDays
from beredd.dispensing.dose.network import DoseNetwork, load_dose_network
from beredd.dispensing.dose.plan import BURN_IN, dose_plan
from beredd.dispensing.dose.question import dose_register
from beredd.dispensing.dose.run import patients_of
from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.figures import CRITICAL_TIERS, people_past_limit
from beredd.dispensing.measures.catalogue import find_measures, with_measures
from beredd.dispensing.network import Network, load_network
from beredd.dispensing.parameters import resolve
from beredd.dispensing.scenarios import Scenario, as_found, load_scenario
from beredd.dispensing.scenarios.effects import Effects, with_effects
from beredd.dispensing.twin import Twin, start_twin
from beredd.exercises.firing import Values
from beredd.exercises.plan import Plan
from beredd.exercises.times import minute_of
from beredd.play.errors import PlayError
from beredd.play.model import Model, NoModel

GIVES: dict[str, str] = {
    "dos-utan": "dose patients with nothing to take, counted at eight in the morning",
    "skoterskegap": "nurses' hours that lacked for dosetts on the last whole day",
    "kritiska-utan": "people past their limit in the two most critical tiers beyond the everyday, and dose patients"
    " without in those tiers",
    "koetid": "mean wait at pharmacies over the last 24 hours, minutes",
    "oregistrerade": "hand-outs not yet registered at the last midnight",
    "lagerdagar": "packs at pharmacies and distributors at the last midnight, in days of the country's use",
    "felrisk": "wrongly filled dosetts so far, at the last midnight",
}
"""Quantity -> what the model counts. `ej-avraknat` and `djur-utan` are in the catalogue and not given."""
WINDOW_H = 24


class NationalModel:
    """Chain and dose chain from midnight of the exercise's first day. Decisions are named; their events begin later."""

    def __init__(self, twin: Twin, dose: DoseDays, scenario: Scenario, remake: Any):
        self.twin, self.dose, self.scenario = twin, dose, scenario
        self._remake = remake
        """(scenario with all events) -> the dose chain's conditions."""
        self._taken: dict[str, Effects] = {}
        self._is_disturbed = bool(scenario.event)
        """Until something hits the chain, it is its everyday."""
        self._critical_at: tuple[int, np.ndarray] = (-1, np.zeros(0, np.int64))
        self._counted_at: tuple[int, dict[str, np.ndarray]] = (-1, {})

    @property
    def hour(self) -> int:
        """Whole hours that have passed."""
        return self.twin.hour

    @property
    def last_hour(self) -> int:
        """As far as it goes."""
        return 24 * self.twin.chain.days

    def take(self, name: str, effects: Effects) -> None:
        """What a decision changes, from now on."""
        if effects.model_copy(update={"event": (), "dose": ()}):
            raise PlayError("play.from-the-start", id=name)
        taken = {**self._taken, name: effects}
        whole = with_effects(self.scenario, taken)
        if effects.dose:
            self.dose.take(self._remake(whole))
        if effects.event:
            events = whole.event[len(whole.event) - len(effects.event) :]
            self.twin.advance(self.hour, events)
            self._is_disturbed = True
        self._taken = taken

    def lift(self, name: str, effects: Effects | None) -> None:
        """A decision that was taken changes only this from now on; what has passed stands."""
        before = self._taken[name]
        self._taken = {**self._taken, name: effects or Effects()}
        whole = with_effects(self.scenario, self._taken)
        if before.dose:
            self.dose.take(self._remake(whole))
        if before.event:
            self.twin.replan(with_effects(Scenario(id="lifted", name="lifted"), self._taken).event)

    def advance(self, to_hour: int) -> None:
        """Go on until `to_hour` whole hours have passed."""
        self.twin.chain.advance(to_hour)
        self.dose.advance(to_hour)

    @property
    def gives(self) -> Collection[str]:
        """All quantities that it gives."""
        return GIVES

    def values(self, hour: int, names: Collection[str]) -> Values:
        """Those of the quantities that it gives, when `hour` whole hours had passed; None: nothing to count yet."""
        return {name: self._value(name, hour) for name in names if name in GIVES}

    def _value(self, name: str, hour: int) -> float | int | None:
        day, tally = hour // 24, self.dose.tally
        morning, done = BURN_IN + day - (hour % 24 < MORNING_H), BURN_IN + day - 1
        match name:
            case "dos-utan":
                return int(tally.place[:, :, morning, C.WITHOUT].sum())
            case "kritiska-utan":
                return int(self._critical()[hour]) + int(tally.tier[morning, list(CRITICAL_TIERS)].sum())
            case "skoterskegap":
                return round(int(tally.help[done, C.NURSE_LACK]) * self.dose.plan.nurse_min / 60)
            case "felrisk":
                return int(tally.help[BURN_IN : done + 1, C.ERRORS].sum())
            case "koetid":
                return _at(self._counted()["wait"], hour)
            case "oregistrerade":
                return int(self._counted()["unregistered"][day])
        return _at(self._counted()["stock"], day)

    def kpi(self) -> dict[str, float | int | None]:
        """Figures of the run so far: the dose chain's, and what the chain has beyond the everyday."""
        days = slice(BURN_IN, BURN_IN + self.hour // 24)
        place, plant, used = self.dose.tally.place, self.dose.tally.plant, self.dose.tally.help
        without = place[:, :, days, C.WITHOUT].sum(axis=(0, 1))
        tiers = self.dose.tally.tier[days, : len(CRITICAL_TIERS)]
        return {
            "dose_patients_ever_without": int((self.dose.tally.first_without != C.NONE).sum()),
            "dose_patients_without_peak": int(without.max(initial=0)),
            "dose_patient_days_without": int(without.sum()),
            "dose_patient_days_without_critical": int(tiers.sum()),
            "dose_rolls_packed": int(plant[:, days, C.PACKED].sum()),
            "dose_rolls_late": int(plant[:, days, C.ARRIVED_LATE].sum()),
            "dose_patients_taken_over": int(plant[:, days, C.MOVED_IN].sum()),
            "dosetts": int(place[:, :, days, C.DOSETT].sum()),
            "dosett_errors": int(used[days, C.ERRORS].sum()),
            "nurse_hours": round(int(used[days, C.NURSE_MIN].sum()) / 60),
            "prescriber_hours": round(int(used[days, C.PRESCRIBER_MIN].sum()) / 60),
            "requisitions": int(place[:, :, days, C.REQUISITION].sum()),
            "supplies_48h": int(place[:, :, days, C.SUPPLY].sum()),
            "buffer_days": int(place[:, :, days, C.BUFFER].sum()),
            "chain_person_hours_critical_beyond_everyday": int(self._critical()[1:].sum()),
            "chain_unregistered_open": int(self._counted()["unregistered"][-1]),
            "books_off": int(np.abs(self.dose.tally.errors).sum() + np.abs(self.twin.chain.errors).sum()),
        }

    def close(self) -> None:
        """Give the threads back."""
        self.twin.close()

    def _critical(self) -> np.ndarray:
        """(H+1,) people past their limit in the critical tiers beyond the everyday, after 0, 1, 2 … hours."""
        if not self._is_disturbed:
            return np.zeros(self.hour + 1, np.int64)
        if self._critical_at[0] != self.hour:
            hours, tiers = self.hour, list(CRITICAL_TIERS)
            past = people_past_limit(self.twin.chain.tally())[:hours].sum(axis=1)[:, tiers].sum(axis=1)
            usual = self.twin.everyday
            beyond = past if usual is None else past - usual[:hours, tiers].sum(axis=1)
            self._critical_at = hours, _from_nought(beyond)
        return self._critical_at[1]

    def _counted(self) -> dict[str, np.ndarray]:
        """What the chain counts by the hour and at midnights so far."""
        if self._counted_at[0] != self.hour:
            hours, days = self.hour, self.hour // 24
            tallies = self.twin.chain.tallies
            waiting, served = (
                np.cumsum(sum(one.hour_county[row, :hours].sum(axis=1, dtype=np.int64) for one in tallies))
                for row in (T.WAITING, T.SERVED)
            )
            day = np.sum([one.day[:days] for one in tallies], axis=0)
            packs = day[:, T.PHARMACY_PACKS] + day[:, T.DISTRIBUTOR_PACKS]
            found = {
                "wait": _shares(60.0 * _window(waiting), _window(served)),
                "unregistered": _from_nought(day[:, T.UNREGISTERED_OPEN]),
                "stock": np.concatenate([[np.nan], packs / self.twin.ground.packs_a_day]),
            }
            self._counted_at = hours, found
        return self._counted_at[1]


def _from_nought(by_step: np.ndarray) -> np.ndarray:
    return np.concatenate([[0], by_step]).astype(np.int64)


def _window(sums: np.ndarray) -> np.ndarray:
    """Of running sums the sum over the last WINDOW_H steps, after 0, 1, 2 … steps."""
    sums = np.concatenate([[0], sums])
    return sums - np.concatenate([np.zeros(WINDOW_H, sums.dtype), sums])[: len(sums)]


def _shares(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)


def _at(series: np.ndarray, place: int) -> float | None:
    value = float(series[place])
    return None if np.isnan(value) else round(value, 1)


def start_national(
    scenario: Scenario,
    *,
    seed: int,
    days: int | None = None,
    network: Network | None = None,
    dose: DoseNetwork | None = None,
    threads: int = 2,
) -> NationalModel:
    """The model of a scenario at hour 0; ready in seconds once the ground of that seed has been made."""
    days = days or scenario.days
    place = as_found(network or load_network(scenario.network), scenario)
    dose = dose or load_dose_network(place)
    values: Mapping[str, Any] = {**resolve(scenario.parameters), **dose_register().resolve(scenario.dose_parameters)}

    def conditions(whole: Scenario) -> Any:
        return compile_dose(
            place, dose, whole.dose, values, start=scenario.start, days=days, burn_in=BURN_IN, file=scenario.id
        )

    patients = patients_of(place, dose, values, seed=seed, threads=threads)
    first = conditions(scenario)
    plan = dose_plan(place, dose, patients, first, values, start=scenario.start, days=days, seed=seed)
    twin = start_twin(scenario, network=place, seed=seed, days=days, threads=threads, everyday=True)
    return NationalModel(twin, DoseDays(plan), scenario, conditions)


def model_of(plan: Plan, *, seed: int, by_hand: bool = False, threads: int = 2, measure: str = "") -> Model:
    """The model that a plan names, from the day it begins; PlayError where it names none, and needs one.

    measure    of the chain's catalogue, or several joined by `+`: what would stand ready from the first day
    """
    needed = -(-((minute_of(plan.duration) or 0) + (minute_of(f"T+{plan.starts}") or 0)) // 1440)
    if not plan.scenario.id:
        if not by_hand or measure:
            raise PlayError("play.no-scenario", plan=plan.id)
        return NoModel(24 * needed)
    described = load_scenario(plan.scenario.id).model_copy(update={"start": plan.scenario.starts_on})
    if measure:
        described = with_measures(described, find_measures((measure,))[measure])
    return start_national(described, seed=seed, days=max(described.days, needed), threads=threads)
