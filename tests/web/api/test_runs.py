"""The API's happy path, and who may not."""

import pytest
from django.test import Client

from beredd.web.accounts.actions import create_api_key
from beredd.web.runs.models import Run

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def by_key():
    """by_key(user): a client that sends the user's key."""

    def make(user):
        _key, text = create_api_key(by=user, name="test")
        return Client(headers={"authorization": f"Bearer {text}"})

    return make


def post(client, address, **payload):
    return client.post(API + address, payload, content_type="application/json")


def test_anyone_reads_scenarios_parameters_and_networks(client, scenarios):
    assert [item["id"] for item in client.get(f"{API}/scenarios").json()] == ["vardag", "s1-erecept"]
    assert client.get(f"{API}/scenarios/vardag").json()["event"] == []
    assert client.get(f"{API}/parameters").json()[0]["range"] == [0.0, 0.6]
    assert client.get(f"{API}/networks").json()[0]["id"] == "sweden"


def test_an_unknown_scenario_is_404_with_a_sentence(client, scenarios):
    answer = client.get(f"{API}/scenarios/nosuch")
    assert answer.status_code == 404
    assert answer.json() == {"detail": "There is no scenario 'nosuch'.", "faults": []}


def test_a_key_starts_follows_and_cancels_a_run(by_key, analyst, scenarios):
    program = by_key(analyst)
    made = post(program, "/runs", scenario="vardag", days=7, organisation="region-a")
    assert made.status_code == 201
    run = made.json()
    assert (run["state"], run["spec"]["seed"]) == ("queued", 1)
    assert program.get(f"{API}/runs/{run['id']}").json()["percent"] == 0
    assert [event["kind"] for event in program.get(f"{API}/runs/{run['id']}/events").json()] == ["queued"]
    assert post(program, f"/runs/{run['id']}/cancel").json()["state"] == "cancelled"
    assert post(program, f"/runs/{run['id']}/cancel").status_code == 409
    assert program.delete(f"{API}/runs/{run['id']}").status_code == 204
    assert program.get(f"{API}/runs/{run['id']}").status_code == 404


def test_a_result_has_key_figures_and_files(by_key, analyst, make_run, finish_run):
    program = by_key(analyst)
    run = make_run()
    assert program.get(f"{API}/runs/{run.pk}/kpi").status_code == 409
    finish_run(run)
    assert program.get(f"{API}/runs/{run.pk}/kpi").json()["kpi"] == {"fill": 0.9}
    (file,) = program.get(f"{API}/runs/{run.pk}/files").json()
    assert (file["name"], file["bytes"]) == ("summary.json", 2)
    download = program.get(file["url"])
    assert b"".join(download.streaming_content) == b"{}"
    assert f"{run.pk}-summary.json" in download.headers["Content-Disposition"]
    assert program.get(f"{API}/runs/{run.pk}/files/other.parquet").status_code == 404


@pytest.mark.parametrize("name", ["../secret-key", "..%2F..%2Fsecret-key", ".json", "a.sqlite3", "A.json"])
def test_a_files_name_leads_nowhere_else(by_key, analyst, make_run, finish_run, name):
    run = finish_run(make_run())
    answer = by_key(analyst).get(f"{API}/runs/{run.pk}/files/{name}")
    assert answer.status_code in (404, 422)


def test_nobody_else_sees_that_a_run_exists(client, by_key, make_run, finish_run, outsider):
    run = finish_run(make_run())
    for stranger in (client, by_key(outsider)):
        for part in ("", "/events", "/kpi", "/files", "/files/summary.json"):
            assert stranger.get(f"{API}/runs/{run.pk}{part}").status_code == 404
        assert stranger.get(f"{API}/runs").json() == {"count": 0, "runs": []}
    assert post(by_key(outsider), f"/runs/{run.pk}/cancel").status_code == 404
    assert by_key(outsider).delete(f"{API}/runs/{run.pk}").status_code == 404


