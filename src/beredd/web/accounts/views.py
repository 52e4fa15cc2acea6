"""Pages of accounts beside those of allauth. Each names its permission."""

import logging

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from beredd.web.accounts import actions, policy
from beredd.web.accounts.adapter import SESSION_KEY
from beredd.web.accounts.errors import LinkRefused
from beredd.web.accounts.forms import ApiKeyForm, InvitationForm, OrganisationForm
from beredd.web.accounts.models import ApiKey, Membership, Organisation, Role
from beredd.web.asking import ask

log = logging.getLogger(__name__)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request: HttpRequest, token: str) -> HttpResponse:
    """Anyone who holds the link. GET asks, POST signs in: a previewed or prefetched link is not used up."""
    if request.method == "POST":
        try:
            user = actions.use_sign_in_link(token=token)
        except LinkRefused as error:
            return render(request, "accounts/link_refused.html", {"reason": str(error)}, status=410)
        # Through allauth: who has a second factor is asked for it here, too.
        return perform_login(request, user, email_verification="none", redirect_url=reverse("start"))
    if not actions.link_is_open(token):
        reason = _("Länken gäller inte: den är använd, för gammal eller felskriven. Begär en ny.")
        return render(request, "accounts/link_refused.html", {"reason": reason}, status=410)
    return render(request, "accounts/sign_in_link.html", {"token": token})


@never_cache
@require_GET
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Anyone who holds the link: on to sign-up, or straight into the organisation for who is already signed in."""
    found = actions.open_invitation(token)
    if found is None:
        reason = _("Inbjudan gäller inte: den är använd eller för gammal. Be om en ny.")
        return render(request, "accounts/link_refused.html", {"reason": reason}, status=410)
    request.session[SESSION_KEY] = token
    return render(request, "accounts/invitation.html", {"invitation": found})


@login_required
@require_POST
def accept_invitation(request: HttpRequest) -> HttpResponse:
    """Signed in, with an invitation opened in this session."""
    token = request.session.pop(SESSION_KEY, "")
    try:
        membership = actions.accept_invitation(by=request.user, token=token)
    except LinkRefused as error:
        return render(request, "accounts/link_refused.html", {"reason": str(error)}, status=410)
    messages.success(request, _("Du är nu med i %(name)s.") % {"name": membership.organisation})
    return redirect("accounts:overview")


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Signed in: one's own memberships, keys and, for those who may, invitations."""
    return render(request, "accounts/overview.html", _overview(request))


def _overview(request, **forms) -> dict:
    organisations = _invitable(request.user)
    return {
        "memberships": Membership.objects.filter(user=request.user).select_related("organisation"),
        "keys": ApiKey.objects.filter(user=request.user).order_by("-created_at"),
        "key_form": ApiKeyForm(prefix="key"),
        "invitation_form": InvitationForm(prefix="invite", organisations=organisations) if organisations else None,
        "organisation_form": OrganisationForm(prefix="org") if policy.may_administer_site(request.user) else None,
        **forms,
    }


def _invitable(user):
    if policy.may_administer_site(user):
        return Organisation.objects.all()
    return Organisation.objects.filter(memberships__user=user, memberships__role=Role.ADMINISTRATOR)


@login_required
@require_POST
def create_api_key(request: HttpRequest) -> HttpResponse:
    """Signed in: the key is shown once, on the answer to this request."""
    form = ApiKeyForm(request.POST, prefix="key")
    if not form.is_valid():
        return render(request, "accounts/overview.html", _overview(request, key_form=form), status=422)
    _key, text = actions.create_api_key(by=request.user, name=form.cleaned_data["name"])
    return render(request, "accounts/overview.html", _overview(request, new_key=text))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_api_key(request: HttpRequest, pk: int) -> HttpResponse:
    """The key's owner. GET asks, POST does."""
    key = get_object_or_404(ApiKey, pk=pk, user=request.user)
    if request.method != "POST":
        return ask(
            request,
            title=_("Dra in nyckeln?"),
            facts=[(_("Namn"), key.name), (_("Börjar med"), f"{key.prefix}…")],
            says=_(
                "Program som använder nyckeln kommer genast inte in. Den går inte att få tillbaka, men du kan skapa "
                "en ny."
            ),
            button=_("Dra in nyckeln"),
            back=reverse("accounts:overview"),
        )
    actions.withdraw_api_key(by=request.user, key=key)
    messages.success(request, _("Nyckeln är indragen."))
    return redirect("accounts:overview")


@login_required
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Administrators of the organisation and of the site."""
    form = InvitationForm(request.POST, prefix="invite", organisations=_invitable(request.user))
    if not form.is_valid():
        if form["organisation"].errors and not form.fields["organisation"].queryset.exists():
            raise PermissionDenied
        return render(request, "accounts/overview.html", _overview(request, invitation_form=form), status=422)
    made, token = actions.invite(by=request.user, **form.cleaned_data)
    link = request.build_absolute_uri(reverse("accounts:invitation", args=[token]))
    if settings.SENDS_MAIL:
        try:
            actions.send_invitation(by=request.user, invitation=made, link=link)
        except OSError:
            log.exception("The invitation could not be sent.")
            messages.warning(request, _("Brevet gick inte att skicka. Lämna länken till den du bjuder in."))
        else:
            messages.success(request, _("Inbjudan är skickad till %(email)s.") % {"email": made.email})
            return redirect("accounts:overview")
    return render(request, "accounts/overview.html", _overview(request, invitation_link=link))


@login_required
@require_POST
def create_organisation(request: HttpRequest) -> HttpResponse:
    """Administrators of the site."""
    if not policy.may_administer_site(request.user):
        raise PermissionDenied
    form = OrganisationForm(request.POST, prefix="org")
    if not form.is_valid():
        return render(request, "accounts/overview.html", _overview(request, organisation_form=form), status=422)
    actions.create_organisation(by=request.user, **form.cleaned_data)
    messages.success(request, _("Organisationen är tillagd."))
    return redirect("accounts:overview")
