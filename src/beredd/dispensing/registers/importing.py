"""From the files of a register to a network folder, with a report on every row. All of it or nothing is written."""

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from beredd.dispensing.network import Network, load_network
from beredd.dispensing.network.folder import DAYS, REPORT_FILE
from beredd.dispensing.network.geography import nearest
from beredd.dispensing.network.writing import Rows, check_target, write_folder
from beredd.dispensing.registers import delimited, map_data, population
from beredd.dispensing.registers.entries import Entry
from beredd.dispensing.registers.municipalities import Gazetteer
from beredd.dispensing.registers.owners import settle_owners
from beredd.dispensing.registers.population import Population
from beredd.intake import Fault, FileRefused, Limits, decode, plain, read_bytes, read_json, read_sheet, shown_name
from beredd.wording import Sentence
from beredd.writing import check_folder, harmless

LIMITS = Limits()
SAME_PLACE_KM = 0.06
"""Two pharmacies of one name nearer than this are one that was mapped twice."""


@dataclass
class Import:
    """What became of each row, and the network folder that came of it."""

    out: Path
    formats: list[str] = field(default_factory=list)
    entries: list[tuple[str, Entry]] = field(default_factory=list)
    """(file, entry) in the files' order."""
    pharmacies: list[Entry] = field(default_factory=list)
    owners: dict[str, str] = field(default_factory=dict)
    population: Population = field(default_factory=Population)

    @property
    def people(self) -> dict[int, int]:
        """Municipality row -> people, of all files together."""
        return self.population.people

    def count(self, status: str) -> int:
        """How many rows have a status."""
        return sum(entry.status == status for _, entry in self.entries)

    def as_dict(self) -> dict[str, Any]:
        """The counts, and every dropped row with its reason."""
        towns = {entry.municipality_row for entry in self.pharmacies}
        return {
            "read": len(self.entries),
            "matched": self.count("matched"),
            "guessed": self.count("guessed"),
            "dropped": self.count("dropped"),
            "out": shown_name(self.out),
            "formats": self.formats,
            "pharmacies": len(self.pharmacies),
            "municipalities_with_pharmacy": len(towns),
            "municipalities_with_population": len(self.people),
            "owners": dict(Counter(entry.owner for entry in self.pharmacies).most_common()),
            "dropped_rows": [
                {"file": file, "row": entry.where, "name": entry.name, "reason": entry.drop}
                for file, entry in self.entries
                if entry.drop
            ],
        }


def import_register(files: Sequence[Path], out: Path, *, today: date) -> Import:
    """Read registers of pharmacies and tables of population, and write the network folder `out`.

    `today` decides which pharmacies have closed. When nothing can be used: FileRefused, and nothing is written. The
    place is tried first: OutputRefused or NetworkError.
    """
    check_target(out)
    check_folder(out)
    reference = load_network("sweden")
    gazetteer = Gazetteer(reference)
    done = Import(out)
    for path in files:
        _read(path, done, gazetteer, today)
    _drop_repeated(done.pharmacies)
    done.pharmacies = [entry for entry in done.pharmacies if not entry.drop]
    done.owners = settle_owners(done.pharmacies)
    if not done.people and not any(not entry.is_ecommerce for entry in done.pharmacies):
        first = next((e for _, e in done.entries if e.drop), None)
        found = Sentence(
            "registers.no-row",
            n=len(done.entries),
            where=first.where if first else "–",
            reason=first.drop if first else "–",
        )
        raise FileRefused(faults=[Fault(shown_name(files[0].name), found, Sentence("registers.one-row"))])
    write_folder(
        out,
        tables=_tables(done, reference),
        settings={"name": shown_name(out.resolve().name), "sources": _sources(files, done)},
        more={
            REPORT_FILE: _report(done),
            "report.json": json.dumps(done.as_dict(), ensure_ascii=False, indent=1) + "\n",
        },
    )
    return done


