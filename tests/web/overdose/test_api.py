"""The overdose part of the API: who may ask, what is refused, what comes back."""

import pytest

from beredd.web.accounts.actions import create_api_key

pytestmark = pytest.mark.django_db

BASE = "/api/v1/overdose"
ASKED = {"opioid": "fentanyl", "dose_mg": 1.625, "arms": [{"antagonist": "in-4mg", "strategy": "2-doses"}], "n": 50}


@pytest.fixture
def as_member(reader):
    _key, text = create_api_key(by=reader, name="test")
    return {"Authorization": f"Bearer {text}"}


def ask(client, how, **changes):
    return client.post(f"{BASE}/comparisons", ASKED | changes, content_type="application/json", headers=how)


@pytest.mark.parametrize("name", ["products", "opioids", "strategies"])
def test_lists_are_for_members(client, as_member, make_user, name):
    assert client.get(f"{BASE}/{name}").status_code == 401
    client.force_login(make_user("ensam@example.se"))
    assert client.get(f"{BASE}/{name}").status_code == 403
    client.logout()
    rows = client.get(f"{BASE}/{name}", headers=as_member).json()
    assert {"id", "name", "name_sv", "status", "details"} == set(rows[0])


def test_the_lists_say_what_is_fitted_and_what_goes_beyond(client, as_member):
    def status(name, one):
        rows = client.get(f"{BASE}/{name}", headers=as_member).json()
        return {row["id"]: row["status"] for row in rows}[one]

    assert status("products", "nyxoid-1.8mg") == "fitted"
    assert status("strategies", "breathing-1-dose") == "beyond"
    assert status("strategies", "2-doses") == "published"


def test_a_comparison_is_a_run_record(client, engine, as_member):
    record = ask(client, as_member).json()
    assert [arm["name"] for arm in record["arms"]] == ["none", "in-4mg 2-doses"]
    assert record["provenance"]["question"]["seed"] == 1
    assert record["review"]


def test_who_may_not_gets_no_comparison(client, engine, make_user):
    _key, text = create_api_key(by=make_user("ensam@example.se"), name="test")
    assert ask(client, {}).status_code == 401
    assert ask(client, {"Authorization": f"Bearer {text}"}).status_code == 403


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"opioid": "heroin"}, "opioid", "“heroin” was given"),
        ({"opioid": "carfentanil", "dose_mg": 3}, "dose_mg", "at most 2 mg"),
        ({"arms": [{"antagonist": "in-4mg", "strategy": "iv-escalation-1"}]}, "arms.0.strategy", "counts milligrams"),
        ({"dose_ug": 5}, "dose_ug", "did you mean 'dose_mg'"),
        ({"dose_mg": -1}, "dose_mg", "-1 mg was given; allowed is above 0 and at most 50 mg."),
        ({"n": 2001}, "n", "a whole number from 1 to 2,000."),
        ({"arms": [{"antagonist": "in-4mg"}] * 5}, "arms", "5 were given; allowed is at most 4."),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_with_a_sentence(client, engine, as_member, changes, field, says):
    answer = ask(client, as_member, **changes)
    assert answer.status_code == 422
    (fault,) = answer.json()["faults"]
    assert fault["field"] == field
    assert says in fault["message"]
    assert answer.json()["detail"] == fault["message"]


def test_every_fault_is_named_at_once(client, engine, as_member):
    faults = ask(client, as_member, n=0, seed=-1, arms=[{"antagonist": "in-4mg", "delay_s": 1}]).json()["faults"]
    assert {fault["field"] for fault in faults} == {"n", "seed", "arms.0.delay_s"}
