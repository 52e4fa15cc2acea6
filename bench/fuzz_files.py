"""Mutated files of every kind against every reader: no traceback, no answer over two seconds, memory bounded.

    python bench/fuzz_files.py [--files 100000] [--seed 1] [--skip 0]

First come whole files that are hostile by their size: each against every reader. The slowest of all is among them:
a megabyte of rows of five characters, 166 000 rows at 10 µs each, still below the 200 000 rows that are allowed.

Prints one JSON object: files, refused, read, faults, the slowest answer and what added most to memory, each with its
file, and the peak of memory. A fault
is anything but an answer or a `BereddError`; its file is kept under var/fuzz to be looked at. `mutants` and `readers`
are what the test of the suite uses for its own small slice.
"""

import argparse
import io
import json
import random
import re
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from beredd.dispensing.network.tables import read_table
from beredd.dispensing.registers import delimited, map_data, population
from beredd.dispensing.registers.municipalities import Gazetteer
from beredd.dispensing.scenarios import load_scenario
from beredd.errors import BereddError
from beredd.intake import read_json, read_sheet
from beredd.need import parse_table
from beredd.need.expiry import parse_log, stock_report
from beredd.need.statistics import read_deaths, read_population

TODAY = date(2026, 11, 26)
LIMIT_S = 2.0
LIMIT_MB = 150.0
"""What reading one file may add to the memory in use: three times what 1 MB of the smallest cells needs as rows."""

PLANNER = """county_code;county;sex;population;at_risk;opioid_deaths;kits_community
01;Stockholms län;män;1 220 000;3 100;30,5;100
01;Stockholms län;kvinnor;1 230 000;1 200;12;50
12;Skåne län;men;710000;1900;20,25;10
12;Skåne län;women;715000;800;8;0
"""
LOG = """datum,plats,länskod,händelse,batch,utgår,antal
2026-10-01,Mottagning Väst,14,mottaget,N204,2027-03,30
2026-11-02,Mottagning Väst,14,utlämnat,N204,2027-03,4
2026-11-02,"LARO ""Öst"" 2",14,received,N205,2027-03-31,20
"""
REGISTER = """apoteksId;namn;aktorsnamn;besoksAdress;postNr;postort;kommun;lan;huvudOrgTypKod;lat;lon;mandag;öppettider
7350000000011;Torget;Kedja Ett;Storgatan 1;12345;Visby;Region Gotland;9;AP;57,64;18,30;9-18;
7350000000028;Hamnen;;Kajen 2;;Malmö;1280;12;DX;6163000;373000;;"Mo-Fr 09:00-18:00
Sa 10:00-14:00"
7350000000035;=cmd;;;;;180;1;;;;Stängt;"Mo-Fr 9-18, Sa 10-14; PH off; Dec 24-26 off"
"""
PEOPLE = """"Folkmängd efter region, kön och år"

"region","kön","ålder","år","Folkmängd"
"0180 Stockholm","män","totalt ålder","2024","490 000"
"0180 Stockholm","kvinnor","totalt ålder","2024","499 000"
"1280 Malmö","män och kvinnor","0-17 år","2023","356000"
"""
PHARMACIES = """pharmacy_id,pharmacy,owner_id,municipality_code,lat,lon,monday,is_estimated
a,Torget,o,0180,59.33,18.06,9-18,0
b,Hamnen,o,1280,55.6,13.0,closed,1
"""
OVERPASS = {
    "version": 0.6,
    "elements": [
        {"type": "node", "id": 1, "lat": 59.33, "lon": 18.06, "tags": {"amenity": "pharmacy", "name": "Torget \ud83d",
         "opening_hours": "Mo-Fr 09:00-18:00, Sa 10:00-14:00; Dec 24-26 off"}},
        {"type": "way", "id": 9, "nodes": [11, 12, 11], "tags": {"amenity": "pharmacy", "name": "Kvarteret"}},
        {"type": "relation", "id": 3, "members": [{"type": "way", "ref": 9, "role": "outer"}],
         "tags": {"amenity": "pharmacy", "phone": "+46 8 465 004 10"}},
        {"type": "node", "id": 11, "lat": 55.6, "lon": 13.0},
        {"type": "node", "id": 12, "lat": 55.7, "lon": 13.0},
    ],
}  # fmt: skip
GEOJSON = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "id": "node/1", "properties": {"amenity": "pharmacy", "name": "Torget"},
         "geometry": {"type": "Point", "coordinates": [18.06, 59.33]}},
        {"type": "Feature", "properties": {"other_tags": '"amenity"=>"pharmacy","opening_hours"=>"24/7; PH off"'},
         "geometry": {"type": "Polygon", "coordinates": [[[13.0, 55.6], [13.1, 55.6], [13.0, 55.7], [13.0, 55.6]]]}},
    ],
}  # fmt: skip
DEATHS = {
    "data": [
        {"diagnosId": cause, "mattId": 1, "alderId": 99, "konId": sex, "regionId": region, "ar": year, "varde": "4"}
        for cause in ("X42", "X44") for sex in (1, 2) for region in (1, 12) for year in (2022, 2023)
    ],
    "sida": 1, "sidor": 1, "nasta_sida": None,
}  # fmt: skip
CUBE = {
    "class": "dataset", "id": ["Region", "Kon", "ContentsCode", "Tid"], "size": [2, 2, 2, 1],
    "dimension": {
        "Region": {"category": {"index": {"01": 0, "12": 1}}},
        "Kon": {"category": {"index": ["1", "2"], "label": {"1": "män", "2": "kvinnor"}}},
        "ContentsCode": {"category": {"index": {"A": 0, "B": 1}, "label": {"A": "Folkmängd", "B": "Folkökning"}}},
        "Tid": {"category": {"index": {"2024": 0}}},
    },
    "value": [1220000, 100, 1230000, 100, 710000, 100, 715000, None],
}  # fmt: skip
PXWEB = {
    "columns": [{"code": "Region", "type": "d"}, {"code": "Kon", "type": "d"}, {"code": "Alder", "type": "d"},
                {"code": "Tid", "type": "t"}, {"code": "BE0101N1", "text": "Folkmängd", "type": "c"}],
    "data": [{"key": [r, k, a, "2024"], "values": ["9"]} for r in ("01", "12") for k in "12" for a in ("tot", "3")],
}  # fmt: skip
SCENARIO = """name = { sv = "Övning [/] ett", en = "Exercise one" }
network = "sweden"
start = 2026-10-05
days = 14
[[event]]
id = "storm"
hit = "opening_hours"
where = ["national"]
from = "d2h8"
for = 24
extend_h = -2
"""


