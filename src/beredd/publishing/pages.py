"""The pages of a site: start, audiences, claims with what they rest on, what is new, accessibility, and safety."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from beredd.guidance.publications import Publication, Section
from beredd.publishing.addresses import code
from beredd.publishing.emergency import csp_hash, style
from beredd.publishing.ground import ASSETS, HOME, Ground
from beredd.publishing.placing import Page, as_is
from beredd.publishing.prints import Print

MOST_ON_A_PAGE = 80
"""Claims; a page with more is one page for each of its sections."""


def assets(ground: Ground) -> Iterator[Page]:
    """Style, scripts and the icon."""
    tokens = (HOME.parent / "figures/style/tokens.css").read_text(encoding="utf-8")
    style = tokens + (ASSETS / "site.css").read_text(encoding="utf-8")
    files = {"site.css": style}
    files |= {name: (ASSETS / name).read_text(encoding="utf-8") for name in ("leave.js", "quiz.js", "icon.svg")}
    for name, text in files.items():
        yield as_is(f"assets/{name}", text.encode())


def pages(ground: Ground, printed: list[Print]) -> Iterator[Page]:
    """Every page of text."""
    editions = ground.editions
    names = [(one, ground.edition_name(one), ground.store.language(one)) for one in editions]
    yield ground.page("index.html", "root.html", [], lambda: {"editions": names, "others": []})
    alone = {"style": style(), "style_hash": csp_hash(style())}
    yield ground.page("404.html", "gone.html", [], lambda: alone)
    of_audience = {audience: page_of(ground, audience) for audience in ground.store.audiences}
    for edition in editions:
        there = {
            audience: page
            for audience, page in of_audience.items()
            if edition in page.editions and ground.shown(page, _claims(page))
        }
        yield from _start(ground, edition, there, printed)
        for page in there.values():
            yield from _audience(ground, edition, page, printed)
        if not ground.store.language(edition).is_layout_draft:
            yield from _claim_pages(ground, edition, of_audience)


def page_of(ground: Ground, audience: str) -> Publication:
    """The page of an audience: the one that editors have made, else all that is for it, by topic."""
    store = ground.store
    own = [one for one in store.publications.values() if one.kind == "page" and one.audience == audience]
    if own:
        return own[0]
    by_topic: dict[str, list[str]] = {id: [] for id in store.topics}
    for id, claim in store.claims.items():
        if audience in claim.audiences:
            by_topic[claim.topic].append(id)
    sections = [
        Section(id=topic, heading=store.topics[topic].name, claims=tuple(ids)) for topic, ids in by_topic.items() if ids
    ]
    return Publication(
        id=f"page-{audience}",
        title=store.audiences[audience].name,
        audience=audience,
        editions=tuple(one for one in store.editions if not store.language(one).is_layout_draft),
        has_emergency=True,
        has_medicine_picker=True,
        sections=tuple(sections),
    )


def _claims(publication: Publication) -> list[str]:
    return [id for section in publication.sections for id in section.claims]


def _start(ground: Ground, edition: str, there: dict[str, Publication], printed: list[Print]) -> Iterator[Page]:
    store, may = ground.store, ground.publishable
    notices = list(may.notices.values())
    of_edition = [one for one in printed if one.edition == edition and store.language(edition).is_layout_draft]
    digests = [repr(notices), repr(list(there.values())), ground.emergency_digest]
    digests += _listed(of_edition)

    def context() -> dict[str, Any]:
        return {
            "edition": edition,
            "others": [(one, f"{one}/") for one in ground.editions],
            "audiences": [(store.audiences[id], f"{code('audience', id)}/") for id in there],
            "notices": notices,
            "emergency": ground.emergency(edition),
            "prints": of_edition,
            "is_draft": store.language(edition).is_layout_draft,
        }

    yield ground.page(f"{edition}/index.html", "start.html", digests, context, is_listed=True)
    for name in ("accessibility", "phone"):
        path = f"{edition}/{name}/index.html"
        yield ground.page(path, f"{name}.html", [], partial(_plain, ground, edition, name), is_listed=True)


def _listed(printed: list[Print]) -> list[str]:
    """Digests of what a page that leads to these prints says of them."""
    return [repr((one.publication.id, one.publication.kind, one.content["title"])) for one in printed]


def _plain(ground: Ground, edition: str, name: str) -> dict[str, Any]:
    return {"edition": edition, "others": [(one, f"{one}/{name}/") for one in ground.editions]}


def _of_kind(ground: Ground, kind: str, edition: str, audience: str | None = None) -> list[Publication]:
    found = (one for one in ground.store.publications.values() if one.kind == kind and edition in one.editions)
    return [
        one
        for one in found
        if (audience is None or one.audience == audience)
        and ground.shown(one, [question.claim for question in one.questions])
    ]


def _audience(ground: Ground, edition: str, page: Publication, printed: list[Print]) -> Iterator[Page]:
    store = ground.store
    home = f"{edition}/{code('audience', page.audience)}"
    shown = ground.shown(page, _claims(page))
    is_split = len(shown) > MOST_ON_A_PAGE
    mine = [one for one in printed if one.edition == edition and one.publication.audience == page.audience]
    trainings = _of_kind(ground, "quiz", edition, page.audience)
    notices = [one for one in ground.publishable.notices.values() if page.audience in one.audiences]
    base = [repr(page), ground.emergency_digest, repr(notices), repr([(one.id, one.title) for one in trainings])]
    base += _listed(mine)
    others = [(one, f"{one}/{code('audience', page.audience)}/") for one in ground.editions if one in page.editions]
    audience = store.audiences[page.audience]

    def common() -> dict[str, Any]:
        return {
            "edition": edition,
            "others": others,
            "audience": audience,
            "publication": page,
            "is_neutral": not audience.is_professional,
            "notices": notices,
            "emergency": ground.emergency(edition) if page.has_emergency else None,
            "prints": mine,
            "trainings": trainings,
        }

    def sections(only: Section | None = None) -> list[dict[str, Any]]:
        found = []
        for section in page.sections if only is None else (only,):
            sex = section.sex if section.sex != "all" else page.sex
            groups = ground.groups(page, section.claims, edition=edition, sex=sex)
            if groups:
                found.append({"section": section, "groups": groups, "href": f"{code('section', section.id)}/"})
        return found

    def whole() -> dict[str, Any]:
        return common() | {
            "sections": sections() if not is_split else [],
            "links": [] if not is_split else _links(ground, page),
            "picker": _picker(ground, page, edition) if page.has_medicine_picker else [],
        }

    # A page that only leads to its sections shows how many claims each has, and those of the medicines.
    bound = [claim for claim in shown if claim.medicines or claim.topic == "dose"] if page.has_medicine_picker else []
    digests = [ground.claim_digest(claim.id) for claim in (bound if is_split else shown)]
    if is_split:
        digests.append(repr([(section.id, n) for section, _href, n in _links(ground, page)]))
    yield ground.page(f"{home}/index.html", "audience.html", [*base, *digests], whole, is_listed=True)
    if not is_split:
        return
    for section in page.sections:
        if of_section := ground.shown(page, section.claims):
            parts = [repr(section), *(ground.claim_digest(claim.id) for claim in of_section)]

            def one(section: Section = section) -> dict[str, Any]:
                href = f"{code('audience', page.audience)}/{code('section', section.id)}/"
                return common() | {
                    "sections": sections(section),
                    "section": section,
                    "others": [(other, f"{other}/{href}") for other in ground.editions if other in page.editions],
                }

            yield ground.page(f"{home}/{code('section', section.id)}/index.html", "section.html", parts, one)


def _links(ground: Ground, page: Publication) -> list[tuple[Section, str, int]]:
    found = []
    for section in page.sections:
        if n := len(ground.shown(page, section.claims)):
            found.append((section, f"{code('section', section.id)}/", n))
    return found


def _picker(ground: Ground, page: Publication, edition: str) -> list[dict[str, Any]]:
    """Each medicine of the page's claims, with what is said of it; last what holds for any or an unknown one."""
    bound: dict[str, list[str]] = {}
    topics = set()
    for claim in ground.shown(page, _claims(page)):
        for medicine in claim.medicines:
            bound.setdefault(medicine, []).append(claim.id)
            topics.add(claim.topic)
    found = []
    for id in (id for id in ground.store.medicines if id in bound):
        groups = ground.groups(page, dict.fromkeys(bound[id]), edition=edition, sex=page.sex)
        found.append({"medicine": ground.store.medicines[id], "groups": groups})
    unbound = [claim.id for claim in ground.shown(page, _claims(page)) if claim.topic == "dose" and not claim.medicines]
    if found:
        found.append({"medicine": None, "groups": ground.groups(page, unbound, edition=edition, sex=page.sex)})
    return found


