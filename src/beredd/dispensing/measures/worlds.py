"""Runs of a scenario with and without measures in one world: one network, one set of parameters, one seed.

What a measure cannot touch is not run again: the dose chain alone is run where a measure is one of the dose chain, and
runs without measures are shared. A measure that changes nothing gives the numbers of the run without it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from beredd.dispensing.beginning import begin
from beredd.dispensing.dose.conditions import compile_dose
from beredd.dispensing.dose.network import DoseNetwork
from beredd.dispensing.dose.patients import Patients
from beredd.dispensing.dose.plan import BURN_IN
from beredd.dispensing.dose.question import dose_register
from beredd.dispensing.dose.run import patients_of, run_dose
from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.burn_in import ordinary_conditions
from beredd.dispensing.engine.chain import Chain, first_state
from beredd.dispensing.engine.figures import key_figures
from beredd.dispensing.engine.ground import Ground, give_birth
from beredd.dispensing.engine.plan import Behaviour, world
from beredd.dispensing.engine.state import State, copied_state
from beredd.dispensing.everyday import first_disturbed_day
from beredd.dispensing.measures.figures import chain_row, dose_row
from beredd.dispensing.network import Network
from beredd.dispensing.parameters import resolve
from beredd.dispensing.scenarios import Conditions, Scenario, as_found, compile_conditions, with_cover
from beredd.dispensing.scenarios.reinforcements import with_reinforcements

NOT_AT_BIRTH = frozenset(
    {
        "telephone_rate",
        "telephone_max_tier",
        "connection_low_level",
        "paper_rate",
        "paper_max_tier",
        "manual_payment_rate",
        "no_verification_rate",
        "no_expert_support_rate",
        "no_eid_rate",
        "no_prescriber_access_rate",
        "phone_off_hours_share",
    }
)
"""Parameters that only the compiler of conditions reads: people and shelves are the same whatever they are."""

WEEK = 7
EVERYDAY_BANDS = {
    "lines_per_day": (0.95, 1.05),
    "customers_per_day": (0.90, 1.10),
    "lines_per_customer": (1.85 / 1.9, 1.95 / 1.9),
    "line_fill": (0.94 / 0.96, 0.97 / 0.96),
    "all_at_first_visit": (0.83 / 0.85, 0.88 / 0.85),
}
"""Bands of `validate`'s ordinary weeks, relative to their targets."""

Told = Callable[[], None]


