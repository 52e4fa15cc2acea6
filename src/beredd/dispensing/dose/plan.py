"""Everything a dose run takes as given, as integers. Both engines read this; floats end here.

Days are counted from the beginning of the burn-in, `BURN_IN` days before day 0 of the run.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from beredd.dispensing.dose.conditions import DoseConditions
from beredd.dispensing.dose.network import DoseNetwork
from beredd.dispensing.dose.patients import Patients
from beredd.dispensing.dose.rounds import rounds_of
from beredd.dispensing.network import Network
from beredd.provenance import threshold

BURN_IN = 28
"""Ordinary days before day 0, two rolls' length."""
ROLL_WORK = 1000
"""Work of an ordinary roll; capacity is counted in these."""


class DosePlan(NamedTuple):
    """N patients, Z stop days, P plants, C counties, M municipalities, U units, T days from the burn-in's first."""

    # patients
    person: np.ndarray  # (N,) int32
    place: np.ndarray  # (N,) int16
    county: np.ndarray  # (N,) int16
    kind: np.ndarray  # (N,) int8
    unit: np.ndarray  # (N,) int32
    tier: np.ndarray  # (N,) int8
    lines: np.ndarray  # (N,) int16
    has_others: np.ndarray  # (N,) uint8
    slot: np.ndarray  # (N,) int16
    plant: np.ndarray  # (N,) int8: whose rolls they have at the start
    # the calendar
    is_work: np.ndarray  # (T + AHEAD,) uint8
    next_work: np.ndarray  # (T + AHEAD,) int32: the first working day after
    phase: np.ndarray  # (Z,) int32: periods begin on days of this remainder of PERIOD_DAYS
    stop_for: np.ndarray  # (T, Z) int32: the period whose stop falls on that day, NONE
    first_stop: np.ndarray  # (Z,) int32: stop day of the first period that begins after day 0; may be negative
    first_packed: np.ndarray  # (Z,) int32: when its roll is packed if nothing goes wrong
    first_arrives: np.ndarray  # (Z,) int32
    # plants, by day
    capacity: np.ndarray  # (P, T) int64, thousandths of a roll
    inflow_permille: np.ndarray  # (P, T) int64: share of the goods asked for that comes
    stock_target: np.ndarray  # (P,) int64, rolls
    first_kind: np.ndarray  # (P, T) int8: 0 by due day; 1 those at home first; 2 care housing first
    wrong_below: np.ndarray  # (P, T) uint64
    recall_from: np.ndarray  # (P, T) int32: rolls packed from this day on are called back that day, NONE
    recall_to: np.ndarray  # (P, T) int32: … and before this one
    takeover_to: np.ndarray  # (P, T) int8: the plant that takes patients over, -1
    takeover_n: np.ndarray  # (P, T) int64: at most so many that day
    # counties and municipalities, by day
    order_below: np.ndarray  # (C, T) uint64: chance that an order can be placed
    is_read: np.ndarray  # (C, T) uint8: can the plant read prescriptions at the stop
    is_frozen: np.ndarray  # (C, T) uint8: may it pack by the last list it has
    road_below: np.ndarray  # (C, T) uint64: chance that a roll on the road gets through
    prescriber_min: np.ndarray  # (C, T) int64
    supply: np.ndarray  # (C, T) int64: 48-hour supplies that are put at hand that day
    nurse_permille: np.ndarray  # (M, T) int64
    pharmacy_lines: np.ndarray  # (M, T) int64
    dosett: np.ndarray  # (M, T) uint8: whole packs and dosett, is it on
    requisition: np.ndarray  # (M, T) int64: patients a day
    buffer: np.ndarray  # (M, T) int64: patient-days that are put at hand that day
    help_first: np.ndarray  # (T,) int8: as first_kind, for those who hand out instead of rolls
    unit_minutes: np.ndarray  # (U,) int64, nurse minutes to spare a day
    unit_place: np.ndarray  # (U,) int16
    # chance and rules
    change_below: int
    acute_change_below: int
    missing_below: int
    packs_below: int
    mix_up_below: int
    range_below: int
    acute_work: int
    acute_permille: int
    packs_work: int
    takeover_work: int
    notice_days: int
    acute_min_days: int
    patience_days: int
    least_days: int
    nurse_min: int
    conversion_min: int
    seed_low: int
    seed_high: int
    replicate: int


def dose_plan(
    network: Network,
    dose: DoseNetwork,
    patients: Patients,
    conditions: DoseConditions,
    values: Mapping[str, Any],
    *,
    start: date,
    days: int,
    seed: int,
    replicate: int = 0,
) -> DosePlan:
    """The plan of a run of `days` days from `start`, with the burn-in before it."""
    total = BURN_IN + days
    first = start - timedelta(BURN_IN)
    per_day = np.bincount(dose.county_plant[patients.county], minlength=len(dose.plant_id)) / 10
    minutes = np.array([values[f"{kind}_nurse_minutes"] for kind in ("care_housing", "home_care", "pick_up")])
    return DosePlan(
        **{name: getattr(patients, name) for name in ("person", "place", "county", "kind", "unit", "tier")},
        lines=patients.lines,
        has_others=patients.has_others,
        slot=patients.slot,
        plant=dose.county_plant[patients.county].astype(np.int8),
        **rounds_of(dose, first, total)._asdict(),
        **conditions._asdict(),
        stock_target=np.floor(per_day * dose.plant_stock_days).astype(np.int64),
        unit_minutes=np.floor(patients.unit_patients * minutes[patients.unit_kind]).astype(np.int64),
        unit_place=patients.unit_place,
        change_below=threshold(values["change_share_per_day"]),
        acute_change_below=threshold(values["acute_change_share"]),
        missing_below=threshold(values["missing_acute_share"]),
        packs_below=threshold(values["whole_pack_share_per_day"]),
        mix_up_below=threshold(values["dosett_error_share"]),
        range_below=threshold(values["takeover_range_share"]),
        acute_work=round(ROLL_WORK * values["acute_work"]),
        acute_permille=round(1000 * values["acute_capacity_share"]),
        packs_work=round(ROLL_WORK * values["whole_pack_work"]),
        takeover_work=round(ROLL_WORK * values["takeover_work"]),
        notice_days=round(values["notice_days"]),
        acute_min_days=round(values["acute_min_days"]),
        patience_days=round(values["whole_pack_patience_days"]),
        least_days=round(values["late_roll_min_days"]),
        nurse_min=round(values["nurse_minutes_per_dosett"]),
        conversion_min=round(values["conversion_minutes"]),
        seed_low=seed & 0xFFFFFFFF,
        seed_high=(seed >> 32) & 0xFFFFFFFF,
        replicate=replicate,
    )