def _read(path: Path, done: Import, gazetteer: Gazetteer, today: date) -> None:
    raw = read_bytes(path, wanted=Sentence("registers.wanted"), limits=LIMITS)
    name = shown_name(path.name)
    if not raw.startswith(b"PK") and decode(raw, name=name).lstrip()[:1] in ("{", "["):
        value = read_json(raw, name=name, limits=LIMITS, lines=True)
        if not map_data.is_map_data(value):
            raise FileRefused(faults=[Fault(name, Sentence("registers.other-json"), Sentence("registers.map-data"))])
        done.formats.append(map_data.kind_of(value))
        entries = map_data.entries_of(name, value)
    else:
        sheet = read_sheet(raw, name=name, limits=LIMITS, suits=_is_known)
        if population.is_population(sheet):
            done.formats.append("population")
            more = population.population_of(sheet, gazetteer)
            population.combine(done.population, more, name=name, called=gazetteer.called)
            done.entries += [(name, entry) for entry in more.entries]
            return
        done.formats.append("csv")
        entries = delimited.entries_of(sheet, today=today)
    for entry in entries:
        if not entry.drop:
            gazetteer.place(entry)
    done.entries += [(name, entry) for entry in entries]
    done.pharmacies += [entry for entry in entries if not entry.drop]


def _is_known(sheet) -> bool:
    return population.is_population(sheet) or delimited.is_register(sheet)


def _drop_repeated(entries: list[Entry]) -> None:
    """Mark as dropped what repeats an earlier entry: same id, or same name in the same spot or street."""
    by_id: dict[str, Entry] = {}
    by_address: dict[tuple, Entry] = {}
    for entry in entries:
        if entry.id:
            if entry.id in by_id:
                entry.drop = f"repeats {by_id[entry.id].where}: same id"
                continue
            by_id[entry.id] = entry
        if entry.street:
            key = (plain(entry.name), plain(entry.street), entry.municipality_row, entry.is_ecommerce)
            if key in by_address:
                entry.drop = f"repeats {by_address[key].where}: same name and address"
                continue
            by_address[key] = entry
    placed = [entry for entry in entries if not entry.drop and entry.lat is not None]
    if len(placed) < 2:
        return
    lat, lon = (np.array([getattr(entry, axis) for entry in placed]) for axis in ("lat", "lon"))
    index, km = nearest(lat, lon, of_lat=lat, of_lon=lon, k=6)
    for i, entry in enumerate(placed):
        for j, distance in zip(index[i], km[i], strict=True):
            if j < 0 or j >= i or distance > SAME_PLACE_KM:
                continue
            other = placed[j]
            if not other.drop and plain(other.name) == plain(entry.name) and other.is_ecommerce == entry.is_ecommerce:
                entry.drop = f"repeats {other.where}: same name, {1000 * distance:.0f} m away"
                break


def _tables(done: Import, reference: Network) -> dict[str, Rows]:
    tables: dict[str, Rows] = {}
    codes = reference.municipality_code
    if done.pharmacies:
        has_web = any(entry.is_ecommerce for entry in done.pharmacies)
        rows = []
        for n, entry in enumerate(done.pharmacies, start=1):
            key = entry.id or f"{codes[entry.municipality_row]}-r{n:04d}"
            row = [key, entry.name, entry.owner, codes[entry.municipality_row]]
            row += ["" if value is None else f"{value:.6f}" for value in (entry.lat, entry.lon)]
            row += [f"{entry.is_ecommerce:d}"] if has_web else []
            rows.append([*row, *entry.hours, entry.status, entry.reason])
        header = ["pharmacy_id", "pharmacy", "owner_id", "municipality_code", "lat", "lon"]
        header += ["is_ecommerce"] if has_web else []
        tables["pharmacies"] = ([*header, *DAYS, "confidence", "note"], rows)
        guessed = {e.owner for e in done.pharmacies if any(doubt.startswith("owner") for doubt in e.doubts)}
        tables["owners"] = (
            ("owner_id", "owner", "confidence"),
            [(key, name, "guessed" if key in guessed else "found") for key, name in done.owners.items()],
        )
    if done.people:
        tables["population"] = (
            ("municipality_code", "municipality", "population"),
            [(codes[m], reference.municipality_name[m], people) for m, people in sorted(done.people.items())],
        )
    return tables


def _sources(files: Sequence[Path], done: Import) -> list[str]:
    credit = {
        "csv": "register of pharmacies",
        "overpass": "OpenStreetMap contributors, ODbL",
        "geojson": "map data (if from OpenStreetMap: contributors, ODbL)",
        "population": "population per municipality",
    }
    return [f"{shown_name(path.name)}: {credit[kind]}" for path, kind in zip(files, done.formats, strict=True)]


def _report(done: Import) -> str:
    """One line for each row read: file, row, status, name, owner, reason. For people: no cell is a formula."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(["file", "row", "status", "name", "owner", "reason"])
    for file, entry in done.entries:
        line = [file, entry.where, entry.status, entry.name, entry.owner, entry.reason]
        out.writerow([harmless(text) for text in line])
    return text.getvalue()
