"""The dose chain: rolls by the stop-day table, a total stop, and Stockholm 2019 in its directions."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np

from beredd.dispensing.dose import columns as C
from beredd.dispensing.dose.network import PERIOD_DAYS, DoseNetwork, load_dose_network
from beredd.dispensing.dose.run import DoseRun, run_dose
from beredd.dispensing.engine.plan import NATION
from beredd.dispensing.network import Network
from beredd.dispensing.scenarios.scenario import DoseEvent, Scenario, Text
from beredd.dispensing.validation.runs import CALM_START, Runs
from beredd.dispensing.validation.target import Target, compared

PATIENTS = "regeringen.se 2022-01: about 240 000"
STOCKHOLM = "vardgivarguiden.se 2019-04: acute orders rose because of missing deliveries and caused further delay"


def dose_targets(runs: Runs) -> Iterator[Target]:
    """What domain facts say of dose; patients are synthetic, plants estimated."""
    life = _Life(runs)
    calm, stopped = life.run("ordinary weeks of dose"), life.run("all dose plants stopped", ("plant", 0.0, "national"))
    patients = len(calm.patients.person)
    yield compared("Dose patients", 240_000, 240_000, 240_000, patients, "people", use="fitted", source=PATIENTS)
    packed = calm.tally.plant[..., C.PACKED].sum(axis=0)
    yield compared(
        "Ordinary rolls a working day",
        24_000,
        23_500,
        24_500,
        packed[packed > 0].mean(),
        "rolls",
        source="derived: 240 000 over ten working days",
    )
    ended = stopped.tally.place[..., C.RAN_OUT].sum(axis=(0, 1))
    yield compared(
        "Rolls that end a day at a total stop, mean of a fortnight",
        17_143,
        17_140,
        17_146,
        ended.sum() / PERIOD_DAYS,
        "people/day",
        source="derived: 240 000 over 14 days",
    )
    without = calm.tally.place[..., C.WITHOUT].sum()
    yield compared(
        "Dose patients without in ordinary weeks",
        0,
        0,
        0,
        without,
        "patient-days",
        kind="property",
        source="a plant that suffices is on time",
    )
    yield from _stockholm(life)
    errors = sum(int(np.abs(run.tally.errors).sum()) for run in life.made)
    yield compared(
        "Rolls and patients lost from the books",
        0,
        0,
        0,
        errors,
        "rolls and patients",
        kind="property",
        source="the books",
    )


def _stockholm(life: "_Life") -> Iterator[Target]:
    """A plant that is too small for four weeks: with and without the feedback, and with extra shifts."""
    small = ("staff", 0.7, "dos-b1")
    late = life.run("a dose plant too small", small)
    alone = life.run("the same without the feedback", small, overrides={"missing_acute_share": 0.0})
    shifts = life.run("the same with extra shifts", small, ("shifts", 1.4, "dos-b1"))
    acute = [run.tally.plant[..., [C.ACUTE_CHANGE, C.ACUTE_MISSING]].sum() for run in (late, alone)]
    yield compared(
        "Acute orders of a dose plant that is too small, times those without the feedback",
        1.5,
        1.05,
        20,
        acute[0] / max(1, acute[1]),
        "times",
        kind="own estimate",
        source=STOCKHOLM,
    )
    lost = [run.tally.place[..., C.WITHOUT].sum() for run in (late, alone, shifts)]
    yield compared(
        "Patient-days without, the feedback's part",
        0.2,
        0.01,
        1,
        1 - lost[1] / max(1, lost[0]),
        "share",
        kind="own estimate",
        source=STOCKHOLM,
    )
    yield compared(
        "Patient-days without, with extra shifts and without",
        0.2,
        0,
        0.6,
        lost[2] / max(1, lost[0]),
        "share",
        kind="own estimate",
        source="vardgivarguiden.se 2019-04: night and weekend shifts, more staff",
    )
    packs = late.tally.plant[..., C.PACKS_REDIRECTED].sum()
    yield compared(
        "Whole packs that had to be collected at ordinary pharmacies",
        10_000,
        1,
        100_000,
        packs,
        "orders",
        kind="own estimate",
        source="vardgivarguiden.se 2019-04: rolls were prioritised, whole packs failed",
    )


class _Life:
    """Runs of the dose chain on the network that is validated."""

    def __init__(self, runs: Runs):
        self.runs = runs
        self.made: list[DoseRun] = []
        self.dose = _of_its_size(runs.network)

    def run(self, what: str, *events: tuple[str, float, str], overrides=None) -> DoseRun:
        """Four weeks from an ordinary Monday with these (hit, level or factor, where) throughout."""
        self.runs.tell(what)
        described = Scenario(
            id="dose",
            name=Text(sv=what, en=what),
            start=date.fromisoformat(CALM_START),
            days=28,
            dose=tuple(
                DoseEvent.model_validate(
                    {"id": hit, "hit": hit, "from": "d0h00", "for": "rest", "where": where}
                    | {"factor" if hit == "shifts" else "level": value}
                )
                for hit, value, where in events
            ),
        )
        self.made.append(
            run_dose(
                scenario=described,
                network=self.runs.network,
                dose=self.dose,
                seed=self.runs.seed,
                overrides=overrides,
                threads=self.runs.threads,
            )
        )
        return self.made[-1]


def _of_its_size(network: Network) -> DoseNetwork:
    """The nation's dose chain; on a smaller network with as many fewer patients and slower machines."""
    dose = load_dose_network(network)
    share = float(network.municipality_population.sum()) / NATION
    if round(share, 3) == 1:
        return dose
    return replace(
        dose,
        county_patients=np.floor(dose.county_patients * share).astype(np.int64),
        plant_rolls_per_machine_h=np.maximum(1, (dose.plant_rolls_per_machine_h * share).astype(np.int64)),
    )
