"""What of accounts goes when: invitations, sign-in links, keys, tries to sign in, sessions."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet

from beredd.web.accounts import limits
from beredd.web.accounts.models import ApiKey, Invitation, SignInAttempt, SignInLink
from beredd.web.audit.actions import record
from beredd.web.retention import Rule, register

AFTER_EXPIRY = timedelta(days=30)


def _rule(model: type, due: Callable[[datetime], QuerySet]) -> Rule:
    label = f"{model._meta.app_label}.{model.__name__}"  # type: ignore[attr-defined]
    name = f"accounts.{model.__name__.lower()}"

    def list_due(now: datetime) -> Sequence[str]:
        return [str(pk) for pk in due(now).values_list("pk", flat=True)]

    def sweep(now: datetime) -> Sequence[str]:
        with transaction.atomic():
            taken = list_due(now)
            if taken:
                due(now).delete()
                record(by=None, what="retention.swept", target=name, text=f"{len(taken)} rows")
        return taken

    return Rule(name=name, covers=(label,), due=list_due, sweep=sweep)


def register_rules() -> None:
    """Called once, when the room is ready."""
    register(
        _rule(
            Invitation,
            lambda now: Invitation.objects.filter(Q(used_at__isnull=False) | Q(expires_at__lt=now - AFTER_EXPIRY)),
        )
    )
    register(_rule(SignInLink, lambda now: SignInLink.objects.filter(Q(used_at__isnull=False) | Q(expires_at__lt=now))))
    register(_rule(ApiKey, lambda now: ApiKey.objects.filter(expires_at__lt=now - AFTER_EXPIRY)))
    register(_rule(SignInAttempt, lambda now: SignInAttempt.objects.filter(at__lt=now - limits.KEPT)))
    register(_rule(Session, lambda now: Session.objects.filter(expire_date__lt=now)))
