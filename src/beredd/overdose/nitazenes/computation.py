"""Computes the plane: for each opioid the equally deadly dose, then every way of giving an antagonist at that dose."""

import os
import time
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from beredd.overdose.limits import LIMITS
from beredd.overdose.nitazenes.answer import Answer, Lasting, Point, point_data
from beredd.overdose.nitazenes.equal_dose import equal_dose
from beredd.overdose.nitazenes.lasting import effect_site, held_until_s
from beredd.overdose.nitazenes.question import BASE, KIND, NitazeneQuestion, command_of
from beredd.overdose.populations import Population
from beredd.overdose.question import Arm, Question
from beredd.overdose.results import ENGINE, Outcomes
from beredd.overdose.simulation import (
    SOURCES,
    Numerics,
    load_kernels,
    population_of,
    registers_print,
    run_arms,
    run_population,
)
from beredd.overdose.substances import FITTED, Opioid, opioid, product
from beredd.parameters import load
from beredd.provenance import Record, fingerprint

BESIDE = "carfentanil"
NASAL, MUSCLE = (Arm("in-4mg"),), (Arm("im-generic-2mg"),)
"""Whose study's rule the untreated follow while the dose is looked for: the second where all is given into a muscle."""


def answer_to(question: NitazeneQuestion, *, threads: int | None = None, numerics: Numerics | None = None) -> Answer:
    """The whole plane. The same people in every point and every arm; the answer does not depend on `threads`."""
    load_kernels()
    started = time.perf_counter()
    threads, numerics = threads or os.cpu_count() or 1, numerics or Numerics.standard()
    rule = MUSCLE if all(product(arm.antagonist).route == "im" for arm in question.arms) else NASAL
    ground = _ground_of(question.but(arms=rule), threads, numerics)
    people = population_of(_question(question, opioid(BASE), question.dose_mg, question.arms))
    points = [_treated(doomed, question, people, threads, numerics) for doomed in ground.doomed]
    n_plane = len(question.plane)
    return Answer(
        question=question,
        target_pct=100.0 * ground.hits / question.n,
        points=tuple(points[:n_plane]),
        beside=tuple(points[n_plane:]),
        dose_tolerance=ground.tolerance,
        wall_s=time.perf_counter() - started,
        record=_record(question, ground, numerics, points),
    )


@dataclass(frozen=True, kw_only=True)
class _Doomed:
    """An opioid, the people as it acts on them, and the dose that is as deadly to them as fentanyl's."""

    point: Point
    opioid: Opioid
    people: Population


@dataclass(frozen=True, kw_only=True)
class _Ground:
    """What does not hang on how an antagonist is given: the doses, and how long each opioid alone holds on."""

    doomed: tuple[_Doomed, ...]
    hits: int
    tolerance: float
    inputs: dict[str, str]


@lru_cache(maxsize=4)
def _ground_of(asked: NitazeneQuestion, threads: int, numerics: Numerics) -> _Ground:
    """For every opioid of the plane and for carfentanil. `asked` has no arms of its own."""
    search = _Search(asked, threads, numerics)
    base = opioid(BASE)
    people = population_of(search.question_of(base, asked.dose_mg))
    site_pm = effect_site(people, base, until_s=search.until_s)
    hits = int(search.arrests(base, people, asked.dose_mg).sum())
    found, near = [], asked.dose_mg
    for residence, onset in asked.plane:
        own = people.opioid
        slowed = replace(people, opioid={**own, "k_off": own["k_off"] / residence, "k_on": own["k_on"] / onset})
        point = Point(
            id=BASE if residence == onset == 1.0 else f"r{residence:g}-s{onset:g}",
            residence=residence,
            onset=onset,
            time_constant_min=residence / base.binding["k_off"] / 60.0,
            dose_mg=asked.dose_mg,
        )
        if point.id != BASE:
            # Binding rises with a power of the concentration: s times slower wants about s ** (1 / power) more.
            start = near * onset ** (1.0 / base.binding["hill"])
            point = replace(point, dose_mg=search.dose(base, slowed, hits, start))
        if onset == 1.0 and point.dose_mg is not None:
            near = point.dose_mg
        found.append(_Doomed(point=search.held(point, slowed, site_pm), opioid=base, people=slowed))
    known = opioid(BESIDE)
    people = population_of(search.question_of(known, known.doses_mg[0]))
    dose_mg = search.dose(known, people, hits, known.doses_mg[0])
    constant = 1.0 / known.binding["k_off"] / 60.0
    point = Point(id=BESIDE, residence=None, onset=None, time_constant_min=constant, dose_mg=dose_mg)
    site_pm = effect_site(people, known, until_s=search.until_s)
    found.append(_Doomed(point=search.held(point, people, site_pm), opioid=known, people=people))
    return _Ground(doomed=tuple(found), hits=hits, tolerance=search.tolerance, inputs=people.inputs)


