"""Micro exercises: an hour around one device, without account, also without network; and what all groups said."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from beredd import __version__
from beredd.exercises.plan import Plan
from beredd.exercises.prints import in_order, resolved
from beredd.exercises.tally import FEWEST_GROUPS, FEWEST_IN_A_CELL, Tally, tally
from beredd.exercises.workflow import seal_of
from beredd.figures import Column, Origin, Table
from beredd.figures.table import table_of
from beredd.web.downloads import Files, json_answer, table_answer
from beredd.web.exercises import actions, shelf
from beredd.web.exercises.models import MicroAnswer
from beredd.web.exercises.words import CHANNELS

MOST_AN_HOUR = 60
"""So many answers come in from one machine in an hour; a whole pharmacy shares one address."""


def playable() -> dict[str, Plan]:
    """Id -> the micro exercises that anyone may play: open, and the version that stands, or that comes along."""
    found: dict[str, Plan] = {}
    for id in shelf.latest():
        one = next((one for one in shelf.versions(id) if one.row is None or one.plan.status == "approved"), None)
        if one is not None and "micro" in one.plan.modes and one.plan.information_class == "open":
            found[id] = one.plan
    return found


@never_cache
@require_safe
def play(request: HttpRequest, id: str) -> HttpResponse:
    """Anyone: the whole exercise on one page, which the device can keep. So it says nothing of who opened it."""
    plan = playable().get(id)
    if plan is None:
        raise Http404
    request.user = AnonymousUser()
    roles = {role.id: role.name for role in plan.roles} | {"all": _("alla")}
    context = {
        "room": "exercises",
        "plan": plan,
        "token": uuid.uuid4(),
        "cards": [
            {
                "one": inject,
                "channel": CHANNELS[inject.channel][0],
                "icon": CHANNELS[inject.channel][1],
                "to": ", ".join(roles.get(to, to) for to in inject.to),
                "text": resolved(inject.text, plan),
            }
            for inject in in_order(plan)
        ],
        "roles": [role for role in plan.roles if role.played == "exercised"],
        "indicators": [one for one in plan.indicators if one.levels],
        "groups": MicroAnswer.objects.filter(plan=id).count(),
    }
    return render(request, "exercises/micro.html", context)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Anyone: the service worker, whose reach is the folder that it lies in."""
    path = finders.find("exercises/micro-worker.js")
    if not isinstance(path, str):
        raise Http404
    with open(path, encoding="utf-8") as file:
        answer = HttpResponse(file.read(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@csrf_exempt  # The page may have been kept for weeks, and nobody's rights are used: what comes in is from anyone.
@never_cache
@require_POST
def answer(request: HttpRequest, id: str) -> HttpResponse:
    """Anyone: what a group said of itself, with its consent. Sent twice, it counts once."""
    plan = playable().get(id)
    if plan is None:
        raise Http404
    asks_json = request.headers.get("Accept", "").startswith("application/json")
    wrong = _wrong(request, plan)
    if not wrong and not _has_room(request):
        wrong = _("Det har kommit många svar härifrån den senaste timmen. Försök igen senare.")
        if asks_json:
            return JsonResponse({"detail": wrong}, status=429)
    if wrong:
        if asks_json:
            return JsonResponse({"detail": wrong}, status=422)
        messages.error(request, wrong)
        return redirect("exercises:micro", id)
    actions.receive(
        token=uuid.UUID(request.POST["token"]),
        plan=id,
        version=plan.version,
        levels={
            one.id: int(request.POST[f"niva-{one.id}"]) for one in plan.indicators if f"niva-{one.id}" in request.POST
        },
        on=timezone.localdate(),
    )
    if asks_json:
        return JsonResponse({"received": True})
    messages.success(request, _("Tack. Ert svar är med i det nationella måttet."))
    return redirect("exercises:national")


def _wrong(request: HttpRequest, plan: Plan) -> str:
    """What of an answer cannot be used, in one sentence; empty where it can."""
    given = request.POST
    if given.get("samtycke") != "ja":
        return _("Ingenting är sparat: svaret sparas bara om ni har samtyckt.")
    try:
        uuid.UUID(given.get("token", ""))
    except ValueError:
        return _("Svaret saknar sitt nummer. Ladda om sidan och försök igen.")
    chosen = {one.id: given[f"niva-{one.id}"] for one in plan.indicators if f"niva-{one.id}" in given}
    if not chosen:
        return _("Ingen bedömningsgrund är skattad. Välj en nivå för minst en av dem.")
    most = {one.id: len(one.levels) for one in plan.indicators}
    if any(not level.isdigit() or not 1 <= int(level) <= most[id] for id, level in chosen.items()):
        return _("En nivå finns inte i skalan. Välj en av dem som står på sidan.")
    return ""


def _has_room(request: HttpRequest) -> bool:
    """Counts the machine's answers of the last hour, under a hash that is gone after it."""
    from beredd.web.accounts.limits import MACHINE

    key = f"micro:{MACHINE.key(request.META.get('REMOTE_ADDR', ''))}"
    cache.add(key, 0, 3600)
    return cache.incr(key) <= MOST_AN_HOUR


# What all groups said ------------------------------------------------------------------------------------------------


@never_cache
@require_safe
def national(request: HttpRequest) -> HttpResponse:
    """Anyone: how all groups rate themselves, by exercise and year."""
    years = _years()
    context = {
        "room": "exercises",
        "plans": [
            {
                "plan": plan,
                "years": [
                    {
                        "year": year,
                        "groups": len(found),
                        "rows": list(_rows(plan, found)),
                        "table": table_for(plan, year, found),
                    }
                    for (id, year), found in sorted(years.items(), reverse=True)
                    if id == plan.id
                ],
            }
            for plan in playable().values()
        ],
        "fewest": FEWEST_GROUPS,
        "small": FEWEST_IN_A_CELL,
        "files": Files(tables=f"{request.path}fil/", figures="", record=f"{request.path}fil/uppgifter"),
        "origin": _origin(years),
    }
    return render(request, "exercises/national.html", context)


def _years() -> dict[tuple[str, str], list[dict[str, int]]]:
    """(plan, year) -> the answers."""
    found: dict[tuple[str, str], list[dict[str, int]]] = {}
    for plan, quarter, levels in MicroAnswer.objects.values_list("plan", "quarter", "levels"):
        found.setdefault((plan, quarter[:4]), []).append(levels)
    return found


def _told(plan: Plan, answers: list[dict[str, int]]) -> tuple[Tally, ...]:
    rated = [one for one in plan.indicators if one.levels]
    most = max((len(one.levels) for one in rated), default=0)
    return tally(answers, [one.id for one in rated], levels=most)


def _rows(plan: Plan, answers: list[dict[str, int]]) -> Any:
    """Each indicator with its levels: how many, and the share of a bar."""
    indicators = {one.id: one for one in plan.indicators}
    for row in _told(plan, answers):
        one = indicators[row.indicator]
        yield {
            "one": one,
            "tally": row,
            "levels": [
                {"text": text, "n": n, "share": f"{100 * n / row.groups:.1f}" if n and row.groups else ""}
                for text, n in zip(one.levels, row.counts, strict=False)
            ],
        }


def table_for(plan: Plan, year: str, answers: list[dict[str, int]]) -> Table:
    """The counts of a year; what is kept back is empty in files, too."""
    few = _("färre än %(n)d, eller dolt") % {"n": FEWEST_IN_A_CELL}
    most = max((len(one.levels) for one in plan.indicators), default=0)
    columns = [Column(key="indicator", label=_("Bedömningsgrund"), kind="text")]
    columns += [Column(key="groups", label=_("Grupper"), kind="count")]
    columns += [Column(key=f"level_{n}", label=_("Nivå %(n)d") % {"n": n}, kind="count") for n in range(1, most + 1)]
    texts = {one.id: f"{one.id} {one.text}" for one in plan.indicators}
    records = []
    for row in _told(plan, answers):
        record: dict[str, Any] = {"indicator": texts[row.indicator], "groups": row.groups or None}
        for n, column in enumerate(columns[2:]):
            count = row.counts[n]
            record[column.key] = column.cell(None, few) if count is None else count
        records.append(record)
    caption = _("%(plan)s %(year)s") % {"plan": plan.name, "year": year}
    return table_of(f"{plan.id}-{year}", caption, columns, records)


def _origin(years: dict[tuple[str, str], list[dict[str, int]]]) -> Origin:
    from beredd.provenance import fingerprint

    return Origin(
        engine="exercises",
        version=__version__,
        fingerprint=fingerprint({f"{id} {year}": len(found) for (id, year), found in years.items()}),
        created=timezone.localdate().isoformat(),
        commands=(),
        notes=(
            _("Grupper som har valt att skicka in sin skattning. De är inte ett urval, och talen gäller bara dem."),
        ),
    )


@never_cache
@require_safe
def national_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """Anyone: the counts of an exercise and a year as a file."""
    years = _years()
    for (id, year), found in years.items():
        plan = playable().get(id)
        if plan is not None and name == f"{id}-{year}":
            return table_answer([table_for(plan, year, found)], form=form, stem=name, origin=_origin(years))
    raise Http404


@never_cache
@require_safe
def national_record(request: HttpRequest) -> HttpResponse:
    """Anyone: where the numbers come from."""
    seals = {id: seal_of(plan) for id, plan in playable().items()}
    return json_answer({**_origin(_years()).data(), "plans": seals}, stem="mikroovningar")
