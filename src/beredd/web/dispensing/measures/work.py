"""What the child process does for a comparison: calls the engine. Knows no Django."""

import json
import os
from pathlib import Path

from beredd.web.jobs.kinds import Progress

ANSWER = "answer.json"
CLUSTER = "BEREDD_CLUSTER"
"""The address of a Dask cluster that does the runs; this machine where it is not set."""


def compare_measures(payload: dict, out: Path, progress: Progress) -> dict:
    """Compares measures as the payload says, the whole answer into `out`; returns what lists need of it."""
    from beredd.dispensing.measures import CompareQuestion, compare
    from beredd.dispensing.measures.crew import open_crew
    from beredd.dispensing.measures.reading import summary_of
    from beredd.writing import write_file

    question = CompareQuestion(**payload)
    with open_crew(cluster=os.environ.get(CLUSTER) or None) as crew:
        answer = compare(question, crew=crew, progress=lambda done, total: progress(done, total, ""))
    write_file(out / ANSWER, json.dumps(answer, ensure_ascii=False))
    return summary_of(answer)
