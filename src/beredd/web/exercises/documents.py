"""A plan or a programme as something that is edited part by part: its parts, what they choose from, how it is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from beredd.exercises.columns import Column
from beredd.exercises.lint import Finding
from beredd.exercises.plan import Plan
from beredd.exercises.programme import Programme, lint_programme
from beredd.exercises.workbook import plain_data
from beredd.web.accounts.models import ExerciseDuty, User
from beredd.web.exercises import drafting, shelf
from beredd.web.exercises.forms import Choices
from beredd.web.exercises.layouts import HEAD, PLAN, PROGRAMME, PROGRAMME_HEAD, Part
from beredd.web.exercises.pages import findings_of

Change = Callable[[dict[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Document:
    """One of them as it stands.

    token     which state of it was read
    findings  of plain data of it
    save      keeps what a change makes of it; raises a BereddError where it may not be
    """

    thing: Plan | Programme
    token: int
    is_fixed: bool
    parts: Mapping[str, Part]
    head: tuple[Column, ...]
    choices: Choices
    starts: str
    page: str
    read: Callable[[Mapping[str, Any]], Any]
    findings: Callable[[Any], tuple[Finding, ...]]
    save: Callable[..., Any]
    item_address: Callable[[str, str], str]
    remove_address: Callable[[str, str], str]
    new_address: Callable[[str], str]

    @property
    def data(self) -> dict[str, Any]:
        """It as plain data."""
        found: dict[str, Any] = plain_data(self.thing)
        return found


def plan_document(one: shelf.Kept) -> Document:
    """A version of a plan."""
    plan = one.plan

    def save(*, by: User, signs: ExerciseDuty, token: int, text: str, to: Change) -> Any:
        return drafting.change(by=by, signs=signs, id=plan.id, version=plan.version, token=token, text=text, to=to)

    return Document(
        thing=plan,
        token=one.token,
        is_fixed=one.row is None or drafting.is_fixed(plan),
        parts=PLAN,
        head=HEAD,
        choices=_choices_of(plan),
        starts=plan.starts,
        page=reverse("exercises:version", args=[plan.id, plan.version]),
        read=shelf.from_data,
        findings=lambda changed: findings_of(shelf.Kept(plan=changed, row=one.row)).all,
        save=save,
        item_address=lambda part, key: reverse("exercises:item", args=[plan.id, plan.version, part, key]),
        remove_address=lambda part, key: reverse("exercises:remove-item", args=[plan.id, plan.version, part, key]),
        new_address=lambda part: reverse("exercises:new-item", args=[plan.id, plan.version, part]),
    )


def _choices_of(plan: Plan) -> Choices:
    catalogue = shelf.catalogue()
    roles = [(one.id, one.name) for one in plan.roles]
    return {
        "Delmål": [(one.id, f"{one.id} {one.name}") for one in plan.objectives],
        "Indikatorer": [(one.id, f"{one.id} {one.text}") for one in plan.indicators],
        "Aktörer": [(one.id, one.name) for one in plan.actors],
        "Roller": roles,
        "to": [("all", "alla"), *roles],
        "Skeden": [(one.name, one.name) for one in plan.phases],
        "quantity": [(one.id, f"{one.name} ({one.unit})") for one in catalogue.quantities.values()],
        "lever": [(one.id, f"{one.id} {one.name}") for one in catalogue.levers.values()],
        "programme": [(id, one.name) for id, (one, _r) in shelf.programmes().items()],
        "evaluation.scale": [(one.id, one.name) for one in catalogue.scales.values()],
    }


def programme_document(id: str) -> Document | None:
    """A programme, or None where there is none of that id."""
    found = shelf.programmes().get(id)
    if found is None:
        return None
    programme, token = found
    catalogue = shelf.catalogue()
    plans = {id: one.plan for id, one in shelf.latest().items()}

    def save(*, by: User, signs: ExerciseDuty, token: int, text: str, to: Change) -> Any:
        return drafting.change_programme(by=by, signs=signs, id=id, token=token, text=text, to=to)

    return Document(
        thing=programme,
        token=token,
        is_fixed=False,
        parts=PROGRAMME,
        head=PROGRAMME_HEAD,
        choices={
            "Planer": [(id, plan.name) for id, plan in plans.items()],
            "Aktörer": [(one.id, one.name) for one in catalogue.actors.values()],
            "Delmål": [(one.id, f"{one.id} {one.name}") for one in catalogue.objectives.values()],
        },
        starts="00:00",
        page=reverse("exercises:programme", args=[id]),
        read=shelf.programme_from,
        findings=lambda changed: tuple(lint_programme(changed, plans, catalogue)),
        save=save,
        item_address=lambda part, key: reverse("exercises:programme-item", args=[id, part, key]),
        remove_address=lambda part, key: reverse("exercises:remove-programme-item", args=[id, part, key]),
        new_address=lambda part: reverse("exercises:new-programme-item", args=[id, part]),
    )
