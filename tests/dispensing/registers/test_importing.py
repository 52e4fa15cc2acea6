"""Registers become network folders, every row accounted for; what cannot be used leaves nothing behind."""

import csv
import json
from datetime import date

import pytest

from beredd.dispensing.errors import NetworkError
from beredd.dispensing.network import load_network
from beredd.dispensing.registers import import_register, importing
from beredd.intake import FileRefused, Limits

TODAY = date(2026, 11, 22)
EXPO = (
    "apoteksId;namn;aktorsnamn;besoksAdress;postNr;postort;kommun;lan;huvudOrgTypKod;orgTypDOS;orgTypEH;orgTypDJAP;"
    "startDatum;slutDatum;tillstandsstatus;mandag;lordag;sondag;extra"
)
TOLVAN = "121212-1212"


def row(**cells):
    """One EXPO row; what is not given is an ordinary shop in Upplands Väsby."""
    given = {
        **{"apoteksId": "7350000000011", "namn": "Apoteket Svalan", "aktorsnamn": "Aktör Ett AB"},
        **{"besoksAdress": "Storgatan 1", "postNr": "19430", "postort": "Upplands Väsby", "kommun": "114", "lan": "1"},
        **cells,
    }
    return ";".join(given.get(column, "") for column in EXPO.split(";"))


@pytest.fixture
def import_text(tmp_path):
    """Import texts as files; gives the report, the entries' reasons by row, and the network."""

    def run(*texts, name="register.csv", encoding="utf-8"):
        files = []
        for n, text in enumerate(texts):
            files.append(tmp_path / (name if n == 0 else f"{n}-{name}"))
            files[-1].write_bytes(text.encode(encoding) if isinstance(text, str) else text)
        return import_register(files, tmp_path / "net", today=TODAY)

    run.out = tmp_path / "net"
    return run


def expo(*rows):
    return "\n".join((EXPO, *rows)) + "\n"


def test_a_complete_row_is_matched_and_codes_get_their_zeros_back(import_text):
    done = import_text(expo(row(mandag="0900-1830", lordag="Stängt")))
    assert (done.count("matched"), done.count("guessed"), done.count("dropped")) == (1, 0, 0)
    network = load_network(import_text.out)
    assert network.pharmacy_id[0] == "7350000000011"
    assert network.owner_name[0] == "Aktör Ett AB"
    assert network.municipality_code[network.pharmacy_municipality[0]] == "0114"
    assert (network.pharmacy_opens_h[0, 0], network.pharmacy_closes_h[0, 0]) == (9, 18)
    assert network.pharmacy_opens_h[0, 5] == network.pharmacy_closes_h[0, 5]
    # Hours are given for some days, so silence about Sunday means closed.
    assert done.pharmacies[0].hours[6] == "closed"
    assert not network.pharmacy_estimated[0]


def test_columns_may_stand_in_any_order_and_extra_ones_are_ignored(import_text):
    import_text("Lan,Okänd kolumn,KOMMUN,Namn,apoteks-id\n09,?,Gotlands kommun,Apotek Ö,7350000000028\n")
    network = load_network(import_text.out)
    assert network.municipality_code[network.pharmacy_municipality[0]] == "0980"


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separators_and_encodings(import_text, delimiter, encoding):
    import_text(expo(row(namn="Apotek Åhäll")).replace(";", delimiter), encoding=encoding)
    assert load_network(import_text.out).pharmacy_name[0] == "Apotek Åhäll"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"kommun": "0980", "lan": "09"}, "0980"),
        ({"kommun": "980.0", "lan": "9"}, "0980"),
        ({"kommun": "Stockholms stad", "lan": "01"}, "0180"),
        ({"kommun": "Håbo", "lan": "3"}, "0305"),
        ({"kommun": "Habo", "lan": "6"}, "0643"),
        ({"kommun": "UPPSALA KOMMUN", "lan": "3"}, "0380"),
    ],
)
def test_municipality_is_matched_by_code_or_name(import_text, cells, code):
    done = import_text(expo(row(**cells)))
    assert done.count("matched") == 1
    network = load_network(import_text.out)
    assert network.municipality_code[network.pharmacy_municipality[0]] == code


