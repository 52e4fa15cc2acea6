"""Pages of people and organisations: members for an organisation's administrators, everyone for the site's."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from beredd.web.accounts import actions, people, policy, second_factor
from beredd.web.accounts.errors import AccountConflict
from beredd.web.accounts.forms import ExerciseDutyForm, GuidanceDutyForm
from beredd.web.accounts.models import Invitation, Membership, Organisation, Role, User
from beredd.web.asking import ask

PEOPLE_A_PAGE = 50


def _administrator(request: HttpRequest) -> User:
    """Who asks, if they administer the site."""
    if not isinstance(request.user, User) or not policy.may_administer_site(request.user):
        raise PermissionDenied
    return request.user


@login_required
@require_GET
def everyone(request: HttpRequest) -> HttpResponse:
    """Administrators of the site: the people and the organisations."""
    _administrator(request)
    wanted = request.GET.get("q", "").strip()
    found = User.objects.order_by("email").prefetch_related("memberships__organisation")
    if wanted:
        found = found.filter(
            Q(email__icontains=wanted)
            | Q(name__icontains=wanted)
            | Q(memberships__organisation__name__icontains=wanted)
        ).distinct()
    page = Paginator(found, PEOPLE_A_PAGE).get_page(request.GET.get("sida"))
    context = {"page": page, "wanted": wanted, "organisations": Organisation.objects.prefetch_related("memberships")}
    return render(request, "accounts/people.html", context)


@login_required
@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Administrators of the site: one person and what can be done about their account."""
    _administrator(request)
    return render(request, "accounts/person.html", _person(get_object_or_404(User, pk=pk)))


def _person(user: User, **more) -> dict:
    duty = policy.guidance_duty(user)
    exercises = policy.exercise_duty(user)
    start = {"signing_name": duty.signing_name if duty else user.name}
    return {
        "person": user,
        "duty": duty,
        "exercise_duty": exercises,
        "exercise_form": ExerciseDutyForm(initial=vars(exercises) if exercises else start, prefix="exercises"),
        "duty_form": GuidanceDutyForm(initial=vars(duty) if duty else {"signing_name": user.name}, prefix="duty"),
        "memberships": user.memberships.select_related("organisation"),
        "keys": user.api_keys.count(),
        "has_second_factor": second_factor.has_one(user),
        **more,
    }


def _close(by, user):
    people.close_account(by=by, user=user)
    return _("Kontot är stängt. Personen är utloggad överallt.")


def _open(by, user):
    people.open_account(by=by, user=user)
    return _("Kontot är öppet igen.")


def _sign_out(by, user):
    people.sign_out_everywhere(by=by, user=user)
    return _("Personen är utloggad överallt, och nycklar och länkar är indragna.")


def _grant(by, user):
    people.set_site_administration(by=by, user=user, granted=True)
    return _("Personen administrerar nu webbplatsen.")


def _take(by, user):
    people.set_site_administration(by=by, user=user, granted=False)
    return _("Personen administrerar inte längre webbplatsen.")


def _reset(by, user):
    people.reset_second_factor(by=by, user=user)
    return _("Tvåstegsinloggningen är borttagen. Personen ställer in en ny vid nästa inloggning.")


_DEEDS = {
    "stang": _close,
    "oppna": _open,
    "logga-ut": _sign_out,
    "gor-till-administrator": _grant,
    "ta-bort-administrator": _take,
    "ta-bort-tvasteg": _reset,
}


