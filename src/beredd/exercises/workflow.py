"""A version's way from draft to approved, and who may take which step.

Nobody reviews or approves what they wrote, and nobody approves what they reviewed. A step carries a seal over what
the plan then said, so that a change afterwards shows. What is approved, or has been run, stands; a
change of it is a new version.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Literal

from beredd.exercises.errors import RuleBroken
from beredd.exercises.plan import Plan, Step
from beredd.exercises.workbook import plain_data
from beredd.provenance import fingerprint
from beredd.wording import Sentence

STANDS_FOR = {"draft": None, "reviewed": "reviewed", "approved": "approved"}
"""Status -> the step that it needs."""


def seal_of(plan: Plan) -> str:
    """The fingerprint of what a plan says, whoever has looked at it."""
    data = plain_data(plan)
    return fingerprint({key: value for key, value in data.items() if key not in ("status", "history")})


def authors(plan: Plan) -> tuple[str, ...]:
    """Who wrote this version."""
    return tuple(step.by for step in plan.history if step.step == "written")


def is_fixed(plan: Plan) -> bool:
    """Whether it stands as it is."""
    return plan.status == "approved" or any(step.step == "run" for step in plan.history)


def taken(plan: Plan, step: Literal["written", "reviewed", "approved", "run"], *, by: str, on: date) -> Plan:
    """The plan after a step; `RuleBroken` where it may not be taken, or not by that person."""
    if step == "written":
        if plan.status != "draft" or is_fixed(plan):
            raise RuleBroken("plans.stands", id=plan.id, version=plan.version, status=plan.status)
        return _with(plan, step, plan.status, by, on)
    if step == "run":
        if plan.status != "approved":
            raise RuleBroken("plans.run-unapproved", id=plan.id, status=plan.status)
        return _with(plan, step, plan.status, by, on)
    needs = "draft" if step == "reviewed" else "reviewed"
    if plan.status != needs:
        raise RuleBroken("plans.other-status", id=plan.id, status=plan.status, step=step, needs=needs)
    if not authors(plan):
        raise RuleBroken("plans.no-author", id=plan.id)
    if any(_is_same(by, author) for author in authors(plan)):
        raise RuleBroken("plans.own-text", by=by, step=step)
    if step == "approved" and _is_same(by, _last(plan, "reviewed").by):
        raise RuleBroken("plans.own-review", by=by)
    if step == "approved" and _last(plan, "reviewed").seal != seal_of(plan):
        raise RuleBroken("plans.changed-since", id=plan.id, by=_last(plan, "reviewed").by)
    return _with(plan, step, step, by, on)


def revised(plan: Plan, *, by: str, on: date) -> Plan:
    """The next version of a plan, a draft by that author."""
    fresh = replace(plan, version=plan.version + 1, status="draft", history=())
    return taken(fresh, "written", by=by, on=on)


def cloned(plan: Plan, *, id: str, name: str, by: str, on: date) -> Plan:
    """Another plan that begins as this one: version 1, a draft by that author."""
    fresh = replace(plan, id=id, name=name, version=1, status="draft", history=())
    return taken(fresh, "written", by=by, on=on)


def check_replaced(before: Plan, after: Plan) -> None:
    """Refuse another content, or an older version, in the place of one that stands."""
    if not is_fixed(before) or after.version > before.version:
        return
    if (
        after.version < before.version
        or seal_of(after) != seal_of(before)
        or after.history[: len(before.history)] != (before.history)
    ):
        raise RuleBroken("plans.stands", id=before.id, version=before.version, status=before.status)


def loose_steps(plan: Plan) -> Iterator[tuple[Sentence, Sentence]]:
    """What does not fit between a plan's status, its steps and what it says: (what, what to do)."""
    wanted = STANDS_FOR[plan.status]
    done = [step for step in plan.history if step.step == wanted]
    if wanted and not done:
        yield Sentence("plans.no-step", status=plan.status), Sentence("plans.no-step-do")
    elif wanted and done[-1].seal != seal_of(plan):
        what = Sentence("plans.changed-after", status=plan.status, by=done[-1].by, on=done[-1].on.isoformat())
        yield what, Sentence("plans.changed-after-do", version=plan.version + 1)
    if plan.status == "draft" and any(step.step == "approved" for step in plan.history):
        yield Sentence("plans.was-approved"), Sentence("plans.changed-after-do", version=plan.version + 1)
    for step in plan.history:
        if step.step in ("reviewed", "approved") and any(_is_same(step.by, author) for author in authors(plan)):
            yield Sentence("plans.own-text", by=step.by, step=step.step), Sentence("plans.own-text-do")


def _with(plan: Plan, step: Literal["written", "reviewed", "approved", "run"], status: str, by: str, on: date) -> Plan:
    if not by.strip():
        raise RuleBroken("plans.nobody")
    one = Step(step=step, by=by.strip(), on=on, seal=seal_of(plan))
    return replace(plan, status=status, history=(*plan.history, one))  # type: ignore[arg-type]


def _last(plan: Plan, step: str) -> Step:
    return next(one for one in reversed(plan.history) if one.step == step)


def _is_same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
