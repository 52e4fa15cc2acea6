"""A network folder reads back as it was written, and every broken cell is named."""

import csv
from pathlib import Path

import numpy as np
import pytest

from beredd.dispensing.engine.state import LINE
from beredd.dispensing.errors import NetworkError
from beredd.dispensing.network import load_network, shop_shares, write_network
from beredd.dispensing.network.model import MOST_PACK_DAYS, NOT_SAID
from beredd.dispensing.parameters import load_parameters
from beredd.dispensing.scenarios import MAX_DAYS
from beredd.intake import FileRefused
from beredd.writing import OutputRefused


def write(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("net") / "sweden-copy"
    write_network(load_network("sweden"), folder)
    return folder


@pytest.fixture
def small(tmp_path):
    """Two pharmacies of a register in Visby and one in Umeå; all else is the reference."""
    write(
        tmp_path,
        "pharmacies.csv",
        "pharmacy_id,pharmacy,owner_id,municipality_code,lat,lon,monday\n"
        "a,Apotek A,x,0980,57.64,18.29,9-18\n"
        "b,Apotek B,x,0980,57.63,18.31,\n"
        "c,Apotek C,y,2480,63.82,20.26,closed\n",
    )
    return tmp_path


def edit(folder, table, row, column, value):
    """Change one cell; row counts as an editor does."""
    path = folder / f"{table}.csv"
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[row - 1][rows[0].index(column)] = value
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def test_a_written_network_reads_back_to_the_same_fingerprint(written):
    assert load_network(written).fingerprint == load_network("sweden").fingerprint


def test_writing_over_a_network_replaces_it(tmp_path, small):
    target = tmp_path / "out"
    write_network(load_network("sweden"), target)
    write_network(load_network(small), target)
    assert len(load_network(target).pharmacy_id) == 3 + 7
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_a_write_that_fails_leaves_the_earlier_network_and_nothing_else(tmp_path, small, monkeypatch):
    target = tmp_path / "out"
    write_network(load_network(small), target)
    before = load_network(target).fingerprint
    rename = Path.rename

    def fails(self, to):
        if self.parent == tmp_path and self.name.startswith(".out-") and not self.name.startswith(".out-old-"):
            raise OSError(28, "No space left on device")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", fails)
    monkeypatch.setattr("beredd.writing._exchange", lambda one, other: False)  # as where names cannot change places
    with pytest.raises(OutputRefused, match="the disk is full"):
        write_network(load_network("sweden"), target)
    assert load_network(target).fingerprint == before
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_writing_leaves_a_folder_with_other_things_alone(tmp_path):
    write(tmp_path, "diary.txt", "mine")
    with pytest.raises(NetworkError, match=r"diary\.txt"):
        write_network(load_network("sweden"), tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["diary.txt"]


def test_only_pharmacies_is_enough_and_the_rest_is_said_to_be_the_reference(small):
    network = load_network(small)
    assert network.pharmacy_id[:3] == ("a", "b", "c")
    assert network.pharmacy_is_ecommerce.sum() == 7
    assert not network.pharmacy_estimated[:3].any()
    assert network.pharmacy_estimated[3:].all()
    assert any("stands in for: articles" in source for source in network.sources)
    gotland, blekinge = network.county_code.index("09"), network.county_code.index("10")
    assert 0 < network.estimated_by_county[gotland] < 1
    assert network.estimated_by_county[blekinge] == 1


def test_known_hours_stay_and_unknown_hours_are_filled(small):
    network = load_network(small)
    assert (network.pharmacy_opens_h[0, 0], network.pharmacy_closes_h[0, 0]) == (9, 18)
    assert network.pharmacy_closes_h[1, 0] > network.pharmacy_opens_h[1, 0]
    assert network.pharmacy_closes_h[2, 0] == network.pharmacy_opens_h[2, 0]
    assert network.pharmacy_closes_h.min() >= 0


def test_people_without_a_pharmacy_use_the_nearest_municipality_that_has_one(small):
    network = load_network(small)
    shares = shop_shares(network)

    def shops_of(code):
        m = network.municipality_code.index(code)
        return [network.pharmacy_id[p] for p in shares.shop[shares.offset[m] : shares.offset[m + 1]]]

    assert shops_of("2584") == ["c"]  # Kiruna
    assert shops_of("0882") == ["a", "b"]  # Oskarshamn, across the water
    assert np.add.reduceat(shares.share, shares.offset[:-1]) == pytest.approx(np.ones(290))
    # Staffed for all of them.
    assert network.pharmacy_pharmacists[:3].min() > 100


def test_own_population_moves_people_and_staff_but_not_shops(tmp_path):
    write(tmp_path, "population.csv", "municipality_code,population\n0980,122064\n")
    reference, network = load_network("sweden"), load_network(tmp_path)
    visby = network.municipality_code.index("0980")
    assert network.municipality_population[visby] == 122_064
    assert network.pharmacy_id == reference.pharmacy_id
    here = network.pharmacy_municipality == visby
    ratio = network.pharmacy_pharmacists[here].sum() / reference.pharmacy_pharmacists[here].sum()
    assert 1.7 < ratio < 2.3
    growth = network.municipality_population.sum() / reference.municipality_population.sum()
    assert network.group_people.sum() == pytest.approx(reference.group_people.sum() * growth, rel=1e-4)


@pytest.mark.parametrize(
    ("table", "column", "value", "allowed"),
    [
        ("pharmacies", "municipality_code", "9999", "municipalities.csv"),
        ("pharmacies", "owner_id", "nobody", "owners.csv"),
        ("pharmacies", "lat", "north", "a number from -90 to 90"),
        ("pharmacies", "lon", "512", "a number from -180 to 180"),
        ("pharmacies", "monday", "18-9", "0 <= opens < closes <= 24"),
        ("pharmacies", "monday", "09:30-18", "whole hours"),
        ("pharmacies", "pharmacists", "0", "from 1"),
        ("pharmacies", "pharmacists", "2.5", "a whole number"),
        ("pharmacies", "pharmacy_id", "0114-02", "occurs once"),
        ("pharmacies", "is_ecommerce", "yes", "from 0 to 1"),
        ("pharmacies", "attraction", "nan", "a number"),
        ("municipalities", "county_code", "02", "counties.csv"),
        ("municipalities", "population", "-5", "from 1"),
        ("municipalities", "age_80", "0.9", "sum to 1"),
        ("sites", "distributor_id", "d9", "distributors.csv"),
        ("sites", "municipality_code", "1", "municipalities.csv"),
        ("groups", "tier", "5", "from 0 to 4"),
        ("groups", "pair", "X99", "groups.csv"),
        ("groups", "lines_per_person", "0.5", "from 1 to 20"),
        ("groups", "pack_days", "991", "from 1 to 990"),
        ("articles", "group_id", "X99", "groups.csv"),
        ("articles", "distributor_id", "d9", "distributors.csv"),
    ],
)
def test_a_broken_cell_is_named_with_file_row_column_value_and_what_is_allowed(
    tmp_path, written, table, column, value, allowed
):
    for path in written.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    edit(tmp_path, table, 2, column, value)
    with pytest.raises(NetworkError) as caught:
        load_network(tmp_path)
    message = str(caught.value)
    assert f"{table}.csv, row " in message
    assert column in message or column.startswith("age")
    assert allowed in message
    assert value in message or column.startswith("age")


def test_nobody_has_more_lines_than_the_engines_can_count(tmp_path, written):
    for path in written.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    for row in range(2, 16):
        edit(tmp_path, "groups", row, "lines_per_person", "20")
    with pytest.raises(NetworkError, match=r"groups\.csv, column lines_per_person: found \d+ lines.*at most 255"):
        load_network(tmp_path)


def test_what_is_bought_last_runs_out_within_the_hours_that_the_engines_can_count():
    delivery_h = load_parameters()["web_delivery_h"].range[1]
    assert 24 * MAX_DAYS + delivery_h + 24 * MOST_PACK_DAYS <= np.iinfo(LINE["runout_h"]).max


def test_shares_of_articles_must_sum_to_one(tmp_path, written):
    for path in written.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    edit(tmp_path, "articles", 2, "share", "0.9")
    with pytest.raises(NetworkError, match=r"articles\.csv.*sum of.*C02"):
        load_network(tmp_path)


ARTICLES_IN_PLENTY = "group_id,share,distributor_id\n" + "A10A,0.1,distributor-1\n" * 8193


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "no table of a network here"),
        ({"apotek.csv": "a\n1\n"}, r"apotek\.csv: not a table of a network"),
        ({"population.csv": "municipality_code\n0980\n"}, "column 'population' is missing"),
        ({"population.csv": "municipality_code,population,peple\n0980,1,2\n"}, "'peple' is unknown"),
        ({"population.csv": "municipality_code,population\n"}, "a header and no rows"),
        ({"population.csv": ""}, "found nothing"),
        ({"population.csv": "municipality_code,population\n0980\n"}, "row 2, column population: found ''"),
        ({"population.csv": "municipality_code,population,population\n0980,1,1\n"}, "more than once"),
        ({"articles.csv": ARTICLES_IN_PLENTY}, r"articles\.csv: found 8,193 rows; allowed are at most 8,192"),
        ({"owners.csv": "owner_id,owner\nx,X\n"}, r"pharmacies\.csv is missing"),
        ({"counties.csv": "county_code,county,letter\n01,A,A\n"}, r"municipalities\.csv"),
        ({"distributors.csv": "distributor_id,distributor\nd,D\n"}, r"sites\.csv is missing"),
        ({"population.csv": "municipality_code,population\n0980,5\n", "network.toml": "nam = 'x'\n"}, "'nam'"),
        ({"population.csv": "municipality_code,population\n0980,5\n", "network.toml": "name = 5\n"}, "found 5"),
        ({"population.csv": "municipality_code,population\n0980,5\n", "network.toml": "name =\n"}, "no TOML"),
    ],
)
def test_a_folder_that_is_no_network_says_why(tmp_path, files, message):
    for name, text in files.items():
        write(tmp_path, name, text)
    with pytest.raises((NetworkError, FileRefused), match=message):
        load_network(tmp_path)