def _questions(user: User) -> dict[str, tuple[str, str, str]]:
    """(question, what it means, button) of what is asked about before it is done to a person."""
    return {
        "stang": (
            _("Stänga kontot?"),
            _(
                "Personen loggas ut och kommer inte in igen. Det personen har gjort finns kvar. "
                "Kontot går att öppna igen."
            ),
            _("Stäng kontot"),
        ),
        "logga-ut": (
            _("Logga ut personen överallt?"),
            _(
                "Alla sessioner, nycklar och länkar upphör genast. Nycklar och länkar går inte att få tillbaka; "
                "personen kan logga in igen."
            ),
            _("Logga ut överallt"),
        ),
        "gor-till-administrator": (
            _("Göra personen till administratör?"),
            _("Personen kan då se alla organisationers körningar, bjuda in, stänga konton och läsa loggen."),
            _("Gör till administratör"),
        ),
        "ta-bort-administrator": (
            _("Ta bort rätten att administrera webbplatsen?"),
            _("Personen loggas ut; nycklar och länkar slutar gälla. Rätten går att ge igen."),
            _("Ta bort rätten"),
        ),
        "ta-bort-tvasteg": (
            _("Ta bort tvåstegsinloggningen?"),
            _(
                "För den som har blivit av med sin telefon och sina reservkoder. Personen loggas ut och ställer in "
                "en ny; den gamla går inte att få tillbaka."
            ),
            _("Ta bort tvåstegsinloggningen"),
        ),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_person(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Administrators of the site, about anybody but themselves. GET asks, POST does."""
    _administrator(request)
    if deed not in _DEEDS:
        raise Http404
    user = get_object_or_404(User, pk=pk)
    if request.method != "POST":
        if deed not in (questions := _questions(user)):
            return redirect("accounts:person", pk)
        title, says, button = questions[deed]
        back = reverse("accounts:person", args=[pk])
        return ask(request, title=title, says=says, button=button, back=back, facts=_who(user))
    return _answer(request, lambda: _DEEDS[deed](request.user, user), reverse("accounts:person", args=[pk]))


def _who(user: User) -> list[tuple[str, object]]:
    return [(_("E-postadress"), user.email), *([(_("Namn"), user.name)] if user.name else [])]


def _answer(request: HttpRequest, deed, then: str, *, refused: str = "") -> HttpResponse:
    """Does it and goes on; what cannot be done is said where the person goes on, or at `refused`."""
    try:
        messages.success(request, deed())
    except AccountConflict as error:
        messages.error(request, str(error))
        return redirect(refused or then)
    return redirect(then)


@login_required
@require_POST
def set_guidance_duty(request: HttpRequest, pk: int) -> HttpResponse:
    """Administrators of the site, about anybody but themselves: what the person does with guidance."""
    by = _administrator(request)
    user = get_object_or_404(User, pk=pk, is_active=True)
    form = GuidanceDutyForm(request.POST, prefix="duty")
    if form.is_valid():
        try:
            people.set_guidance_duty(by=by, user=user, **form.cleaned_data)
        except AccountConflict as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("Uppdraget i vägledningen är ändrat."))
            return redirect("accounts:person", pk)
    return render(request, "accounts/person.html", _person(user, duty_form=form), status=422)


@login_required
@require_POST
def set_exercise_duty(request: HttpRequest, pk: int) -> HttpResponse:
    """Administrators of the site, about anybody but themselves: what the person does with exercise plans."""
    by = _administrator(request)
    user = get_object_or_404(User, pk=pk, is_active=True)
    form = ExerciseDutyForm(request.POST, prefix="exercises")
    if form.is_valid():
        try:
            people.set_exercise_duty(by=by, user=user, **form.cleaned_data)
        except AccountConflict as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("Uppdraget i övningar är ändrat."))
            return redirect("accounts:person", pk)
    return render(request, "accounts/person.html", _person(user, exercise_form=form), status=422)


@login_required
@require_POST
def send_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Administrators of the site: a link that signs the person in once, shown once."""
    by = _administrator(request)
    user = get_object_or_404(User, pk=pk, is_active=True)
    token = actions.issue_sign_in_link(by=by, user=user)
    link = request.build_absolute_uri(reverse("accounts:sign-in-link", args=[token]))
    return render(request, "accounts/person.html", _person(user, link=link))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Administrators of the site: a closed account goes for good. GET asks, POST does."""
    by = _administrator(request)
    user = get_object_or_404(User, pk=pk)
    if request.method != "POST":
        return ask(
            request,
            title=_("Ta bort kontot?"),
            facts=_who(user),
            says=_(
                "Namn, adress och roller raderas och går inte att få tillbaka. Organisationers körningar finns kvar, "
                "personens egna tas bort."
            ),
            button=_("Ta bort kontot för gott"),
            back=reverse("accounts:person", args=[pk]),
        )

    def deed():
        people.remove_account(by=by, user=user)
        return _("Kontot är borttaget.")

    return _answer(request, deed, reverse("accounts:people"), refused=reverse("accounts:person", args=[pk]))


def _managed(request: HttpRequest, slug: str) -> Organisation:
    """The organisation, for who manages its members; 404 for others, who need not know that it is there."""
    found = get_object_or_404(Organisation, slug=slug)
    if not policy.may_manage_members(request.user, found):
        raise Http404
    return found


@login_required
@require_GET
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Administrators of the organisation and of the site: members and open invitations."""
    found = _managed(request, slug)
    context = {
        "organisation": found,
        "members": found.memberships.select_related("user").order_by("user__email"),
        "invitations": Invitation.objects.filter(
            organisation=found, used_at=None, expires_at__gt=timezone.now()
        ).order_by("email"),
        "roles": Role.choices,
        "is_empty": not found.memberships.exists() and not found.runs.exists(),
    }
    return render(request, "accounts/organisation.html", context)


@login_required
@require_POST
def set_role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Administrators of the organisation and of the site."""
    found = _managed(request, slug)
    member = get_object_or_404(Membership.objects.select_related("user"), pk=pk, organisation=found)
    role = request.POST.get("role", "")
    if role not in Role.values:
        raise Http404

    def deed():
        people.set_role(by=request.user, user=member.user, organisation=found, role=role)
        return _("%(who)s är nu %(role)s.") % {"who": member.user, "role": Role(role).label}

    return _answer(request, deed, reverse("accounts:organisation", args=[slug]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end_membership(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Administrators of the organisation and of the site. GET asks, POST does."""
    found = _managed(request, slug)
    member = get_object_or_404(Membership.objects.select_related("user", "organisation"), pk=pk, organisation=found)
    if request.method != "POST":
        return ask(
            request,
            title=_("Avsluta medlemskapet?"),
            facts=[*_who(member.user), (_("Organisation"), found.name)],
            says=_(
                "Personen förlorar genast organisationens körningar och loggas ut; nycklar och länkar slutar gälla. "
                "För att komma med igen behövs en ny inbjudan."
            ),
            button=_("Avsluta medlemskapet"),
            back=reverse("accounts:organisation", args=[slug]),
        )

    def deed():
        people.end_membership(by=request.user, membership=member)
        return _("%(who)s är inte längre med i %(name)s.") % {"who": member.user, "name": found}

    return _answer(request, deed, reverse("accounts:organisation", args=[slug]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """A member: leaves the organisation. GET asks, POST does."""
    member = get_object_or_404(Membership, organisation__slug=slug, user=request.user)
    if request.method != "POST":
        return ask(
            request,
            title=_("Lämna organisationen?"),
            facts=[(_("Organisation"), member.organisation.name), (_("Roll"), member.get_role_display())],
            says=_(
                "Du förlorar genast organisationens körningar och loggas ut; nycklar och länkar slutar gälla. "
                "För att komma med igen behövs en ny inbjudan."
            ),
            button=_("Lämna organisationen"),
            back=reverse("accounts:overview"),
        )

    def deed():
        people.end_membership(by=request.user, membership=member)
        return _("Du är inte längre med i %(name)s.") % {"name": member.organisation}

    return _answer(request, deed, reverse("accounts:overview"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_invitation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Administrators of the organisation and of the site. GET asks, POST does."""
    found = _managed(request, slug)
    invitation = get_object_or_404(Invitation, pk=pk, organisation=found)
    if request.method != "POST":
        return ask(
            request,
            title=_("Återkalla inbjudan?"),
            facts=[
                (_("E-postadress"), invitation.email),
                (_("Roll"), invitation.get_role_display()),
                (_("Organisation"), found.name),
            ],
            says=_("Länken slutar gälla och går inte att få tillbaka. Du kan bjuda in personen på nytt."),
            button=_("Återkalla inbjudan"),
            back=reverse("accounts:organisation", args=[slug]),
        )
    people.withdraw_invitation(by=request.user, invitation=invitation)  # type: ignore[arg-type] # signed in: _managed
    messages.success(request, _("Inbjudan är återkallad."))
    return redirect("accounts:organisation", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Administrators of the site, once it is empty. GET asks, POST does."""
    by = _administrator(request)
    found = get_object_or_404(Organisation, slug=slug)
    if request.method != "POST":
        return ask(
            request,
            title=_("Ta bort organisationen?"),
            facts=[(_("Organisation"), found.name)],
            says=_("En organisation utan medlemmar och körningar tas bort för gott. Den går inte att få tillbaka."),
            button=_("Ta bort organisationen för gott"),
            back=reverse("accounts:organisation", args=[slug]),
        )

    def deed():
        people.remove_organisation(by=by, organisation=found)
        return _("Organisationen är borttagen.")

    return _answer(request, deed, reverse("accounts:people"), refused=reverse("accounts:organisation", args=[slug]))
