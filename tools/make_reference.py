"""Write the reference pages that follow from the code: `make docs`. A test notices when they no longer do.

docs/reference/command-line.md   every command and option of the program
docs/reference/parameters.md     the parameter register of the dispensing chain
docs/reference/dependencies.md   what dispensing depends on, and what happens without it
docs/reference/exercise-plans.md every field of an exercise plan, in YAML and in the workbook
"""

import importlib
import importlib.util
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from types import NoneType
from typing import Literal, get_args, get_origin

import typer.main

from beredd.cli import NOUNS
from beredd.dispensing.parameters import load_parameters
from beredd.dispensing.scenarios.rules import BACKUP_POWER, load_rules
from beredd.exercises.columns import LAYOUTS, LINES, LISTS
from beredd.exercises.plan import Plan
from beredd.exercises.plan_sheets import is_needed
from beredd.exercises.store import read_catalogue
from beredd.exercises.workbook import words_of

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"
COMPLETION = ("install_completion", "show_completion")
WORDS = {int: "whole number", float: "number", str: "text", Path: "path", bool: "yes or no"}
AS_OF = date(2026, 11, 22)
"""Rules are shown as they stood on this day; a fixed one, so that the page does not change by itself."""
BUILT = "Built from the code by `make docs`; edit it there."


def cell(text: object) -> str:
    """Text that fits in a cell of a table."""
    return " ".join(str(text).split()).replace("|", "\\|")


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table in Markdown."""
    head = tuple(head)
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(cell(value) for value in line)} |\n" for line in lines)


def nouns() -> dict:
    """The program's nouns that exist, each with its commands."""
    there = {noun: module for noun, (module, _) in sorted(NOUNS.items()) if importlib.util.find_spec(module)}
    return {noun: typer.main.get_command(importlib.import_module(module).app) for noun, module in there.items()}


def takes(parameter) -> str:
    """What a value of the parameter looks like, e.g. `whole number from 1`."""
    if getattr(parameter, "is_flag", False):
        return ""
    kinds = [parameter.type_descriptor.annotation]
    while any(get_args(kind) and get_origin(kind) is not Literal for kind in kinds):  # list[Path], int | None
        kinds = [part for kind in kinds for part in (get_args(kind) or (kind,)) if part is not NoneType]
    words = []
    for kind in kinds:
        words.append(", ".join(get_args(kind)) if get_origin(kind) is Literal else WORDS.get(kind, kind.__name__))
    if parameter.min is not None:
        words.append(f"from {parameter.min}")
    if parameter.max is not None:
        words.append(f"to {parameter.max}")
    return " ".join(words) + (", may be repeated" if parameter.multiple else "")


def option_row(parameter) -> tuple[str, str, str]:
    """Name as typed, what it takes, what it means."""
    is_option = parameter.param_type_name == "option"
    names = (*parameter.opts, *parameter.secondary_opts) if is_option else (parameter.name.upper(),)
    meaning = getattr(parameter, "help", "") or ""
    if isinstance(parameter.default, str | int | float) and not isinstance(parameter.default, bool):
        meaning = f"{meaning} Default: {parameter.default}."
    if parameter.required and is_option:
        meaning = f"{meaning} Required."
    return ", ".join(f"`{name}`" for name in names), takes(parameter), meaning.strip()


def describe(command, path: str) -> str:
    """A command with its options, then its commands."""
    text = f"\n{'##' if path.count(' ') < 2 else '###'} {path}\n\n{cell(command.help or '')}\n"
    parameters = [p for p in command.params if not getattr(p, "hidden", False) and p.name not in COMPLETION]
    if parameters:
        text += "\n" + table(("", "takes", "meaning"), map(option_row, parameters))
    for name, found in getattr(command, "commands", {}).items():
        if not found.hidden:
            text += describe(found, f"{path} {name}")
    return text


def command_line() -> str:
    """The page about the program."""
    text = f"""# The program

{BUILT} `beredd` is `./run` with words after it, or `.venv/bin/beredd`.

Answers go to stdout, progress and messages to stderr. With `--json` a command writes one JSON value and nothing else.
Exit code 0: done. 2: the input cannot be used, with one sentence on stderr. 1: an error in the program.
"""
    for noun, command in nouns().items():
        text += describe(command, f"beredd {noun}")
    return text


def parameters() -> str:
    """The page about the register."""
    register = load_parameters().values()
    rows = (
        (
            f"`{p.name}`",
            f"{p.value:g}",
            f"{p.range[0]:g}–{p.range[1]:g}",
            p.unit,
            p.confidence,
            p.label_en,
            f"{p.source}. {p.why}" if p.why else p.source,
        )
        for p in register
    )
    head = ("name", "value", "allowed", "unit", "confidence", "meaning", "source, and why")
    return f"""# Parameters of the dispensing chain

{BUILT} The register itself is `src/beredd/content/parameters/dispensing.toml`.

Confidence: *found* in a public primary source; *derived* from found numbers; *secondary*, in an old or second-hand
source; *estimated* by us; *chosen*, a modelling decision and no fact about the world.

{table(head, rows)}"""