def test_a_network_that_is_not_there_says_what_is_allowed(tmp_path):
    with pytest.raises(NetworkError, match="allowed is 'sweden' or a folder"):
        load_network(tmp_path / "nowhere")


def test_a_table_as_swedish_excel_saves_it_is_read(tmp_path):
    (tmp_path / "population.csv").write_bytes("municipality_code;population;note\n0980;5 000;Ö\n".encode("cp1252"))
    network = load_network(tmp_path)
    assert network.municipality_population[network.municipality_code.index("0980")] == 5000


def test_a_small_country_of_ones_own_needs_no_reference_places(tmp_path):
    write(tmp_path, "counties.csv", "county_code,county,letter\n01,Ett,A\n")
    write(
        tmp_path,
        "municipalities.csv",
        "municipality_code,municipality,county_code,population,lat,lon\n0001,Ett,01,5000,60,15\n0002,Två,01,900,60.5,15\n",
    )
    write(tmp_path, "pharmacies.csv", "pharmacy_id,pharmacy,owner_id,municipality_code\np,P,x,0001\nq,Q,x,0001\n")
    with pytest.raises(NetworkError, match=r"sites\.csv is missing"):
        load_network(tmp_path)
    write(
        tmp_path,
        "sites.csv",
        "site_id,site,distributor_id,municipality_code\ns,S,distributor-1,0001\nt,T,distributor-2,0002\n",
    )
    network = load_network(tmp_path)
    assert len(network.pharmacy_id) == 2
    assert shop_shares(network).shop.tolist() == [0, 1, 0, 1]
    assert (network.alternatives[:, 0] == [1, 0]).all()
    assert (network.alternatives[:, 1:] == -1).all()
    assert network.group_people.sum() < 20_000


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"substances.csv": "substance_id,name_sv,name_en\nx,X,X\n"}, r"articles\.csv is missing; .*substances\.csv"),
        ({"suppliers.csv": "supplier_id,supplier\nx,X\n"}, r"articles\.csv is missing; .*suppliers\.csv"),
        (
            {
                "sites.csv": "site_id,site,distributor_id,municipality_code,picks_per_day\n"
                "d1,D,distributor-1,1401,-4\nd2,E,distributor-2,1480,\n"
            },
            r"sites\.csv, row 2, column picks_per_day: found '-4'; allowed is a whole number from 0",
        ),
    ],
)
def test_names_without_articles_and_a_wrong_throughput_are_refused(tmp_path, files, message):
    for name, text in files.items():
        write(tmp_path, name, text)
    with pytest.raises(NetworkError, match=message):
        load_network(tmp_path)


