"""Guidance as it is written and approved. Each view names its permission; the rules of approval are the library's."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from beredd.errors import BereddError
from beredd.guidance import drafting
from beredd.guidance import editing as library
from beredd.guidance.approval import Thing, standing
from beredd.guidance.differences import compare
from beredd.guidance.drafting import must_be, token
from beredd.guidance.editing import Change, find
from beredd.guidance.errors import ChangedMeanwhile, NotAllowed, Unknown
from beredd.guidance.rules import check
from beredd.guidance.store import Store
from beredd.guidance.texts import fill
from beredd.intake import FileRefused
from beredd.web.accounts import policy
from beredd.web.accounts.models import GuidanceDuty
from beredd.web.guidance import duties, workspace
from beredd.web.guidance.claims import evidence_of, numbers_of
from beredd.web.guidance.drafts import (
    ClaimForm,
    Grounds,
    NewTextForm,
    Numbers,
    TextForm,
    changes_of,
    evidence_from,
    filled,
    initial_of,
    numbers_from,
    variant_of,
)
from beredd.web.guidance.drafts import (
    numbers_of as number_forms_of,
)
from beredd.web.guidance.reading import current
from beredd.web.guidance.words import edition_name

View = Callable[..., HttpResponse]


def for_those_who(may: Callable[[Any], bool]) -> Callable[[View], View]:
    """The view is for those whom the policy admits; others are asked to sign in, or refused."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return never_cache(guarded)

    return wrap


def signs(request: HttpRequest) -> GuidanceDuty:
    """Who signs what is done in this request."""
    duty = policy.guidance_duty(request.user)
    if duty is None:
        raise PermissionDenied
    return duty


def who(request: HttpRequest, *, why: str = "") -> dict[str, Any]:
    """Who writes, on which day, and why, as the library asks."""
    return {"by": signs(request).signing_name, "on": timezone.localdate(), "why": why}


def page_of(kind: str, id: str) -> str:
    """The address of the page that a thing stands on."""
    if kind in {"claim", "variant"}:
        return reverse("guidance:claim", args=[id.partition("/")[0]])
    if kind == "publication":
        return reverse("guidance:publication", args=[id])
    return reverse("guidance:notices" if kind == "notice" else "guidance:sequence")


def said_of(error: BereddError) -> list[str]:
    """What was refused, a sentence each."""
    return [str(fault) for fault in error.faults] if isinstance(error, FileRefused) else [str(error)]


# Writing ---------------------------------------------------------------------------------------------------------


@for_those_who(policy.may_edit_guidance)
@require_http_methods(["GET", "HEAD", "POST"])
def write_claim(request: HttpRequest, claim_id: str = "") -> HttpResponse:
    """Editors: a claim's words, numbers and evidence; without an id a new claim."""
    guidance = current()
    claim = guidance.store.claims.get(claim_id)
    if claim_id and claim is None:
        raise Http404
    given = request.POST if request.method == "POST" else None
    start = (
        initial_of(claim) if claim else {"confidence": "B", "risk": "high", "publish": "public", "review_months": 12}
    )
    form = ClaimForm(given, store=guidance.store, claim=claim, initial=start)
    number = number_forms_of(claim) if claim else []
    ground = [vars_of(one) for one in claim.evidence] if claim else []
    numbers = Numbers(given, prefix="n", initial=number, form_kwargs={"store": guidance.store})
    grounds = Grounds(given, prefix="e", initial=ground, form_kwargs={"store": guidance.store})
    context: dict[str, Any] = {
        "room": "guidance",
        "claim": claim,
        "form": form,
        "numbers": numbers,
        "grounds": grounds,
        "token": token(claim) if claim else "",
    }
    if given is None:
        return render(request, "guidance/write_claim.html", context)
    if not (form.is_valid() & numbers.is_valid() & grounds.is_valid()):
        return render(request, "guidance/write_claim.html", context, status=422)
    wanted = form.values() | {"numbers": numbers_from(numbers), "evidence": evidence_from(grounds)}
    ids: list[str] = []

    def change(store: Store) -> Change:
        why = who(request, why=form.cleaned_data["why"])
        if not claim_id:
            ids.append(drafting.next_id(store))
            return drafting.add_claim(store, form.cleaned_data["topic"], filled(wanted), **why)
        found = store.claim(claim_id)
        must_be(found, request.POST.get("token", ""))
        ids.append(claim_id)
        changes = changes_of(found, wanted)
        if not changes:
            raise NotAllowed("guidance.nothing-changed", id=claim_id)
        return drafting.draft_claim(store, claim_id, changes, **why)

    def shown(status: int) -> HttpResponse:
        return render(request, "guidance/write_claim.html", context, status=status)

    try:
        if "look" in request.POST:
            store = change(current().store).store
            context |= {"looked": True}
            attach(form, ids[0], store)
            return shown(200)
        workspace.make_change(
            by=request.user,  # type: ignore[arg-type]
            signs=signs(request),
            kind="claim",
            id=claim_id or drafting.next_id(guidance.store),
            what="drafted",
            text=form.cleaned_data["why"],
            change=change,
        )
    except ChangedMeanwhile as changed:
        now = current().store.claims[claim_id]
        form.add_error(None, str(changed))
        context |= {"token": token(now), "theirs": _theirs(now, wanted["says"])}
        return shown(409)
    except BereddError as refused:
        for sentence in said_of(refused):
            form.add_error(None, sentence)
        return shown(422)
    messages.success(request, _("Utkastet är sparat."))
    return redirect("guidance:claim", ids[0])