@dataclass(frozen=True, kw_only=True)
class World:
    """Where the scenario and its measures are run.

    scenarios   the scenario without measures first, then with each of them
    chains      which of `chain` and `dose` are followed
    values      parameters of the chain that this world has instead of the register's
    dose_values the same for the dose chain
    is_kept     are people and shelves worth a place on the disk
    """

    scenarios: Sequence[Scenario]
    network: Network
    dose: DoseNetwork | None
    patients: Patients | None
    chains: tuple[str, ...]
    days: int
    seed: int
    threads: int
    values: Mapping[str, float]
    dose_values: Mapping[str, float]
    is_kept: bool

    def check(self) -> None:
        """Compile every scenario once, so that what cannot be is refused before anything is run."""
        for n, scenario in enumerate(self.scenarios):
            place, values = as_found(self.network, scenario), self._values(n)
            if "chain" in self.chains:
                compile_conditions(place, scenario, days=self.days, seed=self.seed, parameters=values)
            if self.dose is not None:
                both = {**values, **dose_register().resolve(scenario.dose_parameters)}
                asked = {"start": scenario.start, "days": self.days, "burn_in": BURN_IN, "file": scenario.id}
                compile_dose(place, self.dose, scenario.dose, both, **asked)

    def rows(self, first: int, last: int, told: Told) -> np.ndarray:
        """(last - first, S, n) figures of those replicates, scenario by scenario."""
        parts = []
        if "chain" in self.chains:
            parts.append(self._chain_rows(first, last, told))
        if "dose" in self.chains:
            parts.append(self._dose_rows(first, last, told))
        return np.concatenate(parts, axis=2)

    # the ordinary chain ----------------------------------------------------------------------------------------------

    def _chain_rows(self, first: int, last: int, told: Told) -> np.ndarray:
        found: dict[int, list[np.ndarray]] = {}
        for beginning, members in self._beginnings.items():
            ground, state = self._first if members[0] == 0 else self._begun(members[0])
            for n in members:
                own = _ground_of(ground, with_reinforcements(ground.network, self.scenarios[n]), self._values(n))
                found[n] = []
                for replicate in range(first, last):
                    conditions = self._conditions(own, n, replicate)
                    if n and beginning == next(iter(self._beginnings)) and self._is_same(conditions, own, replicate):
                        found[n].append(found[0][replicate - first])
                    else:
                        found[n].append(chain_row(self._lived(own, state, conditions, replicate), self.network))
                    told()
        return np.stack([np.stack(found[n]) for n in range(len(self.scenarios))], axis=1)

    def _values(self, n: int) -> dict[str, float]:
        """The scenario's values hold before this world's, the measure's before both."""
        return resolve({**self.values, **self.scenarios[n].parameters})

    @cached_property
    def _beginnings(self) -> dict[str, list[int]]:
        """Scenarios that begin with the same people and shelves, those of the first one first."""
        groups: dict[str, list[int]] = {}
        for n, scenario in enumerate(self.scenarios):
            born = {name: value for name, value in self._values(n).items() if name not in NOT_AT_BIRTH}
            groups.setdefault(repr((with_cover(self.network, scenario).fingerprint, sorted(born.items()))), []).append(
                n
            )
        return groups

    @cached_property
    def _first(self) -> tuple[Ground, State]:
        """Where the scenario without measures begins; runs take copies."""
        return self._begun(0)

    def everyday(self) -> dict[str, float]:
        """Figures of one ordinary week with this world's people, from a Monday."""
        ground, state = self._first
        conditions = ordinary_conditions(self.network, days=WEEK, start_weekday=self.scenarios[0].start.weekday())
        tally = self._lived(ground, state, conditions, replicate=0, days=WEEK)
        found = key_figures(tally, tally, packs_a_day=ground.packs_a_day)
        return {name: found[name] or 0.0 for name in EVERYDAY_BANDS}

    def _begun(self, n: int) -> tuple[Ground, State]:
        scenario, values = self.scenarios[n], self._values(n)
        place, weekday = with_cover(self.network, scenario), scenario.start.weekday()
        asked = {"seed": self.seed, "start_weekday": weekday, "threads": self.threads}
        if self.is_kept and n == 0:
            beginning = begin(place, values, **asked)
            return beginning.ground, beginning.state()
        birth = give_birth(place, values, **asked)
        return birth.ground, first_state(birth, threads=self.threads)

    def _conditions(self, ground: Ground, n: int, replicate: int) -> Conditions:
        return compile_conditions(
            ground.network,
            self.scenarios[n],
            days=self.days,
            seed=self.seed,
            replicate=replicate,
            parameters=ground.behaviour.values,
        )

    def _is_same(self, conditions: Conditions, ground: Ground, replicate: int) -> bool:
        """Does nothing at all differ from the scenario without measures?"""
        if not np.array_equal(ground.network.prescriber_minutes, self.network.prescriber_minutes):
            return False
        plain = _ground_of(ground, with_reinforcements(self.network, self.scenarios[0]), self._values(0))
        other = self._conditions(plain, 0, replicate)
        return first_disturbed_day(conditions, other, days=self.days) == self.days

    def _lived(
        self, ground: Ground, state: State, conditions: Conditions, replicate: int, days: int | None = None
    ) -> T.Tally:
        days = days or self.days
        chain = Chain(
            ground,
            conditions,
            days=days,
            state=copied_state(state),
            replicate=replicate,
            threads=self.threads,
        )
        try:
            chain.advance(24 * days)
            return chain.tally()
        finally:
            chain.close()

    # the dose chain --------------------------------------------------------------------------------------------------

    def _dose_rows(self, first: int, last: int, told: Told) -> np.ndarray:
        found = np.stack([[self._dose_row(0, replicate, told) for replicate in range(first, last)]], axis=1)
        for n in range(1, len(self.scenarios)):
            if self._is_same_dose(n):
                own = found[:, 0]
            else:
                own = np.stack([self._dose_row(n, replicate, told) for replicate in range(first, last)])
            found = np.concatenate([found, own[:, None]], axis=1)
        return found

    def _is_same_dose(self, n: int) -> bool:
        one, other = self.scenarios[0], self.scenarios[n]
        names = ("dose", "dose_parameters", "parameters", "reinforce")
        return all(getattr(one, name) == getattr(other, name) for name in names)

    def _dose_row(self, n: int, replicate: int, told: Told) -> np.ndarray:
        scenario = self.scenarios[n]
        changed = {**self.values, **scenario.parameters, **self.dose_values, **scenario.dose_parameters}
        run = run_dose(
            scenario=scenario,
            network=self.network,
            dose=self.dose,
            patients=self.patients,
            days=self.days,
            seed=self.seed,
            replicate=replicate,
            overrides=changed,
            threads=self.threads,
        )
        told()
        return dose_row(run)


def outside(everyday: Mapping[str, float], usual: Mapping[str, float]) -> tuple[str, ...]:
    """The figures of a world's ordinary week that lie outside `validate`'s bands around the register's own week."""
    return tuple(
        name
        for name, (low, high) in EVERYDAY_BANDS.items()
        if not low * usual[name] <= everyday[name] <= high * usual[name]
    )


def dose_patients(network: Network, dose: DoseNetwork, scenario: Scenario, *, seed: int, threads: int) -> Patients:
    """Who the dose patients are: the same people in every world and with every measure."""
    values = {**resolve(scenario.parameters), **dose_register().resolve(scenario.dose_parameters)}
    return patients_of(network, dose, values, seed=seed, threads=threads)


def _ground_of(ground: Ground, network: Network, values: dict[str, float]) -> Ground:
    """The same people and shelves with what stands ready in the network and with other values."""
    if network is ground.network and values == ground.behaviour.values:
        return ground
    behaviour = Behaviour(values=values)
    return replace(ground, network=network, behaviour=behaviour, world=world(network, behaviour, seed=ground.seed))
