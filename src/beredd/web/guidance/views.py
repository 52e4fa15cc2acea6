"""Guidance as its editors see it. For signed-in people; nothing is changed here."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

from django.contrib.auth.decorators import user_passes_test
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from beredd.figures import Table
from beredd.web.accounts import policy
from beredd.web.downloads import Files, json_answer, table_answer
from beredd.web.guidance import claims, tables
from beredd.web.guidance.duties import waiting
from beredd.web.guidance.forms import Filter
from beredd.web.guidance.models import Entry
from beredd.web.guidance.reading import Guidance, current
from beredd.web.guidance.words import REGIONS, STATES, TOOK, edition_name, named

CLAIMS_A_PAGE = 40


def for_readers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whom `may_read_guidance` allows may look; the others are asked to sign in."""
    return user_passes_test(policy.may_read_guidance)(never_cache(require_safe(view)))


def files(query: str = "") -> Files:
    """Where the room's tables are fetched."""
    address = f"{reverse('guidance:overview')}fil/"
    return Files(tables=address, figures="", record=reverse("guidance:record"), query=f"?{query}" if query else "")


@for_readers
def overview(request: HttpRequest) -> HttpResponse:
    """What state guidance is in, and what is left to do."""
    guidance = current()
    audience = _audience(request, guidance)
    context = {
        "room": "guidance",
        "guidance": guidance,
        "states": tables.states(guidance),
        "stale": tables.stale(guidance),
        "expiring": tables.expiring(guidance),
        "weak": tables.weak(guidance),
        "readability": tables.readability(guidance),
        "findings": tables.findings(guidance),
        "covered": tables.covered(guidance),
        "gaps": tables.gaps(guidance, audience),
        "audience": guidance.store.audiences.get(audience),
        "sequence": {
            "label": STATES[guidance.sequence_standing.state][0],
            "mark": STATES[guidance.sequence_standing.state][1],
        },
        "held_back": sum(one.kind == "claim" for one in guidance.publishable.held_back),
        "waiting": waiting(guidance, policy.guidance_duty(request.user)),
        "reported": Entry.objects.filter(what=Entry.What.REPORTED)[:10],
        "files": files(),
        "gap_files": files(f"malgrupp={audience}" if audience else ""),
        "origin": tables.origin(guidance),
    }
    return render(request, "guidance/overview.html", context)


def _audience(request: HttpRequest, guidance: Guidance) -> str:
    """The audience that is asked for; empty for all. Http404 for one there is not."""
    asked = request.GET.get("malgrupp", "")
    if asked and asked not in guidance.store.audiences:
        raise Http404
    return asked


@for_readers
def claim(request: HttpRequest, claim_id: str) -> HttpResponse:
    """A claim: how it is said, what it rests on, who must approve it, and what carries it."""
    guidance = current()
    found = guidance.store.claims.get(claim_id)
    if found is None:
        raise Http404
    context = {
        "room": "guidance",
        "origin": tables.origin(guidance),
        **claims.page_of(guidance, found, policy.guidance_duty(request.user)),
    }
    return render(request, "guidance/claim.html", context)


@for_readers
def claim_list(request: HttpRequest) -> HttpResponse:
    """Claims, those that are asked for by topic, audience, confidence, risk and state."""
    guidance = current()
    form = Filter(request.GET, guidance, policy.guidance_duty(request.user))
    table = tables.claims(guidance, form.listed())
    page = Paginator(table.rows, CLAIMS_A_PAGE).get_page(request.GET.get("sida"))
    context = {
        "room": "guidance",
        "form": form,
        "may_edit": policy.may_edit_guidance(request.user),
        "page": page,
        "total": len(guidance.store.claims),
        "table": replace(table, rows=list(page)),
        "n": len(table.rows),
        "files": files(_chosen(form)),
        "origin": tables.origin(guidance),
    }
    return render(request, "guidance/claims.html", context, status=200 if form.is_valid() else 422)


def _chosen(form: Filter) -> str:
    """What is chosen, as the query of an address."""
    return urlencode({name: value for name, value in form.cleaned_data.items() if value}) if form.is_valid() else ""


@for_readers
def translation(request: HttpRequest) -> HttpResponse:
    """Translators: each claim beside what is written in a language; what lacks or renders an earlier version first."""
    guidance = current()
    edition = request.GET.get("sprak", "en")
    if edition not in guidance.editions:
        raise Http404
    rows = list(tables.translated(guidance, edition))
    context = {
        "room": "guidance",
        "edition": edition,
        "name": edition_name(edition),
        "language": guidance.store.language(edition),
        "editions": [{"id": one, "name": edition_name(one)} for one in guidance.editions],
        "page": Paginator(rows, CLAIMS_A_PAGE).get_page(request.GET.get("sida")),
        "may_edit": policy.may_edit_guidance(request.user),
        "origin": tables.origin(guidance),
    }
    return render(request, "guidance/translation.html", context)


@for_readers
def horizon(request: HttpRequest) -> HttpResponse:
    """What others know, by topic: where somebody looked, when, and what was taken or left."""
    guidance = current()
    topic = _topic(request, guidance)
    looked = [
        {
            "id": id,
            "name": named(guidance.store.topics[id].name),
            "looks": [
                {"look": look, "region": REGIONS[look.region], "took": TOOK[look.took][0], "mark": TOOK[look.took][1]}
                for look in looks
            ],
            "last": looks[0].on if looks else None,
        }
        for id, looks in tables.looks_by_topic(guidance, topic)
    ]
    context = {
        "room": "guidance",
        "topics": looked,
        "chosen": topic,
        "table": tables.horizon(guidance, topic),
        "files": files(f"amne={topic}" if topic else ""),
        "origin": tables.origin(guidance),
    }
    return render(request, "guidance/horizon.html", context)


def _topic(request: HttpRequest, guidance: Guidance) -> str:
    """The topic that is asked for; empty for all. Http404 for one there is not."""
    asked = request.GET.get("amne", "")
    if asked and asked not in guidance.store.topics:
        raise Http404
    return asked


@for_readers
def table_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """One of the room's tables as a file."""
    guidance = current()
    makers: dict[str, Callable[[], Table]] = {
        "lage": lambda: tables.states(guidance),
        "inaktuella": lambda: tables.stale(guidance),
        "gar-ut": lambda: tables.expiring(guidance),
        "underlag": lambda: tables.weak(guidance),
        "lasbarhet": lambda: tables.readability(guidance),
        "fynd": lambda: tables.findings(guidance),
        "tackning": lambda: tables.covered(guidance),
        "luckor": lambda: tables.gaps(guidance, _audience(request, guidance)),
        "pastaenden": lambda: tables.claims(
            guidance, Filter(request.GET, guidance, policy.guidance_duty(request.user)).listed()
        ),
        "omvarld": lambda: tables.horizon(guidance, _topic(request, guidance)),
        "publikationer": lambda: tables.publications(guidance),
    }
    if name not in makers:
        raise Http404
    return table_answer([makers[name]()], form=form, stem=f"vagledning-{name}", origin=tables.origin(guidance))


@for_readers
def record_file(request: HttpRequest) -> HttpResponse:
    """Which files, day and version the room's numbers come from."""
    return json_answer(tables.origin(current()).data(), stem="vagledning")