def _workbook() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["En titel"])
    for line in PLANNER.splitlines():
        book.active.append([_typed(text) for text in line.split(";")])
    book.create_sheet("Tom")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _typed(text: str) -> object:
    try:
        return float(text.replace(" ", "").replace(",", "."))
    except ValueError:
        return text


def seeds() -> dict[str, list[bytes]]:
    """Kind -> whole files of it, each in the shape that people bring."""

    def texts(text: str) -> list[bytes]:
        return [text.encode(), text.encode("utf-8-sig"), text.encode("cp1252"), text.encode("utf-16"),
                ("sep=;\n" + text).encode(), text.replace("\n", "\r\n").encode()]  # fmt: skip

    def values(*found: object) -> list[bytes]:
        return [json.dumps(one, ensure_ascii=True, indent=1).encode() for one in found]

    lines = "\n".join(json.dumps(one) for one in GEOJSON["features"]).encode()
    return {
        "planner": [*texts(PLANNER), _workbook()],
        "log": texts(LOG),
        "register": [*texts(REGISTER), _workbook()],
        "people": texts(PEOPLE),
        "network": [*texts(PHARMACIES), _workbook()],
        "map": [*values(OVERPASS, GEOJSON, GEOJSON["features"][0]), lines],
        "deaths": values(DEATHS, [DEATHS]),
        "population": values(CUBE, PXWEB),
        "scenario": [SCENARIO.encode(), SCENARIO.encode("utf-8-sig")],
    }


ODD = [
    b"", b"\0", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\x0b", b'"', b'""', b";", b",", b"\t",
    b"\n", b"\r", b"[/b]", b"=1+1", b"811218-9876", b"0701740605", b"1e999", b"-1", b"NaN", b"Infinity",
    b"null", b"{}", b"[]", b"true", b"9" * 400, b"\\ud83d", b"\\u0000", b"0x10", b"1,234", b"1.234,5",
    b"1 220 000", b"2027-13-45", b"2062-01-01", b"Mo-Fr", b"mo " * 200, b"PH off", b"24/7", b"a\xcc\x88",
    b"\xf0\x9f\x98\x80", b"[[[[[[[[", b"{\"a\":", b"sep=|\n", b"tot", b"X", b"..", b"9999-12-31",
    b"=HYPERLINK(1)", b"//", b"# ", b"'''", b"\xe2\x80\x93",
]  # fmt: skip