def dependencies() -> str:
    """The page about the rule set."""
    rules = load_rules(AS_OF)
    resources = (
        (
            f"`{r.id}`",
            r.label_en,
            "municipalities" if r.place else "pharmacies",
            ", ".join(f"`{other}`" for other in r.needs),
            r.source,
        )
        for r in rules.resources.values()
    )
    modes = (
        (
            f"`{m.id}`",
            m.label_en,
            m.rate,
            m.max_tier,
            "yes" if m.phone else "no",
            "yes" if m.unregistered else "no",
            "yes" if m.receives else "no",
        )
        for m in rules.modes.values()
    )
    in_force = (
        (
            f"`{r.id}`",
            f"`{r.needs}`",
            "what the network says" if r.tolerance_h == BACKUP_POWER else f"{r.tolerance_h} h",
            r.below or "nothing is left",
            f"`{r.otherwise}`" + (f", on the web `{r.web}`" if r.web else ""),
            r.confidence,
            r.source,
        )
        for r in rules.rules
    )
    return f"""# What dispensing depends on

{BUILT} The rule set itself is `src/beredd/content/rules/alternativ-drift.toml`;
legal readings in it are not confirmed by a lawyer.

## Resources

An event in a scenario may hit each of these.

{table(("resource", "what it is", "a share is drawn over", "needs", "source"), resources)}
## Modes

Rate and highest tier are numbers, or names of [parameters](parameters.md); 4 is everything, -1 nothing.

{table(("mode", "what it is", "rate", "highest tier", "by phone", "registered later", "takes deliveries"), modes)}
## Rules in force on {AS_OF}

Without the resource for longer than the tolerance, a pharmacy works in the mode. A level above nothing slows work in
proportion; under the level in *gone below* the mode is quicker, or serves the urgent better, and is used instead. On
the web, where there is another mode, only when nothing is left. All rules whose resource is gone apply at once: rates
multiply, the lowest tier wins.

{table(("rule", "without", "tolerance", "gone below", "mode", "confidence", "source"), in_force)}"""


CELLS = {
    "text": "text", "whole": "whole number", "number": "number", "day": "day, `2026-11-27`", "truth": "ja, nej",
    "time": "`T+26:30` or `dag 2 08:10`", "ids": "ids, parted by commas", "receivers": "roles, or `alla`",
    "lines": "a line each",
}  # fmt: skip


def exercise_plans() -> str:
    """The page about plans of exercises."""
    catalogue = read_catalogue()

    def row(column, needed: bool):
        words = words_of(column, catalogue)
        taken = ", ".join(f"{shown} (`{stored}`)" for stored, shown in words.items()) or CELLS[column.kind]
        key = f"`{column.key}`" if column.key else "none: it belongs to a run"
        return column.header, key, taken, "yes" if needed else ""

    head = ("in the workbook", "key in YAML and JSON", "takes", "needed")
    lines = table(head, (row(line, line.key not in LISTS and is_needed(Plan, line.key)) for line in LINES))
    text = f"""# Exercise plans

{BUILT} How to write one: [Write an exercise](../how-to/write-an-exercise.md).

A plan is one YAML file; `beredd exercise export` writes it as a workbook (`--xlsx`) or as a package with its
attachments (`--json`), and `import` reads each of them. All three are the same plan, to the letter. In YAML,
`objectives`, `indicators` and `actors` may be the id of one in the catalogue. Attachments lie in the folder beside the
plan that has its name.

Day 1 is the first day. `T+26:30` counts from the start.

## Worksheet Plan

One line a field, {" and ".join(("`Fält`", "`Värde`"))}. A list has a line for each item.

{lines}"""
    for layout in LAYOUTS:
        path = ".".join(layout.part)
        inside = f" The first column, `{layout.owner}`, says whose it is." if layout.owner else ""
        kind = layout.item
        rows = (
            row(column, "." not in column.key and bool(column.key) and is_needed(kind, column.key))
            for column in layout.columns
        )
        first = cell(kind.__doc__.splitlines()[0])
        text += f"\n## Worksheet {layout.title}\n\nThe list `{path}`. {first}{inside}\n\n"
        text += table(head, rows)
    shared = table(
        ("kind", "ids"),
        (
            (name, ", ".join(f"`{id}` {getattr(item, 'name', '')}".strip() for id, item in items.items()))
            for name, items in (
                ("channels", catalogue.channels), ("quantities", catalogue.quantities),
                ("objectives", catalogue.objectives), ("indicators", catalogue.indicators),
                ("actors", catalogue.actors), ("information classes", catalogue.classes),
                ("scales", catalogue.scales), ("levers", catalogue.levers),
            )
        ),
    )  # fmt: skip
    return f"""{text}
An inject with several expected actions has a row for each: the further rows repeat its number and say nothing else
of it.

## What plans have in common

{shared}"""


PAGES = {
    "command-line.md": command_line,
    "parameters.md": parameters,
    "dependencies.md": dependencies,
    "exercise-plans.md": exercise_plans,
}


def main() -> None:
    """Write each page."""
    for name, build in PAGES.items():
        (REFERENCE / name).write_text(build(), encoding="utf-8")
        print(f"docs/reference/{name}")


if __name__ == "__main__":
    main()
