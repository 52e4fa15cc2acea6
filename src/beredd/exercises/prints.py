"""The print pack by typst, PDF/UA-1: guide, role cards, inject cards, decision cards, observer sheets, forms.

A card's number and QR code are the inject's id in the plan, so a card printed again is the same card.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst

from beredd.exercises.catalogue import Catalogue
from beredd.exercises.columns import FORMS
from beredd.exercises.conditions import in_words, parse
from beredd.exercises.plan import Inject, Knowledge, Plan
from beredd.exercises.times import day_and_clock, minute_of
from beredd.provenance import fingerprint

HOME = Path(str(files("beredd") / "exercises"))
PARTS = ("spelledarens-guide", "rollkort", "inspelskort", "beslutskort", "observatorsblad", "deltagarblad")
"""Names of the files, in the order in which they are used."""


def resolved(text: str, plan: Plan) -> str:
    """A text with its numbers put in: what the plan assumes, and what belongs to the story."""
    values = {value.id: f"ungefär {_spaced(value.assumed)}" for value in plan.values}
    text = re.sub(r"\{=([^{}]+)\}", r"\1", text)
    text = re.sub(r"\{([a-z][a-z0-9_]*)\}", lambda match: values.get(match[1], match[0]), text)
    return re.sub(r"(^|[.?!] )ungefär", r"\1Ungefär", text)


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")


def in_order(plan: Plan) -> list[Inject]:
    """Injects as they lie in the envelopes: by time, then those with a condition, then the reserve."""

    def place(one: Inject) -> tuple[bool, bool, int, int]:
        return one.is_reserve, one.minute is None, one.minute or 0, int(re.sub(r"\D", "", one.id))

    return sorted(plan.injects, key=place)


def pack(plan: Plan, catalogue: Catalogue) -> Iterator[tuple[str, bytes]]:
    """(file name, PDF) of each part that has something in it."""
    for part in parts_of(plan):
        yield part_of(plan, catalogue, part)


def parts_of(plan: Plan) -> tuple[str, ...]:
    """The parts that have something in them."""
    filled = {"beslutskort": bool(plan.cards), "observatorsblad": bool(plan.observers)}
    return tuple(part for part in PARTS if filled.get(part, True))


def part_of(plan: Plan, catalogue: Catalogue, part: str) -> tuple[str, bytes]:
    """(file name, PDF) of one part."""
    inputs = {"data": json.dumps(_data(plan, catalogue) | {"part": part}, ensure_ascii=False)}
    made = _compiler().compile(format="pdf", pdf_standards=["ua-1"], sys_inputs=inputs)
    return f"{PARTS.index(part) + 1}-{part}.pdf", made if isinstance(made, bytes) else b""


def _data(plan: Plan, catalogue: Catalogue) -> dict[str, Any]:
    actors = {one.id: one.name for one in plan.actors}
    roles = {one.id: one.name for one in plan.roles} | {"all": "Alla"}
    objectives = {one.id: one for one in plan.objectives}
    found = json.loads(json.dumps(asdict(plan), default=str))
    found["seal"] = fingerprint(found)[:8]
    found["roles"] = [
        asdict(role)
        | {
            "actor": actors.get(role.actor, ""),
            "told": [_known(one, catalogue) for one in role.knowledge],
        }
        for role in plan.roles
    ]
    found["sharing"] = [
        {
            "what": catalogue.quantities[one.quantity].name,
            "from": actors.get(one.actor, one.actor),
            "to": ", ".join(actors.get(to, to) for to in one.to),
            "form": FORMS[one.form],
            "note": one.note,
        }
        for one in plan.sharing
    ]
    found["phases"] = [
        {"name": one.name, "when": _clock(one.at, plan), "situation": one.situation} for one in plan.phases
    ]
    found["injects"] = [
        {
            "id": one.id,
            "when": _when(one, plan),
            "told": _told(one, plan, catalogue),
            "phase": one.phase,
            "attachment": one.attachment,
            "note": one.note,
            "channel": catalogue.channels[one.channel].name,
            "sender": one.sender,
            "by": roles.get(one.by, ""),
            "to": ", ".join(roles.get(to, to) for to in one.to),
            "title": one.title,
            "text": resolved(one.text, plan),
            "expected": [asdict(expected) for expected in one.expected],
            "qr": _qr(f"beredd:{plan.id}/inspel/{one.id}"),
        }
        for one in in_order(plan)
    ]
    found["cards"] = [
        {
            "lever": asdict(catalogue.levers[card.lever]),
            "moves": _moves(catalogue, card.lever),
            "actors": ", ".join(actors.get(id, id) for id in card.actors),
            "count": card.count,
            "question": card.question,
            "choices": list(card.choices),
        }
        for card in plan.cards
    ]
    found["indicators"] = [asdict(one) | {"objective": objectives[one.objective].name} for one in plan.indicators]
    found["observers"] = [
        asdict(sheet) | {"follows": ", ".join(actors.get(id, id) for id in sheet.follows)} for sheet in plan.observers
    ]
    found["levels"] = list(catalogue.scales[plan.evaluation.scale].levels)
    found["values"] = [asdict(value) | {"shown": _spaced(value.assumed)} for value in plan.values]
    return dict(found)


def _when(inject: Inject, plan: Plan) -> str:
    if inject.minute is not None:
        real = f" · i verkligheten {inject.real}" if inject.real else ""
        return f"{_clock(inject.at or '', plan)}{real}"
    return "När villkoret är uppfyllt" if inject.condition else "Reserv: när spelledningen vill"


def _clock(at: str, plan: Plan) -> str:
    told = day_and_clock(minute_of(at) or 0, starts=plan.starts)
    return f"{at} · {told.removeprefix('dag 1 ') if 'micro' in plan.modes else told}"


def _told(inject: Inject, plan: Plan, catalogue: Catalogue) -> str:
    """When an inject comes, for who leads: of a condition what it waits for."""
    condition = parse(inject.condition) if inject.condition else None
    if condition is None:
        return _when(inject, plan)
    actors = {one.id: one.name for one in plan.actors}
    quantities = {id: (one.name, one.unit) for id, one in catalogue.quantities.items()}
    levers = {id: one.name for id, one in catalogue.levers.items()}
    return f"När {in_words(condition, quantities=quantities, levers=levers, actors=actors)}"


def _known(one: Knowledge, catalogue: Catalogue) -> str:
    delay = f" efter {one.delay_h:g} timmar" if one.delay_h else " genast"
    return f"{catalogue.quantities[one.quantity].name} ({one.coverage}),{delay}".replace(".", ",")


def _moves(catalogue: Catalogue, id: str) -> str:
    """The quantities that the model moves when the lever is used; none where no run follows it."""
    lever = catalogue.levers[id]
    return ", ".join(catalogue.quantities[one].name for one in lever.moves) if lever.is_computed else ""


def _qr(text: str) -> str:
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()


@cache
def _compiler() -> typst.Compiler:
    fonts = [str(Path(str(files("fontpkg_noto_sans"))) / "files")]
    return typst.Compiler(input=str(HOME / "templates" / "pack.typ"), font_paths=fonts, ignore_system_fonts=True)