def vars_of(one: Any) -> dict[str, Any]:
    """The fields of a dataclass, as a form shows them."""
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def _theirs(now: Any, mine: dict[str, str]) -> list[dict[str, Any]]:
    """What somebody else wrote meanwhile beside what was typed, by language."""
    return [
        {"name": edition_name(edition), "before": pair[0], "after": pair[1]}
        for edition, text in now.says.items()
        for pair in [compare(text, mine.get(edition, ""))]
    ]


def attach(form: Any, id: str, store: Store) -> None:
    """Put what the rules find at the fields that it is about; the rest goes into the form's own list `found`."""
    form.found = []
    for one in check(store, today=timezone.localdate()):
        if one.id != id or one.rule == "approval":
            continue
        field = (
            "_".join(map(str, one.within[:2]))
            if one.within[:1] == ("says",)
            else str(one.within[0])
            if one.within
            else ""
        )
        if field in form.fields:
            bound = form[field]
            bound.found = [*getattr(bound, "found", []), one]
        else:
            form.found.append(one)


@for_those_who(policy.may_edit_guidance)
@require_http_methods(["GET", "HEAD", "POST"])
def write_text(request: HttpRequest, variant_id: str) -> HttpResponse:
    """Editors and translators: a text with its source beside, and what has changed in that since it was written."""
    guidance = current()
    variant = variant_of(guidance.store, variant_id)
    if variant is None:
        raise Http404
    store = guidance.store
    given = request.POST if request.method == "POST" else None
    form = TextForm(given, initial={"text": variant.text}, language=store.languages[variant.language])
    context = {
        "variant": variant,
        "token": token(variant),
        "title": variant.id,
        **_beside(store, variant.claim, variant),
    }

    def change(now: Store) -> Change:
        found = variant_of(now, variant_id)
        if found is None:
            raise Unknown("guidance.no-thing", kind="variant", id=variant_id)
        must_be(found, request.POST.get("token", ""))
        return drafting.draft_variant(
            now, variant_id, form.cleaned_data["text"], **who(request, why=form.cleaned_data["why"])
        )

    return _written(request, form, context, kind="variant", id=lambda: variant_id, change=change)


