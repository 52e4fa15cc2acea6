"""What is done with a run: made, joined, steered. Each in one transaction.

What moves the exercise is an `Order`: it is written down here and carried out by the process that drives the run.
"""

import hashlib
import secrets
import time
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from beredd.exercises.acts import Act
from beredd.exercises.clock import ACTIONS, FASTEST
from beredd.exercises.plan import Plan
from beredd.exercises.workbook import plain_data
from beredd.web.audit.actions import record
from beredd.web.play import ledger, policy
from beredd.web.play.errors import LiveError, NotAllowed
from beredd.web.play.models import LiveRun, Message, Order, Reading, Seat

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""No vowels, so that no code is a word; nothing that is read as a digit."""
MOST_TEXT = 2000


def new_code(n: int) -> str:
    """A code that can be said on the phone: `KRT-BMX`."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(n))
    return "-".join(letters[i : i + 3] for i in range(0, n, 3))


def digest_of(key: str) -> str:
    """What is stored of a seat's key."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def make_run(*, by: Any, plan: Plan) -> tuple[LiveRun, str]:
    """A run in its lobby, and the key of its first control seat, which is the maker's."""
    live = LiveRun.objects.create(
        plan=plan.id,
        version=plan.version,
        name=plan.name,
        data=plain_data(plan),
        seed=plan.scenario.seed,
        secret=secrets.token_hex(16),
        player_code=new_code(6),
        control_code=new_code(9),
        made_by=by,
    )
    record(by=by, what="exercise.made", target=str(live.pk), text=f"{plan.id} v{plan.version}")
    _seat, key = take_seat(live, room=Seat.Room.CONTROL, name=by.get_username(), user=by)
    return live, key


@transaction.atomic
def take_seat(
    live: LiveRun, *, room: str, role: str = "", name: str = "", user: Any = None, says: str = ""
) -> tuple[Seat, str]:
    """A seat and its key. The first in a role decides for it."""
    ledger.locked(live.pk)
    plan = ledger.plan_of(live)
    if room == Seat.Room.PLAYER and role not in {one.id for one in plan.roles if one.played == "exercised"}:
        raise LiveError("live.no-role", role=role)
    decides = room == Seat.Room.PLAYER and not live.seats.filter(role=role, decides=True).exists()
    key = secrets.token_urlsafe(24)
    seat = Seat.objects.create(
        run=live,
        room=room,
        role=role if room == Seat.Room.PLAYER else "",
        name=name.strip()[:120],
        key=digest_of(key),
        decides=decides,
        user=user,
    )
    ledger.touch(live.pk)
    return seat, key


@transaction.atomic
def hand_over(*, by: Seat, seat: Seat) -> None:
    """Let another seat of the role decide: control, and who decides now."""
    if by.run_id != seat.run_id or not policy.may_decide(by, seat.role):
        raise NotAllowed("live.not-yours")
    ledger.locked(seat.run_id)
    Seat.objects.filter(run=seat.run_id, role=seat.role).update(decides=False)
    Seat.objects.filter(pk=seat.pk).update(decides=True)
    ledger.touch(seat.run_id)


@transaction.atomic
def answer_line(seat: Seat) -> None:
    """The seat answers the test of the line."""
    Seat.objects.filter(pk=seat.pk).update(reached_at=timezone.now())
    ledger.touch(seat.run_id)


@transaction.atomic
def say(*, by: Seat, role: str, text: str, token: str) -> None:
    """A line in the conversation of a role with control; sent twice, it is said once."""
    if not policy.may_speak(by, role):
        raise NotAllowed("live.not-yours")
    text = _text(text)
    live = ledger.locked(by.run_id)
    if live.messages.filter(token=token).exists():
        return
    at = ledger.run_of(live).state.clock.shows(max(live.wall_ms, 0))
    Message.objects.create(
        run=live, role=role, is_from_control=policy.may_control(by), text=text, token=token, exercise_ms=at
    )
    ledger.touch(live.pk)


@transaction.atomic
def mark_read(*, by: Seat, inject: str) -> None:
    """A role has opened an inject that came to it."""
    live = ledger.locked(by.run_id)
    released = ledger.run_of(live).state.released
    content = released[inject].content or {} if inject in released else {}
    if by.room != Seat.Room.PLAYER or not {by.role, "all"} & set(content.get("to", ())):
        raise NotAllowed("live.not-yours")
    if Reading.objects.get_or_create(run=live, role=by.role, inject=inject)[1]:
        ledger.touch(live.pk)


