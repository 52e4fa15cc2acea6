"""What a schema cannot see in a plan: ends that hang loose. Each finding says where, what, and what to do."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Literal

from beredd.exercises.audiences import DECISIONS
from beredd.exercises.catalogue import Catalogue
from beredd.exercises.conditions import OnDecision, OnInject, OnQuantity, leaves, parse
from beredd.exercises.plan import Inject, Plan
from beredd.exercises.times import minute_of
from beredd.exercises.workflow import loose_steps
from beredd.wording import Sentence

Path = tuple[str | int, ...]
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_FIXED = re.compile(r"\{=([^{}]+)\}")
_HARMLESS = re.compile(
    r"\b(?:\d{1,2}[:.]\d{2}|(?:kl|klockan) \d{1,2}|dag \d+|1177|112|L\d+|S\d+|20\d\d)\b", re.IGNORECASE
)
_NUMBER = re.compile(r"\d(?:[ \u00a0]?\d)+|\d+ ?(?:%|procent)")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One loose end: the path of keys to it, the rule's name, what is wrong and what to do."""

    path: Path
    rule: str
    what: Sentence
    todo: Sentence
    level: Literal["error", "flag"] = "error"


def lint(plan: Plan, catalogue: Catalogue) -> tuple[Finding, ...]:
    """Everything that hangs loose in a plan, in the order of its parts."""
    return tuple(
        finding
        for rule in (_ids, _aims, _references, _injects, _conditions, _texts, _roles, _sharing, _assignment, _steps)
        for finding in rule(plan, catalogue)
    )


def _found(path: Path, rule: str, what: Sentence, todo: Sentence) -> Finding:
    return Finding(path=path, rule=rule, what=what, todo=todo)


def _ids(plan: Plan, catalogue: Catalogue) -> Iterator[Finding]:
    for key in ("objectives", "indicators", "actors", "roles", "injects", "values", "observers"):
        seen: set[str] = set()
        for at, item in enumerate(getattr(plan, key)):
            if item.id in seen:
                what = Sentence("exercises.twice", id=item.id)
                yield _found((key, at, "id"), "twice", what, Sentence("exercises.twice-do"))
            seen.add(item.id)


def _aims(plan: Plan, catalogue: Catalogue) -> Iterator[Finding]:
    judged = {one.objective for one in plan.indicators}
    for at, objective in enumerate(plan.objectives):
        if objective.id not in judged:
            what = Sentence("exercises.no-indicator", id=objective.id)
            yield _found(("objectives", at), "no-indicator", what, Sentence("exercises.no-indicator-do"))
    fed = {one.indicator for inject in plan.injects for one in inject.expected}
    fed |= {id for sheet in plan.observers for id in sheet.indicators}
    for at, indicator in enumerate(plan.indicators):
        if indicator.source == "observation" and indicator.id not in fed:
            what = Sentence("exercises.not-fed", id=indicator.id)
            yield _found(("indicators", at), "not-fed", what, Sentence("exercises.not-fed-do"))


def _references(plan: Plan, catalogue: Catalogue) -> Iterator[Finding]:
    """Everything that points at something that is not there."""
    objectives = {one.id for one in plan.objectives}
    indicators = {one.id for one in plan.indicators}
    actors = {one.id for one in plan.actors}
    roles = {one.id for one in plan.roles}
    pointers: list[tuple[Path, str, str, set[str]]] = [
        (("information_class",), "information class", plan.information_class, set(catalogue.classes)),
        (("evaluation", "scale"), "scale", plan.evaluation.scale, set(catalogue.scales)),
    ]
    for n, indicator in enumerate(plan.indicators):
        pointers.append((("indicators", n, "objective"), "objective", indicator.objective, objectives))
        if indicator.quantity or indicator.source == "model":
            pointers.append((("indicators", n, "quantity"), "quantity", indicator.quantity, set(catalogue.quantities)))
    pointers += [(("roles", n, "actor"), "actor", role.actor, actors) for n, role in enumerate(plan.roles)]
    phases = {one.name for one in plan.phases}
    for n, inject in enumerate(plan.injects):
        if inject.phase:
            pointers.append((("injects", n, "phase"), "phase", inject.phase, phases))
        pointers.append((("injects", n, "channel"), "channel", inject.channel, set(catalogue.channels)))
        pointers += [(("injects", n, "to"), "role", to, roles | {"all"}) for to in inject.to]
        if inject.by:
            pointers.append((("injects", n, "by"), "role", inject.by, roles))
        for m, one in enumerate(inject.expected):
            pointers.append((("injects", n, "expected", m, "objective"), "objective", one.objective, objectives))
            if one.indicator:
                pointers.append((("injects", n, "expected", m, "indicator"), "indicator", one.indicator, indicators))
    for n, card in enumerate(plan.cards):
        pointers.append((("cards", n, "lever"), "lever", card.lever, set(catalogue.levers)))
        pointers += [(("cards", n, "actors"), "actor", actor, actors) for actor in card.actors]
    for n, value in enumerate(plan.values):
        if value.quantity:
            pointers.append((("values", n, "quantity"), "quantity", value.quantity, set(catalogue.quantities)))
    for n, sheet in enumerate(plan.observers):
        pointers += [(("observers", n, "follows"), "actor", actor, actors) for actor in sheet.follows]
        pointers += [(("observers", n, "indicators"), "indicator", id, indicators) for id in sheet.indicators]
    for n, share in enumerate(plan.sharing):
        pointers.append((("sharing", n, "actor"), "actor", share.actor, actors))
        pointers.append((("sharing", n, "quantity"), "quantity", share.quantity, {*catalogue.quantities, DECISIONS}))
        pointers += [(("sharing", n, "to"), "actor", to, actors) for to in share.to]
    for n, role in enumerate(plan.roles):
        for m, known_of in enumerate(role.knowledge):
            here: Path = ("roles", n, "knowledge", m, "quantity")
            pointers.append((here, "quantity", known_of.quantity, set(catalogue.quantities)))
    for path, kind, id, known in pointers:
        if id not in known:
            what = Sentence("exercises.dead", what=kind, id=id or "–")
            yield _found(path, "dead", what, Sentence("exercises.known", ids=tuple(sorted(known))))


