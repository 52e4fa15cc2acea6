"""Makes a database with a user and runs in every state; prints what it made as one line of JSON. Run as a program."""

import json
import os
import shutil
import sys
from datetime import timedelta
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "beredd.web.settings"
sys.path.insert(0, str(Path(__file__).parents[1] / "dispensing"))

WRITTEN: dict[bool, Path] = {}

FIRST_CLINICIAN, SECOND_CLINICIAN = "disa@example.se", "erik@example.se"
ADMINISTRATOR, CAREFUL = "forvaltare@example.se", "forsiktig@example.se"


def main(password: str) -> None:
    """Migrates, makes, prints."""
    import django

    django.setup()
    from allauth.account.models import EmailAddress
    from django.core.management import call_command
    from django.utils import timezone

    from beredd.web.accounts.models import Membership, Organisation, Role, User
    from beredd.web.accounts.people import set_exercise_duty, set_guidance_duty
    from beredd.web.dispensing.actions import start_run
    from beredd.web.jobs.models import Job
    from beredd.web.runs.models import Run

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    user = User.objects.create_user("analytiker@example.se", password, name="Astrid Lund")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    keeper = User.objects.create_user(ADMINISTRATOR, password, name="Berit Holm", is_staff=True)
    EmailAddress.objects.create(user=keeper, email=keeper.email, verified=True, primary=True)
    careful = User.objects.create_user(CAREFUL, password, name="Cecilia Berg")
    EmailAddress.objects.create(user=careful, email=careful.email, verified=True, primary=True)
    set_guidance_duty(by=None, user=user, signing_name="Astrid Lund", is_editor=True)
    set_exercise_duty(by=None, user=user, signing_name="Astrid Lund", is_planner=True)
    for email, name in ((FIRST_CLINICIAN, "Disa Falk"), (SECOND_CLINICIAN, "Erik Gran")):
        clinician = User.objects.create_user(email, password, name=name)
        EmailAddress.objects.create(user=clinician, email=email, verified=True, primary=True)
        set_guidance_duty(
            by=None, user=clinician, signing_name=name, is_clinician=True, reads="sv en", title="legitimerad läkare"
        )
        set_exercise_duty(by=None, user=clinician, signing_name=name, is_reviewer=True, is_approver=True)
    organisation = Organisation.objects.create(slug="region-a", name="Region A", kind="region")
    Membership.objects.create(user=user, organisation=organisation, role=Role.ANALYST)
    now = timezone.now()
    # A site that has been seeded once is not seeded again: the demonstration's own runs would keep the worker busy.
    for scenario in ("vardag", "s1-erecept"):
        make(start_run(by=None, scenario=scenario, days=3, seed=1, replicates=3, is_demo=True), scenario == "vardag")
    ordinary = {"by": user, "organisation": organisation, "days": 3, "seed": 1, "replicates": 3}
    runs = {
        "done": make(start_run(scenario="s2-kedja", overrides={"divert_share": 0.8}, **ordinary), False),
        "baseline": make(start_run(scenario="vardag", overrides={"divert_share": 0.8}, **ordinary), True),
        "lost": start_run(scenario="s6-morkt", **ordinary),
        "failed": start_run(scenario="s6-morkt", **ordinary),
        "running": start_run(scenario="s6-morkt", **ordinary),
    }
    make_comparison(by=user, organisation=organisation)
    for name, state, reason in (("lost", "lost", "worker-died"), ("failed", "failed", "error")):
        Job.objects.filter(pk=runs[name].job_id).update(state=state, reason=reason, finished_at=now)
        Run.objects.filter(pk=runs[name].pk).update(state=state, reason=reason, finished_at=now)
    lease = now + timedelta(seconds=45)  # then conftest renews it
    Job.objects.filter(pk=runs["running"].job_id).update(
        state="running", attempts=1, lease_until=lease, heartbeat_at=now, progress_done=12, progress_total=20
    )
    Run.objects.filter(pk=runs["running"].pk).update(state="running", started_at=now)
    told = {"runs": {name: run.pk for name, run in runs.items()}, "jobs": {"running": runs["running"].job_id.hex}}
    print(json.dumps({"email": user.email, **told}))


def make(run, is_everyday: bool):
    """The run is done, with made-up results; those of one kind are written once and copied."""
    from django.utils import timezone
    from fake_results import write_results

    from beredd.web.jobs.models import Job
    from beredd.web.runs.models import Run

    if is_everyday not in WRITTEN:
        strength = 0.0 if is_everyday else 1.0
        WRITTEN[is_everyday] = write_results(
            run.folder, scenario=run.topic, days=run.spec["days"], replicates=run.spec["replicates"], strength=strength
        )
    else:
        shutil.copytree(WRITTEN[is_everyday], run.folder)
    summary = json.loads((run.folder / "summary.json").read_text()) | {"scenario": run.topic}
    now = timezone.now()
    Job.objects.filter(pk=run.job_id).update(state="done", finished_at=now)
    Run.objects.filter(pk=run.pk).update(state="done", summary=summary, finished_at=now)
    return run


def make_comparison(**whose):
    """A comparison of measures that is done, with a made-up answer."""
    from django.utils import timezone
    from fake_comparison import BOTH, A, B, answer

    from beredd.dispensing.measures.reading import summary_of
    from beredd.web.dispensing.measures.actions import start_comparison
    from beredd.web.dispensing.measures.spec import spec_of
    from beredd.web.dispensing.measures.work import ANSWER
    from beredd.web.jobs.models import Job
    from beredd.web.runs.models import Run

    run = start_comparison(spec=spec_of(scenario="s5a-dos", measures=[A, B, BOTH], small=True), **whose)
    more = {"measure": BOTH, "kpi": "patient_days_without", "beyond_parts": -40.0, "low": -60.0, "high": -20.0}
    effects = {A: (-204.0, -231.0, -178.0), B: (88.0, 60.0, 110.0), BOTH: (-160.0, -190.0, -130.0)}
    found = answer(effects, apart=set(effects), combinations=[more]) | {"residents_share": 0.098}
    run.folder.mkdir(parents=True)
    (run.folder / ANSWER).write_text(json.dumps(found), encoding="utf-8")
    now = timezone.now()
    Job.objects.filter(pk=run.job_id).update(state="done", finished_at=now)
    Run.objects.filter(pk=run.pk).update(state="done", summary=summary_of(found), finished_at=now)


if __name__ == "__main__":
    main(sys.argv[1])
