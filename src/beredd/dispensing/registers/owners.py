"""Owners of an imported register's pharmacies, from what the file itself says. No list of companies is built in."""

import re
from collections import Counter
from collections.abc import Sequence

from beredd.dispensing.registers.entries import Entry
from beredd.intake import plain

INDEPENDENT = ("oberoende", "Oberoende apotek")
CHAIN_FROM = 3
"""A name that so many pharmacies bear as their whole name is taken for a chain's."""


def settle_owners(entries: Sequence[Entry]) -> dict[str, str]:
    """Give each entry an owner id; returns id -> name of the owners, in order of size.

    Without a column for the owner: a name that several pharmacies bear is a chain, names that begin with it belong to
    it, and the rest is independent.
    """
    named = [entry for entry in entries if entry.owner]
    spelling: dict[str, Counter[str]] = {}
    for entry in named:
        spelling.setdefault(plain(entry.owner) or "owner", Counter())[entry.owner.strip()] += 1
    chains = Counter(plain(entry.name) for entry in entries if not entry.owner)
    known = {key for key, n in chains.items() if n >= CHAIN_FROM and key} | {key for key in spelling if len(key) > 3}
    size: Counter[str] = Counter()
    for entry in entries:
        if entry.owner:
            key = plain(entry.owner) or "owner"
        else:
            key = _chain(entry.name, known)
            entry.doubts.append(f"owner by name: {entry.name!r}" if key else "owner not given, taken as independent")
        if key and key not in spelling:
            spelling[key] = Counter([entry.name])
        elif key and not entry.owner and plain(entry.name) == key:
            spelling[key][entry.name] += 1
        entry.owner = key or INDEPENDENT[0]
        size[entry.owner] += 1
    ids = {key: _slug(spelling[key].most_common(1)[0][0]) if key in spelling else key for key in size}
    if len(set(ids.values())) < len(ids):
        ids = {key: key for key in size}
    for entry in entries:
        entry.owner = ids[entry.owner]
    return {
        ids[key]: spelling[key].most_common(1)[0][0] if key in spelling else INDEPENDENT[1]
        for key, _ in sorted(size.items(), key=lambda item: (-item[1], item[0]))
    }


def _chain(name: str, known: set[str]) -> str:
    """The longest known name that the words of this one begin with, or nothing."""
    words = name.split()
    for n in range(len(words), 0, -1):
        if (key := plain("".join(words[:n]))) in known:
            return key
    return ""


def _slug(name: str) -> str:
    text = name.casefold().translate(str.maketrans("åäöéü", "aaoeu"))
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-") or "owner"
