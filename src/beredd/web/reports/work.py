"""What the child process does for a report: computes what it cites, writes its files. Knows no Django."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from beredd.web.jobs.kinds import Progress


def build(payload: dict, out: Path, progress: Progress) -> dict:
    """Builds the report as PDF, Word and data into `out`; returns what it comes to."""
    from beredd.assignments.evidence import coverage
    from beredd.documents.data import document_data
    from beredd.documents.pdf import pdf_bytes
    from beredd.documents.word import word_bytes
    from beredd.provenance import fingerprint
    from beredd.reports.build import build_report
    from beredd.reports.template import read_template
    from beredd.studies.answers import answer_to, inputs_of
    from beredd.web.reports.spec import registers_of

    registers = registers_of(payload)
    template = read_template(registers.assignment.id, payload["kind"])
    done = 0

    def port(kind: str, question: Mapping[str, Any]) -> Any:
        nonlocal done
        progress(done, len(template.citations), "")
        done += 1
        return answer_to(kind, question)

    report = build_report(
        template,
        registers,
        coverage(registers.assignment, registers.evidence, today=registers.on),
        edition=payload["edition"],
        port=port,
        inputs_of=inputs_of,
    )
    (out / "redovisning.pdf").write_bytes(pdf_bytes(report.document))
    (out / "redovisning.docx").write_bytes(word_bytes(report.document))
    (out / "underlag.json").write_bytes(report.bundle)
    (out / "dokument.json").write_text(json.dumps(document_data(report.document), ensure_ascii=False), encoding="utf-8")
    progress(1, 1, "")
    return {
        "fingerprint": fingerprint(report.bundle),
        "numbers": report.numbers,
        "runs": len(report.cited),
        "demo": report.is_demo,
        "title": report.document.title,
    }
