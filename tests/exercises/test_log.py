"""The log of a run: what was written stands, and whatever is changed in its file is found."""

import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from beredd.cli.exercise import app
from beredd.exercises.errors import RuleBroken, RunBroken
from beredd.exercises.log import Head, Names, Run
from beredd.exercises.record import as_bytes, proved, read_run, write_run
from beredd.provenance import canonical_json


def small():
    run = Run(Head("s11", "1", "ab12", 7))
    run = run.added("joined", wall=0, salt="a1", by="P1", role="apotekschef")
    run = run.added("clock", wall=10, salt="a2", about="start")
    run = run.added("inject", wall=20, salt="a3", about="1", text="Rullen kom inte. Åtgärd?")
    return run.added("decision", wall=30, salt="a4", about="d1", by="P1", lever="L8", reason="brist")


def test_a_run_comes_back_from_its_file_as_it_was(tmp_path):
    write_run(tmp_path / "RUN.json", small())
    assert read_run(tmp_path / "RUN.json") == small()


@pytest.mark.slow
def test_every_flipped_byte_is_found():
    raw = as_bytes(small().thinned(1))
    assert proved(raw).hash == small().hash
    rows = [canonical_json(row).encode() for row in json.loads(raw)["events"]]
    spans = [(raw.index(row), raw.index(row) + len(row)) for row in rows]
    for at in range(len(raw)):
        for mask in (1, 2, 16, 32, 255):
            with pytest.raises(RunBroken) as broken:
                proved(raw[:at] + bytes([raw[at] ^ mask]) + raw[at + 1 :])
            inside = [number for number, (first, end) in enumerate(spans, 1) if first <= at < end]
            assert not inside or f"vent {inside[0]}" in str(broken.value), (at, mask)


def test_a_changed_event_is_named():
    raw = as_bytes(small())
    with pytest.raises(RunBroken, match="Event 3 "):
        proved(raw.replace(b"Rullen", b"Rollen"))
    document = json.loads(raw)
    del document["events"][1]
    with pytest.raises(RunBroken, match="Event 2 "):
        proved(json.dumps(document).encode())


def test_thinning_takes_the_content_and_keeps_the_proof():
    thin = small().thinned(4)
    assert thin.hash == small().hash
    assert b"brist" not in as_bytes(thin)
    assert thin.events[3].salt is None
    assert proved(as_bytes(thin)) == thin
    with pytest.raises(RuleBroken):
        small().thinned(2)


def test_an_inject_stands_and_a_correction_is_an_event_of_its_own():
    run = small()
    with pytest.raises(RuleBroken):
        run.added("inject", wall=40, salt="s", about="1", text="en annan")
    with pytest.raises(RuleBroken):
        run.added("correction", wall=40, salt="s", about="2", text="rättelse")
    corrected = run.added("correction", wall=40, salt="s", about="1", text="rättelse")
    assert corrected.state.released == run.state.released
    assert [one.content["text"] for one in corrected.state.corrections["1"]] == ["rättelse"]


def test_what_breaks_the_rules_is_refused_also_with_a_chain_that_holds():
    run = small()
    again = replace(run, state=Run(run.head).state).added("inject", wall=50, salt="s", about="1")
    with pytest.raises(RunBroken, match="Event 5 "):
        proved(as_bytes(again))
    for wrong in ({"wall": 1}, {"wall": 50, "by": "P2"}):
        with pytest.raises(RuleBroken):
            run.added("note", salt="s", **wrong)
    with pytest.raises(RuleBroken):
        run.added("end", wall=50, salt="s").added("note", wall=51, salt="s")


def test_an_erased_name_leaves_its_pseudonym_taken():
    names, first = Names().with_("Anna")
    names, second = names.erased(first).with_("Bo")
    assert (first, second, dict(names.names)) == ("P1", "P2", {"P1": None, "P2": "Bo"})


def test_verify_says_that_a_run_holds_or_which_event_does_not(tmp_path):
    path = tmp_path / "RUN.json"
    write_run(path, small())
    assert CliRunner().invoke(app, ["verify", str(path)]).exit_code == 0
    path.write_bytes(path.read_bytes().replace(b"brist", b"krist"))
    said = CliRunner().invoke(app, ["verify", str(path)])
    assert said.exit_code == 1
    assert said.stdout.count("\n") == 1
    assert "Event 4 " in said.stdout


def test_what_means_the_same_but_is_not_what_was_written_is_found():
    raw = as_bytes(small())
    for other in (raw + b" ", raw[:-1], raw.replace(b'"by":"P1"', b'"by":"P1","by":"P1"', 1), b"\xef\xbb\xbf" + raw):
        with pytest.raises(RunBroken):
            proved(other)


def test_a_run_cut_short_says_where_it_ends():
    document = json.loads(as_bytes(small()))
    del document["events"][3]
    with pytest.raises(RunBroken, match="the last event that holds is 3"):
        proved((canonical_json(document) + "\n").encode())


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b"{}", b"[" * 100_000, b"\xff", b"name: plan"])
def test_what_is_no_run_is_refused(raw):
    with pytest.raises(RunBroken, match="no document of an exercise run"):
        proved(raw)
