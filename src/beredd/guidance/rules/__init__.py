"""All rules that guidance is held against, each with the place, what is wrong and what to do.

An error keeps a store from being published; a flag is something for an editor to look at.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from beredd.guidance.rules.approvals import approval_findings
from beredd.guidance.rules.claims import claim_findings
from beredd.guidance.rules.finding import Finding
from beredd.guidance.rules.publications import notice_findings, publication_findings, topic_findings
from beredd.guidance.rules.sequence import sequence_findings
from beredd.guidance.rules.texts import text_findings
from beredd.guidance.rules.variants import variant_findings
from beredd.guidance.store import Store
from beredd.guidance.texts import Outputs

__all__ = ["Finding", "check", "errors"]


def check(store: Store, *, today: date, outputs: Outputs | None = None) -> tuple[Finding, ...]:
    """Everything that the rules find, errors first, each rule in the order of the files."""
    return tuple(sorted(_all(store, today, outputs), key=lambda finding: finding.level != "error"))


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that keep the store from being published."""
    return tuple(finding for finding in findings if finding.level == "error")


def _all(store: Store, today: date, outputs: Outputs | None) -> Iterator[Finding]:
    yield from claim_findings(store, today=today, outputs=outputs)
    yield from variant_findings(store)
    yield from text_findings(store)
    yield from publication_findings(store)
    yield from sequence_findings(store, today=today)
    yield from approval_findings(store, today=today)
    yield from notice_findings(store, today=today)
    yield from topic_findings(store, today=today)
