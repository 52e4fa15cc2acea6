"""Reading a network from a folder of CSV tables and `network.toml`, with every reference checked.

A folder needs only what differs from the reference network; each table that is absent is the reference table and is
named as such in the network's sources. Format: docs/reference/network-tables.md.
"""

from pathlib import Path
from typing import Any

import numpy as np

from beredd.dispensing.errors import NetworkError
from beredd.dispensing.network.articles import own_articles
from beredd.dispensing.network.assembly import THROUGHPUT, assemble, site_throughput
from beredd.dispensing.network.completion import UNKNOWN, age_shares, complete_pharmacies, prescriber_minutes
from beredd.dispensing.network.model import CUSTOMERS, MOST_LINES, MOST_PACK_DAYS, MOST_ROWS, Network
from beredd.dispensing.network.package_tables import AGE_COLUMNS, reference_settings, reference_table
from beredd.dispensing.network.reference import reference_base, reference_ecommerce
from beredd.dispensing.network.tables import Table, read_table
from beredd.intake import read_bytes, read_toml, shown_name
from beredd.wording import Sentence

SETTINGS_FILE = "network.toml"
ENDINGS = (".csv", ".xlsx")
REPORT_FILE = "report.csv"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NOTES = ("source", "confidence", "note")
"""Columns that any table may have and that no computation reads."""

COLUMNS = {
    # table: (needed columns, columns that may be absent)
    "counties": (("county_code", "county", "letter"), ("estimated_share",)),
    "municipalities": (
        ("municipality_code", "municipality", "county_code", "population", "lat", "lon"),
        (*AGE_COLUMNS, "prescriber_minutes"),
    ),
    "population": (("municipality_code", "population"), ("municipality",)),
    "owners": (("owner_id", "owner"), ()),
    "pharmacies": (
        ("pharmacy_id", "pharmacy", "owner_id", "municipality_code"),
        ("lat", "lon", "is_ecommerce", "attraction", *DAYS, "pharmacists", "backup_power_h", "is_estimated"),
    ),
    "distributors": (("distributor_id", "distributor"), ()),
    "sites": (("site_id", "site", "distributor_id", "municipality_code"), THROUGHPUT),
    "groups": (
        (
            "group_id",
            "name_sv",
            "name_en",
            "is_goods",
            "tier",
            "pack_days",
            "people",
            "lines_per_person",
            "one_off_per_year",
            *AGE_COLUMNS,
            "pair",
            "is_cold",
            "is_narcotic",
        ),
        ("customers",),
    ),
    "articles": (
        ("group_id", "share", "distributor_id"),
        ("article_id", "substance_id", "exchange", "supplier_id", "cover_days"),
    ),
    "substances": (("substance_id", "name_sv", "name_en"), ()),
    "suppliers": (("supplier_id", "supplier"), ()),
}
SETTINGS: dict[str, type] = {"name": str, "dormant_prescriptions": int, "sources": list, "estimated": dict}


def read_network(folder: Path) -> Network:
    """The network in a folder; `NetworkError` names file, row and column of the first thing wrong."""
    tables = _tables(folder)
    settings = _settings(folder)
    base = reference_base()
    own = set(tables)
    _read_places(tables, base)
    _read_groups(tables, base, folder)
    _read_distribution(tables, base, folder)
    _read_owners_and_pharmacies(tables, base, folder)
    base |= complete_pharmacies(base)
    stand_ins = sorted({"municipalities", "owners", "pharmacies", "groups", "articles", "distributors", "sites"} - own)
    base["name"] = settings.get("name", folder.resolve().name)
    base["dormant_prescriptions"] = settings.get("dormant_prescriptions", base["dormant_prescriptions"])
    base["estimated"] = settings.get("estimated", _estimated(tables, base))
    base["estimated_by_county"] = _estimated_by_county(tables, base)
    base["sources"] = _sources(settings, tables, base["sources"], stand_ins)
    return assemble(base, reference_settings())


