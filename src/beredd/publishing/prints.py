"""Prints by typst as PDF/UA-1: pocket card A6, poster A4, folded leaflet, checklist; and the pages their QR codes open.

A print's version is a digest of what it says, so the same words have the same version whoever prints them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beredd.guidance.publications import Publication
from beredd.guidance.store import Store
from beredd.guidance.texts import Said
from beredd.guidance.texts import words as worded
from beredd.provenance import fingerprint
from beredd.publishing import chrome
from beredd.publishing.addresses import code
from beredd.publishing.errors import PublishingError
from beredd.publishing.ground import HOME, Ground
from beredd.publishing.markdown import blocks
from beredd.publishing.placing import Page
from beredd.publishing.settings import Settings

if TYPE_CHECKING:  # most publishings make no print, and wait for neither
    import typst

MOST_SHEETS = {"card": 2, "poster": 1, "leaflet": 2, "checklist": 2}
SIZES_PT = {
    # kind: sizes of the text that are tried, until it fits on the sheets
    "card": (9.5, 9.0, 8.5, 8.0, 7.5, 7.0),
    "poster": (20.0, 18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0),
    "leaflet": (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0),
    "checklist": (12.0, 11.0, 10.0, 9.5, 9.0, 8.5),
}


@dataclass(frozen=True, kw_only=True)
class Print:
    """One print in one edition, and what it says.

    content   titles, steps, sections and marks as plain data
    version   eight hex digits of `content`
    """

    publication: Publication
    edition: str
    content: dict[str, Any]
    version: str

    @property
    def href(self) -> str:
        """Its folder on the site."""
        return f"{self.edition}/{code('publication', self.publication.id)}/"


def all_prints(ground: Ground) -> list[Print]:
    """Every print that has something to show."""
    found = []
    for publication in ground.store.publications.values():
        if publication.is_printed:
            for edition in publication.editions:
                if edition in ground.editions and (made := of(ground, publication, edition)):
                    found.append(made)
    return found


def of(ground: Ground, publication: Publication, edition: str) -> Print | None:
    """A publication as a print in an edition; None where nothing of it may be shown."""
    content = _content(ground, publication, edition)
    if not content["sections"] and not content["steps"] and not content["call"]:
        return None
    return Print(publication=publication, edition=edition, content=content, version=fingerprint(content)[:8])


def _content(ground: Ground, publication: Publication, edition: str) -> dict[str, Any]:
    store = ground.store
    language = store.language(edition)
    sections = []
    for section in publication.sections:
        sex = section.sex if section.sex != "all" else publication.sex
        groups = ground.groups(publication, section.claims, edition=edition, sex=sex)
        if groups:
            heading = language.placeholder if language.is_layout_draft else worded(section.heading, edition)
            sections.append({"heading": heading, "groups": [[_said(one) for one in group] for group in groups]})
    found: dict[str, Any] = {"steps": [], "never": [], "call": "", "overdue": ""}
    title = language.placeholder if language.is_layout_draft else worded(publication.title, edition)
    if publication.has_emergency:
        title = _emergency(ground, edition, found, title)
    return found | {
        "kind": publication.kind,
        "language": language.id,
        "direction": language.direction,
        "title": title,
        "sections": sections,
        "mark": language.unreviewed if ground.is_demo else "",
        "is_discreet": publication.is_discreet,
    }


def _said(said: Said) -> dict[str, Any]:
    return {"id": said.claim.id, "version": said.claim.version, "text": said.text, "blocks": blocks(said.text)}


def _emergency(ground: Ground, edition: str, found: dict[str, Any], title: str) -> str:
    """Put the emergency sequence, or what stands for it, into what a print shows; gives the title that fits."""
    language = ground.store.language(edition)
    if language.is_layout_draft:
        found["steps"] = [
            {"heading": language.placeholder, "blocks": [], "is_call": step.is_call}
            for step in ground.store.sequence.steps
        ]
        return title
    now = ground.emergency(edition)
    if now.sequence is None:
        # The title may speak of steps that are not there.
        found["call"] = now.call.text if now.call else ""
        return now.call.heading if now.call else chrome.words(language.id, "call")
    for step in (now.version or ground.store.sequence).steps:
        text = now.sequence.steps[step.id]
        found["steps"].append(
            {"heading": text.heading, "blocks": blocks(text.text) if text.text else [], "is_call": step.is_call}
        )
    found["never"] = list(now.sequence.never)
    if now.is_overdue:
        found["overdue"] = language.overdue
    return title


def editions_printed(printed: list[Print], earlier: dict[str, Any], *, today: date) -> dict[str, Any]:
    """Every version that has been on the site, by the print's folder: the last one is the current one.

    `earlier` is what the last publishing left.
    """
    found: dict[str, Any] = {href: {"current": "", "versions": dict(one["versions"])} for href, one in earlier.items()}
    for one in printed:
        entry = found.setdefault(one.href, {"current": "", "versions": {}})
        entry["current"] = one.version
        entry["versions"].setdefault(one.version, today.isoformat())
    return found


def pages(ground: Ground, printed: list[Print], editions: dict[str, Any]) -> Iterator[Page]:
    """The PDF of each print, its page, and a page for each version that may be on somebody's wall."""
    by_href = {one.href: one for one in printed}
    for href, entry in editions.items():
        edition = href.partition("/")[0]
        if edition not in ground.editions:
            continue
        one = by_href.get(href)
        if one is not None:
            inputs = fingerprint([ground.site_digest, "pdf", one.version])
            yield Page(path=f"{href}print.pdf", inputs=inputs, make=partial(pdf, ground.settings, one))
            yield ground.page(f"{href}index.html", "print.html", [one.version], _context(ground, edition, one))
        for version, since in entry["versions"].items():
            parts = [version, since, one.version if one else "gone", repr(ground.emergency(edition))]
            context = _context(ground, edition, one, version=version, since=date.fromisoformat(since))
            yield ground.page(f"{href}{version}/index.html", "print.html", parts, context)