GROUPS = (
    "group_id,name_sv,name_en,is_goods,tier,pack_days,people,lines_per_person,one_off_per_year,"
    "age_0_17,age_18_44,age_45_64,age_65_79,age_80,pair,is_cold,is_narcotic,customers\n"
    "g,G,G,0,1,90,1000,1,0,1,1,1,1,1,,0,0,{customers}\n"
)


def articles(tmp_path, rows, *, customers="people", more=()):
    """A folder with one group and these rows of articles.csv."""
    write(tmp_path, "groups.csv", GROUPS.format(customers=customers))
    head = "group_id,share,distributor_id,article_id,substance_id,exchange,supplier_id\n"
    write(tmp_path, "articles.csv", head + rows)
    for name, text in more:
        write(tmp_path, name, text)
    return tmp_path


def test_articles_may_name_substance_exchange_and_maker(tmp_path):
    rows = (
        "g,0.5,distributor-1,one,a,x,m\ng,0.3,distributor-2,two,a,x,n\ng,0.1,distributor-1,three,a,,n\n"
        "g,0.1,distributor-1,four,,,m\n"
    )
    network = load_network(articles(tmp_path, rows, customers="animals"))
    assert network.article_id == ("one", "two", "three", "four")
    assert network.article_exchange.tolist() == [0, 0, -1, -1]
    assert [network.substance_id[z] for z in network.article_substance] == ["a", "a", "a", "four"]
    assert [network.supplier_id[u] for u in network.article_supplier] == ["m", "n", "n", "m"]
    assert network.group_is_animal.tolist() == [True]


