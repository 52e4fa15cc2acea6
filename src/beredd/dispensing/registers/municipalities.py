"""Which municipality a row of a register means: by code, by name, by town, by position."""

import re

import numpy as np
from scipy.spatial import cKDTree

from beredd.dispensing.network import Network
from beredd.dispensing.network.geography import arc_km, unit_vectors
from beredd.dispensing.network.package_tables import reference_table
from beredd.dispensing.registers.entries import Entry
from beredd.intake import plain

KM_PER_DEGREE = 111.2
SWEDEN = (55.0, 69.2, 10.4, 24.3)
"""Lowest and highest latitude, lowest and highest longitude, degrees."""
FAR_FROM_ANY_PLACE_KM = 60.0
FAR_FROM_SEAT_KM = 150.0
NEAR_BORDER_KM = 2.5
"""So near the outline, which is simplified, the nearest place decides on which side a position lies …"""
NEAR_PLACE_KM = 15.0
"""… if it is so near."""
IRREGULAR = {"falu": "falun"}
"""Municipalities whose name before `kommun` is neither their own nor has an s at its end."""


class Gazetteer:
    """The municipalities and places that a register's rows are matched with."""

    def __init__(self, network: Network):
        self.network = network
        self.code = {code: i for i, code in enumerate(network.municipality_code)}
        self.name: dict[str, int] = {}
        for i, name in enumerate(network.municipality_name):
            self.name[name.casefold()] = i
        loose: dict[str, set[int]] = {}
        for i, name in enumerate(network.municipality_name):
            loose.setdefault(plain(name), set()).add(i)
        self.loose_name = {key: next(iter(rows)) for key, rows in loose.items() if len(rows) == 1}
        self.county_code = {code: i for i, code in enumerate(network.county_code)}
        places = reference_table("places")
        self.place_row = places.reference("municipality_code", network.municipality_code, "municipalities.csv")
        self.place_name = places.text("place")
        self.place_lat, self.place_lon = places.number("lat", -90, 90), places.number("lon", -180, 180)
        self.tree = cKDTree(unit_vectors(self.place_lat, self.place_lon))
        abroad = reference_table("abroad")
        self.abroad_name = [f"{p} ({c})" for p, c in zip(abroad.text("place"), abroad.text("country"), strict=True)]
        self.abroad_tree = cKDTree(unit_vectors(abroad.number("lat", -90, 90), abroad.number("lon", -180, 180)))
        border = reference_table("border")
        self.edges = np.stack([border.number(c, -180, 180) for c in ("lat", "lon", "to_lat", "to_lon")], axis=1)
        self.places: dict[str, list[int]] = {}
        for i, name in enumerate(self.place_name):
            self.places.setdefault(name.casefold(), []).append(i)

    def place(self, entry: Entry) -> None:
        """Settle the entry's municipality, or drop it with the reason."""
        self._check_position(entry)
        if entry.drop:
            return
        for method in (self._by_code, self._by_name, self._by_position, self._by_city):
            if (row := method(entry)) >= 0:
                entry.municipality_row = row
                self._check_distance(entry)
                return
            if entry.drop:
                return
        said = [f"{w} {v!r}" for w, v in (("municipality", entry.municipality), ("town", entry.city)) if v]
        entry.drop = (
            f"no municipality: found {' and '.join(said)}, which is no Swedish municipality or known place"
            if said
            else "no municipality: neither municipality, known town nor position is given"
        )

    def _check_position(self, entry: Entry) -> None:
        if entry.lat is None or entry.lon is None:
            entry.lat = entry.lon = None
            return
        low, high, west, east = SWEDEN
        if low <= entry.lat <= high and west <= entry.lon <= east:
            return
        if low <= entry.lon <= high and west <= entry.lat <= east:
            entry.lat, entry.lon = entry.lon, entry.lat
            entry.doubts.append("latitude and longitude were swapped")
        elif entry.municipality or entry.city:
            entry.doubts.append(f"position {entry.lat:g}, {entry.lon:g} lies outside Sweden and is not used")
            entry.lat = entry.lon = None
        else:
            entry.drop = f"position {entry.lat:g}, {entry.lon:g} lies outside Sweden"

    def _by_code(self, entry: Entry) -> int:
        digits = re.sub(r"\.0+$", "", entry.municipality.strip())
        if not digits.isdecimal() or len(digits) > 4:
            return -1
        if len(digits) <= 2 and re.fullmatch(r"[0-9]{1,2}", entry.county.strip()):
            full = f"{int(entry.county):02d}{int(digits):02d}"
            if full in self.code:
                entry.doubts.append(f"municipality code {full} put together from county and municipality")
                return self.code[full]
        row = self.code.get(digits.zfill(4), -1)
        if row < 0:
            return row
        entry.matched_by = "municipality code"
        county = re.sub(r"\.0+$", "", entry.county.strip())
        own = self.network.county_code[self.network.municipality_county[row]]
        if county.isdecimal() and county.zfill(2) != own:
            entry.doubts.append(f"county {county!r} contradicts municipality code {digits.zfill(4)}; the code counts")
        return row

    def _by_name(self, entry: Entry) -> int:
        name = re.sub(r"\s+(kommun|stad|region)$", "", " ".join(entry.municipality.casefold().split()))
        name = re.sub(r"^(kommun|region|municipality of)\s+", "", name).removesuffix(" municipality")
        name = IRREGULAR.get(name, name)
        # SCB writes `0114 Upplands Väsby` in one cell.
        if (both := re.match(r"^([0-9]{4})\s+\S", name)) and both[1] in self.code:
            entry.matched_by = "municipality code"
            return self.code[both[1]]
        if not name:
            return -1
        for form in (name, name.removesuffix("s")):
            if form in self.name:
                entry.matched_by = "municipality name"
                return self.name[form]
        for form in (plain(name), plain(name).removesuffix("s")):
            if form in self.loose_name:
                row = self.loose_name[form]
                entry.doubts.append(f"municipality {entry.municipality!r} read as {self.called(row)}")
                return row
        return -1

    def _by_position(self, entry: Entry) -> int:
        if entry.lat is None or entry.lon is None:
            return -1
        at = unit_vectors(np.array([entry.lat]), np.array([entry.lon]))
        chord, index = self.tree.query(at[0], k=12)
        km = arc_km(chord)
        if km[0] > FAR_FROM_ANY_PLACE_KM:
            entry.drop = f"position {entry.lat:g}, {entry.lon:g} is {km[0]:.0f} km from any Swedish place"
            return -1
        if abroad := self._abroad(entry.lat, entry.lon, float(km[0])):
            entry.drop = f"position {entry.lat:g}, {entry.lon:g} lies across the border, near {abroad}"
            return -1
        row = int(self.place_row[index[0]])
        other = next((k for k in range(1, len(index)) if self.place_row[index[k]] != row), None)
        next_to = f", nearest of another municipality {km[other]:.1f} km" if other else ""
        entry.doubts.append(
            f"municipality {self.called(row)} by position: {km[0]:.1f} km from {self.place_name[index[0]]}{next_to}"
        )
        return row

    def _by_city(self, entry: Entry) -> int:
        city = entry.city.strip().casefold()
        if not city:
            return -1
        if city in self.name:
            entry.doubts.append(f"municipality {self.called(self.name[city])} by town")
            return self.name[city]
        rows = {int(self.place_row[p]) for p in self.places.get(city, ())}
        if len(rows) != 1:
            return -1
        row = rows.pop()
        entry.doubts.append(f"municipality {self.called(row)} by town {entry.city!r}")
        return row

    def _check_distance(self, entry: Entry) -> None:
        if entry.lat is None:
            return
        row = entry.municipality_row
        network = self.network
        at = unit_vectors(np.array([entry.lat]), np.array([entry.lon]))
        seat = unit_vectors(network.municipality_lat[row : row + 1], network.municipality_lon[row : row + 1])
        km = float(arc_km(np.asarray(np.linalg.norm(at - seat))))
        if km > FAR_FROM_SEAT_KM:
            entry.doubts.append(f"position is {km:.0f} km from {self.called(row)} and is not used")
            entry.lat = entry.lon = None

    def _abroad(self, lat: float, lon: float, home_km: float) -> str:
        """The foreign place that a position belongs to; empty for a position in Sweden."""
        chord, index = self.abroad_tree.query(unit_vectors(np.array([lat]), np.array([lon]))[0])
        km = float(arc_km(chord))
        inside_km = self._inside_km(lat, lon)
        reach = NEAR_BORDER_KM if km <= NEAR_PLACE_KM else 0.0
        return self.abroad_name[int(index)] if km < home_km and inside_km <= reach else ""

    def _inside_km(self, lat: float, lon: float) -> float:
        """How far inside the counties' outline a position lies, in km; negative outside."""
        start, end = self.edges[:, :2], self.edges[:, 2:]
        spans = (start[:, 0] > lat) != (end[:, 0] > lat)
        a, b = start[spans], end[spans]
        at = a[:, 1] + (lat - a[:, 0]) * (b[:, 1] - a[:, 1]) / (b[:, 0] - a[:, 0])
        is_inside = int((at > lon).sum()) % 2 == 1
        scale = np.array([1.0, np.cos(np.radians(lat))])
        line, away = (end - start) * scale, (np.array([lat, lon]) - start) * scale
        share = np.clip((line * away).sum(axis=1) / np.maximum((line**2).sum(axis=1), 1e-12), 0.0, 1.0)
        km = float(np.hypot(*(away - line * share[:, None]).T).min()) * KM_PER_DEGREE
        return km if is_inside else -km

    def called(self, row: int) -> str:
        """Code and name of a municipality."""
        return f"{self.network.municipality_code[row]} {self.network.municipality_name[row]}"