def mutate(raw: bytes, chance: random.Random) -> bytes:
    """The file with one to three things wrong with it."""
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(raw) + 1)
        end = min(len(raw), at + chance.choice((1, 1, 2, 5, 20, 80)))
        match chance.randrange(10):
            case 0:
                raw = raw[:at]
            case 1:
                raw = raw[:at] + raw[end:]
            case 2:
                raw = raw[:end] + raw[at:]
            case 3:
                raw = raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]
            case 4 | 5 | 6:
                raw = raw[:at] + chance.choice(ODD) + raw[end if chance.random() < 0.5 else at :]
            case 7:
                lines = raw.split(b"\n")
                chance.shuffle(lines)
                raw = b"\n".join(lines)
            case 8:
                raw = raw[:at] + raw[at:end] * chance.choice((2, 3, 50, 500)) + raw[end:]
            case _:
                lines = raw.split(b"\n")
                k = chance.randrange(len(lines))
                lines[k : k + 1] = [lines[k]] * chance.choice((0, 2, 40))
                raw = b"\n".join(lines)
        raw = raw[:400_000]
    return raw


def mutants(n: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """(kind, mutated file), n of them; now and then a file of one kind is given as another."""
    chance = random.Random(seed)
    whole = seeds()
    kinds = list(whole)
    for _ in range(n):
        kind = chance.choice(kinds)
        source = chance.choice(kinds) if chance.random() < 0.05 else kind
        yield kind, mutate(chance.choice(whole[source]), chance)


LARGE = 1_000_000
"""Bytes of a hostile file: as much as the planner's page takes."""


PIECES = (
    b",", b";", b"\t", b"\n", b'"', b'","', b"a", b"1", b"a,", b"a;b\n", b"[", b'{"a":', b"[[],", b"(", b"mo ", b"-",
    b"0 ", b"1.234,", b"811218-", b"070 ", b"\xc3\xa5", b"\xe5", b"e\xcc\x81", b"=(", b"\r", b"#", b"[[a]]\n",
    b"Mo-Fr 09:00-18:00; ", b"a=1\n", b"'", b"sep=", b"\x00\x61",
)  # fmt: skip


def hostile() -> Iterator[bytes]:
    """Whole files with one thing repeated, until a reader with a square in it would stop."""
    for piece in PIECES:
        yield piece * (LARGE // len(piece))
        yield PLANNER.encode() + piece * (LARGE // len(piece))
    row = ";".join(f"c{n}" for n in range(399)).encode() + b"\n"
    yield row * (LARGE // len(row))
    yield json.dumps({"elements": [OVERPASS["elements"][1]] * 7000}).encode()
    yield json.dumps([DEATHS["data"][0]] * 9000).encode()
    yield json.dumps({"a": "\ud800" * 100_000}).encode()
    yield _bomb()


def _bomb() -> bytes:
    """A workbook whose worksheet is 200 times larger than it."""
    import zipfile

    plain, out = io.BytesIO(_workbook()), io.BytesIO()
    with zipfile.ZipFile(plain) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in book.namelist():
            inner = book.read(name)
            with packed.open(name, "w") as part:
                if name.endswith("sheet1.xml"):
                    # Piece by piece: the whole part at once made the peak of memory that was looked for in the readers.
                    head, end = inner.split(b"</sheetData>")
                    part.write(head)
                    for _ in range(3_000):
                        part.write(b'<row><c t="n"><v>1</v></c></row>' * 1_000)
                    inner = b"</sheetData>" + end
                part.write(inner)
    return out.getvalue()


def readers(folder: Path, gazetteer: Gazetteer) -> dict[str, Callable[[bytes], object]]:
    """Kind -> what reads a file of it to the end; `folder` holds the files that are read by path."""

    def by_path(read: Callable[[Path], object], name: str) -> Callable[[bytes], object]:
        def run(raw: bytes) -> object:
            (folder / name).write_bytes(raw)
            return read(folder / name)

        return run

    def log(raw: bytes) -> object:
        return stock_report(parse_log(raw, name="log.csv"), today=TODAY, name="log.csv")

    def register(raw: bytes) -> object:
        entries = delimited.entries_of(read_sheet(raw, name="r.csv"), today=TODAY)
        return [gazetteer.place(entry) for entry in entries if not entry.drop]

    def people(raw: bytes) -> object:
        sheet = read_sheet(raw, name="p.csv")
        return population.population_of(sheet, gazetteer) if population.is_population(sheet) else None

    def a_map(raw: bytes) -> object:
        value = read_json(raw, name="m.json", lines=True)
        entries = map_data.entries_of("m.json", value) if map_data.is_map_data(value) else []
        return [gazetteer.place(entry) for entry in entries if not entry.drop]

    def network(path: Path) -> object:
        table = read_table(path)
        for column in ("lat", "lon"):
            if column in table:
                table.number(column, -180, 180, empty=0.0)
        return table.keys(table.header[0])

    return {
        "planner": lambda raw: parse_table(raw, name="t.csv"),
        "log": log,
        "register": register,
        "people": people,
        "map": a_map,
        "network": by_path(network, "pharmacies.csv"),
        "deaths": by_path(lambda path: read_deaths([path]), "deaths.json"),
        "population": by_path(read_population, "population.json"),
        "scenario": by_path(load_scenario, "egen.toml"),
    }


def _memory_mb() -> tuple[float, float]:
    """Memory in use, and the most since it was last asked for."""
    text = Path("/proc/self/status").read_text()
    Path("/proc/self/clear_refs").write_text("5")
    used, most = (int(re.search(rf"{name}:\s+([0-9]+)", text)[1]) / 1e3 for name in ("VmRSS", "VmHWM"))
    return used, most


def answer_of(read: Callable[[bytes], object], raw: bytes) -> str:
    """`read`, or `refused` in words."""
    try:
        read(raw)
    except BereddError as error:
        return "refused" if str(error) else "silent"
    return "read"


def main() -> int:
    """Fuzz, print the figures, exit 1 on any fault."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--skip", type=int, default=0, help="So many files have been read before: go on there.")
    given = parser.parse_args()
    from beredd.dispensing.network import load_network

    gazetteer = Gazetteer(load_network("sweden"))
    kept = Path(__file__).resolve().parents[1] / "var" / "fuzz"
    outcome: Counter[str] = Counter()
    slowest = (0.0, "")
    before, _most = _memory_mb()
    peak, most_added = before, (0.0, "")
    with tempfile.TemporaryDirectory() as folder:
        read = readers(Path(folder), gazetteer)
        large = ((kind, raw) for raw in hostile() for kind in read)
        for n, (kind, raw) in enumerate(chain(large, islice(mutants(given.files, given.seed), given.skip, None))):
            used, _most = _memory_mb()
            started = time.process_time()
            try:
                outcome[answer_of(read[kind], raw)] += 1
            except Exception:
                outcome["faults"] += 1
                kept.mkdir(parents=True, exist_ok=True)
                (kept / f"{kind}-{n}").write_bytes(raw)
                print(f"{kind}-{n}: {traceback.format_exc().strip().splitlines()[-1]}", file=sys.stderr)
            took = time.process_time() - started
            _used, most = _memory_mb()
            peak = max(peak, most)
            if most - used > most_added[0]:
                most_added = (most - used, f"{kind}-{n}, {len(raw)} bytes of {raw[:12]!r}…{raw[-12:]!r}")
            outcome[f"over {LIMIT_MB:g} MB"] += most - used > LIMIT_MB
            if took > slowest[0]:
                slowest = (took, f"{kind}-{n}, {len(raw)} bytes")
            outcome["over 2 s"] += took > LIMIT_S
            if took > LIMIT_S:
                print(f"{kind}-{n}: {took:.1f} s of processor for {raw[:20]!r}…{raw[-20:]!r}", file=sys.stderr)
    figures = {"files": given.files, "seed": given.seed, **outcome, "slowest_cpu_s": round(slowest[0], 3),
               "slowest_file": slowest[1], "peak_mb": round(peak), "mb_before": round(before),
               "most_mb_for_a_file": round(most_added[0], 1), "its_file": most_added[1]}  # fmt: skip
    print(json.dumps(figures, indent=1))
    return 1 if outcome["faults"] or outcome["over 2 s"] or outcome[f"over {LIMIT_MB:g} MB"] else 0


if __name__ == "__main__":
    sys.exit(main())