@pytest.mark.parametrize(
    ("rows", "customers", "more", "message"),
    [
        (
            "g,0.5,distributor-1,a,s,x,m\ng,0.5,distributor-1,b,t,x,m\n",
            "people",
            (),
            "row 3, column exchange: found 'x'",
        ),
        ("g,0.5,distributor-1,a,,x,m\ng,0.5,distributor-1,b,,x,m\n", "people", (), "all have one substance_id"),
        (
            "g,0.5,distributor-1,a,s,,m\ng,0.5,distributor-1,a,s,,m\n",
            "people",
            (),
            "article_id: found 'a'.*occurs once",
        ),
        ("g,1,distributor-1,a,s,,m\n", "dogs", (), "customers: found 'dogs'; allowed is one of people, animals"),
        (
            "g,1,distributor-1,a,s,,m\n",
            "people",
            (("substances.csv", "substance_id,name_sv,name_en\nz,Z,Z\n"),),
            r"substance_id: found 's'; allowed is one of the 1 in substances\.csv: z",
        ),
        (
            "g,1,distributor-1,a,s,,m\n",
            "people",
            (("suppliers.csv", "supplier_id,supplier\nz,Z\n"),),
            r"supplier_id: found 'm'; allowed is one of the 1 in suppliers\.csv: z",
        ),
    ],
)
def test_a_wrong_article_is_named_with_what_is_allowed(tmp_path, rows, customers, more, message):
    with pytest.raises(NetworkError, match=message):
        load_network(articles(tmp_path, rows, customers=customers, more=more))


def test_a_site_may_tell_what_it_can_do_in_a_day(tmp_path):
    rows = "d1,D,distributor-1,1401,5000,,7000\nd2,E,distributor-2,1480,,,\n"
    head = "site_id,site,distributor_id,municipality_code,picks_per_day,loads_per_day,receives_per_day\n"
    write(tmp_path, "sites.csv", head + rows)
    network = load_network(tmp_path)
    assert network.site_picks_per_day.tolist() == [5000, NOT_SAID]
    assert network.site_loads_per_day.tolist() == [NOT_SAID, NOT_SAID]
    assert network.site_receives_per_day.tolist() == [7000, NOT_SAID]
