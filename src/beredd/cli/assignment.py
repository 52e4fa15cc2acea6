"""`beredd assignment …`: what the decisions demand, what answers it, and the money."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from beredd.cli.output import Json, print_json, stdout
from beredd.wording import Sentence, say

app = typer.Typer(
    no_args_is_help=True, help="Assignments: clauses and what answers them.", pretty_exceptions_enable=False
)
COLUMNS = (
    Sentence("assignments.column-id"),
    Sentence("assignments.column-demand"),
    Sentence("assignments.column-due"),
    Sentence("assignments.column-state"),
    Sentence("assignments.column-evidence"),
)
STATES = {
    "met": Sentence("assignments.state-met"),
    "thin": Sentence("assignments.state-thin"),
    "missing": Sentence("assignments.state-missing"),
}
Which = Annotated[str, typer.Argument(help="An assignment's id, e.g. beredskap-2026.")]
Folder = Annotated[Path | None, typer.Option("--store", help="The folder of assignments; else the one in the package.")]


@app.callback()
def noun() -> None:
    """Assignments: decisions as clauses, what answers each of them, and their money."""


@app.command("list")
def list_(store: Folder = None, json: Json = False) -> None:
    """Say which assignments there are, and what their decisions leave empty."""
    from beredd.assignments.store import read_assignments

    rows: list[dict[str, Any]] = [
        {
            "id": one.id,
            "name": one.name,
            "reference": one.reference,
            "decided_on": one.decided_on.isoformat() if one.decided_on else None,
            "clauses": len(one.clauses),
            "blanks": list(one.blanks),
        }
        for one in read_assignments(store).values()
    ]
    if json:
        print_json({"assignments": rows})
        return
    for row in rows:
        blanks = f" {say('assignments.blanks', names=tuple(row['blanks']))}" if row["blanks"] else ""
        stdout.print(f"{row['id']}  {row['name']}, {row['reference'] or '–'}.{blanks}", soft_wrap=True)


@app.command("coverage")
def coverage_(
    assignment: Which,
    evidence: Annotated[
        Path | None, typer.Option(help="A YAML file with what was done: docs/how-to/follow-an-assignment.md.")
    ] = None,
    on: Annotated[str | None, typer.Option(help="The day to judge at, YYYY-MM-DD; else today.")] = None,
    store: Folder = None,
    json: Json = False,
) -> None:
    """Say for each clause what answers it, what is thin, what is missing, and what is due when."""
    from beredd.assignments.evidence import coverage
    from beredd.assignments.store import find_assignment, read_evidence
    from beredd.reports.holdings import holdings

    asked = find_assignment(assignment, store)
    held = holdings(asked)
    entered = read_evidence(evidence, asked) if evidence else ()
    rows = [_row(one) for one in coverage(asked, (*entered, *held), today=_day(on))]
    if json:
        print_json({"assignment": asked.id, "blanks": list(asked.blanks), "clauses": rows})
        return
    from rich.table import Table

    table = Table(title=asked.name, show_lines=True)
    for column in COLUMNS:
        table.add_column(str(column))
    for row in rows:
        state = str(STATES[row["state"]]) + (f" ({say('assignments.overdue')})" if row["overdue"] else "")
        texts = [one["what"] for one in row["evidence"][:3]]
        if (more := len(row["evidence"]) - 3) > 0:
            texts.append(say("assignments.more", n=more))
        if row["not_heard"]:
            texts.append(say("assignments.not-heard", names=tuple(row["not_heard"])))
        table.add_row(row["id"], row["demand"], row["due"] or "", state, "\n".join(texts))
    stdout.print(table)
    if asked.blanks:
        stdout.print(say("assignments.blanks", names=asked.blanks), soft_wrap=True)


@app.command("account")
def account_(
    assignment: Which,
    costs: Annotated[Path, typer.Option(help="CSV or XLSX: uppdrag, datum, belopp, avser.")],
    store: Folder = None,
    json: Json = False,
) -> None:
    """Add up costs against the decision's money, to the öre."""
    from beredd.assignments.accounts import account, kronor, read_costs
    from beredd.assignments.store import find_assignment, read_assignments

    asked = find_assignment(assignment, store)
    years = account(asked, read_costs(costs, read_assignments(store)))
    rows = [
        {
            "year": one.grant.year,
            "appropriation": one.grant.appropriation,
            "granted_ore": one.granted,
            "spent_ore": one.spent,
            "left_ore": one.left,
            "costs": len(one.costs),
            "repaid_by": one.grant.repaid_by.isoformat() if one.grant.repaid_by else None,
        }
        for one in years
    ]
    if json:
        print_json({"assignment": asked.id, "reference": asked.reference, "years": rows})
        return
    for one in years:
        words = {
            "year": str(one.grant.year),
            "granted": kronor(one.granted),
            "spent": kronor(one.spent),
            "left": kronor(one.left),
        }
        stdout.print(say("assignments.year", **words), soft_wrap=True)


def _row(one: Any) -> dict[str, Any]:
    clause = one.clause
    return {
        "id": clause.id,
        "kind": clause.kind,
        "demand": clause.demand,
        "place": clause.place,
        "due": clause.due.isoformat() if clause.due else None,
        "days_left": one.days_left,
        "overdue": one.is_overdue,
        "state": one.state,
        "not_heard": [party.name for party in one.not_heard],
        "evidence": [
            {
                "kind": each.kind,
                "what": each.what,
                "status": each.status,
                "on": each.on.isoformat() if each.on else None,
                "reference": each.reference,
                "led_to": each.led_to,
            }
            for each in one.evidence
        ],
    }


def _day(text: str | None) -> date:
    from beredd.assignments.errors import AssignmentError
    from beredd.intake import as_date

    if text is None:
        return date.today()
    day = as_date(text)
    if day is None:
        raise AssignmentError("assignments.not-a-day", found=text)
    return day
