"""Who may do what: every permission of the site is one function here, and one row in tests/web/accounts/test_policy.py.

A function takes the user (who may be anonymous) and the object, reads the database, and says yes or no.
"""

from django.conf import settings

from beredd.web.accounts.models import ExerciseDuty, GuidanceDuty, Membership, Role

_WORKING = (Role.ANALYST, Role.ADMINISTRATOR)


def _is_member(user, organisation_id, roles=tuple(Role.values)) -> bool:
    return (
        organisation_id is not None
        and Membership.objects.filter(user=user, organisation_id=organisation_id, role__in=roles).exists()
    )


def may_administer_site(user) -> bool:
    """Organisations, users, invitations to any organisation, Django's admin."""
    return user.is_authenticated and user.is_active and user.is_staff


def may_read_audit_log(user) -> bool:
    """The log of everything that was done."""
    return may_administer_site(user)


def may_manage_members(user, organisation) -> bool:
    """See who belongs to an organisation and change it: its administrators and those of the site."""
    return may_invite(user, organisation)


def may_invite(user, organisation) -> bool:
    """Invite people to an organisation: its administrators and those of the site."""
    return may_administer_site(user) or (
        user.is_authenticated and user.is_active and _is_member(user, organisation.pk, (Role.ADMINISTRATOR,))
    )


def may_start_run(user, organisation=None) -> bool:
    """Start a run, on behalf of an organisation when one is named: analysts and administrators; never readers."""
    if not (user.is_authenticated and user.is_active):
        return False
    if organisation is not None:
        return user.is_staff or _is_member(user, organisation.pk, _WORKING)
    return user.is_staff or Membership.objects.filter(user=user, role__in=_WORKING).exists()


def may_save_answer(user) -> bool:
    """Keep an answer as a run: everyone who is signed in; the kind of run may ask for more."""
    return user.is_authenticated and user.is_active


def may_read_run(user, run) -> bool:
    """Demo runs are for everyone; others for who started them, their organisation and site administrators.

    A private run, which holds a table of somebody's own, is for who made it alone.
    """
    if run.is_demo:
        return True
    if not (user.is_authenticated and user.is_active):
        return False
    if run.is_private:
        return run.created_by_id == user.pk
    return user.is_staff or _is_own(user, run) or _is_member(user, run.organisation_id)


def _is_own(user, run) -> bool:
    """Started by the user, on behalf of nobody: what was started for an organisation is the organisation's."""
    return run.created_by_id == user.pk and run.organisation_id is None


def may_see_places(user) -> bool:
    """Results by county and municipality: everyone who is signed in. They rank weak points, so they are internal."""
    return user.is_authenticated and user.is_active


def may_cancel_run(user, run) -> bool:
    """Whoever started it, while a member of its organisation; administrators of that, and those of the site.

    A private one only its owner.
    """
    if not (user.is_authenticated and user.is_active):
        return False
    if run.is_private:
        return run.created_by_id == user.pk
    roles = tuple(Role.values) if run.created_by_id == user.pk else (Role.ADMINISTRATOR,)
    return user.is_staff or _is_own(user, run) or _is_member(user, run.organisation_id, roles)


def may_delete_run(user, run) -> bool:
    """As for cancelling; demo runs only by site administrators."""
    return may_administer_site(user) if run.is_demo else may_cancel_run(user, run)


def may_use_lab(user) -> bool:
    """The overdose lab: members of a real organisation, whatever their role, and site administrators. Never public."""
    if not (user.is_authenticated and user.is_active):
        return False
    return user.is_staff or Membership.objects.filter(user=user, organisation__is_demo=False).exists()


def may_read_guidance(user) -> bool:
    """Claims, their evidence and what state they are in, drafts among them: everyone who is signed in."""
    return user.is_authenticated and user.is_active


def may_read_plans(user) -> bool:
    """What is in exercise plans, which players must not see before they play: everyone who is signed in."""
    return user.is_authenticated and user.is_active


def may_start_exercise(user) -> bool:
    """Start a run of a plan, and be its control: everyone who may read plans."""
    return may_read_plans(user)


def exercise_duty(user) -> ExerciseDuty | None:
    """What the person does with exercise plans; None for who has no duty in them, or no open account."""
    if not (user.is_authenticated and user.is_active):
        return None
    return ExerciseDuty.objects.filter(user_id=user.pk).first()


def may_write_plans(user) -> bool:
    """Write plans and programmes, bring them in from files: planners."""
    duty = exercise_duty(user)
    return duty is not None and duty.is_planner


def may_review_plans(user) -> bool:
    """Say that a draft has been read, or send it back: reviewers. Whether it is their own work is the library's."""
    duty = exercise_duty(user)
    return duty is not None and duty.is_reviewer


def may_approve_plans(user) -> bool:
    """Approve what is reviewed, or send it back: approvers. Whether it is their own work is the library's."""
    duty = exercise_duty(user)
    return duty is not None and duty.is_approver


def may_read_assignments(user) -> bool:
    """What decisions demand and what is missing: everyone who is signed in."""
    return user.is_authenticated and user.is_active


def may_write_assignments(user) -> bool:
    """Enter what was done, said, paid and handed out for an assignment: whoever may start runs."""
    return may_start_run(user)


def guidance_duty(user) -> GuidanceDuty | None:
    """What the person does with guidance; None for who has no duty in it, or no open account."""
    if not (user.is_authenticated and user.is_active):
        return None
    return GuidanceDuty.objects.filter(user_id=user.pk).first()


def may_edit_guidance(user) -> bool:
    """Write drafts, send them for review, publish dates, bring a store from a file: editors."""
    duty = guidance_duty(user)
    return duty is not None and duty.is_editor


def may_approve_guidance_as_clinician(user) -> bool:
    """Approve what clinicians approve, and send it back: clinicians. Whether it is their own work is the library's."""
    duty = guidance_duty(user)
    return duty is not None and duty.is_clinician


def may_approve_guidance_as_reader(user, language: str) -> bool:
    """Approve how something is said in a language: its readers."""
    duty = guidance_duty(user)
    return duty is not None and language in duty.languages


def may_take_part_in_guidance(user) -> bool:
    """Comment, and bar or withdraw what should not be shown: everyone with a duty in guidance."""
    duty = guidance_duty(user)
    return duty is not None and (duty.is_editor or duty.is_clinician or bool(duty.reads))


def may_bring_in_guidance(user) -> bool:
    """Put a store from a file in place of the one there is: editors, and site administrators, whose files may carry
    approvals that the site has not seen."""
    return may_edit_guidance(user) or may_administer_site(user)


def must_have_second_factor(user) -> bool:
    """Whether the person gets no further without a second factor: administrators, or all, as the site is set."""
    if not user.is_authenticated or settings.SECOND_FACTOR_FOR == "nobody":
        return False
    if settings.SECOND_FACTOR_FOR == "all" or user.is_staff:
        return True
    return Membership.objects.filter(user=user, role=Role.ADMINISTRATOR).exists()
