"""People, organisations and a toy kind of job."""

from pathlib import Path

import pytest

TOY = Path(__file__).parent / "jobs" / "toy"


@pytest.fixture(autouse=True)
def no_kept_pages():
    """A page that another test has opened is not taken for the one of this test."""
    from beredd.web.remembered import PAGES

    PAGES.clear()


@pytest.fixture
def organisation(db):
    from beredd.web.accounts.models import Organisation

    return Organisation.objects.create(slug="region-a", name="Region A", kind="region")


@pytest.fixture
def other_organisation(db):
    from beredd.web.accounts.models import Organisation

    return Organisation.objects.create(slug="region-b", name="Region B", kind="region")


@pytest.fixture
def make_user(db):
    """make_user(email, role=…, organisation=…, is_staff=…): a user with a verified address and no password."""
    from allauth.account.models import EmailAddress

    from beredd.web.accounts.models import Membership, User

    def make(email, *, role=None, organisation=None, **fields):
        user = User.objects.create_user(email, None, **fields)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        if organisation is not None:
            Membership.objects.create(user=user, organisation=organisation, role=role)
        return user

    return make


@pytest.fixture
def admin(make_user):
    return make_user("admin@example.se", is_staff=True, is_superuser=True)


@pytest.fixture
def analyst(make_user, organisation):
    return make_user("analytiker@example.se", role="analyst", organisation=organisation)


@pytest.fixture
def reader(make_user, organisation):
    return make_user("lasare@example.se", role="reader", organisation=organisation)


@pytest.fixture
def outsider(make_user, other_organisation):
    return make_user("annan@example.se", role="analyst", organisation=other_organisation)


@pytest.fixture
def results(settings, tmp_path):
    """The folder for results, empty."""
    settings.RESULTS_DIR = tmp_path / "results"
    return settings.RESULTS_DIR


@pytest.fixture
def toy_kind(monkeypatch):
    """A registered kind `toy` whose work is in tests/web/jobs/toy/toy_work.py; its changes are noted in `.seen`."""
    from beredd.web.jobs import kinds

    seen = []
    kind = kinds.Kind(
        name="toy",
        schema="beredd/toy/1",
        work="toy_work:work",
        on_change=lambda job, event, data: seen.append((event, data)),
        environment={"PYTHONPATH": str(TOY)},
    )
    monkeypatch.setitem(kinds._KINDS, "toy", kind)
    monkeypatch.setattr(kinds, "seen", seen, raising=False)
    return seen


@pytest.fixture
def scenarios(monkeypatch):
    """Two scenarios and one parameter (home_stock_share, 0.25, from 0 to 0.6) of those there are."""
    from beredd.web.dispensing import catalogue

    words = {"summary_sv": "s", "summary_en": "s", "assumed_sv": "", "assumed_en": ""}
    listed = [
        {
            "id": name,
            "name_sv": name.title(),
            "name_en": name.title(),
            "state": "vardag",
            "days": 14,
            "start": "2026-09-07",
            "sources": [],
            "event": [],
            "parameters": {},
            "network": "sweden",
            "backtest": False,
            "rules": None,
            "fingerprint": "0" * 16,
            **words,
        }
        for name in ("vardag", "s1-erecept")
    ]
    monkeypatch.setattr(catalogue, "scenarios", lambda: listed)
    kept = [one for one in catalogue.parameters() if one["name"] == "home_stock_share"]
    monkeypatch.setattr(catalogue, "parameters", lambda: kept)
    return listed


@pytest.fixture
def make_run(scenarios, analyst, organisation):
    """make_run(**changes): a run in the queue, started by the analyst for Region A."""
    from beredd.web.dispensing.actions import start_run

    def make(**changes):
        return start_run(
            **{"by": analyst, "organisation": organisation, "scenario": "vardag", "days": 7, "seed": 1, **changes}
        )

    return make


@pytest.fixture
def finish_run(results):
    """finish_run(run, **summary): the run is done, with one file in its folder."""
    from beredd.web.jobs import actions as jobs
    from beredd.web.jobs.models import Job

    def finish(run, **summary):
        run.folder.mkdir(parents=True)
        (run.folder / "summary.json").write_text("{}")
        job = jobs.claim(worker="test")
        assert job == Job.objects.get(pk=run.job_id)
        jobs.finish(job=job, summary={"fingerprint": "f" * 16, "kpi": {"fill": 0.9}, **summary}, result_ref=run.pk)
        run.refresh_from_db()
        return run

    return finish