@pytest.mark.parametrize(
    ("cells", "code", "reason"),
    [
        ({"kommun": "80", "lan": "1"}, "0180", "put together from county and municipality"),
        ({"kommun": "0180", "lan": "12"}, "0180", "contradicts"),
        ({"kommun": "Malmo", "lan": "12"}, "1280", "read as"),
        ({"kommun": "", "postort": "Visby"}, "0980", "by town"),
        ({"kommun": "", "postort": "Kiruna"}, "2584", "by town"),
    ],
)
def test_municipality_is_guessed_and_the_report_says_how(import_text, cells, code, reason):
    done = import_text(expo(row(**cells)))
    assert done.count("guessed") == 1
    assert reason in done.entries[0][1].reason
    network = load_network(import_text.out)
    assert network.municipality_code[network.pharmacy_municipality[0]] == code


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"slutDatum": "2026-11-22"}, "closed since 2026-11-22"),
        ({"slutDatum": "20200131"}, "closed since 2020-01-31"),
        ({"startDatum": "2027-01-01"}, "opens only on"),
        ({"tillstandsstatus": "Återkallat"}, "permit status"),
        ({"huvudOrgTypKod": "DOS"}, "dose pharmacy"),
        ({"huvudOrgTypKod": "DJAP"}, "animals"),
        ({"huvudOrgTypKod": "SA"}, "hospital"),
        ({"orgTypDOS": "1"}, "dose pharmacy"),
        ({"namn": "", "apoteksId": ""}, "neither name nor id"),
        ({"kommun": "9999", "postort": "Nowhere"}, "no municipality"),
        ({"kommun": "", "postort": ""}, "no municipality"),
    ],
)
def test_what_is_not_for_customers_or_nowhere_is_dropped_with_the_reason(import_text, cells, reason):
    done = import_text(expo(row(), row(**{"apoteksId": "7350000000999", "besoksAdress": "Annan gata 2"} | cells)))
    assert done.count("dropped") == 1
    assert reason in done.as_dict()["dropped_rows"][0]["reason"]
    assert done.as_dict()["dropped_rows"][0]["row"] == "row 3"


def test_a_shop_that_also_packs_doses_stays(import_text):
    done = import_text(expo(row(huvudOrgTypKod="AP", orgTypDOS="1")))
    assert done.count("matched") == 1


def test_a_future_last_day_stays_open(import_text):
    assert import_text(expo(row(slutDatum="2026-11-23"))).count("matched") == 1


def test_e_commerce_of_the_register_takes_the_place_of_the_reference(import_text):
    import_text(expo(row(), row(apoteksId="7350000000035", namn="Nätet", huvudOrgTypKod="EH", besoksAdress="Lagret 1")))
    network = load_network(import_text.out)
    assert network.pharmacy_is_ecommerce.tolist() == [False, True]


def test_the_same_id_or_the_same_name_and_address_is_one_pharmacy(import_text):
    done = import_text(expo(row(), row(namn="Annat namn", besoksAdress="Annan gata"), row(apoteksId="7350000000042")))
    reasons = [r["reason"] for r in done.as_dict()["dropped_rows"]]
    assert reasons == ["repeats row 2: same id", "repeats row 2: same name and address"]


def test_five_percent_broken_rows_are_each_named_and_the_rest_is_imported(import_text):
    rows = [row(apoteksId=f"73500000{n:05d}", besoksAdress=f"Gatan {n}") for n in range(100)]
    for n in (3, 20, 41, 77, 99):
        rows[n] += ";x"
    done = import_text(expo(*rows))
    answer = done.as_dict()
    assert (answer["read"], answer["matched"], answer["dropped"]) == (100, 95, 5)
    assert [r["row"] for r in answer["dropped_rows"]] == ["row 5", "row 22", "row 43", "row 79", "row 101"]
    assert answer["dropped_rows"][0]["reason"] == "the row has 20 cells, the header 19"


