"""What a comparison says: one summary per arm, paired differences, and where the numbers come from."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from beredd.overdose.constants import ArrestRule
from beredd.overdose.engine import layout
from beredd.overdose.question import Question
from beredd.provenance import Record

ENGINE = "overdose/2"
BRAIN = "brain_po2_20"
RECOVERIES = {
    BRAIN: layout.O_HYPOXIC_FROM,
    "pao2_30": layout.O_LOW_O2_FROM,
    "saturation_90": layout.O_LOW_SATURATION_FROM,
    "paco2_45": layout.O_HIGH_CO2_FROM,
}
"""What the published rescue tables follow until it is back for good: brain PO2 at or below 20 mmHg, arterial PO2 at or
below 30, saturation (content in per cent of full) at or below 90, arterial PCO2 at or above 45."""
STATUS = ("resolved", "horizon", "failed", "not dosed")


class Outcomes:
    """Columns of one arm's outcomes, (n,) each."""

    def __init__(self, table: np.ndarray) -> None:
        def column(row: int) -> np.ndarray:
            return table[:, row - layout.FIRST_OUTCOME]

        self.status = column(layout.O_STATUS).astype(np.int64)
        self.is_failed = self.status == int(layout.FAILED)
        self.is_dosed = self.status != int(layout.NOT_DOSED)
        self.is_arrest = column(layout.O_CA) > 0.5
        self.is_renarcotised = column(layout.O_REN) > 0.5
        self.t_cross_s = column(layout.O_T_CROSS)
        self.t15_s = column(layout.O_T15)
        self.t_arrest_s = column(layout.O_TCA)
        self.pao2_at_mmhg = column(layout.O_PAO2_AT)
        self.min_pao2_mmhg = column(layout.O_MIN_PAO2)
        self.spans_s = {name: (column(first), column(first + 1)) for name, first in RECOVERIES.items()}
        """Quantity -> first and last time beyond its level, NaN for never."""
        self.t_back_s = column(layout.O_T_BACK)
        self.doses = column(layout.O_DOSES)
        self.max_bound_antagonist = column(layout.O_MAX_ANT)
        self.end_s = column(layout.O_END)
        self.steps = column(layout.O_STEPS)

    def beyond_s(self, name: str, rule: ArrestRule) -> np.ndarray:
        """Time beyond a level of RECOVERIES as published: last minus first; an hour after an arrest; else 0."""
        first, last = self.spans_s[name]
        return np.where(self.is_arrest, rule.hypoxia_if_arrest_s, np.where(np.isnan(first), 0.0, last - first))

    def hypoxia_s(self, rule: ArrestRule) -> np.ndarray:
        """Time with brain PO2 at or below 20 mmHg, as published."""
        return self.beyond_s(BRAIN, rule)

    def is_borderline(self, rule: ArrestRule, margin_mmhg: float = 0.01) -> np.ndarray:
        """Whether the flag hangs on less than `margin_mmhg` of arterial PO2."""
        near_then = np.abs(self.pao2_at_mmhg - rule.pao2_mmhg) < margin_mmhg
        return near_then | (np.abs(self.min_pao2_mmhg - rule.pao2_mmhg) < margin_mmhg)


@dataclass(frozen=True, kw_only=True)
class ArmResult:
    """Summary of one arm. Medians are over the subjects to whom they apply."""

    name: str
    antagonist: str
    strategy: str | None
    delay_s: float | None
    n: int
    failed: int
    cardiac_arrest_pct: float
    ci95: tuple[float, float]
    """Wilson's 95 % interval of the share among subjects drawn at random, per cent."""
    t_rescue_s: float | None
    """Median time from breathing falling below 40 % of rest until it is back above for good, among those rescued."""
    hypoxia_min: float
    """Median time with brain PO2 at or below 20 mmHg; an arrest counts as 60 min, as published."""
    hypoxia_quartiles_min: tuple[float, float]
    recovery_min: dict[str, tuple[float, float, float]] | None = None
    """RECOVERIES -> lower quartile, median and upper quartile of the time beyond the level, as published: an arrest
    counts as 60 min. None where recovery is not followed, and for a label-fitted product, whose label does not give the
    first minutes."""
    doses: float
    """Mean number of doses given, among those dosed."""
    not_dosed: int
    """Subjects whose breathing never fell below the threshold."""
    renarcotised: int
    max_antagonist_occupancy: float
    """Median of the largest share of receptors held by the antagonist."""
    borderline: int
    is_label_fitted: bool = False
    span_pct: tuple[float, float] | None = None
    """For a label-fitted product: the arrest share over all curves that fit the label."""
    spans: dict[str, tuple[float, float]] | None = None
    """For a label-fitted product: `t_rescue_s`, `hypoxia_min` and `doses` over all curves that fit the label."""
    is_within_published: bool = True
    """Whether this way of dosing was part of the published study."""

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {**self.__dict__}