def _injects(plan: Plan, catalogue: Catalogue) -> Iterator[Finding]:
    last = minute_of(plan.duration) or 0
    for at, inject in enumerate(plan.injects):
        here = partial(_found, ("injects", at))
        if not inject.to:
            yield here("no-receiver", Sentence("exercises.no-receiver", id=inject.id), Sentence("exercises.give-role"))
        if inject.minute is not None and inject.minute > last:
            what = Sentence("exercises.after-end", id=inject.id, at=inject.at or "", end=plan.duration)
            yield here("after-end", what, Sentence("exercises.after-end-do"))
        if inject.condition and not inject.expected:
            what = Sentence("exercises.dead-end", id=inject.id)
            yield here("dead-end", what, Sentence("exercises.dead-end-do"))


def _conditions(plan: Plan, catalogue: Catalogue) -> Iterator[Finding]:
    known = {one.id for one in plan.injects}
    for at, inject in enumerate(plan.injects):
        if not inject.condition:
            continue
        here = partial(_found, ("injects", at, "condition"))
        condition = parse(inject.condition)
        if condition is None:
            what = Sentence("exercises.no-condition", text=inject.condition)
            yield here("condition", what, Sentence("exercises.condition-do"))
            continue
        for leaf in leaves(condition):
            if isinstance(leaf, OnQuantity) and leaf.quantity not in catalogue.quantities:
                what = Sentence("exercises.dead", what="quantity", id=leaf.quantity)
                yield here("quantity", what, Sentence("exercises.known", ids=tuple(catalogue.quantities)))
            elif isinstance(leaf, OnQuantity) and not catalogue.quantities[leaf.quantity].is_computed:
                given = tuple(one.id for one in catalogue.quantities.values() if one.is_computed)
                what = Sentence("exercises.not-given", id=leaf.quantity)
                yield here("not-given", what, Sentence("exercises.known", ids=given))
            if isinstance(leaf, OnDecision) and leaf.lever not in {card.lever for card in plan.cards}:
                what = Sentence("exercises.no-card", lever=leaf.lever)
                yield here("no-card", what, Sentence("exercises.no-card-do"))
            if isinstance(leaf, OnInject) and (leaf.inject not in known or leaf.inject == inject.id):
                what = Sentence("exercises.dead", what="inject", id=leaf.inject)
                yield here("dead-end", what, Sentence("exercises.known", ids=tuple(sorted(known))))