def test_rows_are_numbered_as_an_editor_shows_them(import_text):
    done = import_text(
        expo('"' + row(besoksAdress="Gatan 1").replace(";", '";"') + '"', "", 'x;"två\nrader";z', "trasig")
    )
    assert [r["row"] for r in done.as_dict()["dropped_rows"]] == ["row 4", "row 6"]


def test_positions_in_degrees_are_used_and_bad_ones_are_not(import_text):
    done = import_text(
        "namn;aktorsnamn;kommun;lat;lon\nA;Ö;0980;57,64;18,29\nB;Ö;0980;18.3;57.6\nC;Ö;0980;nord;18\nD;Ö;0980;10;10\n"
        "E;Ö;0980;67.85;20.22\n"
    )
    reasons = [entry.reason for _, entry in done.entries]
    assert reasons[0] == "municipality code"
    assert "swapped" in reasons[1]
    assert "no degrees" in reasons[2]
    assert "outside Sweden" in reasons[3]
    assert "km from 0980 Gotland" in reasons[4]
    network = load_network(import_text.out)
    assert network.pharmacy_lat[:2].tolist() == [57.64, 57.6]
    assert set(network.pharmacy_lat[2:5]) == {network.municipality_lat[network.municipality_code.index("0980")]}


@pytest.mark.parametrize("header", ["N;E", "SWEREF99 E;SWEREF99 N", "x;y", "lat;lon"])
def test_positions_in_sweref_99_tm_are_turned_into_degrees(import_text, header):
    # Lantmäteriet's control point: 55 00 00 N, 12 45 00 E.
    import_text(f"namn;kommun;{header}\nA;1287;6097106,672;356083,438\n")
    network = load_network(import_text.out)
    assert (network.pharmacy_lat[0], network.pharmacy_lon[0]) == pytest.approx((55.0, 12.75), abs=1e-6)


def test_pharmacy_agents_are_no_pharmacies(import_text):
    done = import_text("namn;kommun;servicetyp\nA;0980;Apotek\nB;0980;Apoteksombud\n")
    assert [entry.status for _, entry in done.entries] == ["guessed", "dropped"]


def test_the_report_has_one_line_for_each_row(import_text):
    done = import_text(expo(row(), row(apoteksId="7350000000059", kommun="x", postort="y", besoksAdress="z"), "trasig"))
    with open(import_text.out / "report.csv", encoding="utf-8", newline="") as file:
        report = list(csv.DictReader(file))
    assert [line["status"] for line in report] == ["matched", "dropped", "dropped"]
    assert json.loads((import_text.out / "report.json").read_text(encoding="utf-8")) == done.as_dict()
    assert all(line["reason"] for line in report)


# --- map data


def node(number, lat, lon, **tags):
    return {"type": "node", "id": number, "lat": lat, "lon": lon, "tags": {"amenity": "pharmacy", **tags}}


MAP = [
    node(1, 57.6394, 18.2915, name="Kedjan"),
    node(2, 59.8588, 17.6389, name="Kedjan", opening_hours="Mo-Fr 09:00-18:00"),
    node(3, 59.3294, 18.0687, name="Kedjan Kungsgatan"),
    node(4, 63.8258, 20.2630, name="Örnen"),
    node(5, 55.6059, 13.0007, name="KEDJAN"),
    node(1212121212, 65.5848, 22.1567, brand="Andra Kedjan", phone="0701281231"),
]


def overpass(elements):
    return json.dumps({"version": 0.6, "elements": elements})


def test_overpass_nodes_are_placed_by_the_nearest_place(import_text):
    done = import_text(overpass(MAP), name="map.json")
    answer = done.as_dict()
    assert answer["read"] == answer["matched"] + answer["guessed"] + answer["dropped"] == 6
    assert answer["formats"] == ["overpass"]
    network = load_network(import_text.out)
    codes = [network.municipality_code[m] for m in network.pharmacy_municipality[:6]]
    assert codes == ["0980", "0380", "0180", "2480", "1280", "2580"]
    assert "ODbL" in network.sources[0]


