"""Every permission, for every kind of person: one row each. Who is refused is the point."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from beredd.web.accounts import policy
from beredd.web.accounts.people import set_exercise_duty, set_guidance_duty

pytestmark = pytest.mark.django_db
PEOPLE = (
    "anyone",
    "reader",
    "analyst",
    "chief",
    "outsider",
    "admin",
    "inactive",
    "editor",
    "clinician",
    "linguist",
    "idle",
    "planner",
    "colleague",
    "chair",
)

PLANNING = ("planner", "colleague", "chair")

# permission: who may. Region A's run was started by its analyst; the open run is the program's own.
MAY = {
    "administer_site": {"admin"},
    "read_audit_log": {"admin"},
    "invite to Region A": {"chief", "admin"},
    "manage members of Region A": {"chief", "admin"},
    "start a run": {"analyst", "chief", "outsider", "admin"},
    "start a run for Region A": {"analyst", "chief", "admin"},
    "save an answer": {
        "reader",
        "analyst",
        "chief",
        "outsider",
        "admin",
        "editor",
        "clinician",
        "linguist",
        "idle",
        *PLANNING,
    },
    "read Region A's run": {"reader", "analyst", "chief", "admin"},
    "read Region A's run that they started before they left": {"reader", "analyst", "chief", "admin"},
    "cancel Region A's run that they started before they left": {"chief", "admin"},
    "read an open run": set(PEOPLE),
    "cancel Region A's run": {"analyst", "chief", "admin"},
    "cancel an open run": {"admin"},
    "delete Region A's run": {"analyst", "chief", "admin"},
    "delete an open run": {"admin"},
    "read the analyst's private run": {"analyst"},
    "delete the analyst's private run": {"analyst"},
    "see places": {
        "reader",
        "analyst",
        "chief",
        "outsider",
        "admin",
        "editor",
        "clinician",
        "linguist",
        "idle",
        *PLANNING,
    },
    "use the lab": {"reader", "analyst", "chief", "outsider", "admin"},
    "read assignments": {
        "reader",
        "analyst",
        "chief",
        "outsider",
        "admin",
        "editor",
        "clinician",
        "linguist",
        "idle",
        *PLANNING,
    },
    "write assignments": {"analyst", "chief", "outsider", "admin"},
    "edit guidance": {"editor"},
    "approve guidance as a clinician": {"clinician"},
    "approve Finnish guidance as a reader": {"linguist"},
    "approve Arabic guidance as a reader": set(),
    "take part in guidance": {"editor", "clinician", "linguist"},
    "bring in guidance": {"editor", "admin"},
    "read exercise plans": {
        "reader",
        "analyst",
        "chief",
        "outsider",
        "admin",
        "editor",
        "clinician",
        "linguist",
        "idle",
        *PLANNING,
    },
    "start an exercise": {
        "reader",
        "analyst",
        "chief",
        "outsider",
        "admin",
        "editor",
        "clinician",
        "linguist",
        "idle",
        *PLANNING,
    },
    "write exercise plans": {"planner"},
    "review exercise plans": {"colleague"},
    "approve exercise plans": {"chair"},
    "read guidance": {
        "reader",
        "analyst",
        "chief",
        "outsider",
        "admin",
        "editor",
        "clinician",
        "linguist",
        "idle",
        *PLANNING,
    },
}


@pytest.fixture
def people(make_user, organisation, analyst, reader, outsider, admin):
    inactive = make_user(
        "borta@example.se", role="administrator", organisation=organisation, is_staff=True, is_active=False
    )
    duties = {"is_editor": True, "is_clinician": True, "reads": "fi en", "title": "licensed"}
    set_guidance_duty(by=None, user=inactive, signing_name="Borta B", **duties)

    def on_exercise_duty(name, **duty):
        user = make_user(f"{name}@example.se", name=name)
        set_exercise_duty(by=None, user=user, signing_name=name, **duty)
        return user

    def on_duty(name, **duty):
        user = make_user(f"{name}@example.se")
        set_guidance_duty(by=None, user=user, signing_name=name, **duty)
        return user

    return {
        "editor": on_duty("editor", is_editor=True),
        "clinician": on_duty("clinician", is_clinician=True, title="licensed"),
        "linguist": on_duty("linguist", reads="fi", title="translator"),
        "idle": on_duty("idle"),
        "planner": on_exercise_duty("planner", is_planner=True),
        "colleague": on_exercise_duty("colleague", is_reviewer=True),
        "chair": on_exercise_duty("chair", is_approver=True),
        "anyone": AnonymousUser(),
        "reader": reader,
        "analyst": analyst,
        "chief": make_user("chef@example.se", role="administrator", organisation=organisation),
        "outsider": outsider,
        "admin": admin,
        "inactive": inactive,
    }


@pytest.fixture
def ask(organisation, analyst, outsider):
    def a_run(by, of, *, is_demo=False, is_private=False):
        return SimpleNamespace(is_demo=is_demo, is_private=is_private, created_by_id=by, organisation_id=of)

    theirs = a_run(analyst.pk, organisation.pk)
    left = a_run(outsider.pk, organisation.pk)
    everyones = a_run(None, None, is_demo=True)
    private = a_run(analyst.pk, None, is_private=True)
    return {
        "administer_site": policy.may_administer_site,
        "read_audit_log": policy.may_read_audit_log,
        "invite to Region A": lambda user: policy.may_invite(user, organisation),
        "manage members of Region A": lambda user: policy.may_manage_members(user, organisation),
        "start a run": policy.may_start_run,
        "start a run for Region A": lambda user: policy.may_start_run(user, organisation),
        "save an answer": policy.may_save_answer,
        "read Region A's run": lambda user: policy.may_read_run(user, theirs),
        "read Region A's run that they started before they left": lambda user: policy.may_read_run(user, left),
        "cancel Region A's run that they started before they left": lambda user: policy.may_cancel_run(user, left),
        "read an open run": lambda user: policy.may_read_run(user, everyones),
        "cancel Region A's run": lambda user: policy.may_cancel_run(user, theirs),
        "cancel an open run": lambda user: policy.may_cancel_run(user, everyones),
        "delete Region A's run": lambda user: policy.may_delete_run(user, theirs),
        "delete an open run": lambda user: policy.may_delete_run(user, everyones),
        "read the analyst's private run": lambda user: policy.may_read_run(user, private),
        "delete the analyst's private run": lambda user: policy.may_delete_run(user, private),
        "see places": policy.may_see_places,
        "use the lab": policy.may_use_lab,
        "read guidance": policy.may_read_guidance,
        "read assignments": policy.may_read_assignments,
        "write assignments": policy.may_write_assignments,
        "edit guidance": policy.may_edit_guidance,
        "approve guidance as a clinician": policy.may_approve_guidance_as_clinician,
        "approve Finnish guidance as a reader": lambda user: policy.may_approve_guidance_as_reader(user, "fi"),
        "approve Arabic guidance as a reader": lambda user: policy.may_approve_guidance_as_reader(user, "ar"),
        "take part in guidance": policy.may_take_part_in_guidance,
        "bring in guidance": policy.may_bring_in_guidance,
        "read exercise plans": policy.may_read_plans,
        "start an exercise": policy.may_start_exercise,
        "write exercise plans": policy.may_write_plans,
        "review exercise plans": policy.may_review_plans,
        "approve exercise plans": policy.may_approve_plans,
    }


@pytest.mark.parametrize("permission", MAY)
def test_only_these_people_may(permission, people, ask):
    assert {name for name, user in people.items() if ask[permission](user)} == MAY[permission]


def test_every_permission_of_the_module_is_in_the_table(ask):
    functions = {name for name in vars(policy) if name.startswith("may_")}
    asked = {
        "may_administer_site",
        "may_read_audit_log",
        "may_invite",
        "may_manage_members",
        "may_start_run",
        "may_save_answer",
        "may_read_run",
        "may_see_places",
        "may_cancel_run",
        "may_delete_run",
        "may_use_lab",
        "may_read_guidance",
        "may_read_assignments",
        "may_write_assignments",
        "may_edit_guidance",
        "may_approve_guidance_as_clinician",
        "may_approve_guidance_as_reader",
        "may_take_part_in_guidance",
        "may_bring_in_guidance",
        "may_read_plans",
        "may_start_exercise",
        "may_write_plans",
        "may_review_plans",
        "may_approve_plans",
    }
    # Asked of everyone, not a permission: whether they need a second factor (test_second_factor.py).
    assert functions == asked
    assert set(ask) == set(MAY)


def test_the_query_of_readable_runs_agrees_with_the_policy(people, make_run):
    from beredd.web.runs.access import may_read
    from beredd.web.runs.models import Run

    runs = [make_run(), make_run(organisation=None), make_run(by=None, is_demo=True)]
    private, removed = make_run(organisation=None), make_run()
    Run.objects.filter(pk=private.pk).update(is_private=True)
    now = timezone.now()
    Run.objects.filter(pk=removed.pk).update(state="failed", finished_at=now, removed_at=now)
    for run in (private, removed):
        run.refresh_from_db()
    runs += [private, removed]
    for name, user in people.items():
        assert set(Run.objects.readable_by(user)) == {run for run in runs if may_read(user, run)}, name
