"""Guidance beside its writing: what is said about it, two versions side by side, what is stopped, the emergency
sequence as one, rapid notices, and the whole store as a file."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from beredd.errors import BereddError
from beredd.guidance import drafting
from beredd.guidance import editing as library
from beredd.guidance.approval import authors, needs, person, standing, stopped_steps, versions
from beredd.guidance.differences import compare
from beredd.guidance.drafting import must_be, token
from beredd.guidance.editing import Change, find
from beredd.guidance.errors import ChangedMeanwhile, NotAllowed, Unknown
from beredd.guidance.fields import MOST_LINE, MOST_TEXT
from beredd.guidance.store import Store, read_files, store_of
from beredd.guidance.transfer import from_zip, to_zip, unseen_approvals
from beredd.web.accounts import policy
from beredd.web.accounts.models import GuidanceDuty
from beredd.web.guidance import tables, workspace
from beredd.web.guidance.claims import chairs
from beredd.web.guidance.drafts import WhyForm
from beredd.web.guidance.duties import language_of
from beredd.web.guidance.editing import for_those_who, page_of, said_of, signs, who
from beredd.web.guidance.models import Entry
from beredd.web.guidance.reading import current, digest_of
from beredd.web.guidance.views import for_readers
from beredd.web.guidance.words import STATES, edition_name, named
from beredd.wording import language

REVIEWED = ("claim", "variant", "notice", "sequence", "edition", "call-page")


def _change(request: HttpRequest, kind: str, id: str, what: str, change: Any, *, text: str = "") -> None:
    workspace.make_change(
        by=request.user,  # type: ignore[arg-type]
        signs=signs(request),
        kind=kind,
        id=id,
        what=what,
        text=text,
        change=change,
    )


def _refused(request: HttpRequest, error: BereddError) -> None:
    for sentence in said_of(error):
        messages.error(request, sentence)


@for_those_who(policy.may_take_part_in_guidance)
@require_POST
def comment(request: HttpRequest) -> HttpResponse:
    """Everyone with a duty: a remark on a thing, for the others who work with it."""
    kind, id, text = (request.POST.get(name, "").strip() for name in ("kind", "id", "text"))
    try:
        find(current().store, kind, id)  # type: ignore[arg-type]
    except Unknown:
        raise Http404 from None
    if not text or len(text) > MOST_TEXT:
        messages.error(request, _("En kommentar har 1 till %(most)d tecken.") % {"most": MOST_TEXT})
        return redirect(page_of(kind, id))
    with transaction.atomic():
        workspace.note(
            by=request.user,  # type: ignore[arg-type]
            signs=signs(request),
            kind=kind,
            id=id,
            what="commented",
            text=text,
        )
    messages.success(request, _("Kommentaren är sparad."))
    return redirect(page_of(kind, id))


@for_readers
def versions_of(request: HttpRequest, kind: str, id: str) -> HttpResponse:
    """Two versions of a claim or a text, word by word. The latest two, or those that are asked for."""
    if kind not in {"claim", "variant"}:
        raise Http404
    try:
        thing = find(current().store, kind, id)[0]  # type: ignore[arg-type]
    except Unknown:
        raise Http404 from None
    every: list[Any] = list(versions(thing))[::-1]  # type: ignore[type-var]
    try:
        old = int(request.GET.get("fran", max(0, len(every) - 2)))
        new = int(request.GET.get("till", len(every) - 1))
    except ValueError:
        raise Http404 from None
    if not (0 <= old < len(every) and 0 <= new < len(every)):
        raise Http404
    context = {
        "room": "guidance",
        "thing": thing,
        "kind": kind,
        "claim_id": id.partition("/")[0],
        "every": [{"n": n, "one": one} for n, one in enumerate(every)],
        "old": old,
        "new": new,
        "differs": list(_differences(every[old], every[new])),
    }
    return render(request, "guidance/versions.html", context)


def _differences(old: Any, new: Any) -> Any:
    """The words of two versions, a pair for each language and for what else is said in words."""
    if hasattr(old, "text"):
        pairs = {edition_name(new.edition): (old.text, new.text)}
    else:
        pairs = {
            edition_name(code): (old.says.get(code, ""), new.says.get(code, "")) for code in {**old.says, **new.says}
        }
        pairs[_("tal")] = (_numbers(old), _numbers(new))
        pairs[_("underlag")] = (_evidence(old), _evidence(new))
        pairs[_("egenskaper")] = (_properties(old), _properties(new))
    for name, (before, after) in pairs.items():
        if before or after:
            left, right = compare(before, after)
            yield {"name": name, "before": left, "after": right, "is_same": before == after}


def _numbers(claim: Any) -> str:
    said = (
        f"{name}: " + "–".join(f"{v:g}" for v in (one.value, one.low, one.high) if v is not None) + f" {one.unit}"
        for name, one in claim.numbers.items()
    )
    return "; ".join(said)


def _evidence(claim: Any) -> str:
    return "; ".join(f"{one.source} {one.at}: {one.says} ({one.certainty}, {one.strength})" for one in claim.evidence)


def _properties(claim: Any) -> str:
    found = [claim.confidence, claim.risk, claim.publish, f"{claim.review_months}", *claim.audiences, *claim.medicines]
    found += [*claim.companions, *claim.perishable]
    return ", ".join([*found, str(claim.valid_from)] if claim.valid_from else found)


# Less is shown ---------------------------------------------------------------------------------------------------


class StopForm(WhyForm):
    """How something is stopped, and why."""

    how = forms.ChoiceField(
        label=gettext_lazy("Hur"),
        choices=[
            ("withdrawn", gettext_lazy("Dra in: det är beslutat att det inte ska visas")),
            ("barred", gettext_lazy("Spärra genast: det kan vara fel eller farligt")),
        ],
        widget=forms.RadioSelect,
        initial="withdrawn",
    )


@for_those_who(policy.may_take_part_in_guidance)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, kind: str, id: str) -> HttpResponse:
    """Everyone with a duty: asks, says what goes from where, and then stops it. Nobody has to approve that less is
    shown, and another's draft is no hindrance: so the form has no token."""
    guidance = current()
    if kind not in {"claim", "variant", "notice", "step", "sequence"} or not _is_there(guidance.store, kind, id):
        raise Http404
    form = StopForm(request.POST if request.method == "POST" else None)

    def change(store: Store) -> Change:
        if _is_stopped(store, kind, id):
            raise NotAllowed("guidance.stopped-already", id=id)
        said = form.cleaned_data
        return library.stop(store, kind, id, how=said["how"], **who(request, why=said["why"]))  # type: ignore[arg-type]

    if request.method == "POST" and form.is_valid():
        try:
            _change(request, kind, id, "stopped", change, text=form.cleaned_data["why"])
        except BereddError as refused:
            for sentence in said_of(refused):
                form.add_error(None, sentence)
        else:
            messages.success(request, _("Det är stoppat och visas inte längre."))
            return redirect(page_of(kind, id))
    context = {
        "room": "guidance",
        "form": form,
        "kind": kind,
        "id": id,
        "back": page_of(kind, id),
        "goes": _carriers(guidance, kind, id),
        "takes_sequence": kind in {"step", "sequence"} or (kind == "claim" and _rests_in_steps(guidance.store, id)),
    }
    return render(request, "guidance/stop.html", context, status=422 if form.errors else 200)