def _tables(folder: Path) -> dict[str, Table]:
    """Every table in the folder by name, columns checked; a file that is not part of a network is refused."""
    if not folder.is_dir():
        raise NetworkError("network.no-folder", found=folder)
    known = {f"{name}{ending}" for name in COLUMNS for ending in ENDINGS} | {REPORT_FILE, SETTINGS_FILE}
    tables = {}
    for path in sorted(folder.iterdir()):
        if path.suffix not in {*ENDINGS, ".toml"} or path.name == SETTINGS_FILE or path.name == REPORT_FILE:
            continue
        if path.name not in known:
            raise NetworkError("network.not-a-table", file=shown_name(path), allowed=sorted(known))
        if path.stem in tables:
            raise NetworkError("network.table-twice", folder=folder, found=path.stem)
        table = read_table(path)
        needed, optional = COLUMNS[path.stem]
        table.require(*needed)
        for column in table.header:
            if column not in (allowed := (*needed, *optional, *NOTES)):
                raise NetworkError("network.unknown-column", file=path, found=column, allowed=allowed)
        if not len(table):
            raise NetworkError("network.no-rows", file=path)
        if len(table) > (most := MOST_ROWS.get(path.stem, len(table))):
            raise NetworkError("network.too-many-rows", file=path, found=len(table), most=most)
        tables[path.stem] = table
    if not tables:
        raise NetworkError("network.no-tables", folder=folder, allowed=sorted(known))
    return tables


def _missing(folder: Path, table: str, *, own: str) -> NetworkError:
    return NetworkError("network.table-missing", folder=folder, missing=f"{table}.csv", own=f"{own}.csv")


def _settings(folder: Path) -> dict[str, Any]:
    """`network.toml`, or nothing; an unknown key or a value of another type is refused."""
    path = folder / SETTINGS_FILE
    if not path.exists():
        return {}
    settings = read_toml(read_bytes(path, wanted=Sentence("intake.toml")), name=shown_name(path))
    for key, value in settings.items():
        if key not in SETTINGS:
            raise NetworkError("network.unknown-key", file=path, key=key, allowed=SETTINGS)
        if not isinstance(value, SETTINGS[key]) or (isinstance(value, int) and value < 0):
            raise _wrong_value(path, key, value)
    if any(not isinstance(v, str) for v in settings.get("sources", [])):
        raise _wrong_value(path, "sources", settings["sources"])
    for table, share in settings.get("estimated", {}).items():
        if not isinstance(share, int | float) or isinstance(share, bool) or not 0 <= share <= 1:
            raise _wrong_value(path, "estimated", share, f".{table}")
    return settings


_WANTED = {
    "name": Sentence("network.a-text"),
    "dormant_prescriptions": Sentence("network.a-count"),
    "sources": Sentence("network.a-list-of-texts"),
    "estimated": Sentence("network.a-table-of-shares"),
}


def _wrong_value(path: Path, key: str, found: object, within: str = "") -> NetworkError:
    shown = repr(found)
    return NetworkError("network.wrong-value", file=path, key=key + within, found=shown, allowed=_WANTED[key])


def _read_places(tables: dict[str, Table], base: dict[str, Any]) -> None:
    """Counties, municipalities and people. New people without new product groups scale the groups' people along."""
    before = int(base["municipality_population"].sum())
    share_65plus = reference_table("counties").number("share_65plus", 0, 1)
    if counties := tables.get("counties"):
        codes = counties.keys("county_code")
        old = dict(zip(base["county_code"], share_65plus, strict=True))
        national = float(np.mean(share_65plus))
        share_65plus = np.array([old.get(code, national) for code in codes])
        base |= {
            "county_code": codes,
            "county_name": counties.text("county"),
            "county_letter": counties.text("letter"),
        }
        if "municipalities" not in tables:
            raise _missing(Path(counties.name).parent, "municipalities", own="counties")
    if towns := tables.get("municipalities"):
        county_of = towns.reference("county_code", base["county_code"], "counties.csv")
        base |= {
            "municipality_code": towns.keys("municipality_code"),
            "municipality_name": towns.text("municipality"),
            "municipality_county": county_of.astype(np.int16),
            "municipality_population": towns.integer("population", 1, 10**9),
            "municipality_lat": towns.number("lat", -90, 90),
            "municipality_lon": towns.number("lon", -180, 180),
        }
    if population := tables.get("population"):
        people = base["municipality_population"].copy()
        population.keys("municipality_code")
        row = population.reference("municipality_code", base["municipality_code"], "municipalities.csv")
        people[row] = population.integer("population", 1, 10**9)
        base["municipality_population"] = people
    if towns or population:
        people, county_of = base["municipality_population"], base["municipality_county"]
        if towns and towns.has(*AGE_COLUMNS):
            base["municipality_age_share"] = _shares_of_age(towns)
        else:
            base["municipality_age_share"] = age_shares(share_65plus, county_of, people)
        if towns and "prescriber_minutes" in towns:
            base["prescriber_minutes"] = towns.integer("prescriber_minutes", 0, 10**6).astype(np.int32)
        else:
            base["prescriber_minutes"] = prescriber_minutes(people)
        if "groups" not in tables:
            scale = people.sum() / before
            for field in ("group_people", "group_one_off_per_year"):
                base[field] = np.round(base[field] * scale).astype(np.int64)


