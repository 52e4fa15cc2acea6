"""What a room shows, as ready fragments per audience: all screens of an audience are given the same bytes.

What a player's fragments hold comes through `exercises.audiences` alone: what is not on its list is not there.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from beredd.exercises import audiences
from beredd.exercises.conditions import in_words, parse
from beredd.exercises.log import Event, Run
from beredd.exercises.plan import Inject, Plan
from beredd.exercises.times import day_and_clock
from beredd.figures import Column, Curve, Line, table_of
from beredd.web.exercises import shelf
from beredd.web.exercises.words import CHANNELS
from beredd.web.play import ledger
from beredd.web.play.driver import begins_of
from beredd.web.play.models import LiveRun, Picture, Seat
from beredd.wording import speaking

MINUTE, HOUR = 60_000, 3_600_000
SPEEDS = (1, 10, 60, 360, 1440)
REACHED_S = 40
"""A screen that has not been heard of for longer is not there."""
LOOKS = {"sms": "sms", "phone": "tel", "media": "media", "counter": "desk"}
"""Channel -> how its message is drawn; the others as letters."""
REGIONS: dict[str, tuple[str, ...]] = {
    Seat.Room.CONTROL: ("banner", "clock", "injects", "waiting", "picture", "decisions", "seats", "talks"),
    Seat.Room.PLAYER: ("banner", "clock", "inbox", "picture", "taken", "talk"),
    Seat.Room.OBSERVER: ("banner", "clock", "flow", "noted"),
    Seat.Room.SCREEN: ("banner", "clock", "public"),
}


@dataclass(frozen=True)
class Audience:
    """Who is shown the same."""

    run: UUID
    room: str
    role: str
    language: str


@dataclass(frozen=True)
class Moment:
    """The run as one round reads it."""

    live: LiveRun
    plan: Plan
    run: Run
    pictures: Mapping[int, Mapping[str, Any]]

    @property
    def at(self) -> int:
        """Exercise time at the last change of the clock or the last event, ms."""
        clock = self.run.state.clock
        return clock.shows(max(clock.wall, self.live.wall_ms))

    @property
    def hour(self) -> int:
        """The last hour of which the model has said anything."""
        return max(self.pictures, default=0)

    def when(self, at: int) -> str:
        """`dag 2 08:10`, as the language says it."""
        text = day_and_clock(at // MINUTE, starts=self.plan.starts)
        return text if translation.get_language() == "sv" else text.replace("dag", "day")

    def look(self, quantity: str, hour: int) -> float | int | None:
        """A quantity's value at an hour."""
        return self.pictures.get(hour, {}).get(quantity)


def moment_of(id: UUID) -> Moment:
    """The run as it stands now."""
    live = LiveRun.objects.get(pk=id)
    pictures = dict(Picture.objects.filter(run=id).values_list("hour", "values"))
    return Moment(live=live, plan=ledger.plan_of(live), run=ledger.run_of(live), pictures=pictures)


def fragments(audience: Audience, moment: Moment) -> dict[str, str]:
    """Region -> its HTML, in the audience's language."""
    with translation.override(audience.language), speaking(audience.language):
        context = context_of(audience, moment)
        names = REGIONS[audience.room]
        return {name: render_to_string(f"play/_{name}.html", context | {"region": name}) for name in names}


def digest(html: str) -> str:
    """Short, for comparing."""
    return hashlib.blake2b(html.encode(), digest_size=8).hexdigest()


def context_of(audience: Audience, moment: Moment) -> dict[str, Any]:
    """What the fragments of an audience are made of."""
    common = {
        "live": _common(moment),
        "clock": _clock(moment),
        "room": audience.room,
        "controls": audience.room == Seat.Room.CONTROL,
        "base": f"/ova/korning/{moment.live.pk}",
    }
    match audience.room:
        case Seat.Room.CONTROL:
            return common | _control(moment)
        case Seat.Room.PLAYER:
            return common | _player(moment, audience.role)
        case Seat.Room.OBSERVER:
            return common | _observer(moment)
    return common | _screen(moment)