class _Search:
    """Runs people untreated."""

    def __init__(self, asked: NitazeneQuestion, threads: int, numerics: Numerics) -> None:
        self.asked, self.threads, self.numerics = asked, threads, numerics
        self.until_s = 60.0 * asked.until_min
        self.tolerance = load("overdose-opioids")["nitazenes.dose_tolerance"].number
        self.safe = load("overdose")[f"safe_occupancy.{asked.subject}"].number

    def question_of(self, one: Opioid, dose_mg: float) -> Question:
        """The same of one opioid at one dose."""
        return _question(self.asked, one, dose_mg, self.asked.arms)

    def arrests(self, one: Opioid, people: Population, dose_mg: float) -> np.ndarray:
        """Who goes into arrest untreated."""
        question = self.question_of(one, dose_mg)
        out = run_population(question, people, [], self.threads, self.numerics, until_s=self.until_s)
        return Outcomes(out[0]).is_arrest

    def dose(self, one: Opioid, people: Population, hits: int, start_mg: float) -> float | None:
        """The equally deadly dose."""
        found = equal_dose(
            lambda dose_mg, who: self.arrests(one, _some(people, who), dose_mg),
            people.n,
            hits=hits,
            start_mg=min(start_mg, one.dose_limit_mg),
            limit_mg=one.dose_limit_mg,
            tolerance=self.tolerance,
        )
        return None if found is None else found.dose_mg

    def held(self, point: Point, people: Population, site_pm: np.ndarray) -> Point:
        """The point with how long its opioid alone holds more receptors than is safe."""
        if point.dose_mg is None:
            return point
        held_min = held_until_s(site_pm, people.opioid, dose_mg=point.dose_mg, share=self.safe) / 60.0
        ends = [float(q) for q in np.quantile(held_min, (0.25, 0.5, 0.75), method="inverted_cdf")]
        low, middle, high = (None if np.isinf(q) else q for q in ends)
        left = float(np.isinf(held_min).mean())
        return replace(
            point,
            lasting=Lasting(share_left=left, quartiles_min=(low, middle, high), until_min=self.asked.until_min),
        )


def _question(asked: NitazeneQuestion, one: Opioid, dose_mg: float, arms: tuple[Arm, ...]) -> Question:
    return Question(opioid=one.id, dose_mg=dose_mg, subject=asked.subject, arms=arms, n=asked.n, seed=asked.seed)


def _treated(doomed: _Doomed, asked: NitazeneQuestion, drawn: Population, threads: int, numerics: Numerics) -> Point:
    """The point with what each arm achieves; a label-fitted product's many curves run at the plane's corners alone.

    drawn   the same people with the arms' antagonists
    """
    point = doomed.point
    if point.dose_mg is None:
        return point
    arms = tuple(arm for arm in asked.arms if point.is_corner(asked) or product(arm.antagonist).status != FITTED)
    question = _question(asked, doomed.opioid, point.dose_mg, arms)
    people = replace(drawn, opioid=doomed.people.opioid)
    found, _outcomes = run_arms(question, people, threads=threads, numerics=numerics, until_s=60.0 * asked.until_min)
    return replace(point, arms=tuple(found))


def _some(people: Population, who: np.ndarray) -> Population:
    """Some of the people."""
    return replace(
        people,
        subjects=people.subjects[who],
        opioid={name: column[who] for name, column in people.opioid.items()},
    )


def _record(question: NitazeneQuestion, ground: _Ground, numerics: Numerics, points: list[Point]) -> Record:
    command, files = command_of(question)
    return Record(
        kind=KIND,
        question=question.as_data(),
        engine=ENGINE,
        command=command,
        inputs={"registers": registers_print(), **numerics.inputs(), **ground.inputs},
        files=files,
        result=fingerprint([point_data(one, question) for one in points]),
        sources=SOURCES,
        limits=LIMITS,
    )
