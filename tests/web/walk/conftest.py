"""Whom and what the walk needs: a person of each kind, and a thing for each address to be about."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.web.overdose.conftest import Here

from beredd.web.accounts.people import set_guidance_duty

sys.path.insert(0, str(Path(__file__).parents[2] / "dispensing"))

LAB = {
    "opioid": "fentanyl",
    "dos": "1,625",
    "person": "chronic",
    "n": "200",
    "fro": "1",
    "a1": "in-4mg",
    "s1": "1-dose",
}
NITAZENES = {"dos": "1,625", "person": "chronic", "langsammast": "16", "minuter": "75", "n": "200", "fro": "1"}
NITAZENES |= {"a1": "nyxoid-1.8mg", "a2": "in-4mg"}


PROGRAMME = "aktorsgemensam-2026-2028"


@dataclass(frozen=True)
class Ground:
    """The people by kind, and the values of addresses: by `name/part`, `namespace/part` or `part`."""

    people: dict[str, Any]
    values: dict[str, Any]

    def value(self, name, part):
        """What stands in an address in the place of a part."""
        for key in (f"{name}/{part}", f"{name.split(':')[0]}/{part}", part):
            if key in self.values:
                return self.values[key]
        raise KeyError(f"{name} has the part {part}: give it a value in {__file__}")


@pytest.fixture(autouse=True)
def own_guidance(settings, tmp_path):
    settings.GUIDANCE_DIR = tmp_path / "guidance"


@pytest.fixture
def people(make_user, organisation, reader, analyst, outsider, admin):
    chief = make_user("chef@example.se", role="administrator", organisation=organisation)
    loner = make_user("ensam@example.se")
    set_guidance_duty(by=None, user=loner, signing_name="Ensam E", is_editor=True, is_clinician=True, title="licensed")
    return {
        "loner": loner,
        "reader": reader,
        "analyst": analyst,
        "chief": chief,
        "outsider": outsider,
        "administrator": admin,
    }


@pytest.fixture
def done(make_run, results):
    """A run of Region A, with made-up results."""
    from fake_results import write_results

    from beredd.web.jobs.models import Job
    from beredd.web.runs.models import Run

    for name, strength in (("vardag", 0.0), ("s1-erecept", 1.0)):
        run = make_run(scenario=name, days=3, replicates=3)
        folder = write_results(run.folder, scenario=name, days=3, replicates=3, strength=strength)
        now, summary = timezone.now(), (folder / "summary.json").read_text()
        Job.objects.filter(pk=run.job_id).update(state="done", finished_at=now, lease_until=None)
        run.summary, run.state, run.finished_at = json.loads(summary), "done", now
        run.save()
    return Run.objects.get(pk=run.pk)


@pytest.fixture
def compared(analyst, organisation, results):
    """A comparison of Region A, with a made-up answer."""
    from tests.dispensing.fake_comparison import A, answer

    from beredd.dispensing.measures.reading import summary_of
    from beredd.web.dispensing.measures.actions import start_comparison
    from beredd.web.dispensing.measures.spec import spec_of
    from beredd.web.dispensing.measures.work import ANSWER
    from beredd.web.jobs.models import Job

    spec = spec_of(scenario="s5a-dos", measures=[A], small=True)
    run = start_comparison(by=analyst, organisation=organisation, spec=spec)
    found = answer({A: (-204.0, -231.0, -178.0)}, apart={A}) | {"residents_share": 0.1}
    run.folder.mkdir(parents=True)
    (run.folder / ANSWER).write_text(json.dumps(found), encoding="utf-8")
    now = timezone.now()
    Job.objects.filter(pk=run.job_id).update(state="done", finished_at=now, lease_until=None)
    run.summary, run.state, run.finished_at = summary_of(found), "done", now
    run.save()
    return run


@pytest.fixture
def screened(analyst, organisation, results):
    """A screening for failures of Region A, which still waits."""
    from beredd.dispensing.failures import FailureQuestion
    from beredd.web.dispensing.kind import FAILURES_RUN
    from beredd.web.runs.actions import queue_run

    spec = FailureQuestion().as_data()
    return queue_run(by=analyst, kind=FAILURES_RUN.name, spec=spec, organisation=organisation)


@pytest.fixture
def reported(analyst, organisation, results):
    """A report of Region A, which still waits."""
    from datetime import date

    from beredd.assignments.store import find_assignment
    from beredd.reports.registers import Registers
    from beredd.web.reports.spec import spec_of
    from beredd.web.runs.actions import queue_run

    asked = Registers(assignment=find_assignment("opioidantagonister-2025"), on=date(2026, 3, 30))
    spec = spec_of(asked, kind="economic", edition="internal")
    return queue_run(by=analyst, kind="reports.report", spec=spec, organisation=organisation)


@pytest.fixture
def talked(analyst):
    """The key of a talk that the analyst has entered for the assignment."""
    from datetime import date

    from beredd.web.assignments.actions import enter
    from beredd.web.assignments.models import Deed

    row = Deed(kind="dialogue", closeness="close", on=date(2026, 4, 1), what="Samråd")
    row.parties, row.clauses = ["socialstyrelsen"], []
    enter(by=analyst, row=row, assignment_id="beredskap-2026")
    return row.pk


@pytest.fixture
def drafted(people):
    """The id of a plan that the loner, who plans exercises, has begun."""
    from tests.web.exercises.conftest import BEGUN

    from beredd.web.accounts.people import set_exercise_duty

    set_exercise_duty(by=None, user=people["loner"], signing_name="Ensam E", is_planner=True)
    browser = Client()
    browser.force_login(people["loner"])
    assert browser.post("/ova/ny/", BEGUN).status_code == 302
    return BEGUN["id"]


@pytest.fixture
def live(people):
    """A run of an exercise that the analyst has made and nobody has started."""
    from beredd.web.exercises import shelf
    from beredd.web.play import actions

    plan = shelf.version_of("s11-apoteksbordet").plan
    run, _key = actions.make_run(by=people["analyst"], plan=plan)
    return run


@pytest.fixture
def saved(analyst, results, monkeypatch):
    """name of the page -> the analyst's saved answer of each kind, saved for Region A."""
    from beredd.web.overdose import answers

    monkeypatch.setattr(answers, "ENGINE", Here())
    browser = Client()
    browser.force_login(analyst)
    asked = {
        "overdose:saved": ("/labbet/spara/", LAB),
        "overdose:nitazenes-saved": ("/labbet/nitazener/spara/", NITAZENES),
        "need:saved": ("/behov/spara/", {}),
    }
    return {name: browser.post(*one).url.strip("/").split("/")[-1] for name, one in asked.items()}