def _context(ground: Ground, edition: str, one: Print | None, *, version: str = "", since: date | None = None) -> Any:
    tail = one.href.partition("/")[2] if one else ""
    there = [] if one is None else [(e, f"{e}/{tail}") for e in one.publication.editions if e in ground.editions]
    return lambda: {
        "edition": edition,
        "others": [other for other in there if not ground.is_demo or other[0] in ground.editions],
        "print": one,
        "printed": version,
        "since": since,
        "emergency": ground.emergency(edition),
    }


def make_print(
    store: Store,
    card: str,
    *,
    today: date,
    is_demo: bool,
    audience: str | None,
    edition: str,
    settings: Settings | None = None,
) -> bytes:
    """The PDF of a print: `card` is its id, or its kind together with the audience."""
    from beredd.guidance.publishable import publishable

    ground = Ground(publishable=publishable(store, today=today, is_demo=is_demo), settings=settings or Settings())
    prints = [one for one in store.publications.values() if one.is_printed]
    fitting = [one for one in prints if card in {one.id, one.kind} and (audience is None or one.audience == audience)]
    if len(fitting) != 1:
        allowed = tuple(one.id for one in fitting or prints)
        raise PublishingError("publishing.no-print", card=card, audience=audience or "?", allowed=allowed)
    publication = fitting[0]
    if edition not in publication.editions or edition not in ground.editions:
        allowed = tuple(one for one in publication.editions if one in ground.editions)
        raise PublishingError("publishing.no-edition", card=publication.id, edition=edition, allowed=allowed)
    made = of(ground, publication, edition)
    if made is None:
        raise PublishingError("publishing.nothing-approved", card=publication.id)
    return pdf(ground.settings, made)


def pdf(settings: Settings, one: Print) -> bytes:
    """The print as PDF/UA-1, in the largest text that fits on its sheets."""
    kind = one.publication.kind
    address = f"{settings.address}/{one.href}{one.version}/" if settings.address else ""
    said = {key: chrome.words(one.content["language"], key) for key in _WORDS}
    said["version"] = chrome.words(one.content["language"], "version", version=one.version)
    data = one.content | {"words": said, "address": address}
    compiler, made = _compiler(), None
    inputs = {"data": json.dumps(data, ensure_ascii=False), "qr": _qr(address)}
    for size in SIZES_PT[kind]:
        made = compiler.compile(format="pdf", pdf_standards=["ua-1"], sys_inputs=inputs | {"size": str(size)})
        if json.loads(compiler.query("<sheets>", field="value", one=True)) <= MOST_SHEETS[kind]:
            break
    return made if isinstance(made, bytes) else b""


_WORDS = ("call", "never", "also", "print-scan", "checked-by", "checked-on", "demo-warning")


def _qr(address: str) -> str:
    if not address:
        return ""
    import segno

    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()


@cache
def _compiler() -> "typst.Compiler":
    import typst

    fonts = [str(Path(str(files(name))) / "files") for name in ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")]
    return typst.Compiler(input=str(HOME / "templates" / "print.typ"), font_paths=fonts, ignore_system_fonts=True)
