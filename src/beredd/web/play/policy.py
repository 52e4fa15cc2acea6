"""Who may do what in a run: every right is one function here, asked with the seat that the browser has proved.

Who may start a run is `accounts.policy.may_start_exercise`.
"""

from beredd.exercises.plan import Plan, Role
from beredd.web.play.models import LiveRun, Seat


def role_of(plan: Plan, seat: Seat) -> Role | None:
    """The role that the seat plays."""
    return next((one for one in plan.roles if one.id == seat.role), None)


def may_control(seat: Seat | None) -> bool:
    """Steer the clock, send injects, decide for any role, break the exercise, see everything, export: control."""
    return seat is not None and seat.room == Seat.Room.CONTROL


def may_observe(seat: Seat | None) -> bool:
    """See all that happens and rate it: observers and control."""
    return seat is not None and seat.room in (Seat.Room.OBSERVER, Seat.Room.CONTROL)


def may_decide(seat: Seat | None, role: str) -> bool:
    """Take a role's decision: the one that decides for it, and control for any."""
    if seat is None:
        return False
    return may_control(seat) or (seat.room == Seat.Room.PLAYER and seat.role == role and seat.decides)


def may_speak(seat: Seat | None, role: str) -> bool:
    """Write in the conversation between a role and control: who sits in the role, and control."""
    return seat is not None and (may_control(seat) or (seat.room == Seat.Room.PLAYER and seat.role == role))


def may_note(seat: Seat | None, role: str) -> bool:
    """Write in a role's own log: who sits in it, and control."""
    return may_speak(seat, role)


def is_open(run: LiveRun) -> bool:
    """Whether anything more can happen in it."""
    return run.state != LiveRun.State.ENDED


# Room of a seat -> the verbs of orders that it may give at all; the functions above say for whom.
ORDERS: dict[str, frozenset[str]] = {
    Seat.Room.CONTROL: frozenset(
        {"start", "clock", "decision", "share", "judgement", "send", "note", "observation", "jump", "finish"}
    ),
    Seat.Room.PLAYER: frozenset({"decision", "share", "note"}),
    Seat.Room.OBSERVER: frozenset({"observation"}),
    Seat.Room.SCREEN: frozenset(),
}
