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
def ground(people, organisation, other_organisation, done, compared, saved):
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
