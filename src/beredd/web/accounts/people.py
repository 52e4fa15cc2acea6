"""What is done to people and organisations: roles given and taken, access ended. Each is one line in the log."""

import re

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F

from beredd.web.accounts import policy
from beredd.web.accounts.errors import AccountConflict, NotAllowed
from beredd.web.accounts.models import (
    ApiKey,
    ExerciseDuty,
    GuidanceDuty,
    Invitation,
    Membership,
    Organisation,
    Role,
    SignInLink,
    User,
)
from beredd.web.audit.actions import record


def withdraw_keys(user: User) -> str:
    """Keys and unused sign-in links of the person stop at once; says how many there were. Within a transaction."""
    keys, _by_model = ApiKey.objects.filter(user=user).delete()
    links, _by_model = SignInLink.objects.filter(user=user, used_at=None).delete()
    return f"{keys} keys and {links} links withdrawn"


def end_access(user: User) -> str:
    """Keys, sign-in links and sessions of the person stop at once. Within a transaction."""
    withdrawn = withdraw_keys(user)
    User.objects.filter(pk=user.pk).update(access_ended=F("access_ended") + 1)
    user.refresh_from_db(fields=["access_ended"])
    return f"{withdrawn}, sessions ended"


@transaction.atomic
def set_role(*, by: User | None, user: User, organisation: Organisation, role: str, from_service: bool = False) -> None:
    """The person's role in the organisation from now on; makes them a member when they are not."""
    if by is not None and not policy.may_manage_members(by, organisation):
        raise NotAllowed("accounts.members-not-allowed")
    found = Membership.objects.select_for_update().filter(user=user, organisation=organisation).first()
    if found is not None and found.role == role:
        return
    before = found.role if found else "nothing"
    if found is not None and role != Role.ADMINISTRATOR:
        _keep_one_administrator(by, found)
    Membership.objects.update_or_create(
        user=user, organisation=organisation, defaults={"role": Role(role), "from_sign_in_service": from_service}
    )
    text = f"{organisation.slug}: {role}, was {before}"
    record(by=by, what="accounts.role.set", target=user.email, text=text)


def _keep_one_administrator(by: User | None, membership: Membership) -> None:
    """An organisation's last administrator is taken away by the site's administrators alone."""
    if by is None or policy.may_administer_site(by) or membership.role != Role.ADMINISTRATOR:
        return
    others = Membership.objects.filter(organisation=membership.organisation, role=Role.ADMINISTRATOR)
    if not others.exclude(pk=membership.pk).exists():
        raise AccountConflict("accounts.last-administrator", name=membership.organisation.name)


@transaction.atomic
def end_membership(*, by: User | None, membership: Membership) -> None:
    """The person leaves: its runs, and their keys, links and open invitations are gone for them at once."""
    organisation, user = membership.organisation, membership.user
    if by is not None and by.pk != user.pk and not policy.may_manage_members(by, organisation):
        raise NotAllowed("accounts.members-not-allowed")
    _keep_one_administrator(by, membership)
    membership.delete()
    ended = end_access(user)
    invitations = Invitation.objects.filter(organisation=organisation, used_at=None)
    invitations.filter(email=user.email.lower()).delete()
    invitations.filter(created_by=user).delete()
    record(by=by, what="accounts.membership.ended", target=user.email, text=f"{organisation.slug}; {ended}")


@transaction.atomic
def withdraw_invitation(*, by: User, invitation: Invitation) -> None:
    """The invitation's link stops working."""
    if not policy.may_invite(by, invitation.organisation):
        raise NotAllowed("accounts.invite-not-allowed")
    record(by=by, what="accounts.invitation.withdrawn", target=invitation.email, text=invitation.organisation.slug)
    invitation.delete()


def _must_administer(by: User | None, user: User | None = None) -> None:
    if by is None:
        return
    if not policy.may_administer_site(by):
        raise NotAllowed("accounts.people-not-allowed")
    if user is not None and by.pk == user.pk:
        raise AccountConflict("accounts.not-oneself")