def _texts(plan: Plan, catalogue: Catalogue) -> Iterator[Finding]:
    values = {one.id for one in plan.values}
    texts: list[tuple[Path, str]] = [
        (("name",), plan.name), (("summary",), plan.summary), (("aim",), plan.aim),
        (("directive", "background"), plan.directive.background),
    ]  # fmt: skip
    texts += [(("roles", n, "brief"), role.brief) for n, role in enumerate(plan.roles)]
    texts += [(("actors", n, "name"), actor.name) for n, actor in enumerate(plan.actors)]
    texts += [(("injects", n, "sender"), inject.sender) for n, inject in enumerate(plan.injects)]
    texts += [(("injects", n, "text"), inject.text) for n, inject in enumerate(plan.injects)]
    for path, text in texts:
        for name in catalogue.company_names:
            if re.search(rf"\b{re.escape(name)}\b", text):
                what = Sentence("exercises.real-name", name=name)
                yield _found(path, "real-name", what, Sentence("exercises.real-name-do"))
    for n, inject in enumerate(plan.injects):
        path = ("injects", n, "text")
        for name in set(_PLACEHOLDER.findall(inject.text)) - values:
            what = Sentence("exercises.no-value", name=name)
            yield _found(path, "no-value", what, Sentence("exercises.no-value-do"))
        bare = _HARMLESS.sub("", _PLACEHOLDER.sub("", _FIXED.sub("", inject.text)))
        if number := _NUMBER.search(bare):
            what = Sentence("exercises.bare-number", id=inject.id, number=number[0].strip())
            yield _found(path, "bare-number", what, Sentence("exercises.bare-number-do"))


def _roles(plan: Plan, catalogue: Catalogue) -> Iterator[Finding]:
    end = minute_of(plan.duration) or 0
    for at, role in enumerate(plan.roles):
        if role.played == "exercised":
            idle, begins = _longest_idle(_reaching(plan, role.id), end)
            if idle > plan.idle_hours * 60:
                what = Sentence("exercises.idle", id=role.id, hours=idle // 60, since=f"T+{begins // 60}:00")
                yield _found(("roles", at), "idle", what, Sentence("exercises.idle-do", most=plan.idle_hours))
    played = {role.actor for role in plan.roles}
    for at, actor in enumerate(plan.actors):
        if actor.id not in played and not actor.policy:
            what = Sentence("exercises.no-policy", id=actor.id)
            yield _found(("actors", at), "no-policy", what, Sentence("exercises.no-policy-do"))


def _reaching(plan: Plan, role: str) -> list[int]:
    return [one.minute for one in plan.injects if one.minute is not None and _reaches(one, role)]


def _reaches(inject: Inject, role: str) -> bool:
    return role in inject.to or "all" in inject.to


def _longest_idle(minutes: list[int], end: int) -> tuple[int, int]:
    """(minutes, since when) of the longest time that nothing comes."""
    times = [0, *sorted(minutes), end]
    return max((later - earlier, earlier) for earlier, later in pairwise(times))


def _sharing(plan: Plan, catalogue: Catalogue) -> Iterator[Finding]:
    """No actor shows an exact figure to one that competes in the same market."""
    markets = {actor.id: actor.competes for actor in plan.actors if actor.competes}
    for at, share in enumerate(plan.sharing):
        for to in share.to:
            is_rival = to != share.actor and to in markets and markets[to] == markets.get(share.actor)
            if share.form == "exact" and is_rival:
                what = Sentence("plans.shares-whole", actor=share.actor, quantity=share.quantity, to=to)
                yield _found(("sharing", at, "to"), "competitor", what, Sentence("plans.shares-whole-do"))


def _assignment(plan: Plan, catalogue: Catalogue) -> Iterator[Finding]:
    """In a plan that serves the assignment each party to it has an inject and two levers that the model computes."""
    if not plan.serves_assignment:
        return
    there = {actor.id: at for at, actor in enumerate(plan.actors)}
    roles: dict[str, set[str]] = {}
    for role in plan.roles:
        roles.setdefault(role.actor, set()).add(role.id)
    for id, actor in catalogue.actors.items():
        if not actor.is_in_assignment:
            continue
        path: Path = ("actors", there[id]) if id in there else ("actors",)
        reached = any("all" in one.to or roles.get(id, set()) & set(one.to) for one in plan.injects)
        levers = {c.lever for c in plan.cards if id in c.actors and c.lever in catalogue.levers}
        computed = sum(catalogue.levers[lever].is_computed for lever in levers)
        if not reached or computed < 2:
            what = Sentence("exercises.party", id=id, injects=int(reached), levers=computed)
            yield _found(path, "party", what, Sentence("exercises.party-do"))


def _steps(plan: Plan, catalogue: Catalogue) -> Iterator[Finding]:
    for what, todo in loose_steps(plan):
        yield _found(("history",) if plan.history else ("status",), "steps", what, todo)


def lint_attachments(plan: Plan, there: Collection[str]) -> Iterator[Finding]:
    """Injects that hand out what is not there; for who knows which attachments a plan has."""
    for at, inject in enumerate(plan.injects):
        if inject.attachment and inject.attachment not in there:
            what = Sentence("plans.no-attachment", id=inject.id, name=inject.attachment)
            yield _found(("injects", at, "attachment"), "attachment", what, Sentence("plans.no-attachment-do"))
