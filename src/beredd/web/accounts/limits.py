"""How often somebody may try to sign in: counted in a table of its own, which cannot be emptied by filling it."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from beredd.web.accounts.models import SignInAttempt

KEPT = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Limit:
    """At most so many tries that fail within a time, for one value of what it counts by."""

    by: str
    most: int
    within: timedelta

    def key(self, value: str) -> str:
        return hashlib.sha256(f"{self.by}:{value.strip().lower()}".encode()).hexdigest()


ADDRESS = Limit(by="address", most=5, within=timedelta(minutes=5))
MACHINE = Limit(by="machine", most=20, within=timedelta(minutes=5))


def reserve(*, address: str, machine: str) -> list[int] | None:
    """Counts a try before it is made, so that tries side by side are all counted; None when there were too many.

    The numbers are for `give_back` when the try succeeds. A refused try is not counted: it would lock the owner out for
    as long as somebody keeps trying.
    """
    now = timezone.now()
    keys = {limit.key(value): limit for limit, value in ((ADDRESS, address), (MACHINE, machine))}
    made = [SignInAttempt.objects.create(key=key, at=now).pk for key in keys]
    for key, limit in keys.items():
        if SignInAttempt.objects.filter(key=key, at__gt=now - limit.within).count() > limit.most:
            give_back(made)
            return None
    return made


def give_back(made: list[int]) -> None:
    """The try does not count."""
    SignInAttempt.objects.filter(pk__in=made).delete()


def forget(*, address: str) -> None:
    """The address has proved whose it is in another way: by a new password through its mail."""
    SignInAttempt.objects.filter(key=ADDRESS.key(address)).delete()