def _shares_of_age(towns: Table) -> np.ndarray:
    shares = np.stack([towns.number(column, 0, 1) for column in AGE_COLUMNS], axis=1)
    for row in np.flatnonzero(np.abs(shares.sum(axis=1) - 1) > 1e-6):
        raise NetworkError(
            "network.no-ages-sum",
            file=towns.name,
            row=towns.row_number[int(row)],
            first=AGE_COLUMNS[0],
            last=AGE_COLUMNS[-1],
            found=round(shares[row].sum(), 6),
        )
    return shares


def _read_groups(tables: dict[str, Table], base: dict[str, Any], folder: Path) -> None:
    """Product groups and articles; groups of one's own need articles of one's own."""
    groups, articles = tables.get("groups"), tables.get("articles")
    if groups:
        if not articles:
            raise _missing(folder, "articles", own="groups")
        ids = groups.keys("group_id")
        weight = np.stack([groups.number(column, 0, 1e6) for column in AGE_COLUMNS], axis=1)
        for row in np.flatnonzero(weight.sum(axis=1) == 0):
            number, ends = groups.row_number[int(row)], {"first": AGE_COLUMNS[0], "last": AGE_COLUMNS[-1]}
            raise NetworkError("network.only-zeros", file=groups.name, row=number, **ends)
        base |= {
            "group_id": ids,
            "group_name_sv": groups.text("name_sv"),
            "group_name_en": groups.text("name_en"),
            "group_is_goods": groups.flag("is_goods"),
            "group_tier": groups.integer("tier", 0, 4).astype(np.int8),
            "group_pack_days": groups.integer("pack_days", 1, MOST_PACK_DAYS).astype(np.int16),
            "group_people": _people_of(groups, int(base["municipality_population"].sum())),
            "group_lines_per_person": _lines_of(groups),
            "group_one_off_per_year": groups.integer("one_off_per_year", 0, 10**9),
            "group_age_weight": weight,
            "group_pair": groups.reference("pair", ids, "groups.csv", empty=-1).astype(np.int16),
            "group_is_cold": groups.flag("is_cold"),
            "group_is_narcotic": groups.flag("is_narcotic"),
            "group_is_animal": groups.word("customers", CUSTOMERS) == 1
            if "customers" in groups
            else np.zeros(len(ids), dtype=bool),
        }
    if articles:
        fields, base["_article_order"] = own_articles(tables, base["group_id"])
        base |= fields
    elif strange := {"substances", "suppliers"} & set(tables):
        raise NetworkError("network.articles-missing", folder=str(folder), table=f"{min(strange)}.csv")


def _lines_of(groups: Table) -> np.ndarray:
    """Lines of each group per person who has it, together no more than one person can have."""
    lines = groups.number("lines_per_person", 1, 20)
    if (most := int(np.ceil(lines).sum())) > MOST_LINES:
        raise NetworkError("network.too-many-lines", file=groups.name, found=most, most=MOST_LINES)
    return lines


def _people_of(groups: Table, most: int) -> np.ndarray:
    """People of each group, none of them more than the network has."""
    people = groups.integer("people", 0, 10**9)
    for row in np.flatnonzero(people > most):
        number = groups.row_number[int(row)]
        raise NetworkError("network.more-patients", file=groups.name, row=number, found=people[row], most=most)
    return people


def _read_distribution(tables: dict[str, Table], base: dict[str, Any], folder: Path) -> None:
    """Distributors, their sites, and which of them holds each article."""
    distributors, sites, articles = tables.get("distributors"), tables.get("sites"), tables.get("articles")
    if distributors:
        for needed in ("sites", "articles"):
            if needed not in tables:
                raise _missing(folder, needed, own="distributors")
        base["distributor_id"] = distributors.keys("distributor_id")
        base["distributor_name"] = distributors.text("distributor")
    codes = base["municipality_code"]
    if not sites:
        sites = reference_table("sites")
        absent = set(sites.text("municipality_code")) - set(codes)
        if absent:
            raise NetworkError("network.sites-missing", folder=folder, municipality=min(absent))
    of = sites.reference("distributor_id", base["distributor_id"], "distributors.csv")
    for without in np.setdiff1d(np.arange(len(base["distributor_id"])), of):
        raise NetworkError("network.no-site", file=sites.name, distributor=base["distributor_id"][without])
    base |= {
        "site_id": sites.keys("site_id"),
        "site_name": sites.text("site"),
        "site_distributor": of.astype(np.int8),
        "site_municipality": sites.reference("municipality_code", codes, "municipalities.csv").astype(np.int16),
    } | site_throughput(sites)
    order = base.pop("_article_order", None)
    if articles:
        of = articles.reference("distributor_id", base["distributor_id"], "distributors.csv")
        base["article_distributor"] = of[order].astype(np.int8)


