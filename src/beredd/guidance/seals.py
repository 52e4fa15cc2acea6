"""Seals: fingerprints that say whether something is still what was written, read or approved.

A claim's own seal covers what its variants render. What an approval holds covers all that a clinician judges. Changing
a comment, a note for editors or somebody else's approval breaks neither.
"""

from dataclasses import asdict
from typing import Any

from beredd.guidance.claims import Claim, Variant
from beredd.guidance.emergency import CallPage, Sequence, SequenceEdition
from beredd.guidance.publications import Notice
from beredd.provenance import fingerprint

_NOT_JUDGED = {"approvals", "history", "note", "seal", "sent_for_review", "stopped", "read_with", "topic", "renders"}
# A decision of its own, with its own names: to set it takes no step away.
_NOT_JUDGED |= {"grace_days", "grace_by"}


def claim_seal(claim: Claim) -> str:
    """Of what a variant renders: sentence, numbers, medicines, law and companions."""
    return fingerprint(
        {
            "id": claim.id,
            "version": claim.version,
            "says": claim.says,
            "numbers": {name: _json(asdict(number)) for name, number in claim.numbers.items()},
            "medicines": claim.medicines,
            "legal": _json(asdict(claim.legal)) if claim.legal else None,
            "companions": claim.companions,
            "may_hold_back": claim.may_hold_back,
        }
    )


def sequence_seal(sequence: Sequence) -> str:
    """Of what its editions render: the steps, their claims and their order."""
    steps = [(step.id, step.claims, step.is_call) for step in sequence.steps]
    return fingerprint({"version": sequence.version, "steps": steps})


def approval_seal(thing: Claim | Variant | Sequence | SequenceEdition | CallPage | Notice) -> str:
    """Of all that somebody who approves has judged."""
    judged = {key: value for key, value in asdict(thing).items() if key not in _NOT_JUDGED}
    if isinstance(thing, Sequence):
        # Its editions and the fixed page are approved one by one, by those who can read them.
        judged |= {"editions": [], "call_page": [], "steps": [(s.id, s.claims, s.is_call) for s in thing.steps]}
    return fingerprint(_json({"kind": type(thing).__name__, **judged}))


def _json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _json(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_json(inner) for inner in value]
    return value if value is None or isinstance(value, str | int | float) else str(value)
