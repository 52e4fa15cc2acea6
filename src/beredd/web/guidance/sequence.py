"""The emergency sequence on the site: its order and who decides it, its words in each edition, its approvals as one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from beredd.errors import BereddError
from beredd.guidance import drafting
from beredd.guidance.approval import authors, needs, person, standing, stopped_steps
from beredd.guidance.drafting import must_be, token
from beredd.guidance.editing import Change, find
from beredd.guidance.errors import ChangedMeanwhile, NotAllowed, Unknown
from beredd.guidance.fields import MOST_LINE, MOST_TEXT
from beredd.guidance.store import Store
from beredd.web.accounts import policy
from beredd.web.accounts.models import GuidanceDuty
from beredd.web.guidance import tables
from beredd.web.guidance.claims import chairs
from beredd.web.guidance.drafts import WhyForm
from beredd.web.guidance.duties import language_of
from beredd.web.guidance.editing import for_those_who, said_of, signs, who
from beredd.web.guidance.models import Entry
from beredd.web.guidance.reading import current
from beredd.web.guidance.review import make, tell_refusal
from beredd.web.guidance.views import for_readers
from beredd.web.guidance.words import STATES, edition_name, named
from beredd.wording import language

MOST_GRACE_DAYS = 3650


@for_readers
def sequence(request: HttpRequest) -> HttpResponse:
    """The steps as one, in each edition; the order and who decided it; what is left to approve."""
    return render(request, "guidance/sequence.html", _sequence(request))


def _sequence(request: HttpRequest, **more: Any) -> dict[str, Any]:
    guidance = current()
    store, today, duty = guidance.store, guidance.today, policy.guidance_duty(request.user)
    one, where = store.sequence, guidance.sequence_standing
    parts = [("edition", part) for part in one.editions] + [("call-page", part) for part in one.call_page]
    left = [part for kind, part in parts if duty and _may_fill(store, duty, part, today)]
    decided = {person(name) for name in one.decision.by}
    is_mine = duty is not None and duty.is_clinician and person(duty.signing_name) in decided
    names = _step_names(store)
    return {
        "room": "guidance",
        "sequence": one,
        "token": token(one),
        "duty": duty,
        "grace_holds": len(set(map(person, one.grace_by))) > 1,
        "state": STATES[where.state],
        "is_approved": where.is_approved,
        "chairs": chairs(needs(one), where),
        "stopped": stopped_steps(store),
        "conflict": named(one.decision.conflict),
        "proposed": named(one.decision.proposed),
        "orders": [
            {
                "title": store.sources[order.source].title,
                "at": order.at,
                "steps": " → ".join(f"”{names.get(id, id)}”" for id in order.order),
            }
            for order in one.orders
        ],
        "steps": [{"id": step.id, "name": names.get(step.id, step.id)} for step in one.steps if not step.stopped],
        "editions": [_edition(store, part, today) for part in one.editions],
        "pages": [
            {"page": p, "name": edition_name(p.edition), "chairs": _chairs(store, p, today)} for p in one.call_page
        ],
        "may_approve": bool(left) or (is_mine and not where.is_approved),
        "colleagues": GuidanceDuty.objects.filter(is_clinician=True, user__is_active=True).exclude(pk=duty.pk)
        if duty and duty.is_clinician
        else (),
        "entries": Entry.objects.filter(kind__in=("sequence", "edition", "call-page", "step"))[:100],
        "origin": tables.origin(guidance),
        **more,
    }


def _step_names(store: Store) -> dict[str, str]:
    """What each step is called in the reader's language, else in Swedish."""
    editions = {part.edition: part for part in store.sequence.editions}
    found = editions.get(language()) or editions.get("sv")
    return {id: said.heading for id, said in found.steps.items()} if found else {}


def _chairs(store: Store, part: Any, today: Any) -> Any:
    return chairs(needs(part), standing(store, part, today=today))


def _edition(store: Store, part: Any, today: Any) -> dict[str, Any]:
    steps = [{"step": step, "said": part.steps.get(step.id)} for step in store.sequence.steps]
    language = store.language(part.edition)
    is_approved = standing(store, part, today=today).is_approved
    return {
        "part": part,
        "shown_before": bool(part.history) and not is_approved and any(one.approvals for one in part.history),
        "name": edition_name(part.edition),
        "language": language,
        "steps": steps,
        "chairs": _chairs(store, part, today),
    }


def _may_fill(store: Store, duty: GuidanceDuty, part: Any, today: Any) -> bool:
    where = standing(store, part, today=today)
    me = person(duty.signing_name)
    if me in authors(part) or any(person(one.by) == me for one in where.leans_on):
        return False
    fits = {"clinician": duty.is_clinician, "reader": language_of(part) in duty.languages}
    return any(fits[role] for role in where.missing)