def _claim_pages(ground: Ground, edition: str, of_audience: dict[str, Publication]) -> Iterator[Page]:
    may, store = ground.publishable, ground.store
    visible = {id: first for id in may.claims if (first := first_audience(ground, id, edition)) is not None}
    digests = [ground.claim_digest(id) for id in visible]
    drafts = [one for one in ground.editions if not store.language(one).is_layout_draft]

    def listed() -> list[dict[str, Any]]:
        found: dict[str, list[Any]] = {}
        for id, audience in visible.items():
            said = may.said(id, audience=audience, edition=edition)
            if said:
                found.setdefault(may.claims[id].topic, []).append(said[0])
        return [{"topic": store.topics[topic], "claims": found[topic]} for topic in store.topics if topic in found]

    yield ground.page(
        f"{edition}/claims/index.html",
        "claims.html",
        digests,
        lambda: {"edition": edition, "others": [(one, f"{one}/claims/") for one in drafts], "topics": listed()},
    )

    def new() -> dict[str, Any]:
        latest = sorted(visible, key=lambda id: (may.claims[id].written.on, id), reverse=True)[:100]
        rows = [
            (may.claims[id], said[0]) for id in latest if (said := may.said(id, audience=visible[id], edition=edition))
        ]
        return {
            "edition": edition,
            "others": [(one, f"{one}/new/") for one in drafts],
            "rows": rows,
            "notices": list(may.notices.values()),
        }

    parts = [*digests, repr(list(may.notices.values()))]
    yield ground.page(f"{edition}/new/index.html", "new.html", parts, new)
    homes = {
        name: f"{code('audience', name)}/" if edition in of_audience[name].editions else "" for name in of_audience
    }
    for id, audience in visible.items():
        claim = may.claims[id]
        shows = [(name, homes[name]) for name in claim.audiences if may.shows(claim, audience=name)]

        def context(id: str = id, audience: str = audience, shows: Any = shows) -> dict[str, Any]:
            claim = may.claims[id]
            return {
                "edition": edition,
                "others": [(one, f"{one}/claims/{id}/") for one in drafts if first_audience(ground, id, one)],
                "claim": claim,
                "said": may.said(id, audience=audience, edition=edition),
                "standing": may.standings[id],
                "topic": store.topics[claim.topic],
                "audiences": [(store.audiences[name], href) for name, href in shows],
                "sources": store.sources,
                "feedback": ground.settings.feedback_on(id, claim.version),
            }

        parts = [ground.claim_digest(id), repr(shows)]
        yield ground.page(f"{edition}/claims/{id}/index.html", "claim.html", parts, context, is_listed=True)


def first_audience(ground: Ground, id: str, edition: str) -> str | None:
    """An audience to which a claim is said in an edition, those of the public first."""
    may = ground.publishable
    claim = may.claims[id]
    ordered = sorted(claim.audiences, key=lambda name: ground.store.audiences[name].is_professional)
    return next((name for name in ordered if may.says(id, audience=name, edition=edition)), None)
