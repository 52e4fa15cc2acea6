"""What the stores themselves hold for an assignment's clauses: plans, knowledge products, horizon scans.

A plan is not an exercise and a draft is not knowledge spread: everything here is `draft` or `planned` until somebody
enters what was done. Which clause a thing answers is said once, here.
"""

from collections.abc import Callable, Iterator

from beredd.assignments.decision import Assignment
from beredd.assignments.evidence import Evidence
from beredd.exercises.plan import Plan
from beredd.exercises.store import read_exercises
from beredd.guidance.store import read_store
from beredd.wording import Sentence


def holdings(assignment: Assignment) -> tuple[Evidence, ...]:
    """Evidence from the stores that come with the program; nothing for an assignment that they do not know."""
    find = _FINDERS.get(assignment.id)
    return tuple(find()) if find else ()


def _preparedness() -> Iterator[Evidence]:
    for plan in read_exercises().plans.values():
        yield Evidence(
            clauses=("samverkan", "ovningar", "utlamnande", "alla-lagen", *(["dosovning"] if _is_dose(plan) else [])),
            kind="exercise",
            what=str(Sentence("assignments.holds-plan", name=plan.name, injects=len(plan.injects))),
            status="draft" if plan.status == "draft" else "planned",
            reference=f"{plan.id} v{plan.version}",
        )


def _is_dose(plan: Plan) -> bool:
    """Dose pharmacies are exercised in it, or it is for those whom rolls reach."""
    dose = {actor.id for actor in plan.actors if actor.competes == "dos"}
    is_exercised = any(role.actor in dose and role.played == "exercised" for role in plan.roles)
    return is_exercised or "dos" in plan.id


def _antagonists() -> Iterator[Evidence]:
    store = read_store()
    for audience in store.audiences.values():
        claims = [claim for claim in store.claims.values() if audience.id in claim.audiences]
        if claims:
            yield Evidence(
                clauses=(
                    *("utveckla-kunskap", "sprida-kunskap", "malgruppsanpassat"),
                    *("lattillgangligt", "saker", "andamalsenlig"),
                ),
                kind="product",
                what=str(Sentence("assignments.holds-product", audience=audience.name["sv"], claims=len(claims))),
                status="draft",
                reference=f"guidance {audience.id}",
            )
    for topic, looks in store.horizon.items():
        yield Evidence(
            clauses=("omvarlden", "nya-opioider") if topic == "nitazenes" else ("omvarlden",),
            kind="horizon-scan",
            what=str(Sentence("assignments.holds-scan", topic=store.topics[topic].name["sv"], looks=len(looks))),
            status="draft",
            on=max(look.on for look in looks),
            reference=f"guidance horizon/{topic}",
        )


_FINDERS: dict[str, Callable[[], Iterator[Evidence]]] = {
    "beredskap-2026": _preparedness,
    "opioidantagonister-2025": _antagonists,
}