def _read_owners_and_pharmacies(tables: dict[str, Table], base: dict[str, Any], folder: Path) -> None:
    """Owners and pharmacies; without a column `is_ecommerce` the reference e-commerce pharmacies are added."""
    pharmacies, owners = tables.get("pharmacies"), tables.get("owners")
    if not pharmacies:
        if owners or "municipalities" in tables:
            raise _missing(folder, "pharmacies", own="owners" if owners else "municipalities")
        base["pharmacy_attraction"] = np.where(base["pharmacy_is_ecommerce"], base["pharmacy_attraction"], np.nan)
        for field in ("pharmacy_opens_h", "pharmacy_closes_h", "pharmacy_pharmacists"):
            base[field] = np.full_like(base[field], UNKNOWN)
        return
    if owners:
        owner_id, owner_name = owners.keys("owner_id"), owners.text("owner")
    else:
        owner_id = tuple(dict.fromkeys(pharmacies.text("owner_id")))
        known = dict(zip(base["owner_id"], base["owner_name"], strict=True))
        owner_name = tuple(known.get(owner, owner) for owner in owner_id)
    fields = _own_pharmacies(pharmacies, base, owner_id)
    if "is_ecommerce" not in pharmacies:
        owner_id, owner_name, fields = _with_reference_web(base, owner_id, owner_name, fields)
    if fields["pharmacy_is_ecommerce"].all():
        raise NetworkError("network.only-web", file=pharmacies.name)
    base |= {"owner_id": owner_id, "owner_name": owner_name} | fields


def _own_pharmacies(table: Table, base: dict[str, Any], owner_id: tuple[str, ...]) -> dict[str, Any]:
    n = len(table)
    town = table.reference("municipality_code", base["municipality_code"], "municipalities.csv")
    opens, closes = _opening_hours(table)

    def optional(column, read, otherwise):
        return read(column) if column in table else otherwise

    lat = optional("lat", lambda c: table.number(c, -90, 90, empty=np.nan), np.full(n, np.nan))
    lon = optional("lon", lambda c: table.number(c, -180, 180, empty=np.nan), np.full(n, np.nan))
    unplaced = np.isnan(lat) | np.isnan(lon)
    return {
        "pharmacy_id": table.keys("pharmacy_id"),
        "pharmacy_name": table.text("pharmacy"),
        "pharmacy_owner": table.reference("owner_id", owner_id, "owners.csv").astype(np.int16),
        "pharmacy_municipality": town.astype(np.int16),
        "pharmacy_lat": np.where(unplaced, base["municipality_lat"][town], lat),
        "pharmacy_lon": np.where(unplaced, base["municipality_lon"][town], lon),
        "pharmacy_is_ecommerce": optional("is_ecommerce", table.flag, np.zeros(n, dtype=bool)),
        "pharmacy_attraction": optional(
            "attraction", lambda c: table.number(c, 1e-12, 1, empty=np.nan), np.full(n, np.nan)
        ),
        "pharmacy_opens_h": opens,
        "pharmacy_closes_h": closes,
        "pharmacy_pharmacists": optional(
            "pharmacists", lambda c: table.integer(c, 1, 10_000, empty=UNKNOWN), np.full(n, UNKNOWN)
        ).astype(np.int16),
        "pharmacy_backup_power_h": optional(
            "backup_power_h", lambda c: table.integer(c, 0, 8760, empty=0), np.zeros(n)
        ).astype(np.int16),
        "pharmacy_estimated": optional("is_estimated", table.flag, np.zeros(n, dtype=bool)),
    }


def _opening_hours(table: Table) -> tuple[np.ndarray, np.ndarray]:
    """(n, 7) int8 twice from cells such as `9-18`, `closed`, or empty where it is not known."""
    opens = np.full((len(table), 7), UNKNOWN, dtype=np.int8)
    closes = opens.copy()
    for day, column in enumerate(DAYS):
        if column not in table:
            continue
        for row, cell in enumerate(table.text(column)):
            if not cell:
                continue
            if cell == "closed":
                opens[row, day] = closes[row, day] = 0
                continue
            first, _, last = cell.partition("-")
            if not (first.isdecimal() and last.isdecimal() and int(first) < int(last) <= 24):
                raise table.wrong(row, column, Sentence("network.whole-hours"))
            opens[row, day], closes[row, day] = int(first), int(last)
    return opens, closes


