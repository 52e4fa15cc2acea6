"""Every change of state of accounts: keyword-only, `by=`, one transaction, one line in the audit log."""

import hashlib
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.text import slugify

from beredd.web.accounts import policy, second_factor
from beredd.web.accounts.errors import LinkRefused, NotAllowed
from beredd.web.accounts.models import ApiKey, Invitation, Membership, Organisation, Role, SignInLink, User
from beredd.web.audit.actions import record

LINK_LIFETIME = timedelta(hours=24)
INVITATION_LIFETIME = timedelta(days=14)
API_KEY_LIFETIME = timedelta(days=365)
FIRST_ADMIN_EMAIL = "admin@beredd.invalid"
"""`.invalid` never resolves (RFC 2606): the first administrator changes it to an address of their own."""
_SALT = "beredd.sign-in-link"
_API_KEY_MARK = "beredd_"


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def create_organisation(
    *, by: User | None, name: str, kind: str, slug: str = "", is_demo: bool = False
) -> Organisation:
    """A new organisation; `by=None` is the program itself, seeding."""
    if by is not None and not policy.may_administer_site(by):
        raise NotAllowed("accounts.organisation-not-allowed")
    made = Organisation.objects.create(name=name, kind=kind, slug=slug or _free_slug(name), is_demo=is_demo)
    record(by=by, what="accounts.organisation.created", target=made.slug, text=f"{name} ({kind})")
    return made


def _free_slug(name: str) -> str:
    """A short name that no organisation has: names that differ may be alike without their signs."""
    stem = slugify(name)[:50].strip("-") or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return stem if stem not in taken else next(s for n in range(2, len(taken) + 3) if (s := f"{stem}-{n}") not in taken)


@transaction.atomic
def ensure_first_admin(*, by: None = None) -> User:
    """The site's first administrator, made when there is none; has no password until one is chosen."""
    user = User.objects.filter(is_staff=True, is_active=True).order_by("pk").first()
    if user is not None:
        return user
    user = User.objects.create_user(FIRST_ADMIN_EMAIL, None, name="Administratör", is_staff=True)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record(by=by, what="accounts.user.created", target=user.email, text="first administrator")
    return user


@transaction.atomic
def issue_sign_in_link(*, by: User | None, user: User, lifetime: timedelta = LINK_LIFETIME) -> str:
    """A token for `/konto/lank/<token>/` that signs `user` in once; earlier unused links stop working."""
    now = timezone.now()
    SignInLink.objects.filter(user=user, used_at=None).delete()
    link = SignInLink.objects.create(user=user, expires_at=now + lifetime)
    record(by=by, what="accounts.link.issued", target=user.email, text=f"valid to {link.expires_at.isoformat()}")
    return signing.dumps(link.pk, salt=_SALT, compress=False)


@transaction.atomic
def use_sign_in_link(*, by: None = None, token: str) -> User:
    """The user whom the token signs in; a second use is refused."""
    refused = LinkRefused("accounts.link-refused")
    try:
        pk = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        raise refused from None
    now = timezone.now()
    # One UPDATE decides who was first, also when two requests arrive together.
    if not SignInLink.objects.filter(pk=pk, used_at=None, expires_at__gt=now, user__is_active=True).update(used_at=now):
        raise refused
    user = SignInLink.objects.select_related("user").get(pk=pk).user
    record(by=user, what="accounts.link.used", target=user.email)
    return user


def link_is_open(token: str) -> bool:
    """Whether the link would work now; changes nothing, so that previews by mail programs do not use it up."""
    try:
        pk = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return False
    return SignInLink.objects.filter(pk=pk, used_at=None, expires_at__gt=timezone.now(), user__is_active=True).exists()


@transaction.atomic
def invite(*, by: User, email: str, organisation: Organisation, role: str) -> tuple[Invitation, str]:
    """An invitation and its token, which is shown once."""
    if not policy.may_invite(by, organisation):
        raise NotAllowed("accounts.invite-not-allowed")
    token = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        email=email.lower(),
        organisation=organisation,
        role=Role(role),
        token_hash=_hash(token),
        created_by=by,
        expires_at=timezone.now() + INVITATION_LIFETIME,
    )
    record(by=by, what="accounts.invitation.created", target=made.email, text=f"{organisation.slug} as {role}")
    return made, token


@transaction.atomic
def send_invitation(*, by: User, invitation: Invitation, link: str) -> None:
    """Sends the link by letter to the invited address; raises OSError (smtplib's errors are) when it cannot be sent."""
    with translation.override("sv"):
        text = render_to_string("accounts/invitation_letter.txt", {"invitation": invitation, "link": link, "by": by})
    subject, _line, body = text.strip().partition("\n")
    send_mail(subject, body.strip() + "\n", None, [invitation.email])
    Invitation.objects.filter(pk=invitation.pk).update(was_sent=True)
    record(by=by, what="accounts.invitation.sent", target=invitation.email)


def open_invitation(token: str) -> Invitation | None:
    """The invitation that the token opens, if it is still unused and valid."""
    return (
        Invitation.objects.select_related("organisation")
        .filter(token_hash=_hash(token), used_at=None, expires_at__gt=timezone.now())
        .first()
    )


@transaction.atomic
def accept_invitation(*, by: User, token: str) -> Membership:
    """Makes the user a member; an invitation is for the address it was sent to and is used once."""
    now = timezone.now()
    invitation = open_invitation(token)
    if (
        invitation is None
        or invitation.email != by.email.lower()
        or not Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=now)
    ):
        raise LinkRefused("accounts.invitation-refused")
    membership, _made = Membership.objects.update_or_create(
        user=by,
        organisation=invitation.organisation,
        defaults={"role": invitation.role, "from_sign_in_service": False},
    )
    record(
        by=by,
        what="accounts.invitation.used",
        target=by.email,
        text=f"{invitation.organisation.slug} as {invitation.role}",
    )
    return membership


@transaction.atomic
def create_api_key(*, by: User, name: str, lifetime: timedelta = API_KEY_LIFETIME) -> tuple[ApiKey, str]:
    """A key and its text, which is shown once."""
    text = _API_KEY_MARK + secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        user=by, name=name, prefix=text[:12], key_hash=_hash(text), expires_at=timezone.now() + lifetime
    )
    record(by=by, what="accounts.api-key.created", target=key.prefix, text=name)
    return key, text


@transaction.atomic
def withdraw_api_key(*, by: User, key: ApiKey) -> None:
    """The key stops working at once."""
    if key.user_id != by.pk and not policy.may_administer_site(by):
        raise NotAllowed("accounts.key-not-allowed")
    record(by=by, what="accounts.api-key.withdrawn", target=key.prefix, text=key.name)
    key.delete()


def owner_of_api_key(text: str) -> User | None:
    """Whom the key acts as; notes at most once a minute that it was used."""
    now = timezone.now()
    key = ApiKey.objects.select_related("user").filter(key_hash=_hash(text), expires_at__gt=now).first()
    if key is None or not key.user.is_active or second_factor.is_missing(key.user):
        return None
    if key.last_used_at is None or now - key.last_used_at > timedelta(minutes=1):
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    return key.user