@for_those_who(policy.may_approve_guidance_as_clinician)
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Clinicians: with a colleague, the order of the steps. It holds once both have approved the sequence."""
    other = GuidanceDuty.objects.filter(pk=request.POST.get("other") or 0, is_clinician=True).first()

    def change(store: Store) -> Change:
        must_be(store.sequence, request.POST.get("token", ""))
        if other is None:
            raise NotAllowed("guidance.two-decide")
        return drafting.decide_order(
            store, by=(signs(request).signing_name, other.signing_name), on=timezone.localdate()
        )

    try:
        make(request, "sequence", "emergency", "decided", change, text=str(other or ""))
    except BereddError as refused:
        tell_refusal(request, refused)
    else:
        messages.success(request, _("Ordningen är beslutad. Den gäller när ni båda har godkänt hela sekvensen."))
    return redirect("guidance:sequence")


@for_those_who(policy.may_take_part_in_guidance)
@require_POST
def approve_sequence(request: HttpRequest) -> HttpResponse:
    """Clinicians and readers: all of the sequence that is theirs to approve, as one."""
    duty = signs(request)
    if not (duty.is_clinician or duty.reads):
        raise PermissionDenied

    def change(store: Store) -> Change:
        must_be(store.sequence, request.POST.get("token", ""))
        return drafting.approve_sequence(
            store,
            by=duty.signing_name,
            title=duty.title,
            on=timezone.localdate(),
            is_clinician=duty.is_clinician,
            reads=duty.languages,
        )

    try:
        make(request, "sequence", "emergency", "approved", change)
    except BereddError as refused:
        tell_refusal(request, refused)
    else:
        messages.success(request, _("Ditt godkännande av nödsekvensen är sparat."))
    return redirect("guidance:sequence")


class GraceForm(forms.Form):
    """How many days a passed review date is only marked."""

    days = forms.IntegerField(label=gettext_lazy("Respit, dagar"), min_value=0, max_value=MOST_GRACE_DAYS)


@for_those_who(policy.may_approve_guidance_as_clinician)
@require_POST
def grace(request: HttpRequest) -> HttpResponse:
    """Clinicians: how long after its review date the sequence is only marked. Holds once two have said the same."""
    form = GraceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Respiten är 0 till %(most)d hela dagar.") % {"most": MOST_GRACE_DAYS})
        return redirect("guidance:sequence")
    days, before = form.cleaned_data["days"], current().store.sequence.grace_days

    def change(store: Store) -> Change:
        must_be(store.sequence, request.POST.get("token", ""))
        return drafting.set_grace(store, days, by=signs(request).signing_name)

    was = _("ingen") if before is None else str(before)
    try:
        make(
            request,
            "sequence",
            "emergency",
            "decided",
            change,
            text=_("Respit: %(was)s → %(now)d dagar") % {"was": was, "now": days},
        )
    except BereddError as refused:
        tell_refusal(request, refused)
    else:
        messages.success(request, _("Din respit är sparad. Den gäller när två kliniker har angett samma."))
    return redirect("guidance:sequence")


class EditionForm(WhyForm):
    """The steps of the sequence in one edition."""

    title = forms.CharField(label=gettext_lazy("Rubrik"), max_length=MOST_LINE)

    def __init__(self, *args: Any, part: Any, steps: Any, **more: Any):
        super().__init__(*args, **more)
        self.steps = [step.id for step in steps]
        for n, id in enumerate(self.steps, 1):
            said = part.steps.get(id)
            self.fields[f"heading_{id}"] = forms.CharField(
                label=_("Steg %(n)d, rubrik") % {"n": n}, max_length=MOST_LINE, initial=said.heading if said else ""
            )
            self.fields[f"text_{id}"] = forms.CharField(
                label=_("Steg %(n)d, text") % {"n": n},
                max_length=MOST_TEXT,
                required=False,
                initial=said.text if said else "",
                widget=forms.Textarea({"rows": 2}),
            )
        self.fields["never"] = forms.CharField(
            label=_("Gör inte"),
            max_length=MOST_TEXT,
            required=False,
            initial="\n".join(part.never),
            widget=forms.Textarea({"rows": 3}),
            help_text=_("En rad för varje sak."),
        )
        self.fields["never_claims"] = forms.CharField(
            label=_("Påståenden som raderna vilar på"),
            max_length=MOST_LINE,
            required=False,
            initial=" ".join(part.never_claims),
            help_text=_("Id med blanksteg emellan."),
        )
        self.fields["title"].initial = part.title
        self.order_fields(["title", *(name for name in self.fields if name not in {"title", "why"}), "why"])

    def clean(self) -> dict[str, Any]:
        """Refuse lines that rest on nothing."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("never", "").strip() and not given.get("never_claims", "").strip():
            self.add_error("never_claims", _("Säg vilka påståenden raderna vilar på."))
        return given

    def words(self) -> dict[str, Any]:
        """What the form says, as a file of the store has it."""
        given = self.cleaned_data
        said = {id: {"heading": given[f"heading_{id}"], "text": given[f"text_{id}"]} for id in self.steps}
        return {
            "title": given["title"],
            "steps": {id: {key: text for key, text in words.items() if text} for id, words in said.items()},
            "never": [line.strip() for line in given["never"].splitlines() if line.strip()],
            "never_claims": given["never_claims"].replace(",", " ").split(),
        }


@for_those_who(policy.may_edit_guidance)
@require_http_methods(["GET", "HEAD", "POST"])
def write_edition(request: HttpRequest, edition: str) -> HttpResponse:
    """Editors: the sequence in one edition; its approvals go."""
    try:
        part: Any = find(current().store, "edition", edition)[0]
    except Unknown:
        raise Http404 from None
    form = EditionForm(
        request.POST if request.method == "POST" else None, part=part, steps=current().store.sequence.steps
    )
    now = token(part)
    status = 200

    def change(store: Store) -> Change:
        must_be(find(store, "edition", edition)[0], request.POST.get("token", ""))
        return drafting.draft_edition(store, edition, form.words(), **who(request, why=form.cleaned_data["why"]))

    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                make(request, "edition", edition, "drafted", change, text=form.cleaned_data["why"])
            except BereddError as refused:
                for sentence in said_of(refused):
                    form.add_error(None, sentence)
                if isinstance(refused, ChangedMeanwhile):
                    status, now = 409, token(find(current().store, "edition", edition)[0])
            else:
                messages.success(
                    request, _("Sekvensen är sparad som utkast på %(name)s.") % {"name": edition_name(edition)}
                )
                return redirect("guidance:sequence")
    context = {"room": "guidance", "form": form, "token": now, "name": edition_name(edition)}
    return render(request, "guidance/write_edition.html", context, status=status)