def _common(moment: Moment) -> dict[str, Any]:
    live = moment.live
    return {
        "name": live.name,
        "state": live.state,
        "halted": live.halted,
        "is_ready": live.is_ready,
        "busy": live.busy,
        "busy_to": live.busy.get("to", ""),
    }


def _clock(moment: Moment) -> dict[str, Any]:
    clock, plan = moment.run.state.clock, moment.plan
    return {
        "state": clock.state,
        "speed": clock.speed,
        "at": min(moment.at, _end(plan)),
        "begins": begins_of(plan),
        "end": _end(plan),
        "says": moment.when(min(moment.at, _end(plan))),
        "speeds": SPEEDS if clock.speed in SPEEDS else sorted({*SPEEDS, clock.speed}),
        "jumps": _jumps(moment),
    }


def _end(plan: Plan) -> int:
    from beredd.exercises.times import minute_of

    return MINUTE * (minute_of(plan.duration) or 0)


def _jumps(moment: Moment) -> list[dict[str, Any]]:
    """Where one would jump: to the next inject, to the mornings of the days ahead."""
    plan, at, end = moment.plan, moment.at, _end(moment.plan)
    ahead = sorted({one.minute * MINUTE for one in plan.injects if one.minute is not None and one.minute * MINUTE > at})
    found = [{"to": day_and_clock(one // MINUTE, starts=plan.starts), "says": moment.when(one)} for one in ahead[:1]]
    day = (at + begins_of(plan)) // (24 * HOUR) + 1
    for morning in range(day, day + 14):
        then = morning * 24 * HOUR + 8 * HOUR - begins_of(plan)
        if at < then <= end:
            found.append({"to": day_and_clock(then // MINUTE, starts=plan.starts), "says": moment.when(then)})
    return found


def _names(plan: Plan) -> tuple[dict[str, str], dict[str, str]]:
    return {one.id: one.name for one in plan.roles}, {one.id: one.name for one in plan.actors}


def _control(moment: Moment) -> dict[str, Any]:
    plan, run = moment.plan, moment.run
    roles, _actors = _names(plan)
    reads: dict[str, set[str]] = {}
    for role, inject in moment.live.readings.values_list("role", "inject"):
        reads.setdefault(inject, set()).add(role)
    played = set(moment.live.seats.filter(room=Seat.Room.PLAYER).values_list("role", flat=True))
    rows = [_inject_row(moment, one, roles, reads, played) for one in plan.injects]
    sent = sorted((row for row in rows if row["sent"]), key=lambda row: -row["sent_number"])
    timed = sorted(
        (row for row in rows if not row["sent"] and row["one"].minute is not None), key=lambda row: row["one"].minute
    )
    return {
        "sent": sent,
        "ahead": timed,
        "conditioned": [row for row in rows if not row["sent"] and row["one"].condition],
        "reserve": [row for row in rows if not row["sent"] and row["one"].is_reserve],
        "decisions": [_decision(moment, event) for event in reversed(list(run.state.decisions.values()))],
        "seats": _seats(moment, roles),
        "talks": _talks(moment, roles),
        "figures": _figures(moment, plan_role(plan, "control")),
        "curves": curves(moment),
        "orders": [
            {"says": refusal(order.answer), "verb": order.verb}
            for order in moment.live.orders.filter(state="refused").order_by("-pk")[:1]
        ],
        "outcomes": [
            ("sett", _("sett")),
            ("besvarat", _("besvarat")),
            ("uppfyllt", _("uppfyllt")),
            ("ej uppfyllt", _("inte uppfyllt")),
        ],
    }


def plan_role(plan: Plan, played: str) -> str:
    """The first role that is played so."""
    return next((one.id for one in plan.roles if one.played == played), plan.roles[0].id)


def refusal(answer: Mapping[str, Any]) -> str:
    """The sentence of a refused order, in the language of the moment."""
    from beredd.wording import Sentence

    values = {key: tuple(one) if isinstance(one, list) else one for key, one in answer.get("values", {}).items()}
    code = answer.get("code", "")
    return str(Sentence(code, **values)) if code else ""


def _inject_row(
    moment: Moment, one: Inject, roles: Mapping[str, str], reads: Mapping[str, set[str]], played: set[str]
) -> dict[str, Any]:
    event = moment.run.state.released.get(one.id)
    everyone = [id for id in roles if id in played] if "all" in one.to else [id for id in one.to if id in played]
    content = (event.content or {}) if event else {}
    label, mark = CHANNELS.get(one.channel, (one.channel, "mail"))
    return {
        "one": one,
        "icon": mark,
        "channel": label,
        "when": moment.when(content["at"] if event else (one.minute or 0) * MINUTE),
        "sent": event is not None,
        "sent_number": event.number if event else 0,
        "because": content.get("because", ""),
        "text": content.get("text", one.text),
        "to": [_("alla")] if "all" in one.to else [roles.get(id, id) for id in one.to],
        "read": sum(id in reads.get(one.id, ()) for id in everyone),
        "of": len(everyone),
        "condition": _condition(moment.plan, one),
        "expected": one.expected,
        "outcome": ((moment.run.state.judgements.get(one.id) or (None,))[-1]),
    }


def _condition(plan: Plan, one: Inject) -> str:
    if not one.condition or (found := parse(one.condition)) is None:
        return ""
    known = shelf.catalogue()
    return in_words(
        found,
        quantities={id: (q.name, q.unit) for id, q in known.quantities.items()},
        levers={id: lever.name for id, lever in known.levers.items()},
        actors={one.id: one.name for one in plan.actors},
    )


def _decision(moment: Moment, event: Event) -> dict[str, Any]:
    content = event.content or {}
    lever = shelf.catalogue().levers.get(content.get("lever", ""))
    _roles, actors = _names(moment.plan)
    return {
        "number": event.number,
        "lever": content.get("lever", ""),
        "name": lever.name if lever else content.get("lever", ""),
        "actor": actors.get(content.get("actor", ""), content.get("actor", "")),
        "when": moment.when(content.get("at", 0)),
        "starts": moment.when(content["starts"]) if content.get("starts", 0) > content.get("at", 0) else "",
        "reason": content.get("reason", ""),
        "legal": content.get("legal", ""),
        "parameters": [f"{key} {value}" for key, value in content.get("parameters", {}).items()],
        "scope": [one for one in content.get("scope", ()) if one != "national"],
        "computed": content.get("computed", False),
    }


def _seats(moment: Moment, roles: Mapping[str, str]) -> list[dict[str, Any]]:
    now = timezone.now()
    every = list(moment.live.seats.all())
    rows = []
    for role in moment.plan.roles:
        if role.played != "exercised":
            continue
        seats = [seat for seat in every if seat.room == Seat.Room.PLAYER and seat.role == role.id]
        here = [seat for seat in seats if seat.seen_at and (now - seat.seen_at).total_seconds() < REACHED_S]
        rows.append(
            {
                "id": role.id,
                "name": roles[role.id],
                "seats": seats,
                "n": len(seats),
                "here": len(here),
                "reached": any(seat.reached_at for seat in seats),
                "who": ", ".join(seat.name for seat in seats if seat.name),
            }
        )
    return rows


def _talks(moment: Moment, roles: Mapping[str, str]) -> list[dict[str, Any]]:
    lines: dict[str, list[dict[str, Any]]] = {}
    for one in moment.live.messages.all():
        lines.setdefault(one.role, []).append(_line(moment, one))
    return [{"role": role, "name": roles.get(role, role), "lines": found[-12:]} for role, found in lines.items()]


def _line(moment: Moment, one: Any) -> dict[str, Any]:
    return {
        "pk": one.pk,
        "text": one.text,
        "is_from_control": one.is_from_control,
        "when": moment.when(one.exercise_ms),
    }


def _figures(moment: Moment, role: str) -> list[dict[str, Any]]:
    """What a role is told, in words and numbers."""
    known = {id: one for id, one in shelf.catalogue().quantities.items() if one.is_computed}
    if not moment.pictures:
        return []
    told = audiences.figures(moment.plan, role, moment.look, hour=moment.hour, quantities=tuple(known))
    begins = begins_of(moment.plan)
    return [
        {
            "id": id,
            "name": known[id].name,
            "unit": known[id].unit,
            "value": one["value"],
            "interval": one["value"] if isinstance(one["value"], list) else None,
            "when": moment.when(max(0, one["hour"] * HOUR - begins)),
            "coverage": one["coverage"],
        }
        for id, one in told.items()
        if one["value"] is not None or role != plan_role(moment.plan, "control")
    ]


def curves(moment: Moment) -> list[Curve]:
    """For control: the quantities that conditions watch, hour by hour, with the nearest limit."""
    from beredd.exercises.conditions import OnQuantity, leaves

    limits: dict[str, tuple[float, str]] = {}
    for one in moment.plan.injects:
        found = parse(one.condition) if one.condition else None
        for leaf in leaves(found) if found is not None else ():
            if isinstance(leaf, OnQuantity):
                text = _("inspel %(id)s") % {"id": one.id}
                limits.setdefault(leaf.quantity, (leaf.limit, f"{leaf.limit:g}, {text}"))
    names = [*limits, *(["dos-utan"] if "dos-utan" not in limits else [])][:3]
    hours = sorted(moment.pictures)
    if len(hours) < 2:
        return []
    step = max(1, len(hours) // 200)
    begins = begins_of(moment.plan) // HOUR
    drawn = []
    for name in names:
        quantity = shelf.catalogue().quantities.get(name)
        records = [{"hour": hour, "value": moment.look(name, hour)} for hour in hours[begins::step]]
        records = [one for one in records if one["value"] is not None]
        if quantity is None or len(records) < 2:
            continue
        columns = [Column(key="hour", label=_("Timme")), Column(key="value", label=quantity.name)]
        last = records[-1]["value"]
        days = range(0, hours[-1] // 24 + 1, max(1, hours[-1] // 24 // 6))
        drawn.append(
            Curve(
                name=f"k-{name}",
                title=quantity.name,
                alt=_("%(name)s hittills i övningen, nu %(value)s %(unit)s.")
                % {"name": quantity.name, "value": f"{last:g}", "unit": quantity.unit},
                table=table_of(f"k-{name}", quantity.name, columns, records),
                x="hour",
                lines=[Line(label=quantity.name, column="value")],
                ticks=[(24 * day, _("dag %(n)s") % {"n": day + 1}) for day in days],
                unit=quantity.unit,
                limit=limits.get(name),
            )
        )
    return drawn


def _player(moment: Moment, role: str) -> dict[str, Any]:
    who = next(one for one in moment.plan.roles if one.id == role)
    shown = audiences.view(moment.plan, moment.run, role)
    read = set(moment.live.readings.filter(role=role).values_list("inject", flat=True))
    inbox = []
    for one in shown:
        if one["kind"] == "inject":
            label, mark = CHANNELS.get(one["channel"], (one["channel"], "mail"))
            inbox.append(
                one
                | {"label": label, "icon": mark, "when": moment.when(one["at"]), "read": one["about"] in read}
                | {"look": LOOKS.get(one["channel"], "")}
            )
        elif one["kind"] in ("share", "correction"):
            label = _("Vidare till er") if one["kind"] == "share" else _("Rättelse")
            source = next((x for x in inbox if x["about"] == one["about"]), None)
            inbox.append(
                {"number": one["number"], "kind": one["kind"], "about": one["about"], "text": one.get("text", "")}
                | {
                    "label": label,
                    "icon": "mail",
                    "when": moment.when(one.get("at", 0)),
                    "read": True,
                    "channel": "mail",
                }
                | {"title": source["title"] if source else label, "sender": label}
            )
    mine = {event.number: event for event in moment.run.state.decisions.values()}
    return {
        "who": who,
        "inbox": list(reversed(inbox)),
        "unread": sum(not one["read"] for one in inbox),
        "figures": _figures(moment, role),
        "taken": [_decision(moment, mine[one["number"]]) for one in reversed(shown) if one["kind"] == "decision"],
        "notes": _own_notes(moment, role),
        "lines": [_line(moment, one) for one in moment.live.messages.filter(role=role)],
    }


def _own_notes(moment: Moment, role: str) -> list[dict[str, Any]]:
    """What the role itself has written in its log: its own words are never kept from it."""
    by = next((e.by for e in moment.run.events if e.kind == "joined" and (e.content or {}).get("role") == role), "")
    return [
        {"text": (event.content or {}).get("text", ""), "when": moment.when((event.content or {}).get("at", 0))}
        for event in reversed(moment.run.events)
        if event.kind == "note" and by and event.by == by and event.content
    ]


def _observer(moment: Moment) -> dict[str, Any]:
    roles, _actors = _names(moment.plan)
    by = {e.by: (e.content or {}).get("role", "") for e in moment.run.events if e.kind == "joined"}
    flow, noted = [], []
    for event in reversed(moment.run.events):
        content = event.content or {}
        if event.kind == "inject":
            label, mark = CHANNELS.get(content["channel"], (content["channel"], "mail"))
            to = [_("alla")] if "all" in content["to"] else [roles.get(id, id) for id in content["to"]]
            flow.append(
                {"kind": "inject", "about": event.about, "title": content["title"], "text": content["text"]}
                | {"icon": mark, "label": label, "when": moment.when(content["at"]), "to": to}
            )
        elif event.kind == "decision":
            flow.append({"kind": "decision"} | _decision(moment, event))
        elif event.kind == "observation":
            noted.append(
                {"text": content["text"], "indicator": content["indicator"], "inject": content["inject"]}
                | {"when": moment.when(content["at"]), "by": roles.get(by.get(event.by, ""), "")}
            )
    return {"flow": flow, "noted": noted}


def _screen(moment: Moment) -> dict[str, Any]:
    """What everyone in the hall may see: what came to all, what the media say, which part of the story it is."""
    from beredd.exercises.times import minute_of

    shown = []
    for event in reversed(moment.run.events):
        content = event.content or {}
        if event.kind == "inject" and ("all" in content["to"] or content["channel"] == "media"):
            label, mark = CHANNELS.get(content["channel"], (content["channel"], "mail"))
            shown.append(
                {"title": content["title"], "text": content["text"], "icon": mark, "label": label}
                | {"when": moment.when(content["at"]), "channel": content["channel"]}
            )
    begun = [one for one in moment.plan.phases if (minute_of(one.at) or 0) * MINUTE <= moment.at]
    return {"public": shown[:4], "phase": begun[-1] if begun and moment.live.state != "lobby" else None}


def timeline(moment: Moment) -> list[dict[str, Any]]:
    """Every event in order, for those who may see all of it."""
    roles, _actors = _names(moment.plan)
    by = {e.by: (e.content or {}).get("role", "") for e in moment.run.events if e.kind == "joined"}
    rows = []
    for event in moment.run.events:
        content = event.content or {}
        if event.kind == "joined":
            continue
        row = {"number": event.number, "kind": event.kind, "when": moment.when(content.get("at", 0))}
        row["by"] = roles.get(by.get(event.by, ""), "")
        if event.kind == "decision":
            row |= {"decision": _decision(moment, event)}
        else:
            row |= {"about": event.about, "content": content}
        rows.append(row)
    return rows