@transaction.atomic
def close_account(*, by: User | None, user: User) -> None:
    """The person cannot sign in any more; what they made stays."""
    _must_administer(by, user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False
    record(by=by, what="accounts.user.closed", target=user.email, text=end_access(user))


@transaction.atomic
def open_account(*, by: User | None, user: User) -> None:
    """A closed account works again, with the roles it had."""
    _must_administer(by, user)
    User.objects.filter(pk=user.pk).update(is_active=True)
    user.is_active = True
    record(by=by, what="accounts.user.opened", target=user.email)


@transaction.atomic
def sign_out_everywhere(*, by: User | None, user: User) -> None:
    """Every session, key and link of the person ends."""
    if by is None or by.pk != user.pk:
        _must_administer(by)
    record(by=by, what="accounts.access.ended", target=user.email, text=end_access(user))


@transaction.atomic
def set_site_administration(*, by: User | None, user: User, granted: bool) -> None:
    """Give or take the right to administer the site; who loses it is signed out."""
    _must_administer(by, user)
    User.objects.filter(pk=user.pk).update(is_staff=granted, is_superuser=False)
    user.is_staff, user.is_superuser = granted, False
    what = "accounts.administration.granted" if granted else "accounts.administration.taken"
    record(by=by, what=what, target=user.email, text="" if granted else end_access(user))


@transaction.atomic
def reset_second_factor(*, by: User | None, user: User) -> None:
    """Takes the person's second factor and recovery codes away, so that they can choose new ones; signs them out."""
    _must_administer(by, user)
    n, _by_model = Authenticator.objects.filter(user=user).delete()
    record(by=by, what="accounts.second-factor.reset", target=user.email, text=f"{n} removed; {end_access(user)}")


@transaction.atomic
def remove_account(*, by: User, user: User) -> None:
    """Deletes a closed account with its memberships; runs made for an organisation stay with it."""
    _must_administer(by, user)
    if user.is_active:
        raise AccountConflict("accounts.close-first")
    record(by=by, what="accounts.user.removed", target=user.email, text=user.name)
    user.delete()


@transaction.atomic
def remove_organisation(*, by: User, organisation: Organisation) -> None:
    """Deletes an organisation that nobody belongs to and that has no runs."""
    _must_administer(by)
    if organisation.memberships.exists() or organisation.runs.exists():
        raise AccountConflict(
            "accounts.organisation-in-use",
            name=organisation.name,
            people=organisation.memberships.count(),
            runs=organisation.runs.count(),
        )
    record(by=by, what="accounts.organisation.removed", target=organisation.slug, text=organisation.name)
    organisation.delete()


_LANGUAGES = re.compile(r"([a-z]{2,3}( [a-z]{2,3})*)?")


@transaction.atomic
def set_guidance_duty(
    *,
    by: User | None,
    user: User,
    signing_name: str,
    is_editor: bool = False,
    is_clinician: bool = False,
    reads: str = "",
    title: str = "",
) -> GuidanceDuty:
    """What the person does with guidance from now on. The name they sign with is chosen once; nobody else has it."""
    _must_administer(by, user)
    signing_name, title, reads = " ".join(signing_name.split()), title.strip(), " ".join(reads.split())
    found = GuidanceDuty.objects.select_for_update().filter(user=user).first()
    if found is not None and signing_name not in ("", found.signing_name):
        raise AccountConflict("accounts.signing-name-is-fixed", field="signing_name", name=found.signing_name)
    signing_name = found.signing_name if found else signing_name
    if len(signing_name) < 2:
        raise AccountConflict("accounts.signing-name-needed", field="signing_name")
    if GuidanceDuty.objects.filter(signing_key=signing_name.casefold()).exclude(user=user).exists():
        raise AccountConflict("accounts.signing-name-taken", field="signing_name", name=signing_name)
    if (is_clinician or reads) and not title:
        raise AccountConflict("accounts.title-needed", field="title")
    if not _LANGUAGES.fullmatch(reads):
        raise AccountConflict("accounts.language-codes", field="reads", found=reads)
    said = {"is_editor": is_editor, "is_clinician": is_clinician, "reads": reads, "title": title}
    duty, _made = GuidanceDuty.objects.update_or_create(
        user=user, defaults={"signing_name": signing_name, "signing_key": signing_name.casefold(), **said}
    )
    text = f"signs as {signing_name}; " + ", ".join(f"{key}: {value}" for key, value in said.items())
    record(by=by, what="accounts.guidance-duty.set", target=user.email, text=text)
    return duty


@transaction.atomic
def set_exercise_duty(
    *,
    by: User | None,
    user: User,
    signing_name: str,
    is_planner: bool = False,
    is_reviewer: bool = False,
    is_approver: bool = False,
) -> ExerciseDuty:
    """What the person does with exercise plans from now on. The signing name is chosen once; nobody else has it."""
    _must_administer(by, user)
    signing_name = " ".join(signing_name.split())
    found = ExerciseDuty.objects.select_for_update().filter(user=user).first()
    if found is not None and signing_name not in ("", found.signing_name):
        raise AccountConflict("accounts.signing-name-is-fixed", field="signing_name", name=found.signing_name)
    signing_name = found.signing_name if found else signing_name
    if len(signing_name) < 2:
        raise AccountConflict("accounts.signing-name-needed", field="signing_name")
    if ExerciseDuty.objects.filter(signing_key=signing_name.casefold()).exclude(user=user).exists():
        raise AccountConflict("accounts.signing-name-taken", field="signing_name", name=signing_name)
    said = {"is_planner": is_planner, "is_reviewer": is_reviewer, "is_approver": is_approver}
    duty, _made = ExerciseDuty.objects.update_or_create(
        user=user, defaults={"signing_name": signing_name, "signing_key": signing_name.casefold(), **said}
    )
    text = f"signs as {signing_name}; " + ", ".join(f"{key}: {value}" for key, value in said.items())
    record(by=by, what="accounts.exercise-duty.set", target=user.email, text=text)
    return duty