@transaction.atomic
def halt(*, by: Seat, reason: str) -> None:
    """ÖVNING BRYT on every screen; the clock is paused by an order of its own."""
    if not policy.may_control(by):
        raise NotAllowed("live.not-yours")
    ledger.locked(by.run_id)
    LiveRun.objects.filter(pk=by.run_id).update(halted=_text(reason) or "–")
    record(by=by.user, what="exercise.halted", target=str(by.run_id))
    ledger.touch(by.run_id)


@transaction.atomic
def lift_halt(*, by: Seat) -> None:
    """The exercise goes on."""
    if not policy.may_control(by):
        raise NotAllowed("live.not-yours")
    LiveRun.objects.filter(pk=by.run_id).update(halted="")
    record(by=by.user, what="exercise.halt-lifted", target=str(by.run_id))
    ledger.touch(by.run_id)


def give_order(*, by: Seat, verb: str, given: Mapping[str, Any], token: str) -> Order:
    """Write an order down; the same token gives the same order. Checked against the plan, so that it can be done."""
    live = by.run
    plan = ledger.plan_of(live)
    if verb not in policy.ORDERS[by.room]:
        raise NotAllowed("live.not-yours")
    kept = _checked(by, verb, dict(given), plan)
    try:
        with transaction.atomic():
            ledger.locked(live.pk)
            if not policy.is_open(LiveRun.objects.get(pk=live.pk)):
                raise LiveError("live.ended")
            return Order.objects.create(run=live, seat=by, token=token, verb=verb, given=kept)
    except IntegrityError:
        return Order.objects.get(run=live, token=token)


def _checked(by: Seat, verb: str, given: dict[str, Any], plan: Plan) -> dict[str, Any]:
    """The plain data of an order: nothing in it that the plan does not know."""
    if verb in ("start", "finish"):
        return {}
    if verb == "clock":
        action, value = given.get("action", ""), given.get("value", 0)
        if action not in ACTIONS or action in ("start", "jump") or type(value) is not int:
            raise LiveError("live.no-action", action=str(action))
        if action == "speed" and not 1 <= value <= FASTEST:
            raise LiveError("live.no-speed", most=FASTEST)
        return {"action": action, "value": value}
    if verb == "jump":
        return {"act": "jump", "to": _text(given.get("to", ""))}
    role = given.get("by") or by.role or control_role(plan)
    if role not in {one.id for one in plan.roles}:
        raise LiveError("live.no-role", role=role)
    if verb in ("decision", "share", "note") and not policy.may_decide(by, role) and verb != "note":
        raise NotAllowed("live.advises")
    if verb == "note" and not policy.may_note(by, role):
        raise NotAllowed("live.not-yours")
    kept: dict[str, Any] = {"act": verb, "by": role}
    if inject := given.get("inject", ""):
        if inject not in {one.id for one in plan.injects}:
            raise LiveError("live.no-inject", inject=inject)
        kept["inject"] = inject
    for key in ("text", "reason", "legal", "indicator", "outcome", "lever", "id", "starts", "until"):
        if given.get(key):
            kept[key] = _text(given[key])
    for key in ("roles", "scope"):
        if given.get(key):
            kept[key] = [_text(one) for one in given[key]]
    if given.get("parameters"):
        kept["parameters"] = given["parameters"]
    return kept


def control_role(plan: Plan) -> str:
    """The role that control acts as; every log names who."""
    return next((one.id for one in plan.roles if one.played == "control"), plan.roles[0].id)


def act_of(given: Mapping[str, Any]) -> Act:
    """The act in an order's plain data."""
    kept: dict[str, Any] = {key: tuple(one) if key in ("roles", "scope") else one for key, one in given.items()}
    return Act(at="T+0:00", **kept)


def _text(text: Any) -> str:
    return str(text).replace("\0", "").strip()[:MOST_TEXT]


def outcome(order: Order, *, wait_s: float = 2.5) -> Order:
    """The order when it is carried out, or as it stands after so long."""
    from beredd.web.play.driver import SUPERVISOR

    SUPERVISOR.wake(order.run_id)
    until = time.monotonic() + wait_s
    while True:
        order.refresh_from_db()
        if order.state != Order.State.WAITING or time.monotonic() >= until:
            return order
        time.sleep(0.03)
