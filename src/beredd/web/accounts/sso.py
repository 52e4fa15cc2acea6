"""Single sign-on: who somebody is and what they may do here comes from the sign-in service's claims.

docs/how-to/run-a-server.md, "Single sign-on", says which settings there are.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.db import transaction
from django.shortcuts import render

from beredd.web.accounts import people, second_factor
from beredd.web.accounts.models import Membership, Organisation, Role, User
from beredd.web.audit.actions import NOBODY, record

SITE = "site"
_GRANT = re.compile(r"(?P<place>[\w-]+):(?P<role>\w+)")
_PLAIN = "beredd:"
_ORDER = (Role.READER, Role.ANALYST, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Grants:
    """What the claims give: a role for each organisation's short name, and whether the site may be administered."""

    roles: Mapping[str, str] = field(default_factory=dict)
    administers_site: bool = False

    def __bool__(self) -> bool:
        return bool(self.roles) or self.administers_site


def read_mapping(text: str) -> dict[str, str]:
    """`Group name=region-a:analyst; Other=site:administrator` as a mapping; ValueError names the part that is wrong."""
    found = {}
    for part in filter(None, (one.strip() for one in text.split(";"))):
        value, equals, grant = (piece.strip() for piece in part.rpartition("="))
        match = _GRANT.fullmatch(grant)
        if not equals or not value or match is None or match["role"] not in Role.values:
            raise ValueError(
                f"BEREDD_OIDC_ROLES: found {part!r}; allowed is VALUE=ORGANISATION:ROLE, ROLE of {Role.values}"
            )
        if match["place"] == SITE and match["role"] != Role.ADMINISTRATOR:
            raise ValueError(f"BEREDD_OIDC_ROLES: found {part!r}; `site` has only the role `administrator`")
        found[value] = grant
    return found


def grants_of(claims: Mapping[str, Any], *, claim: str, mapping: Mapping[str, str]) -> Grants:
    """What the values of one claim give. Without a mapping a value speaks for itself: `beredd:region-a:analyst`.

    Of several roles in one organisation the highest counts; values that mean nothing here are passed over.
    """
    values = claims.get(claim) or ()
    roles: dict[str, str] = {}
    administers = False
    for value in [values] if isinstance(values, str) else values:
        grant = mapping.get(value, "") if mapping else str(value).removeprefix(_PLAIN) * str(value).startswith(_PLAIN)
        match = _GRANT.fullmatch(grant)
        if match is None or match["role"] not in Role.values:
            continue
        if match["place"] == SITE:
            administers = administers or match["role"] == Role.ADMINISTRATOR
        else:
            roles[match["place"]] = max(roles.get(match["place"], match["role"]), match["role"], key=_ORDER.index)
    return Grants(roles, administers)


@transaction.atomic
def apply(grants: Grants, *, user: User) -> None:
    """Makes the person's roles those of the claims. Roles given here by hand stay; those from before by claims go."""
    known = {one.slug: one for one in Organisation.objects.filter(slug__in=grants.roles)}
    for slug in sorted(set(grants.roles) - set(known)):
        record(by=None, what="accounts.claim.unknown", target=user.email, text=f"no organisation {slug}")
    for slug, organisation in known.items():
        people.set_role(by=None, user=user, organisation=organisation, role=grants.roles[slug], from_service=True)
    gone = Membership.objects.filter(user=user, from_sign_in_service=True).exclude(organisation__in=known.values())
    for membership in gone.select_related("organisation"):
        membership.user = user
        people.end_membership(by=None, membership=membership)
    if grants.administers_site and not user.is_staff:
        people.set_site_administration(by=None, user=user, granted=True)
        User.objects.filter(pk=user.pk).update(staff_from_sign_in_service=True)
    elif user.staff_from_sign_in_service and not grants.administers_site:
        people.set_site_administration(by=None, user=user, granted=False)
        User.objects.filter(pk=user.pk).update(staff_from_sign_in_service=False)
    user.refresh_from_db()


class ClaimsAdapter(DefaultSocialAccountAdapter):
    """Lets in who has a role here, gives it, and takes it when the claim is gone."""

    def pre_social_login(self, request, sociallogin):
        request.session[second_factor.BY_SERVICE] = True
        grants = self._grants(sociallogin)
        if sociallogin.is_existing:
            apply(grants, user=sociallogin.user)
            user = sociallogin.user
            if user.is_active and (user.is_staff or user.memberships.exists()):
                return
        elif grants:
            return
        self._refuse(request, sociallogin)

    def is_open_for_signup(self, request, sociallogin):
        return bool(self._grants(sociallogin))

    def populate_user(self, request, sociallogin, data):
        user = super().populate_user(request, sociallogin, data)
        user.email = (user.email or "").lower()
        user.name = str(data.get("name") or "")[:120]
        return user

    def save_user(self, request, sociallogin, form=None):
        with transaction.atomic():
            user = super().save_user(request, sociallogin, form)
            apply(self._grants(sociallogin), user=user)
        return user

    def _grants(self, sociallogin) -> Grants:
        data = sociallogin.account.extra_data
        claims = {**(data.get("id_token") or {}), **(data.get("userinfo") or {})} or data
        return grants_of(claims, claim=settings.OIDC_ROLES_CLAIM, mapping=read_mapping(settings.OIDC_ROLES))

    def _refuse(self, request, sociallogin):
        with transaction.atomic():
            address = str(getattr(sociallogin.user, "email", "") or "")
            record(by=NOBODY, what="accounts.sign-in.refused", target=address, text="no role in the claims")
        request.session.pop(second_factor.BY_SERVICE, None)
        raise ImmediateHttpResponse(render(request, "accounts/no_role.html", {"address": address}, status=403))
