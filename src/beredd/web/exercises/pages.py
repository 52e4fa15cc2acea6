"""What the page of a plan shows: its parts with names in place of ids, and each finding where it belongs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from beredd.exercises.catalogue import Catalogue
from beredd.exercises.conditions import in_words, parse
from beredd.exercises.lint import Finding, lint, lint_attachments
from beredd.exercises.plan import Inject, Plan
from beredd.exercises.prints import in_order, resolved
from beredd.exercises.programme import Programme
from beredd.exercises.times import minute_of
from beredd.web.exercises import shelf
from beredd.web.exercises.shelf import Kept
from beredd.web.exercises.words import (
    CHANNELS,
    CLASSES,
    FORMS,
    LINKS,
    MODES,
    PLAYED,
    PREPAREDNESS,
    SOURCES,
    STATES,
)


class Found:
    """Findings by place: `of("injects", 3)` gives those of the fourth inject, with all inside it."""

    def __init__(self, findings: Iterable[Finding]):
        self.all = tuple(findings)
        self._at: dict[tuple[str | int, ...], list[Finding]] = defaultdict(list)
        for one in self.all:
            self._at[one.path[:2] if len(one.path) > 1 and isinstance(one.path[1], int) else one.path[:1]].append(one)

    def of(self, part: str, at: int | None = None) -> list[Finding]:
        """Those of a part as a whole, or of one of its items."""
        return self._at[(part,) if at is None else (part, at)]

    def __len__(self) -> int:
        return len(self.all)


def findings_of(one: Kept) -> Found:
    """Everything that hangs loose in a plan, its attachments among it."""
    return Found((*lint(one.plan, shelf.catalogue()), *lint_attachments(one.plan, shelf.attachments(one))))


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A plan in the list of all."""

    plan: Plan
    state: Any
    mark: str
    theme: str
    when: str
    takes_part: tuple[str, ...]
    modes: tuple[Any, ...]
    level: Any
    is_own: bool
    is_micro: bool


def listed(one: Kept, programmes: Iterable[Programme]) -> Listed:
    """A plan as a row."""
    plan = one.plan
    occasion = next((o for p in programmes for o in p.occasions if o.plan == plan.id), None)
    state, mark = STATES[plan.status]
    return Listed(
        plan=plan,
        state=state,
        mark=mark,
        theme=occasion.theme if occasion else "",
        when=occasion.when if occasion else "",
        takes_part=parties(plan),
        modes=tuple(MODES[mode] for mode in plan.modes),
        level=PREPAREDNESS[plan.preparedness][0],
        is_own=one.row is not None,
        is_micro="micro" in plan.modes,
    )


def parties(plan: Plan) -> tuple[str, ...]:
    """The actors that somebody plays as exercised, in the order of the plan."""
    played = {role.actor for role in plan.roles if role.played == "exercised"}
    return tuple(actor.name for actor in plan.actors if actor.id in played)


