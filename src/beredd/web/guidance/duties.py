"""What a person may do with each piece of guidance now, and what waits for them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from beredd.guidance.approval import Standing, Thing, authors, person, standing
from beredd.guidance.claims import Variant
from beredd.guidance.drafting import token
from beredd.guidance.store import Store
from beredd.web.accounts.models import GuidanceDuty
from beredd.web.guidance.reading import Guidance


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What somebody may do with one thing now.

    roles     in which the person may approve it
    own       whether the person has written it
    token     of the thing as it is shown
    """

    kind: str
    id: str
    token: str
    state: str
    roles: tuple[str, ...] = ()
    own: bool = False
    may_edit: bool = False
    may_send: bool = False
    may_send_back: bool = False
    may_stop: bool = False
    may_comment: bool = False


def desk(store: Store, duty: GuidanceDuty | None, kind: str, id: str, thing: Thing, *, today: date) -> Desk:
    """What the person with this duty may do with the thing on the day."""
    where = standing(store, thing, today=today)
    is_stopped, sent = getattr(thing, "stopped", None), getattr(thing, "sent_for_review", None)
    empty = Desk(kind=kind, id=id, token=token(thing), state=where.state)
    if duty is None:
        return empty
    in_review = where.state in {"in-review", "overdue"}
    return Desk(
        kind=kind,
        id=id,
        token=empty.token,
        state=where.state,
        roles=approves_as(duty, thing, where) if in_review and not is_stopped else (),
        own=person(duty.signing_name) in authors(thing),
        may_edit=duty.is_editor,
        may_send=duty.is_editor and not sent and not is_stopped and not where.is_approved,
        may_send_back=bool(sent) and not where.is_approved and (duty.is_clinician or bool(duty.reads)),
        may_stop=not is_stopped,
        may_comment=True,
    )


def approves_as(duty: GuidanceDuty, thing: Thing, where: Standing) -> tuple[str, ...]:
    """The roles in which the person's approval is missing. Nobody approves own work, or sits on two chairs."""
    me = person(duty.signing_name)
    if me in authors(thing) or (where.state != "overdue" and any(person(one.by) == me for one in where.leans_on)):
        return ()
    wanted = where.missing or tuple(one.role for one in where.leans_on)
    roles = []
    if "clinician" in wanted and duty.is_clinician:
        roles.append("clinician")
    if "reader" in wanted and language_of(thing) in duty.languages:
        roles.append("reader")
    return tuple(roles)


def language_of(thing: Thing) -> str:
    """The language that a thing is in, where it is in one."""
    edition = thing.edition if isinstance(thing, Variant) else getattr(thing, "edition", "")
    return edition.partition("-")[0]


def waiting(guidance: Guidance, duty: GuidanceDuty | None) -> list[dict[str, Any]]:
    """What the person has to do: kind, id, claim and `do` (`approve`, `rewrite`), in the order of the files."""
    if duty is None:
        return []
    store, me, found = guidance.store, person(duty.signing_name), []
    for kind, id, claim, thing in _reviewed(store):
        where = guidance.standings[id] if kind == "claim" else guidance.variant_standings.get(id)
        where = where or standing(store, thing, today=guidance.today)
        if where.state in {"in-review", "overdue"} and approves_as(duty, thing, where):
            found.append({"kind": kind, "id": id, "claim": claim, "do": "approve"})
    sequence = store.sequence
    where = guidance.sequence_standing
    if sequence.decision.on and not where.is_approved and approves_as(duty, sequence, where):
        found.append({"kind": "sequence", "id": "emergency", "claim": "", "do": "approve"})
    if duty.is_editor:
        for one in guidance.stale:
            if one.kind in {"claim", "variant"} and isinstance(one.who, str) and person(one.who) == me:
                found.append({"kind": one.kind, "id": one.id, "claim": one.claim, "do": "rewrite"})
    return found


def _reviewed(store: Store) -> Any:
    """Everything that is sent for review or may be overdue: kind, id, claim and the thing."""
    for claim in store.claims.values():
        if claim.sent_for_review or claim.approvals:
            yield "claim", claim.id, claim.id, claim
        for variant in store.variants.get(claim.id, ()):
            if variant.sent_for_review:
                yield "variant", variant.id, claim.id, variant
    for notice in store.notices.values():
        if notice.sent_for_review:
            yield "notice", notice.id, "", notice