def wilson(hits: int, n: int) -> tuple[float, float]:
    """95 % interval of a share, in per cent (Wilson 1927)."""
    if n == 0:
        return 0.0, 100.0
    z = 1.959963984540054
    p, z2 = hits / n, z * z / n
    middle = (p + z2 / 2) / (1 + z2)
    half = z * math.sqrt(p * (1 - p) / n + z2 / (4 * n)) / (1 + z2)
    return 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)


def summarise(
    name: str,
    antagonist: str,
    outcomes: Outcomes,
    n: int,
    rule: ArrestRule,
    *,
    curves: list[Outcomes] | None = None,
    is_fitted: bool = False,
    is_published: bool = True,
    strategy: str | None = None,
    delay_s: float | None = None,
    has_dose: bool = True,
    follows: bool = False,
) -> ArmResult:
    """One arm's summary; shares are of the subjects that did not fail numerically."""
    is_good = ~outcomes.is_failed
    good = int(is_good.sum())
    hits = int(outcomes.is_arrest[is_good].sum())
    is_rescued = is_good & ~outcomes.is_arrest & ~np.isnan(outcomes.t_back_s) & ~np.isnan(outcomes.t_cross_s)
    hypoxia = outcomes.hypoxia_s(rule)[is_good] / 60.0
    quartiles = np.quantile(hypoxia, (0.25, 0.5, 0.75)) if good else np.zeros(3)
    is_given = is_good & outcomes.is_dosed if has_dose else np.zeros(n, bool)
    spread = [100.0 * float(o.is_arrest[~o.is_failed].mean()) for o in curves or [] if not o.is_failed.all()]
    rescue = (outcomes.t_back_s - outcomes.t_cross_s)[is_rescued]
    return ArmResult(
        name=name,
        antagonist=antagonist,
        strategy=strategy,
        delay_s=delay_s,
        n=n,
        failed=n - good,
        cardiac_arrest_pct=100.0 * hits / good if good else 0.0,
        ci95=wilson(hits, good),
        t_rescue_s=float(np.median(rescue)) if len(rescue) else None,
        hypoxia_min=float(quartiles[1]),
        hypoxia_quartiles_min=(float(quartiles[0]), float(quartiles[2])),
        recovery_min=_recoveries(outcomes, is_good, rule) if follows and not is_fitted else None,
        doses=float(outcomes.doses[is_given].mean()) if is_given.any() else 0.0,
        not_dosed=int((is_good & ~outcomes.is_dosed).sum()) if has_dose else n,
        renarcotised=int(outcomes.is_renarcotised[is_good].sum()),
        max_antagonist_occupancy=float(np.median(outcomes.max_bound_antagonist[is_given])) if is_given.any() else 0.0,
        borderline=int(outcomes.is_borderline(rule)[is_good].sum()),
        is_label_fitted=is_fitted,
        span_pct=(min(spread), max(spread)) if is_fitted and spread else None,
        is_within_published=is_published and not is_fitted,
        spans=_spans(curves or [], rule) if is_fitted else None,
    )


def _recoveries(outcomes: Outcomes, is_good: np.ndarray, rule: ArrestRule) -> dict[str, tuple[float, float, float]]:
    """Quartiles in minutes of every published recovery time, among those that did not fail."""
    if not is_good.any():
        return dict.fromkeys(RECOVERIES, (0.0, 0.0, 0.0))
    found = {name: np.quantile(outcomes.beyond_s(name, rule)[is_good] / 60.0, (0.25, 0.5, 0.75)) for name in RECOVERIES}
    return {name: (float(low), float(middle), float(high)) for name, (low, middle, high) in found.items()}


