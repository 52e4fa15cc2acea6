"""Two plans, or two versions of one, side by side: what was added, what went, what changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from beredd.exercises.columns import LAYOUTS, LINES, LISTS, Layout
from beredd.exercises.plan import DecisionCard, Fact, Knowledge, Phase, Plan, Question, Sharing, Step
from beredd.exercises.workbook import value_at

KEYS = {
    DecisionCard: ("lever",), Phase: ("name",), Sharing: ("actor", "quantity", "to"), Fact: ("text",),
    Question: ("text",), Knowledge: ("quantity",), Step: ("step", "by", "on"),
}  # fmt: skip
"""What makes an item of a list the same one in another plan, where it is not its id."""


@dataclass(frozen=True)
class Change:
    """One difference.

    sheet    where it stands in the workbook; `id` of the item, or the field of the plan
    fields   header of the column -> (before, after); for an item that came or went, what it is called
    """

    kind: Literal["added", "removed", "changed"]
    sheet: str
    id: str
    title: str = ""
    fields: Mapping[str, tuple[Any, Any]] | None = None


def differences(before: Plan, after: Plan) -> tuple[Change, ...]:
    """What is different, sheet by sheet in the order of the workbook."""
    return tuple(_lines(before, after)) + tuple(
        change for layout in LAYOUTS for change in _items(before, after, layout)
    )


def _lines(before: Plan, after: Plan) -> Iterator[Change]:
    for line in LINES:
        was, now = value_at(before, line.key), value_at(after, line.key)
        if was == now:
            continue
        if line.key not in LISTS:
            yield Change("changed", "Plan", line.header, fields={line.header: (was, now)})
            continue
        gone, new = [one for one in was if one not in now], [one for one in now if one not in was]
        yield from (Change("removed", "Plan", line.header, str(one)) for one in gone)
        yield from (Change("added", "Plan", line.header, str(one)) for one in new)
        if not gone and not new:
            yield Change("changed", "Plan", line.header, fields={line.header: (was, now)})


def _items(before: Plan, after: Plan, layout: Layout) -> Iterator[Change]:
    was, now = items_of(before, layout), items_of(after, layout)
    for id in (id for id in was if id not in now):
        yield Change("removed", layout.title, id, title_of(was[id]))
    for id, item in now.items():
        if id not in was:
            yield Change("added", layout.title, id, title_of(item))
        elif changed := changed_fields(was[id], item, layout):
            yield Change("changed", layout.title, id, title_of(item), changed)
    both = [id for id in was if id in now]
    if both != [id for id in now if id in was]:
        yield Change("changed", layout.title, "", fields={"": (tuple(both), tuple(id for id in now if id in was))})


def items_of(plan: Plan, layout: Layout) -> dict[str, Any]:
    """What tells an item of a sheet from the others -> the item."""
    if layout.owner:
        pairs = [
            (f"{owner.id} · ", item)
            for owner in getattr(plan, layout.part[0])
            for item in getattr(owner, layout.part[1])
        ]
    else:
        pairs = [("", item) for item in value_at(plan, ".".join(layout.part))]
    found: dict[str, Any] = {}
    for owner, item in pairs:
        keys = KEYS.get(layout.item, ("id",))
        name = owner + " · ".join(_word(getattr(item, key)) for key in keys)
        number = 2
        while name in found:
            name, number = f"{name.removesuffix(f' ({number - 1})')} ({number})", number + 1
        found[name] = item
    return found


def _word(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def title_of(item: Any) -> str:
    """What people call an item."""
    return str(
        next((value for name in ("title", "name", "question", "coverage") if (value := getattr(item, name, ""))), "")
    )


def changed_fields(was: Any, now: Any, layout: Layout) -> dict[str, tuple[Any, Any]]:
    """Header -> (before, after) of each field that is not the same."""
    headers = {column.key.split(".")[0]: column.header for column in reversed(layout.columns) if column.key}
    found = {}
    for one in fields(now):
        old, new = getattr(was, one.name), getattr(now, one.name)
        if old != new and one.name in headers:
            found[headers[one.name]] = (old, new)
    return found