def day_and_clock(minutes: int, plan: Plan) -> str:
    """`Dag 2 08.10`, day 1 being the first."""
    at = minutes + int(plan.starts[:2]) * 60 + int(plan.starts[3:])
    values = {"day": at // 1440 + 1, "clock": f"{at % 1440 // 60:02}.{at % 60:02}"}
    return _("Dag %(day)d kl. %(clock)s") % values


def length(plan: Plan) -> str:
    """How long the exercise lasts in its own time."""
    minutes = minute_of(plan.duration) or 0
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    words = [_("%(n)d dygn") % {"n": days}] if days else []
    words += [_("%(n)d h") % {"n": hours}] if hours else []
    return " ".join(words + ([_("%(n)d min") % {"n": rest}] if rest and not days else [])) or "0"


def page_of(one: Kept) -> dict[str, Any]:
    """Everything on the page of a plan."""
    plan, found, catalogue = one.plan, findings_of(one), shelf.catalogue()
    injects = list(_injects(plan, catalogue, found))
    state, mark = STATES[plan.status]
    cls, means, cls_mark, cls_icon = CLASSES.get(plan.information_class, (plan.information_class, "", "bad", "lock"))
    level, place = PREPAREDNESS[plan.preparedness]
    return {
        "kept": one,
        "plan": plan,
        "found": found,
        "state": {"label": state, "mark": mark},
        "cls": {"label": cls, "means": means, "mark": cls_mark, "icon": cls_icon},
        "level": {"label": level, "place": place},
        "modes": [MODES[mode] for mode in plan.modes],
        "length": length(plan),
        "parties": parties(plan),
        "objectives": list(_objectives(plan, found, injects)),
        "roles": list(_roles(plan, catalogue, found)),
        "injects": injects,
        "stages": list(_stages(plan, injects)),
        "waiting": [row for row in injects if row["kind"] == "if"],
        "reserve": [row for row in injects if row["kind"] == "reserve"],
        "cards": list(_cards(plan, catalogue, found)),
        "silent": list(_silent(plan, found)),
        "observers": list(_observers(plan, found)),
        "sharing": list(_sharing(plan, catalogue, found)),
        "values": [{"one": v, "found": found.of("values", n)} for n, v in enumerate(plan.values)],
        "scale": catalogue.scales.get(plan.evaluation.scale),
        "loose": [
            finding
            for key in ("name", "summary", "aim", "directive", "information_class", "evaluation", "status", "history")
            for finding in found.of(key)
        ],
        "loose_actors": found.of("actors"),
    }


def _objectives(plan: Plan, found: Found, injects: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each objective with its indicators, and with the injects and actions that show them."""
    for n, objective in enumerate(plan.objectives):
        own = [
            {
                "one": indicator,
                "source": SOURCES[indicator.source],
                "found": found.of("indicators", m),
                "shown_by": _showing(injects, objective.id, indicator.id),
            }
            for m, indicator in enumerate(plan.indicators)
            if indicator.objective == objective.id
        ]
        named = {one.id for one in plan.indicators if one.objective == objective.id}
        yield {
            "one": objective,
            "found": found.of("objectives", n),
            "indicators": own,
            "other": [
                (row, action)
                for row in injects
                for action in row["one"].expected
                if action.objective == objective.id and action.indicator not in named
            ],
        }


def _showing(injects: list[dict[str, Any]], objective: str, indicator: str) -> list[tuple[dict[str, Any], Any]]:
    return [
        (row, action)
        for row in injects
        for action in row["one"].expected
        if action.objective == objective and action.indicator == indicator
    ]


def _injects(plan: Plan, catalogue: Catalogue, found: Found) -> Iterator[dict[str, Any]]:
    """Injects in the order of time, then those that wait for something, then the reserve."""
    roles = {role.id: role.name for role in plan.roles} | {"all": _("alla")}
    place = {inject.id: n for n, inject in enumerate(plan.injects)}
    indicators = {one.id: one for one in plan.indicators}
    for inject in in_order(plan):
        channel, icon = CHANNELS.get(inject.channel, (inject.channel, "paper"))
        yield {
            "one": inject,
            "kind": "reserve" if inject.is_reserve else "if" if inject.condition else "timed",
            "when": day_and_clock(inject.minute, plan) if inject.minute is not None else "",
            "waits": _waits(inject, plan, catalogue),
            "channel": channel,
            "icon": icon,
            "by": roles.get(inject.by, inject.by),
            "to": [roles.get(to, to) for to in inject.to],
            "text": resolved(inject.text, plan),
            "link": LINKS[inject.link],
            "expected": [{"one": action, "indicator": indicators.get(action.indicator)} for action in inject.expected],
            "found": found.of("injects", place[inject.id]),
        }


def _waits(inject: Inject, plan: Plan, catalogue: Catalogue) -> str:
    """What a condition waits for, in words."""
    condition = parse(inject.condition) if inject.condition else None
    if condition is None:
        return inject.condition
    return in_words(
        condition,
        quantities={id: (one.name, one.unit) for id, one in catalogue.quantities.items()},
        levers={id: one.name for id, one in catalogue.levers.items()},
        actors={one.id: one.name for one in plan.actors},
    )


def _stages(plan: Plan, injects: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The phases in order, each with its injects; what stands in no phase in one of its own."""
    timed = [row for row in injects if row["kind"] == "timed"]
    known = {phase.name for phase in plan.phases}
    loose = [row for row in timed if row["one"].phase not in known]
    if loose:
        yield {"phase": None, "when": "", "injects": loose}
    for phase in plan.phases:
        yield {
            "phase": phase,
            "when": day_and_clock(minute_of(phase.at) or 0, plan),
            "injects": [row for row in timed if row["one"].phase == phase.name],
        }


def _roles(plan: Plan, catalogue: Catalogue, found: Found) -> Iterator[dict[str, Any]]:
    actors = {one.id: one.name for one in plan.actors}
    for n, role in enumerate(plan.roles):
        yield {
            "one": role,
            "actor": actors.get(role.actor, role.actor),
            "played": PLAYED[role.played],
            "told": [
                {"one": known, "quantity": _quantity(catalogue, known.quantity), "hours": f"{known.delay_h:g}"}
                for known in role.knowledge
            ],
            "gets": sum(role.id in inject.to or "all" in inject.to for inject in plan.injects),
            "found": found.of("roles", n),
        }


def _quantity(catalogue: Catalogue, id: str) -> str:
    return catalogue.quantities[id].name if id in catalogue.quantities else id


def _cards(plan: Plan, catalogue: Catalogue, found: Found) -> Iterator[dict[str, Any]]:
    actors = {one.id: one.name for one in plan.actors}
    for n, card in enumerate(plan.cards):
        lever = catalogue.levers.get(card.lever)
        yield {
            "one": card,
            "lever": lever,
            "actors": [actors.get(id, id) for id in card.actors],
            "moves": [
                catalogue.quantities[id].name
                for id in (lever.moves if lever and lever.is_computed else ())
                if id in catalogue.quantities and catalogue.quantities[id].is_computed
            ],
            "found": found.of("cards", n),
        }


def _silent(plan: Plan, found: Found) -> Iterator[dict[str, Any]]:
    """Actors that nobody plays, and what each does then; and those that something is found about."""
    played = {role.actor for role in plan.roles}
    for n, actor in enumerate(plan.actors):
        if actor.id not in played or found.of("actors", n):
            yield {"one": actor, "is_played": actor.id in played, "found": found.of("actors", n)}


def _observers(plan: Plan, found: Found) -> Iterator[dict[str, Any]]:
    actors = {one.id: one.name for one in plan.actors}
    for n, sheet in enumerate(plan.observers):
        yield {
            "one": sheet,
            "follows": [actors.get(id, id) for id in sheet.follows],
            "found": found.of("observers", n),
        }


def _sharing(plan: Plan, catalogue: Catalogue, found: Found) -> Iterator[dict[str, Any]]:
    actors = {one.id: one.name for one in plan.actors}
    for n, share in enumerate(plan.sharing):
        yield {
            "one": share,
            "from": actors.get(share.actor, share.actor),
            "what": _quantity(catalogue, share.quantity),
            "to": [actors.get(id, id) for id in share.to],
            "form": FORMS[share.form],
            "found": found.of("sharing", n),
        }
