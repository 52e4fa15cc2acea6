"""Writing a network as a folder: all of it or nothing."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from beredd.dispensing.errors import NetworkError
from beredd.dispensing.network.assembly import THROUGHPUT
from beredd.dispensing.network.folder import COLUMNS, DAYS, REPORT_FILE, SETTINGS_FILE
from beredd.dispensing.network.model import CUSTOMERS, NOT_SAID, Network
from beredd.dispensing.network.package_tables import AGE_COLUMNS
from beredd.writing import fresh_folder

OWN_FILES = frozenset({f"{name}.csv" for name in COLUMNS} | {SETTINGS_FILE, REPORT_FILE, "report.json"})

Rows = tuple[Sequence[str], Iterable[Sequence[object]]]
"""A header and rows."""


def write_network(network: Network, folder: Path) -> None:
    """Write every table of the network; reading the folder gives the same fingerprint."""
    settings = {
        "name": network.name,
        "dormant_prescriptions": network.dormant_prescriptions,
        "sources": list(network.sources),
        "estimated": network.estimated,
    }
    write_folder(folder, tables=_tables(network), settings=settings)


def write_folder(
    folder: Path, *, tables: Mapping[str, Rows], settings: Mapping[str, object], more: Mapping[str, str] | None = None
) -> None:
    """Write tables, `network.toml` and other texts into a new folder and put it in place in one step.

    An empty folder, or one that holds nothing but an earlier network, is replaced; anything else is left alone.
    """
    check_target(folder)
    with fresh_folder(folder, replaces=True) as fresh:
        for name, (header, rows) in tables.items():
            with open(fresh / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
                out = csv.writer(file, lineterminator="\n")
                out.writerow(header)
                out.writerows(rows)
        (fresh / SETTINGS_FILE).write_text(_toml(settings), encoding="utf-8")
        for name, text in (more or {}).items():
            (fresh / name).write_text(text, encoding="utf-8")


def check_target(folder: Path) -> None:
    """Refuse a folder that holds anything but a network."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise NetworkError("network.file-in-the-way", folder=folder)
    strange = sorted(path.name for path in folder.iterdir() if path.name not in OWN_FILES)
    if strange:
        raise NetworkError("network.strange-file", folder=folder, found=strange[0])


def _toml(settings: Mapping[str, object]) -> str:
    """Settings as TOML; JSON's texts, numbers and lists are TOML's too."""
    plain = {key: value for key, value in settings.items() if not isinstance(value, dict)}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in plain.items()]
    for key, value in settings.items():
        if isinstance(value, dict):
            lines += ["", f"[{key}]"] + [f"{k} = {float(v)!r}" for k, v in value.items()]
    return "\n".join(lines) + "\n"


def _hours(opens: np.ndarray, closes: np.ndarray) -> list[str]:
    return [f"{a}-{b}" if a < b else "closed" for a, b in zip(opens, closes, strict=True)]


def _tables(n: Network) -> dict[str, Rows]:
    """Header and rows of each table; numbers are written so that they read back to the last bit."""
    age = n.municipality_age_share.tolist()
    weight = n.group_age_weight.tolist()
    town = n.municipality_code
    return {
        "counties": (
            ("county_code", "county", "letter", "estimated_share"),
            zip(n.county_code, n.county_name, n.county_letter, n.estimated_by_county.tolist(), strict=True),
        ),
        "municipalities": (
            (*COLUMNS["municipalities"][0], *AGE_COLUMNS, "prescriber_minutes"),
            (
                [
                    town[m],
                    n.municipality_name[m],
                    n.county_code[n.municipality_county[m]],
                    n.municipality_population[m],
                    float(n.municipality_lat[m]),
                    float(n.municipality_lon[m]),
                    *age[m],
                    n.prescriber_minutes[m],
                ]
                for m in range(len(town))
            ),
        ),
        "owners": (("owner_id", "owner"), zip(n.owner_id, n.owner_name, strict=True)),
        "pharmacies": (
            (
                *("pharmacy_id", "pharmacy", "owner_id", "municipality_code", "lat", "lon", "is_ecommerce"),
                *("attraction", *DAYS, "pharmacists", "backup_power_h", "is_estimated"),
            ),
            (
                [
                    n.pharmacy_id[p],
                    n.pharmacy_name[p],
                    n.owner_id[n.pharmacy_owner[p]],
                    town[n.pharmacy_municipality[p]],
                    float(n.pharmacy_lat[p]),
                    float(n.pharmacy_lon[p]),
                    int(n.pharmacy_is_ecommerce[p]),
                    float(n.pharmacy_attraction[p]),
                    *_hours(n.pharmacy_opens_h[p], n.pharmacy_closes_h[p]),
                    n.pharmacy_pharmacists[p],
                    n.pharmacy_backup_power_h[p],
                    int(n.pharmacy_estimated[p]),
                ]
                for p in range(len(n.pharmacy_id))
            ),
        ),
        "distributors": (
            ("distributor_id", "distributor"),
            zip(n.distributor_id, n.distributor_name, strict=True),
        ),
        "sites": (
            (*COLUMNS["sites"][0], *THROUGHPUT),
            (
                [
                    n.site_id[s],
                    n.site_name[s],
                    n.distributor_id[n.site_distributor[s]],
                    town[n.site_municipality[s]],
                    *("" if v == NOT_SAID else v for v in (getattr(n, f"site_{column}")[s] for column in THROUGHPUT)),
                ]
                for s in range(len(n.site_id))
            ),
        ),
        "groups": (
            (*COLUMNS["groups"][0], "customers"),
            (
                [
                    n.group_id[g],
                    n.group_name_sv[g],
                    n.group_name_en[g],
                    int(n.group_is_goods[g]),
                    n.group_tier[g],
                    n.group_pack_days[g],
                    n.group_people[g],
                    float(n.group_lines_per_person[g]),
                    n.group_one_off_per_year[g],
                    *weight[g],
                    n.group_id[n.group_pair[g]] if n.group_pair[g] >= 0 else "",
                    int(n.group_is_cold[g]),
                    int(n.group_is_narcotic[g]),
                    CUSTOMERS[int(n.group_is_animal[g])],
                ]
                for g in range(len(n.group_id))
            ),
        ),
        "articles": (
            (*COLUMNS["articles"][0], *COLUMNS["articles"][1]),
            (
                [
                    n.group_id[n.article_group[a]],
                    float(n.article_share[a]),
                    n.distributor_id[n.article_distributor[a]],
                    n.article_id[a],
                    n.substance_id[n.article_substance[a]],
                    n.article_exchange[a] if n.article_exchange[a] >= 0 else "",
                    n.supplier_id[n.article_supplier[a]],
                    "" if n.article_cover_days[a] == NOT_SAID else n.article_cover_days[a],
                ]
                for a in range(len(n.article_id))
            ),
        ),
        "substances": (
            COLUMNS["substances"][0],
            zip(n.substance_id, n.substance_name_sv, n.substance_name_en, strict=True),
        ),
        "suppliers": (COLUMNS["suppliers"][0], zip(n.supplier_id, n.supplier_name, strict=True)),
    }
