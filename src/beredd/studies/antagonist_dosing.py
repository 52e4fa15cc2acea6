"""What time to first dose, number of doses and breathing support change, against fast and slow opioids.

Slow ones are a scenario: fentanyl with slower binding at an equally deadly dose. Their outputs are named
`nitazenes.POINT.STRATEGY.DELAYs.QUANTITY`, where POINT says how many times slower the opioid leaves and finds the
receptor, as in `nitazenes.r16-s1.1-dose.60s.arrest_pct`.

    python -m beredd.studies.antagonist_dosing [--subjects 2000] [--seed 1] [--parameters DIR]

Only products with published kinetics take part: label-fitted ones are never ranked. Outputs are named
`OPIOID.DOSEmg.STRATEGY.DELAYs.QUANTITY`, as in `fentanyl.1.625mg.1-dose.60s.arrest_pct`; differences end in
`saved_points` and are paired with one dose after 60 s.
"""

import argparse
import json
from pathlib import Path

from beredd.overdose import Arm, Question, opioids, simulate
from beredd.overdose.limits import LIMITS
from beredd.overdose.nitazenes import Answer, NitazeneQuestion, answer_to
from beredd.overdose.results import Result
from beredd.studies import Output, Study

ID = "antagonist-dosing"
QUESTION = (
    "What do time to first dose, number of doses and breathing support change against fentanyl, carfentanil and, in a "
    "scenario without human data, opioids that are slower at the receptor at an equally deadly dose?"
)
PRODUCT = "in-4mg"
DELAYS_S = (30.0, 60.0, 180.0, 300.0, 600.0)
STRATEGIES = ("1-dose", "2-doses", "4-doses", "2-doses-rapid", "response-120s", "breathing", "breathing-1-dose")
USUAL = Arm(antagonist=PRODUCT)
SLOW_STRATEGIES = ("1-dose", "2-doses-rapid", "response-120s", "breathing-1-dose")
SLOW_SHARE, FEWEST = 4, 50
"""The scenario uses one subject in so many, at least so many: it shows directions, not decimals."""


def comparisons(n: int, seed: int) -> list[Question]:
    """Every run of the study."""
    runs = []
    for one in opioids().values():
        arms = [Arm(antagonist=PRODUCT, strategy=name) for name in STRATEGIES]
        arms += [Arm(antagonist=PRODUCT, delay_s=delay_s) for delay_s in DELAYS_S if delay_s != USUAL.delay_s]
        for dose_mg in one.doses_mg:
            runs.append(Question(opioid=one.id, dose_mg=dose_mg, arms=tuple(arms), n=n, seed=seed))
    return runs


def slow_opioids(n: int, seed: int) -> NitazeneQuestion:
    """The scenario's question."""
    arms = tuple(Arm(antagonist=PRODUCT, strategy=name) for name in SLOW_STRATEGIES)
    return NitazeneQuestion(arms=arms, n=max(FEWEST, n // SLOW_SHARE), seed=seed)


def outputs_of_plane(answer: Answer) -> list[Output]:
    """Named numbers of the scenario; none of them is within what was published."""
    found = []
    for point in answer.points:
        for arm in point.arms:
            way = "none" if arm.strategy is None else f"{arm.strategy}.{arm.delay_s:g}s"
            low, high = arm.ci95
            name = f"nitazenes.{point.id}.{way}.arrest_pct"
            value = arm.cardiac_arrest_pct
            found.append(Output(name=name, value=value, unit="%", low=low, high=high, is_within_published=False))
    return found


def outputs_of(result: Result) -> list[Output]:
    """Named numbers of one comparison."""
    question = result.question
    prefix = f"{question.opioid}.{question.dose_mg:g}mg"
    found = []
    usual = next(arm for arm in result.arms if arm.strategy == USUAL.strategy and arm.delay_s == USUAL.delay_s)
    for arm in result.arms:
        way = "none" if arm.strategy is None else f"{arm.strategy}.{arm.delay_s:g}s"
        is_covered = arm.is_within_published
        low, high = arm.ci95
        name = f"{prefix}.{way}"
        found.append(
            Output(
                name=f"{name}.arrest_pct",
                value=arm.cardiac_arrest_pct,
                unit="%",
                low=low,
                high=high,
                is_within_published=is_covered,
            )
        )
        found.append(
            Output(name=f"{name}.hypoxia_min", value=arm.hypoxia_min, unit="min", is_within_published=is_covered)
        )
        if arm.strategy is not None:
            found.append(Output(name=f"{name}.doses", value=arm.doses, unit="1", is_within_published=is_covered))
        gap = next(
            (d for d in result.differences if {d["arm"], d["minus"]} == {arm.name, usual.name} and arm is not usual),
            None,
        )
        if gap is not None:
            sign = 1.0 if gap["minus"] == arm.name else -1.0
            ends = sorted(sign * end for end in gap["ci95"])
            found.append(
                Output(
                    name=f"{name}.saved_points",
                    value=sign * gap["points"],
                    unit="percentage points",
                    low=ends[0],
                    high=ends[1],
                    is_within_published=is_covered,
                )
            )
    return found


def main(*, n: int = 2000, seed: int = 1, parameters: Path | None = None, threads: int | None = None) -> Study:
    """Run the study."""
    results = [simulate(question, rows=parameters, threads=threads) for question in comparisons(n, seed)]
    plane = answer_to(slow_opioids(n, seed), threads=threads)
    return Study(
        id=ID,
        question=QUESTION,
        outputs=(*(output for result in results for output in outputs_of(result)), *outputs_of_plane(plane)),
        records=(*(result.record for result in results), plane.record),
        limits=LIMITS,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=QUESTION)
    parser.add_argument("--subjects", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parameters", type=Path)
    options = parser.parse_args()
    print(json.dumps(main(n=options.subjects, seed=options.seed, parameters=options.parameters).as_dict(), indent=1))