def _is_there(store: Store, kind: str, id: str) -> bool:
    if kind == "step":
        return id in {step.id for step in store.sequence.steps}
    return (kind, id) == ("sequence", "emergency") or (kind, id) in store.places


def _is_stopped(store: Store, kind: str, id: str) -> bool:
    if kind == "step":
        return any(step.id == id and step.stopped for step in store.sequence.steps)
    return bool(find(store, kind, id)[0].stopped)  # type: ignore[union-attr, arg-type]


def _rests_in_steps(store: Store, id: str) -> bool:
    return any(id in step.claims for step in store.sequence.steps)


def _carriers(guidance: Any, kind: str, id: str) -> list[str]:
    """What shows it now, and will not: pages and prints by name and language."""
    found = []
    for what, name, shown in guidance.carriers.get(id.partition("/")[0], ()):
        if what == "publication" and (kind == "claim" or id in shown):
            stem, _slash, edition = name.rpartition("/")
            publication = guidance.store.publications[stem]
            found.append(f"{named(publication.title)}, {edition_name(edition)}")
    return found


# The emergency sequence ------------------------------------------------------------------------------------------


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
        "state": STATES[where.state],
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
    return {
        "part": part,
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
        _change(request, "sequence", "emergency", "decided", change, text=str(other or ""))
    except BereddError as refused:
        _refused(request, refused)
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
        _change(request, "sequence", "emergency", "approved", change)
    except BereddError as refused:
        _refused(request, refused)
    else:
        messages.success(request, _("Ditt godkännande av nödsekvensen är sparat."))
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
        self.fields["title"].initial = part.title
        self.order_fields(["title", *(name for name in self.fields if name not in {"title", "why"}), "why"])

    def words(self) -> dict[str, dict[str, str]]:
        """Step -> its words."""
        given = self.cleaned_data
        return {id: {"heading": given[f"heading_{id}"], "text": given[f"text_{id}"]} for id in self.steps}


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
        said = form.cleaned_data
        return drafting.draft_edition(store, edition, said["title"], form.words(), **who(request, why=said["why"]))

    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _change(request, "edition", edition, "drafted", change, text=form.cleaned_data["why"])
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


# The whole store -------------------------------------------------------------------------------------------------


@for_readers
def store_page(request: HttpRequest) -> HttpResponse:
    """The store as files: to take out, and for those who may to bring in."""
    return render(request, "guidance/store.html", _store(request))


def _store(request: HttpRequest) -> dict[str, Any]:
    guidance = current()
    return {
        "room": "guidance",
        "token": guidance.digest,
        "n": len(guidance.store.files),
        "claims": len(guidance.store.claims),
        "may_bring_in": policy.may_bring_in_guidance(request.user),
        "entries": Entry.objects.filter(kind="store")[:20],
        "origin": tables.origin(guidance),
    }


@for_readers
def store_file(request: HttpRequest) -> HttpResponse:
    """The whole store as a zip file, byte for byte."""
    answer = HttpResponse(to_zip(read_files(workspace.folder())), content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="vagledning.zip"'
    return answer


@for_those_who(policy.may_bring_in_guidance)
@require_POST
def bring_in(request: HttpRequest) -> HttpResponse:
    """Editors and site administrators: a zip file in place of the store. Approvals that nobody has given here come in
    by an administrator alone."""
    given = request.FILES.get("file")
    try:
        if given is None:
            raise NotAllowed("guidance.file-needed")
        files = from_zip(given.read())  # type: ignore[union-attr]
        after = store_of(files)

        def look(before: dict[str, bytes]) -> str:
            if digest_of(before) != request.POST.get("token"):
                raise NotAllowed("guidance.store-changed")
            unseen = unseen_approvals(store_of(before), after)
            if unseen and not policy.may_administer_site(request.user):
                raise NotAllowed("guidance.unvouched", n=len(unseen), first=unseen[0])
            changed = [name for name in {**before, **files} if before.get(name) != files.get(name)]
            vouched = f"; vouched for: {'; '.join(unseen)}" if unseen else ""
            return f"{len(changed)} files changed: {', '.join(sorted(changed))}{vouched}"[:4000]

        workspace.replace_store(
            by=request.user,  # type: ignore[arg-type]
            signs=policy.guidance_duty(request.user),
            files=files,
            look=look,
        )
    except BereddError as refused:
        _refused(request, refused)
        return render(request, "guidance/store.html", _store(request), status=422)
    messages.success(request, _("Förrådet är intaget: %(n)d påståenden.") % {"n": len(after.claims)})
    return redirect("guidance:store")
