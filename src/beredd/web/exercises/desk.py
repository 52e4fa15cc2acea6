"""What a person may do with a version of a plan now, and what waits for them."""

from typing import Any

from beredd.exercises.workflow import is_fixed
from beredd.web.accounts import policy
from beredd.web.exercises import drafting, shelf


def desk_of(one: shelf.Kept, user: Any) -> dict[str, Any]:
    """What a person may do with a version now."""
    duty, plan = policy.exercise_duty(user), one.plan
    is_here, stands = one.row is not None, is_fixed(plan)
    if duty is None:
        return {}
    mine = {step.step for step in plan.history if " ".join(step.by.split()).casefold() == duty.signing_key}
    own, read_it = "written" in mine, "reviewed" in mine
    last = drafting.last_change(plan.id, plan.version) if is_here and not stands else None
    return {
        "token": one.token,
        "edit": duty.is_planner and is_here and not stands,
        "review": duty.is_reviewer and is_here and plan.status == "draft" and not own,
        "approve": duty.is_approver and is_here and plan.status == "reviewed" and not own and not read_it,
        "own": own,
        "send_back": is_here and not stands and not own and (duty.is_reviewer or duty.is_approver),
        "revise": duty.is_planner and (not is_here or stands),
        "clone": duty.is_planner,
        "remove": duty.is_planner and is_here and not stands,
        "undo": last if duty.is_planner else None,
    }


def waits_for(one: shelf.Kept, user: Any) -> bool:
    """Whether the person is one of those who can take the version on."""
    if one.row is None:
        return False
    desk = desk_of(one, user)
    return bool(desk.get("review") or desk.get("approve"))