def test_a_name_that_several_bear_is_a_chain_and_the_rest_is_independent(import_text):
    done = import_text(overpass(MAP), name="map.json")
    assert done.as_dict()["owners"] == {"kedjan": 4, "andra-kedjan": 1, "oberoende": 1}


@pytest.mark.parametrize(
    ("element", "reason"),
    [
        (node(9, 59.0, 18.0, amenity="bench"), "not tagged"),
        (node(9, 60.17, 24.94, name="X"), "outside Sweden"),
        (node(9, 59.9139, 10.7522, name="Apotek"), "from any Swedish place"),
        (node(9, 59.3, 18.0, name="X", **{"addr:country": "FI"}), "another country"),
        (node(9, 59.3, 18.0, name="X", dispensing="no"), "no prescriptions"),
        (node(9, 66.39, 23.65, name="Rajan Apteekki"), "Finland"),
        (node(9, 57.63942, 18.29151, name="kedjan"), "repeats node/1: same name, "),
        ({"type": "way", "id": 9, "tags": {"amenity": "pharmacy", "name": "X"}}, "no municipality"),
        ("text", "not an object"),
    ],
)
def test_map_elements_that_are_no_swedish_pharmacy_are_dropped(import_text, element, reason):
    done = import_text(overpass([*MAP, element]), name="map.json")
    assert done.count("dropped") == 1
    assert reason in done.entries[-1][1].drop


def test_ways_stand_at_their_centre(import_text):
    way = {"type": "way", "id": 9, "center": {"lat": 57.64, "lon": 18.29}, "tags": {"amenity": "pharmacy", "name": "X"}}
    import_text(overpass([way]), name="map.json")
    assert load_network(import_text.out).pharmacy_lat[0] == 57.64


def test_geojson_points_and_outlines(import_text):
    square = [[[18.28, 57.63], [18.30, 57.63], [18.30, 57.65], [18.28, 57.65], [18.28, 57.63]]]
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": square},
            "properties": {"amenity": "pharmacy", "name": "A", "brand": "Kedjan"},
        },
        {
            "type": "Feature",
            "id": "node/7",
            "geometry": {"type": "Point", "coordinates": [20.263, 63.8258]},
            "properties": {"amenity": "pharmacy", "name": "B", "addr:municipality": "Umeå", "brand": "Kedjan"},
        },
        {"type": "Feature", "geometry": None, "properties": None},
    ]
    done = import_text(json.dumps({"type": "FeatureCollection", "features": features}), name="map.geojson")
    assert [entry.status for _, entry in done.entries] == ["guessed", "matched", "dropped"]
    network = load_network(import_text.out)
    assert (network.pharmacy_lat[0], network.pharmacy_lon[0]) == pytest.approx((57.64, 18.29))


# --- population


COUNTRY, PART = "a county or the whole country, not a municipality", "a part of a total that is given too"


@pytest.mark.parametrize(
    ("text", "dropped"),
    [
        ("kommunkod;kommun;folkmängd\n0980;Gotland;61 032\n", []),
        ("region;2024\n0980 Gotland;61032\n09 Gotlands län;61032\n00 Riket;10587710\n", [COUNTRY, COUNTRY]),
        ("region,kön,Folkmängd 2024\n0980 Gotland,män,31000\n0980 Gotland,kvinnor,30032\n", []),
        (
            "region,kön,ålder,2024\n0980,män,totalt ålder,31000\n0980,kvinnor,totalt ålder,30032\n0980,män,0 år,300\n",
            [PART],
        ),
        ("municipality_code,population\n980,61032\n", []),
    ],
)
def test_population_is_added_up_however_it_is_split(import_text, text, dropped):
    done = import_text(text)
    gotland = load_network("sweden").municipality_code.index("0980")
    assert [row["reason"] for row in done.as_dict()["dropped_rows"]] == dropped
    assert done.people == {gotland: 61_032}
    assert load_network(import_text.out).municipality_population[gotland] == 61_032


