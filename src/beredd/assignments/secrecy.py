"""What may not be in the program at all: content classified for national security."""

import re

CLASSIFIED = re.compile(
    r"\b(?:KVALIFICERAT HEMLIG|HEMLIG|KONFIDENTIELL|BEGRÄNSAT HEMLIG)(?:T|A)?\b"
    r"|\b15 kap\. ?[12] § (?:OSL|offentlighets- och sekretesslagen)"
    r"|\bsäkerhetsskyddsklassificerad\w*|\b(?:TOP SECRET|EU SECRET|NATO SECRET|COSMIC)\b"
)
"""Markings of the security classes of säkerhetsskyddslagen (2018:585) as they stand on documents: in capitals. An
ordinary secret of OSL is another matter: it stays in the internal edition."""


def classified_in(text: str) -> str:
    """The first marking in a text, or nothing."""
    found = CLASSIFIED.search(text)
    return found[0] if found else ""
