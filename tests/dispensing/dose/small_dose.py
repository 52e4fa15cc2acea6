"""A dose chain small enough for the plain engine: two counties, two plants, a few dozen patients."""

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
from small_network import small_network

from beredd.dispensing.dose.conditions import compile_dose
from beredd.dispensing.dose.network import load_dose_network
from beredd.dispensing.dose.patients import choose_patients
from beredd.dispensing.dose.plan import BURN_IN, dose_plan
from beredd.dispensing.dose.question import dose_register
from beredd.dispensing.dose.reference import DoseReference
from beredd.dispensing.dose.run import play
from beredd.dispensing.dose.state import of_the_run
from beredd.dispensing.engine.ground import give_birth
from beredd.dispensing.parameters import resolve
from beredd.dispensing.scenarios.scenario import DoseEvent

START = date(2026, 9, 7)


@cache
def network():
    return small_network()


@cache
def dose(rolls_per_day=8, patients=60):
    """Two plants of one machine each; county 01 belongs to the first, county 22 to the second."""
    one = load_dose_network(network())
    return replace(
        one,
        plant_id=("dos-1", "dos-2"),
        plant_name=("Ett", "Två"),
        operator_id=("a", "b"),
        operator_name=("A", "B"),
        plant_operator=np.array([0, 1]),
        plant_county=("01", "22"),
        plant_machines=np.array([1, 1]),
        plant_rolls_per_machine_h=np.array([rolls_per_day, rolls_per_day]),
        plant_shift_h=np.array([1, 1]),
        plant_shifts=np.array([1, 1]),
        plant_staff_per_machine=np.array([1, 1]),
        plant_stock_days=np.array([10, 10]),
        cluster_id=("ett", "tva"),
        cluster_name=("Ett", "Två"),
        cluster_plant=np.array([0, 1]),
        cluster_stop_h=np.array([14, 13]),
        county_cluster=np.array([0, 1]),
        county_patients=np.array([patients, patients // 2]),
    )


def values(**changed):
    own = {name: changed.pop(name) for name in list(changed) if name in dose_register()}
    return {**resolve(changed), **dose_register().resolve(own)}


@cache
def patients(rolls_per_day=8, n=60, seed=1):
    birth = give_birth(network(), resolve(), seed=seed, start_weekday=0, threads=1)
    return choose_patients(network(), dose(rolls_per_day, n), birth.population, values(), seed=seed)


def event(hit, start, hours, **more):
    """A dose event; the id is the hit."""
    return DoseEvent(**{"id": more.pop("id", hit.replace("_", "-")), "hit": hit, "from": start, "for": hours, **more})


def conditions(*events, days=28, start=START, rolls_per_day=8, n=60, **changed):
    chain, given = dose(rolls_per_day, n), values(**changed)
    return compile_dose(network(), chain, events, given, start=start, days=days, burn_in=BURN_IN)


def plan(*events, days=28, seed=1, start=START, rolls_per_day=8, n=60, replicate=0, **changed):
    given = values(**changed)
    chain = dose(rolls_per_day, n)
    made = conditions(*events, days=days, start=start, rolls_per_day=rolls_per_day, n=n, **changed)
    who = patients(rolls_per_day, n, seed)
    return dose_plan(network(), chain, who, made, given, start=start, days=days, seed=seed, replicate=replicate)


def run(*events, **how):
    """Counts of the run's own days, by the compiled steps."""
    return of_the_run(play(plan(*events, **how)))


def read(made):
    """Counts of the same plan by the plain engine."""
    return DoseReference(made).run()
