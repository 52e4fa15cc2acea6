"""The record of a run: what it takes to cite the result and to make it again."""

from typing import Any

from beredd.web.runs.models import Run

SCHEMA = "beredd/record/1"


def record_of(run: Run) -> dict[str, Any] | None:
    """The run's record, JSON-ready; None while there is no result.

    Runs that were made in the background carry the record of their making in the summary.
    """
    if run.record is not None:
        return {**run.record, "run": run.pk}
    if not run.provenance:
        return None
    return make_record(
        kind=run.kind,
        question=run.spec,
        commands=[run.provenance.get("command", "")],
        result=run.fingerprint,
        provenance=run.provenance,
    ) | {"run": run.pk}


def make_record(
    *,
    kind: str,
    question: dict[str, Any],
    commands: list[str],
    result: str,
    provenance: dict[str, Any],
    files: dict[str, str] | None = None,
) -> dict[str, Any]:
    """One shape for runs of every kind.

    commands   make the same result again, run in a folder that holds the files
    files      name -> fingerprint
    result     fingerprint of the numbers that came out
    """
    return {
        "schema": SCHEMA,
        "kind": kind,
        "question": question,
        "commands": commands,
        "files": files or {},
        "result": result,
        "provenance": provenance,
    }
