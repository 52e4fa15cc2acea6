"""What the child process does for a comparison: calls the engine. Knows no Django."""

import json
from pathlib import Path

from beredd.web.jobs.kinds import Progress

ANSWER = "answer.json"


def compare_measures(payload: dict, out: Path, progress: Progress) -> dict:
    """Compares measures as the payload says, the whole answer into `out`; returns what lists need of it."""
    from beredd.dispensing.measures import CompareQuestion, compare
    from beredd.dispensing.measures.reading import summary_of
    from beredd.writing import write_file

    answer = compare(CompareQuestion(**payload), progress=lambda done, total: progress(done, total, ""))
    write_file(out / ANSWER, json.dumps(answer, ensure_ascii=False))
    return summary_of(answer)
