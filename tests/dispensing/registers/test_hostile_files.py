"""Whatever a file holds, an import either gives a report that adds up or refuses in words."""

import json
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beredd.dispensing.network import load_network
from beredd.dispensing.registers import import_register
from beredd.intake import FileRefused

CELL = st.sampled_from(
    ["", "0980", "114", "x", "57.6", "18,3", "1e999", "nan", "-1", '"', "Visby", "2020-13-45", "9-18", "J"]
)
HEADER = st.sampled_from(
    ["apoteksId", "namn", "kommun", "lan", "lat", "lon", "slutDatum", "mandag", "orgTypDOS", "huvudOrgTypKod", "N", "E"]
)
VALUE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-200, 200)
    | st.floats()
    | st.sampled_from(["pharmacy", "Visby", "", "24/7"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["amenity", "name", "tags", "lat", "lon", "center", "geometry", "coordinates", "properties", "id"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)
TRIES = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def adds_up_or_is_refused(tmp_path, raw):
    (tmp_path / "file").write_bytes(raw)
    try:
        done = import_register([tmp_path / "file"], tmp_path / "net", today=date(2026, 11, 22)).as_dict()
    except FileRefused:
        return
    assert done["read"] == done["matched"] + done["guessed"] + done["dropped"]
    load_network(tmp_path / "net")


@TRIES
@given(st.binary(max_size=200))
def test_any_bytes(tmp_path, raw):
    adds_up_or_is_refused(tmp_path, raw)


@TRIES
@given(st.lists(HEADER, min_size=1, max_size=8), st.lists(st.lists(CELL, max_size=9), max_size=6))
def test_any_table(tmp_path, header, rows):
    adds_up_or_is_refused(tmp_path, "\n".join(";".join(row) for row in [header, *rows]).encode())


@TRIES
@given(st.sampled_from(["elements", "features"]), st.lists(VALUE, max_size=5))
def test_any_map_data(tmp_path, key, items):
    adds_up_or_is_refused(tmp_path, json.dumps({key: items}).encode())


@TRIES
@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=8))
def test_any_population(tmp_path, rows):
    adds_up_or_is_refused(tmp_path, "\n".join(";".join(row) for row in [("region", "kön", "2024"), *rows]).encode())