def test_register_and_population_go_into_one_network(import_text):
    done = import_text(expo(row()), "kommunkod;folkmängd\n0114;99\n0980;x\n")
    assert done.formats == ["csv", "population"]
    assert (done.count("matched"), done.count("dropped")) == (2, 1)
    network = load_network(import_text.out)
    assert network.municipality_population[network.municipality_code.index("0114")] == 99
    assert network.pharmacy_is_ecommerce.tolist() == [False] + [True] * 7


# --- refused as a whole


def test_a_personal_identity_number_refuses_the_file_and_is_not_repeated(import_text):
    with pytest.raises(FileRefused) as caught:
        import_text(expo(row(), row(besoksAdress=f"c/o {TOLVAN}")))
    message = str(caught.value)
    assert "row 3, column besoksAdress" in message
    assert TOLVAN not in message
    assert "1212" not in message
    assert not import_text.out.exists()


def test_a_personal_identity_number_in_a_broken_row_or_the_header_is_found_too(import_text):
    with pytest.raises(FileRefused, match="row 3: found what looks like"):
        import_text(expo(row(), row() + f";{TOLVAN}"))
    with pytest.raises(FileRefused, match="row 1, column #2") as caught:
        import_text(f"namn;{TOLVAN};kommun\na;b;0980\n")
    assert "1212" not in str(caught.value)


def test_a_personal_identity_number_in_map_data_refuses_the_file(import_text):
    with pytest.raises(FileRefused, match="node/7, note") as caught:
        import_text(overpass([*MAP, node(7, 59.3, 18.0, name="X", note=f"ägare {TOLVAN}")]), name="map.json")
    assert "1212" not in str(caught.value)
    assert not import_text.out.exists()


def test_a_personal_identity_number_in_a_table_of_population_refuses_the_file(import_text):
    with pytest.raises(FileRefused, match="row 2, column kommun"):
        import_text(f"kommunkod;kommun;folkmängd\n0980;{TOLVAN};61032\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "found nothing"),
        (b"namn;kommun\n", "a header and no rows"),
        (b"a;b\n1;2\n", "a column with the pharmacy's name"),
        (b"namn;b\n1;2\n", "a column that says where"),
        (b"namn;kommun\nA;9999\nB;x\n", "none of the 2 rows usable; the first: row 2"),
        (b"{", "no JSON"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"a": 1}', "JSON of another kind"),
        (b'{"elements": []}', "an empty list of elements"),
        (b"PK\x03\x04rest", "a workbook that is damaged"),
        (b"\x1f\x8brest", "gzip"),
        (b"a\0b;c\n", "NUL"),
        (b'namn;kommun\n"' + b"x" * 200_000, "broken quoting"),
    ],
)
def test_what_cannot_be_used_at_all_says_so_and_writes_nothing(import_text, text, message):
    with pytest.raises(FileRefused, match=message):
        import_text(text)
    assert not import_text.out.exists()


def test_a_file_that_is_not_there_or_too_large_is_refused(tmp_path, monkeypatch):
    with pytest.raises(FileRefused, match="no such file"):
        import_register([tmp_path / "x"], tmp_path / "net", today=TODAY)
    (tmp_path / "big.csv").write_text(expo(row()), encoding="utf-8")
    monkeypatch.setattr(importing, "LIMITS", Limits(most_bytes=100))
    with pytest.raises(FileRefused, match="at most 100 bytes"):
        import_register([tmp_path / "big.csv"], tmp_path / "net", today=TODAY)


def test_a_folder_with_other_things_in_it_is_left_alone(import_text):
    import_text.out.mkdir()
    (import_text.out / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(NetworkError, match=r"thesis\.txt"):
        import_text(expo(row()))
    assert [p.name for p in import_text.out.iterdir()] == ["thesis.txt"]


def test_importing_again_replaces_the_earlier_import(import_text):
    import_text(expo(row()))
    import_text(expo(row(namn="Ny")))
    assert load_network(import_text.out).pharmacy_name[0] == "Ny"
    assert [p.name for p in import_text.out.parent.iterdir() if p.name.startswith(".")] == []
