"""What made a number, and named random streams. The ground floor: no room of ours."""

from beredd.provenance.chance import WORD_RANGE, below, below_plain, entity_of, philox, philox_plain, threshold
from beredd.provenance.record import SCHEMA, Provenance, canonical_json, file_fingerprint, fingerprint, limits_of

__all__ = [
    "SCHEMA",
    "WORD_RANGE",
    "Provenance",
    "below",
    "below_plain",
    "canonical_json",
    "entity_of",
    "file_fingerprint",
    "fingerprint",
    "limits_of",
    "philox",
    "philox_plain",
    "threshold",
]