def test_a_demo_run_is_for_everyone_to_read_and_for_few_to_touch(client, by_key, analyst, make_run):
    run = make_run(by=None, organisation=None, is_demo=True)
    assert client.get(f"{API}/runs/{run.pk}").status_code == 200
    assert post(client, f"/runs/{run.pk}/cancel").status_code == 401
    assert post(by_key(analyst), f"/runs/{run.pk}/cancel").status_code == 403


def test_nobody_in_particular_starts_no_run(client, scenarios):
    assert post(client, "/runs", scenario="vardag", days=7).status_code == 401
    assert not Run.objects.exists()


def test_a_reader_starts_no_run(by_key, reader, scenarios):
    answer = post(by_key(reader), "/runs", scenario="vardag", days=7)
    assert answer.status_code == 403
    assert answer.json()["detail"]


def test_a_key_that_does_not_work_is_401_also_where_anyone_may_read(client, scenarios):
    for header in ("Bearer wrong", "Bearer beredd_" + "x" * 43):
        assert client.get(f"{API}/scenarios", headers={"authorization": header}).status_code == 401


def test_a_browser_session_needs_the_csrf_token_to_change_anything(analyst, scenarios):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(analyst)
    assert browser.get(f"{API}/runs").status_code == 200
    assert post(browser, "/runs", scenario="vardag", days=7).status_code == 403
    browser.get("/konto/")
    token = browser.cookies["beredd_csrf"].value
    answer = browser.post(
        f"{API}/runs",
        {"scenario": "vardag", "days": 7},
        content_type="application/json",
        headers={"x-csrftoken": token},
    )
    assert answer.status_code == 201


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"days": 0}, "days"),
        ({"days": "seven"}, "days"),
        ({"dayz": 7}, "dayz"),
        ({"scenario": "nosuch"}, "scenario"),
        ({"overrides": {"home_stock_share": 9}}, "overrides.home_stock_share"),
        ({"overrides": {"nosuch": 1}}, "overrides.nosuch"),
    ],
)
def test_what_cannot_be_run_is_422_naming_the_field(by_key, analyst, scenarios, change, field):
    answer = post(by_key(analyst), "/runs", **{"scenario": "vardag", "days": 7, **change})
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["faults"]] == [field]
    assert not Run.objects.exists()


def test_a_body_that_is_not_json_is_400(by_key, analyst):
    answer = by_key(analyst).post(f"{API}/runs", b"{", content_type="application/json")
    assert answer.status_code == 400
    assert set(answer.json()) == {"detail", "faults"}


def test_an_unknown_organisation_is_404(by_key, analyst, scenarios):
    assert post(by_key(analyst), "/runs", scenario="vardag", days=7, organisation="nosuch").status_code == 404


def test_another_organisation_is_403(by_key, analyst, scenarios, other_organisation):
    assert post(by_key(analyst), "/runs", scenario="vardag", days=7, organisation="region-b").status_code == 403


def test_too_many_runs_in_a_time_are_429(by_key, analyst, scenarios, monkeypatch):
    from django.core.cache import cache

    from beredd.web.api.access import StartThrottle

    cache.clear()
    monkeypatch.setattr(StartThrottle, "allow_request", StartThrottle.allow_request)
    program = by_key(analyst)
    codes = [post(program, "/runs", scenario="nosuch", days=7).status_code for _ in range(61)]
    assert codes[0] == 422
    assert codes[-1] == 429
    cache.clear()


def test_the_list_is_filtered_and_paged(by_key, analyst, make_run):
    for seed in range(3):
        make_run(seed=seed)
    make_run(scenario="s1-erecept")
    program = by_key(analyst)
    assert program.get(f"{API}/runs", {"scenario": "vardag", "limit": 2}).json()["count"] == 3
    assert len(program.get(f"{API}/runs", {"limit": 2, "offset": 3}).json()["runs"]) == 1
    assert program.get(f"{API}/runs", {"state": "done"}).json()["count"] == 0
    assert program.get(f"{API}/runs", {"state": "asleep"}).status_code == 422


def test_the_reference_page_lists_every_operation(client):
    page = client.get(f"{API}/docs").content.decode()
    assert "POST /api/v1/runs" in page
    assert "GET /api/v1/runs/{run_id}/files/{name}" in page