def _with_reference_web(base, owner_id, owner_name, fields):
    """The same fields with the reference network's e-commerce pharmacies behind, and their owners."""
    codes = set(base["municipality_code"])
    if not set(reference_table("ecommerce").text("municipality_code")) <= codes:
        return owner_id, owner_name, fields
    web = reference_ecommerce(base["municipality_code"])
    known = dict(zip(base["owner_id"], base["owner_name"], strict=True))
    web_owner = [base["owner_id"][o] for o in web["pharmacy_owner"]]
    new = tuple(o for o in dict.fromkeys(web_owner) if o not in owner_id)
    owner_id, owner_name = owner_id + new, owner_name + tuple(known[o] for o in new)
    n, town = len(web["pharmacy_id"]), web["pharmacy_municipality"]
    is_web = base["pharmacy_is_ecommerce"]
    more = {
        "pharmacy_owner": [owner_id.index(o) for o in web_owner],
        "pharmacy_municipality": town,
        "pharmacy_lat": base["municipality_lat"][town],
        "pharmacy_lon": base["municipality_lon"][town],
        "pharmacy_is_ecommerce": np.ones(n, dtype=bool),
        "pharmacy_attraction": base["pharmacy_attraction"][is_web],
        "pharmacy_opens_h": np.full((n, 7), UNKNOWN),
        "pharmacy_closes_h": np.full((n, 7), UNKNOWN),
        "pharmacy_pharmacists": np.full(n, UNKNOWN),
        "pharmacy_backup_power_h": np.zeros(n),
        "pharmacy_estimated": np.ones(n, dtype=bool),
    }
    joined = {name: np.concatenate((fields[name], more[name])).astype(fields[name].dtype) for name in more}
    joined["pharmacy_id"] = fields["pharmacy_id"] + web["pharmacy_id"]
    joined["pharmacy_name"] = fields["pharmacy_name"] + web["pharmacy_name"]
    return owner_id, owner_name, joined


FILLED = ("lat", "attraction", *DAYS, "pharmacists", "backup_power_h")
"""Columns of pharmacies.csv whose empty cells are filled in by estimates; lat stands for the position."""


def _estimated_cells(table: Table) -> np.ndarray:
    """Share of each own pharmacy's cells that are estimates, (n,) float64."""
    cells = np.ones((len(table), len(FILLED) + 1))
    for k, column in enumerate(FILLED):
        if column in table:
            cells[:, k] = [not cell for cell in table.text(column)]
    cells[:, -1] = 0.0  # that it exists, and where, is known
    if "is_estimated" in table:
        cells[table.flag("is_estimated")] = 1.0
    return cells.mean(axis=1)


def _estimated(tables: dict[str, Table], base: dict[str, Any]) -> dict[str, float]:
    """Table -> share of its cells that are estimates; the reference network's where the folder has none."""
    shares = dict(base["estimated"])
    for name, table in tables.items():
        if name == "pharmacies":
            own = _estimated_cells(table)
            n_all = len(base["pharmacy_id"])
            shares[name] = round(float(own.sum() + n_all - len(own)) / n_all, 3)
        elif name == "population":
            shares["municipalities"] = reference_base()["estimated"]["municipalities"]
        elif "confidence" in table:
            shares[name] = round(table.share_estimated(), 3)
        else:
            shares[name] = 0.0
    return shares


def _estimated_by_county(tables: dict[str, Table], base: dict[str, Any]) -> np.ndarray:
    """Share of each county's pharmacy cells that are estimates, (C,); 1 in a county without any pharmacy."""
    n_counties = len(base["county_code"])
    if (counties := tables.get("counties")) and "estimated_share" in counties:
        return counties.number("estimated_share", 0, 1)
    pharmacies = tables.get("pharmacies")
    if not pharmacies:
        return np.ones(n_counties)
    own = _estimated_cells(pharmacies)
    county = base["municipality_county"][base["pharmacy_municipality"][: len(own)]]
    n = np.bincount(county, minlength=n_counties)
    return np.where(n > 0, np.bincount(county, own, n_counties) / np.maximum(n, 1), 1.0)


def _sources(settings, tables, reference_sources, stand_ins) -> tuple[str, ...]:
    """Where the numbers come from: the folder's own list, or its files and what the reference network stands in for."""
    if "sources" in settings and not stand_ins:
        return tuple(settings["sources"])
    own = tuple(settings.get("sources", [f"The folder's own tables: {', '.join(sorted(tables))}"]))
    if not stand_ins:
        return own
    return (*own, f"Reference network sweden stands in for: {', '.join(stand_ins)}", *reference_sources)