def _spans(curves: list[Outcomes], rule: ArrestRule) -> dict[str, tuple[float, float]]:
    """Lowest and highest over the curves of what `summarise` says of one; without a figure no curve has."""
    found: dict[str, list[float]] = {"t_rescue_s": [], "hypoxia_min": [], "doses": []}
    for one in curves:
        good = ~one.is_failed
        rescue = (one.t_back_s - one.t_cross_s)[good & ~one.is_arrest]
        values = {
            "t_rescue_s": rescue[~np.isnan(rescue)],
            "hypoxia_min": one.hypoxia_s(rule)[good] / 60.0,
            "doses": one.doses[good & one.is_dosed],
        }
        for name, column in values.items():
            if len(column):
                found[name].append(float(np.mean(column) if name == "doses" else np.median(column)))
    return {name: (min(values), max(values)) for name, values in found.items() if values}


def compare(arms: list[ArmResult], curves: list[list[Outcomes]]) -> tuple[dict[str, Any], ...]:
    """Paired differences of the arrest share between every two arms, percentage points with 95 % interval.

    `curves` holds each arm's outcomes, one for each curve of its product; the first is the one shown, and where there
    are more the difference carries its span over them. Two label-fitted products are never compared: the label does
    not give the early exposure that decides the outcome.
    """
    found = []
    outcomes = [mine[0] for mine in curves]
    for j in range(len(arms)):
        for k in range(j + 1, len(arms)):
            if arms[j].is_label_fitted and arms[k].is_label_fitted and arms[j].antagonist != arms[k].antagonist:
                continue
            is_good = ~(outcomes[j].is_failed | outcomes[k].is_failed)
            n = int(is_good.sum())
            if n < 2:
                continue
            gap = outcomes[k].is_arrest[is_good].astype(float) - outcomes[j].is_arrest[is_good]
            mean, error = 100.0 * float(gap.mean()), 100.0 * float(gap.std(ddof=1)) / math.sqrt(n)
            found.append(
                {
                    "arm": arms[k].name,
                    "minus": arms[j].name,
                    "points": mean,
                    "ci95": [mean - 1.96 * error, mean + 1.96 * error],
                    "n": n,
                    "saved": int((gap < 0).sum()),
                    "lost": int((gap > 0).sum()),
                    "is_label_fitted": arms[j].is_label_fitted or arms[k].is_label_fitted,
                    "span_points": _span(curves[j], curves[k]),
                }
            )
    return tuple(found)


def _span(first: list[Outcomes], second: list[Outcomes]) -> list[float] | None:
    """Smallest and largest difference of the arrest share (points) over all curves; None with one curve each."""
    if len(first) == len(second) == 1:
        return None
    if len(first) == len(second):  # two ways of giving one product: curve by curve
        pairs = list(zip(first, second, strict=True))
    else:
        pairs = [(a, b) for a in first for b in second]
    gaps = [100.0 * float(b.is_arrest[~b.is_failed].mean() - a.is_arrest[~a.is_failed].mean()) for a, b in pairs]
    return [min(gaps), max(gaps)]


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of a question."""

    question: Question
    population: str
    subjects: np.ndarray
    arms: tuple[ArmResult, ...]
    outcomes: tuple[Outcomes, ...]
    differences: tuple[dict[str, Any], ...]
    wall_s: float
    record: Record

    def flags(self) -> list[dict[str, Any]]:
        """One row per subject and arm: subject, arm, ca, t15, tca, status. An empty cell means never."""
        rows = []
        for arm, outcomes in zip(self.arms, self.outcomes, strict=True):
            for i, number in enumerate(self.subjects):
                t15, tca = outcomes.t15_s[i], outcomes.t_arrest_s[i]
                rows.append(
                    {
                        "subject": int(number),
                        "arm": arm.name,
                        "ca": "" if outcomes.is_failed[i] else int(outcomes.is_arrest[i]),
                        "t15": "" if math.isnan(t15) else round(float(t15), 1),
                        "tca": "" if math.isnan(tca) else round(float(tca), 1),
                        "status": STATUS[outcomes.status[i]],
                    }
                )
        return rows
