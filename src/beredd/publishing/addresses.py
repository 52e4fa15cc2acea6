"""Addresses of a site. They tell nobody who looks over a shoulder, or through a history, what a page is about."""

from dataclasses import dataclass
from functools import cache

from beredd.guidance.store import Store
from beredd.provenance import fingerprint

_LETTERS = "bcdfghjkmnpqrstvwxz"  # no vowels: no words come of it


@cache
def code(kind: str, id: str) -> str:
    """Five letters for an audience, publication or section, the same in every edition and for ever."""
    number = int(fingerprint({"kind": kind, "id": id}), 16)
    letters = []
    for _ in range(5):
        number, at = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[at])
    return "".join(letters)


@dataclass(frozen=True, kw_only=True)
class Place:
    """What an address of a site leads to. Names are ids of the store, or empty."""

    kind: str
    edition: str = ""
    audience: str = ""
    publication: str = ""
    claim: str = ""


_FIXED = {
    "": "start",
    "steps": "steps",
    "claims": "claims",
    "new": "new",
    "accessibility": "accessibility",
    "phone": "phone",
    "module": "module",
}


def places(store: Store) -> dict[str, Place]:
    """First two parts of an address (`sv/bcdfg`) -> what is there."""
    found = {}
    for edition in store.editions:
        for part, kind in _FIXED.items():
            found[f"{edition}/{part}"] = Place(kind=kind, edition=edition)
        for audience in store.audiences:
            found[f"{edition}/{code('audience', audience)}"] = Place(kind="page", edition=edition, audience=audience)
        for publication in store.publications.values():
            if publication.kind != "page":
                found[f"{edition}/{code('publication', publication.id)}"] = Place(
                    kind=publication.kind, edition=edition, audience=publication.audience, publication=publication.id
                )
    return found
