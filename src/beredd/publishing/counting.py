"""Counts from a web server's log: views per page, language and audience. Who looked is never kept."""

import gzip
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from beredd.guidance.store import Store
from beredd.intake import Fault, FileRefused
from beredd.publishing.addresses import Place, places
from beredd.wording import Sentence

# Common and combined format; only the request line and the status are looked at.
_LINE = re.compile(
    r'^\S+ \S+ .{0,200}?\[[^\]]{1,40}\] "(?P<method>[A-Z]{3,10}) (?P<path>\S{1,2000})(?: HTTP/[0-9.]+)?"'
    r" (?P<status>[0-9]{3}) "
)
_ROBOT = re.compile(r"bot\b|bot/|crawl|spider|slurp|monitor|curl/|wget/|python-", re.IGNORECASE)
MOST_CHARACTERS = 8_000


def count(log: Path, store: Store) -> dict[str, Any]:
    """Views per page, edition and audience, most first. Robots, files beside pages and failed requests do not count.

    A page that is not of this store's site is counted as `other`, without its address: it may hold anything.
    """
    known = places(store)
    views: Counter[Place] = Counter()
    lines = unread = others = 0
    for line in _lines(log):
        lines += 1
        match = _LINE.match(line)
        if match is None:
            unread += 1
            continue
        if match["method"] != "GET" or match["status"] not in {"200", "304"} or _ROBOT.search(line[match.end() :]):
            continue
        path = unquote(urlsplit(match["path"]).path)
        if not path.endswith(("/", ".html", ".pdf")):
            continue
        place = _place(path, known)
        if place is None:
            others += 1
        else:
            views[place] += 1
    rows = [
        {
            "page": _name(place),
            "kind": place.kind,
            "edition": place.edition,
            "audience": place.audience,
            "views": n,
        }
        for place, n in views.most_common()
    ]
    return {
        "lines": lines,
        "unread": unread,
        "views": views.total(),
        "other": others,
        "by_page": rows,
        "by_edition": _by(views, "edition"),
        "by_audience": _by(views, "audience"),
    }


def _by(views: Counter[Place], key: str) -> list[dict[str, Any]]:
    found: Counter[str] = Counter()
    for place, n in views.items():
        found[getattr(place, key)] += n
    return [{key: name, "views": n} for name, n in found.most_common()]


def _name(place: Place) -> str:
    return "/".join(
        part for part in (place.edition, place.publication or place.claim or place.audience or place.kind) if part
    )


def _place(path: str, known: dict[str, Place]) -> Place | None:
    """What an address leads to, wherever on its server the site stands."""
    parts = [part for part in path.split("/") if part and part != "index.html"]
    for at in range(max(len(parts), 1)):
        edition, *rest = parts[at:] or [""]
        place = known.get(f"{edition}/{rest[0] if rest else ''}")
        if place is None:
            continue
        if place.kind == "claims" and len(rest) > 1:
            return Place(kind="claim", edition=edition, claim=rest[1]) if _CLAIM.fullmatch(rest[1]) else None
        if rest and rest[-1].endswith(".pdf"):
            return Place(kind="pdf", edition=edition, audience=place.audience, publication=f"{place.publication}.pdf")
        return place
    return None


_CLAIM = re.compile(r"[A-Z]{2,5}-[0-9]{3,5}")


def _lines(log: Path) -> Iterator[str]:
    wanted = Sentence("publishing.no-log")
    opened = gzip.open if log.suffix == ".gz" else open
    try:
        with opened(log, "rb") as file:
            while line := file.readline(MOST_CHARACTERS):
                text = line.decode("utf-8", errors="replace").rstrip("\r\n")
                if text:
                    yield text
    except (OSError, EOFError, zlib.error) as error:
        reason = Sentence("intake.unreadable", reason=getattr(error, "strerror", None) or type(error).__name__)
        if isinstance(error, FileNotFoundError):
            reason = Sentence("intake.no-such-file")
        raise FileRefused(faults=[Fault(log.name, reason, wanted)]) from error
