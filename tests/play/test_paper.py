"""A run from paper, entered afterwards with its real times, is the run that control leads card by card."""

import json

from toy import Toy, begun, contents, decision, plan, shipped
from typer.testing import CliRunner

from beredd.cli.exercise import app
from beredd.exercises.acts import Act
from beredd.play.playing import HOUR, MINUTE, play, was_by_hand


def given_out(at, inject):
    return Act(at=at, act="send", by="spelledare", inject=inject)


ACTS = (given_out("T+0:07", "1"), decision("T+3:10"), given_out("T+4:00", "3"), given_out("T+30:30", "9"))


def test_entered_afterwards_it_equals_the_run_led_by_hand():
    entered = play(plan(), shipped().catalogue, Toy(), ACTS, seed=1, by_hand=True).run
    live = begun(by_hand=True)
    for looked, act in zip((4 * MINUTE, 2 * HOUR, 4 * HOUR, 25 * HOUR), ACTS, strict=True):
        live.advance(looked)
        live.do(act)
    live.finish()
    assert live.run == entered
    assert set(contents(entered, "inject")) == {"1", "3", "9"}
    assert was_by_hand(entered)


def test_a_card_says_what_was_printed():
    run = play(plan(), shipped().catalogue, Toy(), ACTS, seed=1, by_hand=True).run
    assert all(one["assumed"] for card in contents(run, "inject").values() for one in card["values"].values())


def test_an_exercise_without_a_model_is_entered_from_paper(tmp_path):
    script = tmp_path / "script.json"
    script.write_text(json.dumps([{"at": "T+0:05", "act": "send", "by": "apotekschef", "inject": "1"}]))
    words = ["play", "s11-apoteksbordet", "--script", str(script), "--out", str(tmp_path / "RUN.json"), "--json"]
    refused = CliRunner().invoke(app, words)
    assert refused.exit_code != 0
    done = CliRunner().invoke(app, [*words, "--paper"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["kpi"] == {}
    assert CliRunner().invoke(app, ["verify", str(tmp_path / "RUN.json")]).exit_code == 0
    said = CliRunner().invoke(app, ["indicators", str(tmp_path / "RUN.json"), "--json"])
    rows = json.loads(said.stdout)["indicators"]
    assert {one["id"] for one in rows} >= {"M1.information", "M2.beslut"}
