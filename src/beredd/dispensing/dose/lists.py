"""Tables of a dose run: who runs out which day, by municipality and kind of recipient or by care unit, home first."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import numpy as np

from beredd.dispensing.dose.columns import CARE_HOUSING, HOME_CARE, NONE, PICK_UP, WITHOUT
from beredd.dispensing.dose.run import DoseRun
from beredd.dispensing.errors import DispensingError
from beredd.figures import Column, Table, table_of
from beredd.parameters import nearest
from beredd.wording import Sentence, say

HOME_FIRST = (HOME_CARE, PICK_UP, CARE_HOUSING)
"""Nobody notices who lives at home; they stand first."""
KIND_NAME = {
    CARE_HOUSING: Sentence("dose.care-housing"),
    HOME_CARE: Sentence("dose.home-care"),
    PICK_UP: Sentence("dose.pick-up"),
}


def run_out_table(run: DoseRun, *, municipality: str | None = None) -> Table:
    """One row per kind of recipient, municipality and day on which somebody is without for the first time.

    Columns: patients who run out that day, how many have done so until then, how many are without that morning.
    """
    chosen = _places(run, municipality)
    first = run.tally.first_without
    columns = [
        Column(key="recipient", label=say("dose.column-recipient"), kind="text"),
        Column(key="municipality_code", label=say("dose.column-code"), kind="text"),
        Column(key="municipality", label=say("dose.column-municipality"), kind="text"),
        Column(key="day", label=say("dose.column-day"), kind="count"),
        Column(key="date", label=say("dose.column-date"), kind="text"),
        Column(key="run_out", label=say("dose.column-run-out"), kind="count"),
        Column(key="run_out_so_far", label=say("dose.column-so-far"), kind="count"),
        Column(key="without", label=say("dose.column-without"), kind="count"),
        Column(key="patients", label=say("dose.column-patients"), kind="count"),
    ]
    n_places = len(run.network.municipality_code)
    out = np.zeros((n_places, 3, run.days), np.int64)
    held = first != NONE
    np.add.at(out, (run.patients.place[held], run.patients.kind[held], first[held]), 1)
    patients = np.zeros((n_places, 3), np.int64)
    np.add.at(patients, (run.patients.place, run.patients.kind), 1)
    records: list[dict[str, Any]] = []
    for kind in HOME_FIRST:
        for m in chosen:
            so_far = np.cumsum(out[m, kind])
            for day in np.flatnonzero(out[m, kind]):
                records.append(
                    {
                        **_head(run, int(m), kind),
                        **_when(run, int(day)),
                        "run_out": int(out[m, kind, day]),
                        "run_out_so_far": int(so_far[day]),
                        "without": int(run.tally.place[m, kind, day, WITHOUT]),
                        "patients": int(patients[m, kind]),
                    }
                )
    return table_of("dose-run-out", say("dose.table-run-out"), columns, records)


def unit_table(run: DoseRun, *, municipality: str | None = None) -> Table:
    """One row per care unit and day on which somebody there is without for the first time, home first."""
    columns = [
        Column(key="recipient", label=say("dose.column-recipient"), kind="text"),
        Column(key="municipality_code", label=say("dose.column-code"), kind="text"),
        Column(key="municipality", label=say("dose.column-municipality"), kind="text"),
        Column(key="unit", label=say("dose.column-unit"), kind="text"),
        Column(key="day", label=say("dose.column-day"), kind="count"),
        Column(key="date", label=say("dose.column-date"), kind="text"),
        Column(key="run_out", label=say("dose.column-run-out"), kind="count"),
        Column(key="patients", label=say("dose.column-patients"), kind="count"),
    ]
    chosen = set(map(int, _places(run, municipality)))
    first, who = run.tally.first_without, run.patients
    held = (first != NONE) & np.isin(who.place, list(chosen))
    pairs, counts = np.unique(np.stack([who.unit[held], first[held]]), axis=1, return_counts=True)
    rank = np.array([HOME_FIRST.index(kind) for kind in range(3)])
    order = np.lexsort((pairs[1], pairs[0], rank[who.unit_kind[pairs[0]]]))
    starts = np.searchsorted(who.unit_place, np.arange(len(run.network.municipality_code)))
    records = []
    for at in order:
        unit, day = int(pairs[0][at]), int(pairs[1][at])
        m = int(who.unit_place[unit])
        records.append(
            {
                **_head(run, m, int(who.unit_kind[unit])),
                "unit": f"{run.network.municipality_code[m]}-{unit - int(starts[m]) + 1:03d}",
                **_when(run, day),
                "run_out": int(counts[at]),
                "patients": int(who.unit_patients[unit]),
            }
        )
    return table_of("dose-units", say("dose.table-units"), columns, records)


def _head(run: DoseRun, m: int, kind: int) -> dict[str, Any]:
    return {
        "recipient": str(KIND_NAME[kind]),
        "municipality_code": run.network.municipality_code[m],
        "municipality": run.network.municipality_name[m],
    }


def _when(run: DoseRun, day: int) -> dict[str, Any]:
    return {"day": day + 1, "date": (run.scenario.start + timedelta(day)).isoformat()}


def _places(run: DoseRun, municipality: str | None) -> Iterable[int]:
    codes = run.network.municipality_code
    if municipality is None:
        return range(len(codes))
    if municipality not in codes:
        raise DispensingError("dose.no-such-municipality", found=municipality, hint=nearest(municipality, codes))
    return [codes.index(municipality)]
