"""Guidance beside its writing: remarks, two versions side by side, what is stopped, and the whole store as a file."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from beredd.errors import BereddError
from beredd.guidance import editing as library
from beredd.guidance.approval import versions
from beredd.guidance.differences import compare
from beredd.guidance.editing import Change, find
from beredd.guidance.emergency import Sequence, SequenceEdition
from beredd.guidance.errors import NotAllowed, Unknown
from beredd.guidance.fields import MOST_TEXT
from beredd.guidance.store import Store, read_files, store_of
from beredd.guidance.transfer import from_zip, to_zip, unseen_approvals
from beredd.web.accounts import policy
from beredd.web.guidance import tables, workspace
from beredd.web.guidance.drafts import WhyForm
from beredd.web.guidance.editing import for_those_who, page_of, said_of, signs, who
from beredd.web.guidance.models import Entry
from beredd.web.guidance.reading import current, digest_of
from beredd.web.guidance.views import for_readers
from beredd.web.guidance.words import edition_name, named

REVIEWED = ("claim", "variant", "notice", "sequence", "edition", "call-page")


def make(request: HttpRequest, kind: str, id: str, what: str, change: Any, *, text: str = "") -> None:
    """Change the store in the name of who asks."""
    workspace.make_change(
        by=request.user,  # type: ignore[arg-type]
        signs=signs(request),
        kind=kind,
        id=id,
        what=what,
        text=text,
        change=change,
    )


def tell_refusal(request: HttpRequest, error: BereddError) -> None:
    """What was refused, on the next page."""
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
    """Two versions of a claim, a text, the sequence or one of its editions, word by word. The latest two, or those that
    are asked for."""
    if kind not in {"claim", "variant", "edition", "sequence"}:
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
        "name": edition_name(id) if kind == "edition" else id,
        "every": [{"n": n, "one": one} for n, one in enumerate(every)],
        "old": old,
        "new": new,
        "differs": list(_differences(every[old], every[new])),
    }
    return render(request, "guidance/versions.html", context)


def _differences(old: Any, new: Any) -> Any:
    """The words of two versions, a pair for each language and for what else is said in words."""
    for name, (before, after) in _pairs(old, new).items():
        if before or after:
            left, right = compare(before, after)
            yield {"name": name, "before": left, "after": right, "is_same": before == after}


def _pairs(old: Any, new: Any) -> dict[str, tuple[str, str]]:
    if isinstance(new, Sequence):
        return {_("ordningen"): (_order(old), _order(new)), _("källornas ordning"): (_orders(old), _orders(new))}
    if isinstance(new, SequenceEdition):
        return _edition_pairs(old, new)
    if hasattr(old, "text"):
        return {edition_name(new.edition): (old.text, new.text)}
    pairs = {edition_name(code): (old.says.get(code, ""), new.says.get(code, "")) for code in {**old.says, **new.says}}
    pairs[_("tal")] = (_numbers(old), _numbers(new))
    pairs[_("underlag")] = (_evidence(old), _evidence(new))
    pairs[_("rättsläge")] = (_legal(old), _legal(new))
    pairs[_("egenskaper")] = (_properties(old), _properties(new))
    return pairs


def _edition_pairs(old: SequenceEdition, new: SequenceEdition) -> dict[str, tuple[str, str]]:
    pairs = {_("rubrik"): (old.title, new.title)}
    for n, id in enumerate(dict.fromkeys([*new.steps, *old.steps]), 1):
        before, after = old.steps.get(id), new.steps.get(id)
        pairs[_("steg %(n)d") % {"n": n}] = (
            f"{before.heading}. {before.text}" if before else "",
            f"{after.heading}. {after.text}" if after else "",
        )
    pairs[_("gör inte")] = ("\n".join(old.never), "\n".join(new.never))
    pairs[_("vad det vilar på")] = (", ".join(old.never_claims), ", ".join(new.never_claims))
    return pairs


def _order(sequence: Sequence) -> str:
    return " → ".join(f"{step.id} ({', '.join(step.claims)})" for step in sequence.steps)


def _orders(sequence: Sequence) -> str:
    return "; ".join(f"{one.source} {one.at}: {' → '.join(one.order)}" for one in sequence.orders)


def _legal(claim: Any) -> str:
    one = claim.legal
    said = (one.place, one.as_of, one.basis, one.in_force_until, one.confirmed_by, one.confirmed_on) if one else ()
    return ", ".join(str(part) for part in said if part)


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
            make(request, kind, id, "stopped", change, text=form.cleaned_data["why"])
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
        tell_refusal(request, refused)
        return render(request, "guidance/store.html", _store(request), status=422)
    messages.success(request, _("Förrådet är intaget: %(n)d påståenden.") % {"n": len(after.claims)})
    return redirect("guidance:store")
