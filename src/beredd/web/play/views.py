"""The rooms of a run, and what is done in them. A browser proves its seat by a cookie that holds for one run alone."""

import secrets
from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import user_passes_test
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beredd.errors import BereddError
from beredd.exercises.record import as_bytes
from beredd.web.accounts import limits, policy
from beredd.web.audit.actions import record
from beredd.web.exercises import shelf
from beredd.web.exercises.words import PREPAREDNESS
from beredd.web.play import actions, asked, ledger, showing, stream
from beredd.web.play import policy as rights
from beredd.web.play.errors import LiveError
from beredd.web.play.models import LiveRun, Seat
from beredd.web.play.showing import Audience

COOKIE = "beredd_seat"
COOKIE_AGE_S = 14 * 86_400


def _with_cookie(answer: HttpResponse, live: LiveRun, key: str) -> HttpResponse:
    answer.set_cookie(
        COOKIE, key, max_age=COOKIE_AGE_S, path=f"/ova/korning/{live.pk}/", httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return answer


def seat_of(request: HttpRequest, id: UUID) -> Seat | None:
    """The seat that the browser's cookie proves; else one that the signed-in person took before."""
    key = request.COOKIES.get(COOKIE, "")
    found = Seat.objects.select_related("run").filter(run=id, key=actions.digest_of(key)).first() if key else None
    if found is None and request.user.is_authenticated:
        found = Seat.objects.select_related("run").filter(run=id, user=request.user).first()
    return found


def _seated(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view is given the browser's seat; who has none is asked to join."""

    @wraps(view)
    def seated(request: HttpRequest, id: UUID, **more: Any) -> HttpResponse:
        seat = seat_of(request, id)
        if seat is None:
            return HttpResponseForbidden() if request.method == "POST" else redirect("play:join")
        return view(request, seat, **more)

    return never_cache(seated)


@never_cache
@user_passes_test(policy.may_start_exercise)
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Those who are signed in: choose a plan, make its run, and sit down as its control."""
    plans = shelf.latest()
    chosen = plans.get(request.POST.get("plan") or request.GET.get("plan", ""))
    if request.method == "POST" and chosen is not None:
        live, key = actions.make_run(by=request.user, plan=chosen.plan)
        return _with_cookie(redirect("play:room", live.pk), live, key)
    context = {
        "room": "exercises",
        "plans": [one.plan for one in plans.values()],
        "chosen": chosen.plan if chosen else None,
        "runs": LiveRun.objects.filter(made_by=request.user.pk)[:20],
    }
    return render(request, "play/start.html", context)


@never_cache
@user_passes_test(policy.may_start_exercise)
@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """Those who are signed in: the runs that they have made, and those they sit in."""
    mine = LiveRun.objects.filter(seats__user=request.user.pk).distinct()
    return render(request, "play/runs.html", {"room": "exercises", "runs": mine[:100]})


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, code: str = "") -> HttpResponse:
    """Anyone with a code: choose a role, say a name, sit down. No account and no address for mail."""
    given = (request.POST.get("code") or code).strip().upper().replace(" ", "")
    live = room = None
    wrong = ""
    if given:
        tried = limits.reserve(address=f"exercise:{given}", machine=request.META.get("REMOTE_ADDR", ""))
        if tried is None:
            wrong = _("För många försök. Vänta fem minuter och försök igen.")
        else:
            live = LiveRun.objects.exclude(state="ended").filter(player_code=given).first()
            room = Seat.Room.PLAYER if live else None
            if live is None and (live := LiveRun.objects.filter(control_code=given).first()):
                room = Seat.Room.CONTROL
            if live is None:
                wrong = _("Ingen övning har koden %(code)s. Fråga övningsledningen.") % {"code": given}
            else:
                limits.give_back(tried)
    if live is not None and request.method == "POST" and (role := request.POST.get("role", "")):
        try:
            part = {"observer": Seat.Room.OBSERVER, "control": Seat.Room.CONTROL}.get(role, Seat.Room.PLAYER)
            if part != Seat.Room.PLAYER and room != Seat.Room.CONTROL:
                raise LiveError("live.not-yours")  # who has the players' code gets no further
            name = request.POST.get("name", "")
            user = request.user if request.user.is_authenticated else None
            _seat, key = actions.take_seat(live, room=part, role=role, name=name, user=user)
            return _with_cookie(redirect("play:room", live.pk), live, key)
        except LiveError as error:
            wrong = str(error)
    plan = ledger.plan_of(live) if live is not None else None
    context = {
        "room": "exercises",
        "code": given,
        "wrong": wrong,
        "live": live,
        "may_control": room == Seat.Room.CONTROL,
        "roles": _roles(live, plan) if plan is not None else [],
    }
    return render(request, "play/join.html", context, status=404 if wrong else 200)


def _roles(live: LiveRun, plan: Any) -> list[dict[str, Any]]:
    actors = {one.id: one.name for one in plan.actors}
    taken = list(live.seats.filter(room=Seat.Room.PLAYER).values_list("role", flat=True))
    return [
        {"one": role, "actor": actors.get(role.actor, role.actor), "n": taken.count(role.id)}
        for role in plan.roles
        if role.played == "exercised"
    ]


@_seated
@require_safe
def room(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Who sits in the run: their room, whole, with the number of the last change it shows."""
    return _room(request, seat, seat.room)


@_seated
@require_safe
def screen(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Control: the big screen for the hall."""
    if not rights.may_control(seat):
        return HttpResponseForbidden()
    return _room(request, seat, Seat.Room.SCREEN)


def _room(request: HttpRequest, seat: Seat, part: str) -> HttpResponse:
    moment = showing.moment_of(seat.run_id)
    language = get_language() or "sv"
    audience = Audience(seat.run_id, part, seat.role, language)
    shown = Seat(pk=seat.pk, run_id=seat.run_id, room=part, role=seat.role)
    plan = moment.plan
    context: dict[str, Any] = {
        "live": moment.live,
        "plan": plan,
        "seat": seat,
        "part": part,
        "level": PREPAREDNESS[plan.preparedness][1],
        "regions": _with_token(request, showing.fragments(audience, moment)),
        "tick": moment.live.tick,
        "key": stream.key_for(shown, language),
    }
    if part == Seat.Room.CONTROL:
        address = request.build_absolute_uri(reverse("play:join-code", args=[moment.live.player_code]))
        everyone = [one for one in plan.roles if one.played == "exercised"]
        context |= {
            "address": address,
            "short": request.build_absolute_uri(reverse("play:join")),
            "qr": _qr(address),
            "roles": everyone,
            "cards": asked.cards_of(plan, [one.actor for one in everyone]),
        }
    elif part == Seat.Room.PLAYER:
        context["who"] = who = next(one for one in plan.roles if one.id == seat.role)
        context["actor"] = next((one.name for one in plan.actors if one.id == who.actor), "")
        context["cards"] = asked.cards_of(plan, [who.actor])
        context["others"] = [one for one in plan.roles if one.played == "exercised" and one.id != who.id]
    elif part == Seat.Room.OBSERVER:
        scale = shelf.catalogue().scales.get(plan.evaluation.scale)
        context |= {"indicators": plan.indicators, "scale": scale, "objectives": plan.objectives}
    return render(request, f"play/{part}.html", context)


def _with_token(request: HttpRequest, regions: dict[str, str]) -> dict[str, str]:
    """Fragments are the same for all screens of an audience; the token of a form is put in where a page is made."""
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
    return {name: html.replace("<!--csrf-->", token) for name, html in regions.items()}


def _qr(address: str) -> str:
    """The address as an SVG to be drawn in the page."""
    out = BytesIO()
    segno.make(address, error="m").save(out, kind="svg", xmldecl=False, svgclass="qr", lineclass=None, omitsize=True)
    return out.getvalue().decode()


def _answer(request: HttpRequest, id: UUID, *, says: str = "", ok: bool = True) -> HttpResponse:
    """What a script is told, or the room with a message on it."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"ok": ok, "says": says}, status=200 if ok else 409)
    if says:
        (messages.success if ok else messages.error)(request, says)
    return redirect("play:room", id)


def _refusing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A refusal is its sentence."""

    @wraps(view)
    def refusing(request: HttpRequest, seat: Seat) -> HttpResponse:
        try:
            return view(request, seat)
        except BereddError as error:
            if error.kind == "not_allowed":
                return JsonResponse({"ok": False, "says": str(error)}, status=403)
            return _answer(request, seat.run_id, says=str(error), ok=False)

    return _seated(require_POST(refusing))


@_refusing
def do(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Who sits in the run, as `play.policy` allows: give an order, and hear what became of it if that is soon."""
    verb, given = asked.order_in(request.POST)
    token = request.POST.get("token") or secrets.token_urlsafe(12)
    order = actions.give_order(by=seat, verb=verb, given=given, token=token)
    order = actions.outcome(order)
    if order.state == order.State.REFUSED:
        return _answer(request, seat.run_id, says=showing.refusal(order.answer), ok=False)
    says = _("Gjort.") if order.state == order.State.DONE else _("Mottaget. Det syns här när det är gjort.")
    return _answer(request, seat.run_id, says=says)


@_refusing
def talk(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Players in their role's conversation, control in any: say something."""
    if request.POST.get("text", "").strip():
        role = request.POST.get("role") or seat.role
        token = request.POST.get("token") or secrets.token_urlsafe(12)
        actions.say(by=seat, role=role, text=request.POST["text"], token=token)
    return _answer(request, seat.run_id)


@_refusing
def read(request: HttpRequest, seat: Seat) -> HttpResponse:
    """A player has opened an inject."""
    actions.mark_read(by=seat, inject=request.POST.get("inject", ""))
    return _answer(request, seat.run_id)


@_refusing
def line(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Anyone in the run: answer the test of the line."""
    actions.answer_line(seat)
    return _answer(request, seat.run_id, says=_("Tack, ni hörs."))


@_refusing
def halt(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Control: break the exercise on every screen, or let it go on."""
    if request.POST.get("verb") == "lift":
        actions.lift_halt(by=seat)
        return _answer(
            request, seat.run_id, says=_("Övningen är inte längre bruten. Klockan står tills ni startar den.")
        )
    actions.halt(by=seat, reason=request.POST.get("reason", ""))
    if ledger.run_of(seat.run).state.clock.state == "running":
        given = {"action": "pause", "value": 0}
        order = actions.give_order(by=seat, verb="clock", given=given, token=secrets.token_urlsafe(12))
        actions.outcome(order)
    return _answer(request, seat.run_id, says=_("ÖVNING BRYT är sänt till alla skärmar."))


@_seated
@require_safe
def export(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Control: the whole log as RUN.json, which `beredd exercise verify` proves."""
    if not rights.may_control(seat):
        return HttpResponseForbidden()
    from django.db import transaction

    with transaction.atomic():
        record(by=seat.user, what="exercise.exported", target=str(seat.run_id))
    answer = HttpResponse(as_bytes(ledger.run_of(seat.run)), content_type="application/json")
    name = f"OVNING-{seat.run.plan}-{seat.run.made_at:%Y-%m-%d}-RUN.json"
    answer["Content-Disposition"] = content_disposition_header(True, name) or ""
    return answer


@_seated
@require_safe
def after(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Observers and control: everything that happened, in order."""
    if not rights.may_observe(seat):
        raise Http404
    moment = showing.moment_of(get_object_or_404(LiveRun, pk=seat.run_id).pk)
    context = {
        "room": "exercises",
        "live": moment.live,
        "hash": moment.run.hash,
        "n": len(moment.run.events),
        "rows": showing.timeline(moment),
        "may_control": rights.may_control(seat),
        "curves": showing.curves(moment),
    }
    return render(request, "play/after.html", context)
