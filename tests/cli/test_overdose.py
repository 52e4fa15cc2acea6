"""`beredd overdose …`: shapes of the answers, and bad input as one sentence on stderr with exit code 2."""

import csv
import json

import pytest

from beredd.cli import main
from beredd.overdose import Arm, Question


@pytest.fixture
def ask(monkeypatch, capsys):
    """Run the program in this process: (exit code, stdout, stderr)."""

    def call(*words):
        monkeypatch.setattr("sys.argv", ["beredd", "overdose", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code or 0
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


RUN = ("run", "--opioid", "fentanyl", "--dose-mg", "1.625")


@pytest.mark.slow
def test_run_answers_one_json_value_and_writes_flags(ask, tmp_path):
    flags = tmp_path / "flags.csv"
    code, out, _ = ask(
        *RUN, "--antagonist", "im-generic-2mg", "--antagonist", "nyxoid-1.8mg", "--delay-s", 60, "--population", 24,
        "--seed", 3, "--flags", flags, "--json",
    )  # fmt: skip
    answer = json.loads(out)
    assert code == 0
    assert [arm["name"] for arm in answer["arms"]] == ["none", "im-generic-2mg", "nyxoid-1.8mg"]
    keys = {"name", "n", "cardiac_arrest_pct", "ci95", "t_rescue_s", "hypoxia_min", "doses", "failed"}
    assert all(keys <= set(arm) for arm in answer["arms"])
    low, high = answer["arms"][2]["span_pct"]
    assert low < high
    assert answer["arms"][2]["cardiac_arrest_pct"] is None  # a label gives a span and no single figure
    assert answer["provenance"]["engine"] == "overdose/2"
    rows = list(csv.DictReader(flags.open(encoding="utf-8")))
    assert len(rows) == 3 * 24
    assert {"subject", "arm", "ca", "t15", "tca"} <= set(rows[0])
    shares = [sum(r["ca"] == "1" for r in rows if r["arm"] == arm["name"]) / 24 for arm in answer["arms"][:2]]
    assert shares == pytest.approx([arm["cardiac_arrest_pct"] / 100 for arm in answer["arms"][:2]])


@pytest.mark.slow
def test_fitted_products_are_not_set_against_anything(ask):
    fitted = ("--antagonist", "nyxoid-1.8mg", "--antagonist", "respinal-1.26mg")
    _, out, _ = ask(*RUN, *fitted, "--population", 8, "--json")
    pairs = {(gap["arm"], gap["minus"]) for gap in json.loads(out)["differences"]}
    assert pairs == set()


@pytest.mark.slow
def test_typical_writes_a_course(ask, tmp_path):
    out_file = tmp_path / "course.csv"
    code, out, _ = ask(
        "typical", "--opioid", "fentanyl", "--dose-mg", 1.625, "--out", out_file, "--every-s", 10, "--json"
    )
    assert code == 0
    assert json.loads(out)["t15_s"] == pytest.approx(197.2, abs=0.1)
    rows = list(csv.DictReader(out_file.open(encoding="utf-8")))
    assert float(rows[0]["pao2_mmhg"]) == pytest.approx(92.795, abs=1e-3)
    assert [float(row["time_s"]) for row in rows[:3]] == [0.0, 10.0, 20.0]


def test_products_show_label_and_model_side_by_side(ask):
    _, out, _ = ask("products", "--json")
    table = {p["id"]: p for p in json.loads(out)["products"]}
    for one in table.values():
        for curve in one["curves"]:
            for figure, tolerance in (("cmax_ng_per_ml", 0.05), ("tmax_min", 0.16), ("auc_ng_h_per_ml", 0.10)):
                if figure in one["label"]:
                    assert curve[figure] == pytest.approx(one["label"][figure], rel=tolerance)
    assert table["nyxoid-1.8mg"]["status"] == "fitted"
    assert len(table["nyxoid-1.8mg"]["curves"]) > 3


def test_opioids_and_strategies_say_what_is_published(ask):
    opioids = {o["id"]: o for o in json.loads(ask("opioids", "--json")[1])["opioids"]}
    assert opioids["carfentanil"]["status"] == "published"
    assert list(opioids) == ["fentanyl", "carfentanil"]
    strategies = {s["id"]: s["published"] for s in json.loads(ask("strategies", "--json")[1])["strategies"]}
    assert strategies["2-doses-rapid"]
    assert not strategies["response-120s"]
    assert not strategies["breathing"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("run", "--opioid", "heroin", "--dose-mg", "1"), "“heroin” was given"),
        ((*RUN, "--antagonist", "narcan"), "There is no antagonist product 'narcan'"),
        ((*RUN, "--parameters", "no-such-folder"), "There is no folder 'no-such-folder'"),
        ((*RUN, "--population", "0"), "Population: 0 was given"),
        ((*RUN, "--threads", "0"), "The number of threads is 0"),
        ((*RUN, "--refine", "9"), "The refinement is 9"),
        (
            (*RUN, "--flags", "no-such-folder/flags.csv"),
            "Cannot write no-such-folder/flags.csv: there is no such folder",
        ),
        (("run", "--opioid", "fentanyl", "--dose-mg", "1625 ml"), "“1625 ml” was given"),
        (("run", "--opioid", "fentanyl", "--dose-mg", "nan"), "“nan” was given; allowed is above 0"),
        (("run", "--opioid", "fentanyl"), "Dose: nothing was given"),
        ((*RUN, "--question", "no.json"), "leave --opioid out"),
        (("run", "--question", "no-such.json"), "a question in JSON or TOML"),
    ],
)
def test_bad_input_is_one_sentence(ask, words, sentence):
    code, out, err = ask(*words)
    assert code == 2
    assert sentence in err
    assert err.count("\n") == 1
    assert out == ""


@pytest.mark.slow
def test_a_question_in_a_file_is_one_command_whatever_its_arms(ask, tmp_path):
    asked = Question("fentanyl", "1625 µg", arms=(Arm("in-4mg"), Arm("im-generic-2mg", "2-doses", 180.0)), n=8)
    path = tmp_path / "asked.json"
    path.write_text(asked.as_file(), encoding="utf-8")
    one = json.loads(ask("run", "--question", path, "--json")[1])
    assert [arm["name"] for arm in one["arms"]] == ["none", "in-4mg", "im-generic-2mg 2-doses +180s"]
    assert one["provenance"]["question"] == asked.as_data()
    # The answer itself, saved, is a file that asks it again; so is a TOML file with the same words.
    path.write_text(json.dumps(one), encoding="utf-8")
    again = json.loads(ask("run", "--question", path, "--json")[1])
    assert again | {"wall_s": 0, "provenance": {}} == one | {"wall_s": 0, "provenance": {}}
    assert again["provenance"] | {"created": ""} == one["provenance"] | {"created": ""}
    toml = tmp_path / "asked.toml"
    toml.write_text('opioid = "fentanyl"\ndose_mg = 1.625\nn = 8\n[[arms]]\nantagonist = "in-4mg"\n', encoding="utf-8")
    assert len(json.loads(ask("run", "--question", toml, "--json")[1])["arms"]) == 2
