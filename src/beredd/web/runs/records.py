"""The record of a run: what it takes to cite the result and to make it again."""

from typing import Any

from beredd.web.runs.models import Run


def record_of(run: Run) -> dict[str, Any] | None:
    """The run's record (`provenance.Record`), JSON-ready, with the run's id; None while there is no result.

    Runs that were made in the background carry it in the summary. Those made by an earlier version had no question,
    files and result in it: the run has them.
    """
    made = run.record or run.provenance
    if not made:
        return None
    return {"kind": run.kind, "question": run.spec, "files": {}, "result": run.fingerprint, **made, "run": run.pk}
