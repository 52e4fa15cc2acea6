"""Who packs rolls for whom: operators, plants, clusters, counties, stop days. Tables beside the network's."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from beredd.dispensing.errors import NetworkError
from beredd.dispensing.network import Network
from beredd.dispensing.network.tables import Table, parse_table, read_table
from beredd.provenance import fingerprint
from beredd.wording import Sentence

TABLES = ("operators", "plants", "clusters", "counties", "stop_days", "roll_groups")
PERIOD_DAYS = 14
"""Days that a roll lasts."""
FIRST_INTAKE = (4, 7)
"""Day of first intake, the stop being on day 1 (apoteket.se, stopptider 2019)."""


@dataclass(frozen=True, kw_only=True)
class DoseNetwork:
    """The dose chain's places on a network. O operators, N plants, L clusters, R rows of stop days."""

    fingerprint: str
    operator_id: tuple[str, ...]
    operator_name: tuple[str, ...]
    plant_id: tuple[str, ...]
    plant_name: tuple[str, ...]
    plant_operator: np.ndarray  # (N,) int64
    plant_county: tuple[str, ...]  # code of the county where it stands
    plant_machines: np.ndarray  # (N,) int64
    plant_rolls_per_machine_h: np.ndarray  # (N,) int64
    plant_shift_h: np.ndarray  # (N,) int64
    plant_shifts: np.ndarray  # (N,) int64, on a working day
    plant_staff_per_machine: np.ndarray  # (N,) int64
    plant_stock_days: np.ndarray  # (N,) int64, working days of goods that the plant holds
    cluster_id: tuple[str, ...]
    cluster_name: tuple[str, ...]
    cluster_plant: np.ndarray  # (L,) int64
    cluster_stop_h: np.ndarray  # (L,) int64: hour of the day until which orders are taken
    county_cluster: np.ndarray  # (C,) int64
    county_patients: np.ndarray  # (C,) int64
    stop_weekday: np.ndarray  # (R,) int64, Monday = 0
    first_intake_day: np.ndarray  # (R,) int64, 4..7
    stop_share: np.ndarray  # (R,) float64, sums to 1
    group_in_roll: np.ndarray  # (G,) bool

    @property
    def plant_capacity(self) -> np.ndarray:
        """Rolls that each plant can pack on an ordinary working day, (N,)."""
        return self.plant_machines * self.plant_rolls_per_machine_h * self.plant_shift_h * self.plant_shifts

    @property
    def county_plant(self) -> np.ndarray:
        """The plant of each county's patients, (C,)."""
        return self.cluster_plant[self.county_cluster]


def load_dose_network(network: Network, folder: Path | None = None) -> DoseNetwork:
    """The dose chain of a network: the package's tables, those in `folder` instead of them.

    Whatever does not fit together is one sentence: a county without a cluster, a cluster without a plant, a plant
    without an operator, shares that do not add up.
    """
    table = {name: _table(name, folder) for name in TABLES}
    operators, plants, clusters = table["operators"], table["plants"], table["clusters"]
    operator_id, plant_id, cluster_id = (
        operators.keys("operator_id"),
        plants.keys("plant_id"),
        clusters.keys("cluster_id"),
    )
    cluster, patients = _counties(network, table["counties"], cluster_id, clusters.name)
    weekday, intake, share = _stop_days(table["stop_days"])
    return DoseNetwork(
        fingerprint=fingerprint([[t.header, [list(row) for row in t.rows]] for t in table.values()]),
        operator_id=operator_id,
        operator_name=operators.text("operator"),
        plant_id=plant_id,
        plant_name=plants.text("plant"),
        plant_operator=plants.reference("operator_id", operator_id, operators.name),
        plant_county=plants.text("county_code"),
        plant_machines=plants.integer("machines", 1, 1000),
        plant_rolls_per_machine_h=plants.integer("rolls_per_machine_h", 1, 100_000),
        plant_shift_h=plants.integer("shift_h", 1, 12),
        plant_shifts=plants.integer("shifts", 1, 3),
        plant_staff_per_machine=plants.integer("staff_per_machine", 1, 100),
        plant_stock_days=plants.integer("stock_days", 1, 365),
        cluster_id=cluster_id,
        cluster_name=clusters.text("cluster"),
        cluster_plant=clusters.reference("plant_id", plant_id, plants.name),
        cluster_stop_h=clusters.integer("stop_hour", 9, 18),
        county_cluster=cluster,
        county_patients=patients,
        stop_weekday=weekday,
        first_intake_day=intake,
        stop_share=share,
        group_in_roll=_in_roll(network, table["roll_groups"]),
    )


def _table(name: str, folder: Path | None) -> Table:
    if folder is None:
        return _packaged(name)
    if not folder.is_dir():
        raise NetworkError("dose.no-folder", found=folder.name)
    own = folder / f"{name}.csv"
    return read_table(own) if own.is_file() else _packaged(name)


@cache
def _packaged(name: str) -> Table:
    path = files("beredd.content") / "dose" / "sweden" / f"{name}.csv"
    return parse_table(f"{name}.csv", path.read_text(encoding="utf-8"))


def _counties(network: Network, table: Table, cluster_id: tuple[str, ...], where: str):
    """Cluster and patients of each county of the network; rows of counties that it lacks are passed over."""
    row_of = {code: row for row, code in enumerate(table.keys("county_code"))}
    cluster = table.reference("cluster_id", cluster_id, where)
    patients = table.integer("patients", 0, 10**7)
    missing = [code for code in network.county_code if code not in row_of]
    if missing:
        name = network.county_name[network.county_code.index(missing[0])]
        raise NetworkError("dose.county-without-operator", file=table.name, code=missing[0], county=name)
    rows = np.array([row_of[code] for code in network.county_code], np.int64)
    return cluster[rows], patients[rows]


def _stop_days(table: Table):
    weekday, intake = table.integer("stop_weekday", 1, 5) - 1, table.integer("first_intake_day", *FIRST_INTAKE)
    share = table.number("share", 0, 1)
    for row in range(len(table)):
        # Packed on the next working day and with the recipient on the one after: two must lie in between.
        days = [(int(weekday[row]) + k) % 7 for k in range(1, int(intake[row]) - 1)]
        if sum(day < 5 for day in days) < 2:
            raise table.wrong(row, "first_intake_day", Sentence("dose.day-after-delivery"))
    if abs(share.sum() - 1) > 1e-6:
        raise NetworkError("dose.shares", file=table.name, found=round(float(share.sum()), 4))
    return weekday, intake, share


def _in_roll(network: Network, table: Table) -> np.ndarray:
    """(G,) bool; a group that the table does not name does not go into rolls."""
    flag = dict(zip(table.keys("group_id"), table.flag("in_roll").tolist(), strict=True))
    return np.array([flag.get(group, False) for group in network.group_id], bool)
