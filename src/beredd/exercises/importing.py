"""What became of each row of a file with a plan, beside the plan that was there before."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from beredd.exercises.columns import LAYOUTS, LINES, Layout
from beredd.exercises.comparison import changed_fields, items_of, title_of
from beredd.exercises.plan import Plan
from beredd.exercises.workbook import value_at
from beredd.intake.structured import File


@dataclass(frozen=True)
class Row:
    """One row of the file, or an item that it no longer has (then without a row).

    fields   headers of the columns that changed
    """

    sheet: str
    row: int
    id: str
    title: str
    did: Literal["added", "changed", "unchanged", "removed"]
    fields: tuple[str, ...] = ()


def rows(after: Plan, file: File, before: Plan | None) -> tuple[Row, ...]:
    """Every row of a file with the plan `after`, in the order of its sheets."""
    found = list(_lines(after, file, before))
    for layout in LAYOUTS:
        found += _items(after, file, before, layout)
    return tuple(found)


def _lines(after: Plan, file: File, before: Plan | None) -> Iterator[Row]:
    for line in LINES:
        value = value_at(after, line.key)
        row = file.at(tuple(line.key.split(".")))[1]
        if before is None:
            yield Row("Plan", row, line.header, "", "added")
        else:
            same = value_at(before, line.key) == value
            yield Row("Plan", row, line.header, "", "unchanged" if same else "changed")


def _items(after: Plan, file: File, before: Plan | None, layout: Layout) -> Iterator[Row]:
    earlier = items_of(before, layout) if before is not None else {}
    now = items_of(after, layout)
    for (id, item), path in zip(now.items(), _paths(after, layout), strict=True):
        row, title = file.at(path)[1], title_of(item)
        if id not in earlier:
            yield Row(layout.title, row, id, title, "added")
        elif changed := changed_fields(earlier[id], item, layout):
            yield Row(layout.title, row, id, title, "changed", tuple(changed))
        else:
            yield Row(layout.title, row, id, title, "unchanged")
    for id, item in earlier.items():
        if id not in now:
            yield Row(layout.title, 0, id, title_of(item), "removed")


def _paths(plan: Plan, layout: Layout) -> Iterator[tuple[str | int, ...]]:
    if layout.owner:
        for at, owner in enumerate(getattr(plan, layout.part[0])):
            for inner in range(len(getattr(owner, layout.part[1]))):
                yield layout.part[0], at, layout.part[1], inner
    else:
        for at in range(len(value_at(plan, ".".join(layout.part)))):
            yield *layout.part, at
