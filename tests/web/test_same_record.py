"""The same question asked by command, API and page has the same record, byte for byte but for when it was made."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.dispensing.small_network import small_network

from beredd.cli import NOUNS
from beredd.cli.lazy import LazyGroup
from beredd.provenance import canonical_json
from beredd.web.accounts.actions import create_api_key

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


class Here:
    """An engine in this process."""

    def is_ready(self, wait_s=0.0):
        return True

    def ask(self, function, *arguments):
        from beredd.web.engines.child import function_of

        return function_of(function)(*arguments)


@pytest.fixture
def by_command(capsys):
    def ask(*words):
        capsys.readouterr()
        LazyGroup(name="beredd", nouns=NOUNS).main([*map(str, words), "--json"], standalone_mode=False)
        return json.loads(capsys.readouterr().out)

    return ask


@pytest.fixture
def by_api(client, analyst):
    _key, text = create_api_key(by=analyst, name="test")

    def ask(address, body):
        how = {"Authorization": f"Bearer {text}"}
        answer = client.post(f"/api/v1{address}", body, content_type="application/json", headers=how)
        assert answer.status_code in (200, 201), answer.content
        return answer.json()

    return ask


def told(record):
    """The record as text, without when it was made."""
    return canonical_json({name: value for name, value in record.items() if name != "created"})


def test_the_overdose_answer(client, analyst, by_command, by_api, monkeypatch):
    from beredd.web.overdose import answers

    monkeypatch.setattr(answers, "ENGINE", Here())
    words = ["--opioid", "carfentanil", "--dose-mg", "12.5 µg", "--population", 20, "--seed", 7]
    one = by_command("overdose", "run", *words, "--antagonist", "nyxoid-1.8mg", "--delay-s", "1.5 min")
    arm = {"antagonist": "nyxoid-1.8mg", "delay_s": 90}
    other = by_api(
        "/overdose/comparisons", {"opioid": "carfentanil", "dose_mg": 0.0125, "n": 20, "seed": 7, "arms": [arm]}
    )
    client.force_login(analyst)
    page = client.get(
        "/labbet/korning.json",
        {
            "opioid": "carfentanil",
            "dos": "0,0125",
            "person": "chronic",
            "n": 20,
            "fro": 7,
            "a1": "nyxoid-1.8mg",
            "d1": 90,
        },
    ).json()
    assert told(one["provenance"]) == told(other["provenance"]) == told(page["provenance"])
    for answer in (one, other, page):
        answer.pop("wall_s"), answer["provenance"].pop("created")
    assert canonical_json(one) == canonical_json(other) == canonical_json(page)


def test_the_need_plan(client, analyst, by_command, by_api, tmp_path, monkeypatch):
    from beredd.web.need import answers

    monkeypatch.setattr(answers, "ENGINE", Here())
    columns = ("county_code", "county", "sex", "population", "at_risk", "opioid_deaths", "kits_pharmacy")
    rows = [("01", "A", "men", 500000, 800.5, 20, 90), ("01", "A", "women", 500000, 260, 8, 30)]
    text = "\n".join(",".join(map(str, row)) for row in (columns, *rows)) + "\n"
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    words = ["--budget", "900.5", "--equity", "floor", "--floor", "12.5 %", "--unwitnessed", "0.61"]
    one = by_command("need", "plan", path, *words)["provenance"]
    asked = {"budget": 900.5, "equity": "floor", "floor": 0.125, "unwitnessed": 0.61}
    other = by_api("/need/plan", {"rows": [dict(zip(columns, row, strict=True)) for row in rows], **asked})[
        "provenance"
    ]
    client.force_login(analyst)
    sheet = SimpleUploadedFile("annat.csv", text.replace(",", ";").encode(), content_type="text/csv")
    sent = {"budget": "900,5", "rattvisa": "floor", "golv": "12,5", "ensamma": "61", "fil": sheet}
    page = json.loads(client.post(reverse("need:record"), sent).content)
    assert told(one) == told(other) == told(page)


def test_the_dispensing_run(client, analyst, by_command, by_api, tmp_path, monkeypatch):
    from beredd.dispensing import experiment
    from beredd.web.dispensing.work import run_dispensing
    from beredd.web.runs.models import Run

    monkeypatch.setattr(experiment, "load_network", lambda _: small_network(people=1_200))
    one = by_command(
        "dispensing",
        "run",
        "s1-erecept",
        "--days",
        3,
        "--seed",
        7,
        "--replicates",
        2,
        "--set",
        "home_stock_share=12.5%",
    )
    asked = {"scenario": "s1-erecept", "days": 3, "seed": 7, "replicates": 2}
    by_api("/runs", {**asked, "overrides": {"home_stock_share": 0.125}})
    client.force_login(analyst)
    sent = {**asked, "seed": "7", "title": "Min", "p_home_stock_share": "12,5"}
    assert client.post(reverse("dispensing:list"), sent).status_code == 302
    mine = Run.objects.filter(topic="s1-erecept")
    assert mine.count() == 2
    made = [
        run_dispensing(run.spec, tmp_path / run.pk, lambda *_: None)
        for run in (mine.get(title=""), mine.get(title="Min"))
    ]
    assert told(one["provenance"]) == told(made[0]["provenance"]) == told(made[1]["provenance"])
    for summary in (one, *made):
        for name in ("wall_s", "peak_rss_mb", "files"):
            summary.pop(name, None)
        summary["provenance"].pop("created")
    assert canonical_json(one) == canonical_json(made[0]) == canonical_json(made[1])


def test_a_records_question_saved_to_a_file_and_given_back_makes_the_same_record(by_command, tmp_path, monkeypatch):
    from beredd.dispensing import experiment

    monkeypatch.setattr(experiment, "load_network", lambda _: small_network(people=1_200))
    table = tmp_path / "need.csv"
    table.write_text("county_code,county,sex,population,at_risk,opioid_deaths\n01,A,men,5000,80,2\n", encoding="utf-8")
    for words, again in (
        (["dispensing", "run", "vardag", "--days", 2, "--seed", 2**53 - 1], ["dispensing", "run"]),
        (["need", "plan", table, "--target", "0.7123456789", "--draws", 50], ["need", "plan", table]),
        (["overdose", "run", "--opioid", "fentanyl", "--dose-mg", 1.5, "--population", 5], ["overdose", "run"]),
    ):
        record = by_command(*words)["provenance"]
        path = tmp_path / "question.json"
        path.write_text(json.dumps(record["question"]), encoding="utf-8")
        assert told(by_command(*again, "--question", path)["provenance"]) == told(record)
