"""A run whose files are gone or damaged: it is named, can be made again, and takes nothing else with it."""

import shutil
from pathlib import Path

import pytest

from beredd.dispensing.reading import FILES
from beredd.web.dispensing.baselines import find_baseline

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
DAMAGE = {
    "gone": lambda path: path.unlink(),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:200]),
    "empty": lambda path: path.write_bytes(b""),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
}


@pytest.fixture
def own_files(done_run, analyst):
    """own_files(run): the run's folder, its files its own and not those of all tests."""

    def own(run):
        ready = run.folder.resolve()
        Path(run.folder).unlink()
        shutil.copytree(ready, run.folder)
        return run.folder

    return own


@pytest.fixture
def reader_client(client, analyst):
    client.force_login(analyst)
    return client


ALL = [*(f"{file}.parquet" for file in FILES), "summary.json"]


@pytest.mark.parametrize(("how", "name"), [("gone", name) for name in ALL] + [(how, ALL[0]) for how in DAMAGE][1:])
def test_a_damaged_run_says_so_on_its_page_and_the_start_page_stands(reader_client, done_run, own_files, name, how):
    path = own_files(done_run) / name
    if path.exists():
        DAMAGE[how](path)
    page = reader_client.get(f"/rakna/{done_run.pk}/")
    assert page.status_code == 200
    said = page.content.decode()
    if "resultatfilerna går inte att läsa" in said:
        assert f"som={done_run.pk}" in said
    start = reader_client.get("/")
    assert start.status_code == 200
    assert "Två uppdrag" in start.content.decode()


def test_a_damaged_everyday_is_named_and_the_rest_of_the_page_is_kept(reader_client, done_run, own_files, analyst):
    baseline = find_baseline(run=done_run, reader=analyst)
    (own_files(baseline) / "durations.parquet").write_bytes(b"PAR1 and nothing more")
    page = reader_client.get(f"/rakna/{done_run.pk}/").content.decode()
    assert f"Körningen {baseline.pk} är klar men dess resultatfiler går inte att läsa" in page
    assert f"som={baseline.pk}#ny" in page
    assert "48 000" in page.replace("\xa0", " ")
    assert "Baslinjen räknas" not in page
    for address in ("tabell/lan.csv", "bild/utan.svg"):
        assert reader_client.get(f"/rakna/{done_run.pk}/{address}").status_code == 200


def test_the_start_page_shows_the_newest_run_that_can_be_read(reader_client, done_run, own_files, make_run, finish):
    older = done_run
    newest = finish(make_run(scenario="s1-erecept", days=3, replicates=3, seed=9))
    ready = newest.folder.resolve()
    newest.folder.unlink()
    shutil.copytree(ready, newest.folder)
    (newest.folder / "hour_county_tier.parquet").unlink()
    page = reader_client.get("/").content.decode()
    assert f"Körningen {newest.pk} är klar men" in page
    assert f'href="/rakna/{older.pk}/"' in page.split("Arbetets fem led")[0]


def test_a_table_of_a_damaged_run_is_refused_in_a_sentence(reader_client, done_run, own_files):
    (own_files(done_run) / "hour_county_tier.parquet").unlink()
    answer = reader_client.get(f"/rakna/{done_run.pk}/tabell/timmar.csv")
    assert answer.status_code == 503
    assert "hour_county_tier.parquet saknas eller är skadad" in answer.content.decode()


def test_a_damaged_run_beside_another_is_named_in_the_comparison(reader_client, done_run, own_files, analyst):
    baseline = find_baseline(run=done_run, reader=analyst)
    folder = own_files(done_run)
    for name in ("hour_county", "hour_county_tier"):
        (folder / f"{name}.parquet").write_bytes(b"")
    answer = reader_client.get(f"/rakna/jamfor/?a={done_run.pk}&b={baseline.pk}")
    assert answer.status_code == 200
    assert f"som={done_run.pk}" in answer.content.decode()