@pytest.fixture
def ground(people, organisation, other_organisation, done, compared, screened, reported, talked, drafted, live, saved):
    from beredd.web.accounts import actions
    from beredd.web.accounts.models import Membership

    chief = people["chief"]
    invitation, token = actions.invite(by=chief, email="ny@example.se", organisation=organisation, role="reader")
    key, _text = actions.create_api_key(by=people["analyst"], name="skript")
    link = actions.issue_sign_in_link(by=None, user=people["administrator"])
    member = Membership.objects.get(user=people["reader"])
    values = {
        "pk": done.pk,
        "run_id": done.pk,
        "scenario_id": "s1-erecept",
        "dispensing:scenario/id": "s1-erecept",
        "dispensing:lever/id": "L6",
        "dispensing:failure/pk": screened.pk,
        "dispensing:failure-progress/pk": screened.pk,
        "dispensing:failure-cancel/pk": screened.pk,
        "dispensing:failure-delete/pk": screened.pk,
        "dispensing:failure-file/pk": screened.pk,
        "dispensing:failure-file/name": "svar",
        "dispensing:failure-file/form": "json",
        "dispensing:site-file/name": "lan",
        "exercises/id": drafted,
        "exercises/version": 1,
        "exercises:compare/id": drafted,
        "exercises:file/form": "json",
        "exercises:item/part": "delmal",
        "exercises/part": "delmal",
        "exercises/key": "M1",
        "exercises:part/part": "rollkort",
        "exercises:step/verb": "tillbaka",
        "exercises:micro/id": "s11-apoteksbordet",
        "exercises:micro-answer/id": "s11-apoteksbordet",
        "exercises:national-file/name": "svar",
        "exercises:programme/id": PROGRAMME,
        "exercises:edit-programme/id": PROGRAMME,
        "exercises:undo-programme/id": PROGRAMME,
        "exercises:new-programme-item/id": PROGRAMME,
        "exercises:new-programme-item/part": "moten",
        "exercises:programme-item/id": PROGRAMME,
        "exercises:programme-item/part": "moten",
        "exercises:programme-item/key": "1",
        "exercises:remove-programme-item/id": PROGRAMME,
        "exercises:remove-programme-item/part": "moten",
        "exercises:remove-programme-item/key": "1",
        "play/id": live.pk,
        "play:join-code/code": live.player_code,
        "reports:report/pk": reported.pk,
        "reports:file/pk": reported.pk,
        "reports:file/name": "rapport.pdf",
        "assignments/key": "dialog",
        "assignments/pk": talked,
        "assignments:register-file/again": "dialog",
        "id": "s5-rullen-som-inte-kom",
        "dispensing:measure/id": "packning-pa-helger",
        "dispensing:matrix-table/form": "csv",
        "dispensing:compared/pk": compared.pk,
        "dispensing:compared-table/pk": compared.pk,
        "dispensing:compared-table/name": "par",
        "dispensing:compared-figure/pk": compared.pk,
        "dispensing:compared-figure/name": "effekter",
        "dispensing:compared-figure/form": "svg",
        "name": "summary.json",
        "form": "csv",
        "slug": organisation.slug,
        "accounts/pk": people["reader"].pk,
        "accounts:withdraw-api-key/pk": key.pk,
        "accounts:withdraw-invitation/pk": invitation.pk,
        "accounts:set-role/pk": member.pk,
        "accounts:end-membership/pk": member.pk,
        "accounts:sign-in-link/token": link,
        "accounts:invitation/token": token,
        "accounts:change-person/deed": "stang",
        "assignment_id": "beredskap-2026",
        "assignments:table/name": "punkter",
        "dispensing:table/name": "timmar",
        "dispensing:figure/name": "karta",
        "dispensing:figure/form": "svg",
        "guidance/claim_id": "NAL-024",
        "guidance/variant_id": "NAL-024/sv-easy/all",
        "guidance/verb": "skicka",
        "guidance/kind": "claim",
        "guidance/id": "NAL-024",
        "guidance/edition": "sv",
        "guidance/publication_id": "card-user",
        "guidance:reading/kind": "publication",
        "guidance:reading/id": "card-user",
        "guidance:table/name": "luckor",
        "need:file/name": "plan",
        "overdose:figure/name": "hjartstopp",
        "overdose:figure/form": "svg",
        "overdose:table/name": "hjartstopp",
        "overdose:nitazenes-figure/name": "plan-b",
        "overdose:nitazenes-figure/form": "svg",
        "overdose:nitazenes-table/name": "opioider",
        "runs:removed/pk": saved["need:saved"],
        "runs:restore/pk": saved["need:saved"],
        "runs:file/pk": saved["need:saved"],
        "runs:file/name": "plan.json",
        "key": "x",
        "uidb36": "1",
        "provider_id": "sso",
        **{f"{name}/pk": pk for name, pk in saved.items()},
    }
    return Ground(people=people, values=values)