@for_those_who(policy.may_edit_guidance)
@require_http_methods(["GET", "HEAD", "POST"])
def new_text(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Editors: a text of a claim for others, or in another language."""
    guidance = current()
    claim = guidance.store.claims.get(claim_id)
    if claim is None:
        raise Http404
    given = request.POST if request.method == "POST" else None
    start = {"edition": request.GET.get("sprak", "sv-easy"), "sex": "all"}
    form = NewTextForm(given, store=guidance.store, claim=claim, editions=guidance.editions, initial=start)
    context = {"claim": claim, "token": token(claim), "title": claim.id, **_beside(guidance.store, claim_id, None)}
    before: set[str] = set()

    def change(store: Store) -> Change:
        must_be(store.claim(claim_id), request.POST.get("token", ""))
        before.update(one.id for one in store.variants.get(claim_id, ()))
        said = form.cleaned_data
        return drafting.add_variant(
            store,
            claim_id,
            said["edition"],
            said["text"],
            audiences=tuple(said["audiences"]),
            sex=said["sex"],
            **who(request, why=said["why"]),
        )

    def id() -> str:
        said = form.cleaned_data
        whom = "+".join(said["audiences"]) or "all"
        return f"{claim_id}/{said['edition']}/{whom}" + ("" if said["sex"] == "all" else f"/{said['sex']}")

    return _written(request, form, context, kind="variant", id=id, change=change)


def _written(
    request: HttpRequest,
    form: Any,
    context: dict[str, Any],
    *,
    kind: str,
    id: Callable[[], str],
    change: Callable[[Store], Change],
) -> HttpResponse:
    """The page of a text: shown, looked at by the rules, or written. What was typed is never lost."""
    page = partial(render, request, "guidance/write_text.html")
    context |= {"room": "guidance", "form": form}
    if request.method != "POST":
        return page(context)
    if not form.is_valid():
        return page(context, status=422)
    try:
        if "look" in request.POST:
            attach(form, id(), change(current().store).store)
            return page({**context, "looked": True})
        workspace.make_change(
            by=request.user,  # type: ignore[arg-type]
            signs=signs(request),
            kind=kind,
            id=id(),
            what="drafted",
            text=form.cleaned_data["why"],
            change=change,
        )
    except ChangedMeanwhile as changed:
        form.add_error(None, str(changed))
        now = find(current().store, "variant" if "variant" in context else "claim", context["title"])[0]
        text = getattr(now, "text", "")
        theirs = [{"name": context["title"], "before": a, "after": b} for a, b in [compare(text, form["text"].value())]]
        return page({**context, "token": token(now), "theirs": theirs if text else []}, status=409)
    except BereddError as refused:
        for sentence in said_of(refused):
            form.add_error(None, sentence)
        return page(context, status=422)
    messages.success(request, _("Texten är sparad som utkast."))
    return redirect(page_of(kind, id()))


def _beside(store: Store, claim_id: str, variant: Any) -> dict[str, Any]:
    """The source that a text is written from, and what has changed in it since the version that the text renders."""
    claim = store.claims[claim_id]
    rendered = next((one for one in (claim, *claim.history) if variant and one.version == variant.version), claim)
    source = [
        {
            "code": code,
            "name": edition_name(code),
            "text": fill(store, claim, claim.says[code], language=code),
            "raw": text,
        }
        for code, text in claim.says.items()
    ]
    changed = [
        {"name": edition_name(code), "code": code, "before": a, "after": b}
        for code, text in claim.says.items()
        if rendered is not claim and rendered.says.get(code, "") != text
        for a, b in [compare(rendered.says.get(code, ""), text)]
    ]
    return {
        "of": claim,
        "source": source,
        "rendered": rendered,
        "changed": changed,
        "numbers": numbers_of(store, claim),
        "evidence": [evidence_of(store, one) for one in claim.evidence],
    }


# One step on -----------------------------------------------------------------------------------------------------


def _seen(store: Store, request: HttpRequest) -> tuple[Any, str, Thing]:
    """The kind, id and thing that the form is about, if it still is what was shown."""
    kind, id = request.POST.get("kind", ""), request.POST.get("id", "")
    thing = find(store, kind, id)[0]  # type: ignore[arg-type]
    must_be(thing, request.POST.get("token", ""))
    return kind, id, thing


def _send(request: HttpRequest, store: Store) -> Change:
    kind, id, _thing = _seen(store, request)
    return drafting.send_for_review(store, kind, id, on=timezone.localdate())


def _send_back(request: HttpRequest, store: Store) -> Change:
    kind, id, _thing = _seen(store, request)
    if not request.POST.get("text", "").strip():
        raise NotAllowed("guidance.why-needed")
    return drafting.send_back(store, kind, id)


def _approve(request: HttpRequest, store: Store) -> Change:
    kind, id, thing = _seen(store, request)
    duty, today, role = signs(request), timezone.localdate(), request.POST.get("role", "")
    allowed = policy.may_approve_guidance_as_clinician(request.user)
    if role == "reader":
        allowed = policy.may_approve_guidance_as_reader(request.user, duties.language_of(thing))
    if role not in {"clinician", "reader"} or not allowed:
        raise PermissionDenied
    if not getattr(thing, "sent_for_review", None) and not standing(store, thing, today=today).is_approved:
        raise NotAllowed("guidance.not-sent-yet", id=id)
    return library.approve(
        store,
        kind,
        id,
        by=duty.signing_name,
        role="reader" if role == "reader" else "clinician",
        title=duty.title,
        on=today,
    )


STEPS: dict[str, tuple[str, Callable[[Any], bool], Callable[[HttpRequest, Store], Change]]] = {
    # verb: (what the history calls it, who may, the change)
    "skicka": ("sent", policy.may_edit_guidance, _send),
    "tillbaka": ("sent-back", policy.may_take_part_in_guidance, _send_back),
    "godkann": ("approved", policy.may_take_part_in_guidance, _approve),
}


@for_those_who(policy.may_take_part_in_guidance)
@require_POST
def take_step(request: HttpRequest, verb: str) -> HttpResponse:
    """Those with a duty, each verb its own: send for review, send back, approve."""
    if verb not in STEPS:
        raise Http404
    what, may, change = STEPS[verb]
    if not may(request.user):
        raise PermissionDenied
    kind, id = request.POST.get("kind", ""), request.POST.get("id", "")
    try:
        workspace.make_change(
            by=request.user,  # type: ignore[arg-type]
            signs=signs(request),
            kind=kind,
            id=id,
            what=what,
            text=request.POST.get("text", "").strip()[:4000],
            change=partial(change, request),
        )
    except Unknown:
        raise Http404 from None
    except BereddError as refused:
        for sentence in said_of(refused):
            messages.error(request, sentence)
        if text := request.POST.get("text", "").strip():
            messages.info(request, _("Det du skrev: %(text)s") % {"text": text})
        return redirect(page_of(kind, id))
    done = {
        "skicka": _("Skickat till granskning."),
        "tillbaka": _("Skickat tillbaka till den som skrev."),
        "godkann": _("Ditt godkännande är sparat."),
    }
    messages.success(request, done[verb])
    return redirect(page_of(kind, id))
