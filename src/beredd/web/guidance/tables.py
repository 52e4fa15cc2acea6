"""The room's tables: what state guidance is in, what is stale or soon will be, what is weak, what is not written."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from beredd import __version__
from beredd.figures import Column, Origin, Table
from beredd.figures.table import table_of
from beredd.guidance.claims import Claim, Variant
from beredd.guidance.coverage import Cell
from beredd.guidance.publications import Look
from beredd.guidance.rules import Finding
from beredd.guidance.texts import editions_for, fill
from beredd.web.guidance.reading import Guidance
from beredd.web.guidance.words import (
    CONFIDENCES,
    KINDS,
    LEVELS,
    REGIONS,
    RISKS,
    STATES,
    TOOK,
    edition_name,
    named,
)
from beredd.wording import language

MOST = 20
"""So many rows of a table stand on the first page; its files hold them all."""


def origin(guidance: Guidance) -> Origin:
    """Where the room's numbers come from."""
    day = guidance.today.isoformat()
    return Origin(
        engine="guidance",
        version=__version__,
        fingerprint=guidance.digest,
        created=day,
        commands=(f"beredd guidance stale --on {day}", f"beredd guidance check --flags --on {day}"),
        notes=(_("Måste granskas av kliniker. Ingenting här är godkänt råd förrän det står att det är godkänt."),),
    )


def sentence(guidance: Guidance, claim: Claim) -> str:
    """A claim's own sentence in the reader's language, else in Swedish, its numbers filled in."""
    code = next((one for one in (*editions_for(language()), "sv") if one in claim.says), next(iter(claim.says)))
    return fill(guidance.store, claim, claim.says[code], language=code.partition("-")[0])


def claim_address(id: str) -> str:
    """The address of a claim's page."""
    return reverse("guidance:claim", args=[id])


def states(guidance: Guidance) -> Table:
    """Claims and variants by state. A stale one is in another state, too; then it is counted in both rows."""
    of_claims: Counter[str] = Counter(standing.state for standing in guidance.standings.values())
    of_variants: Counter[str] = Counter(standing.state for standing in guidance.variant_standings.values())
    stale = Counter(kind for kind, _id in guidance.stale_ids)
    of_claims["stale"], of_variants["stale"] = stale["claim"], stale["variant"]
    columns = [
        Column(key="state", label=_("Läge"), kind="text"),
        Column(key="claims", label=_("Påståenden"), kind="count"),
        Column(key="variants", label=_("Varianter"), kind="count"),
        Column(key="means", label=_("Betyder"), kind="text"),
    ]
    records: list[dict[str, Any]] = [
        {
            "state": columns[0].cell(state, str(label)),
            "claims": of_claims[state],
            "variants": of_variants[state],
            "means": str(means),
            "link": f"{reverse('guidance:claims')}?lage={state}",
        }
        for state, (label, _mark, means) in STATES.items()
    ]
    return table_of("lage", _("Påståenden och varianter efter läge"), columns, records)


def stale(guidance: Guidance) -> Table:
    """What no longer says what it should: why, since when, and who must act."""
    columns = [
        Column(key="id", label=_("Vad"), kind="text"),
        Column(key="kind", label=_("Slag"), kind="text"),
        Column(key="claim", label=_("Påstående"), kind="text"),
        Column(key="why", label=_("Varför"), kind="text"),
        Column(key="since", label=_("Sedan"), kind="text"),
        Column(key="who", label=_("Vem ska göra något"), kind="text"),
    ]
    records = [
        {
            "id": one.id,
            "kind": columns[1].cell(one.kind, str(KINDS[one.kind])),
            "claim": one.claim,
            "why": str(one.why),
            "since": one.since.isoformat() if one.since else _("okänt"),
            "who": str(one.who),
            "link": claim_address(one.claim),
        }
        for one in guidance.stale
    ]
    return table_of("inaktuella", _("Inaktuellt"), columns, records, most=MOST)


def expiring(guidance: Guidance) -> Table:
    """What must be reviewed within 60 days."""
    columns = [
        Column(key="id", label=_("Vad"), kind="text"),
        Column(key="kind", label=_("Slag"), kind="text"),
        Column(key="review_by", label=_("Granskas senast"), kind="text"),
        Column(key="days", label=_("Dagar kvar"), kind="count"),
    ]
    records = [
        {
            "id": id,
            "kind": columns[1].cell(kind, str(KINDS[kind])),
            "review_by": day.isoformat(),
            "days": (day - guidance.today).days,
            "link": claim_address(id) if kind == "claim" else "",
        }
        for kind, id, day, _warned in guidance.expiring
    ]
    return table_of("gar-ut", _("Går ut inom 60 dagar"), columns, records, most=MOST)


def weak(guidance: Guidance) -> Table:
    """Claims that no source supports, or that rest on sources of confidence C alone."""
    columns = [
        Column(key="id", label=_("Påstående"), kind="text"),
        Column(key="says", label=_("Säger"), kind="text"),
        Column(key="why", label=_("Varför"), kind="text"),
        Column(key="sources", label=_("Källor som stöder"), kind="count"),
    ]
    records = [
        {"id": claim.id, "says": sentence(guidance, claim), "why": why, "sources": n, "link": claim_address(claim.id)}
        for claim, why, n in _weak(guidance)
    ]
    return table_of("underlag", _("Utan underlag, eller bara med C"), columns, records, most=MOST)


def _weak(guidance: Guidance) -> Iterator[tuple[Claim, str, int]]:
    for claim in guidance.store.claims.values():
        found = {guidance.store.sources[one.source].confidence for one in claim.evidence if one.bearing == "supports"}
        n = len({one.source for one in claim.evidence if one.bearing == "supports"})
        if not found:
            yield claim, _("Ingen källa stöder det."), n
        elif claim.confidence == "C" or found == {"C"}:
            yield claim, _("Tilltro C: aldrig i tryck."), n


def readability(guidance: Guidance) -> Table:
    """Texts for the public that are harder to read than is aimed at."""
    columns = [
        Column(key="id", label=_("Text"), kind="text"),
        Column(key="kind", label=_("Slag"), kind="text"),
        Column(key="lix", label="LIX", kind="count"),
        Column(key="aimed", label=_("Mål, högst"), kind="count"),
        Column(key="todo", label=_("Att göra"), kind="text"),
    ]
    records = [
        _found_in(one, columns[1]) | dict(one.what.values) | {"todo": str(one.todo)}
        for one in guidance.findings
        if one.rule == "lix"
    ]
    return table_of("lasbarhet", _("Svårare att läsa än målet"), columns, records, most=MOST)


def findings(guidance: Guidance) -> Table:
    """What the rules find, errors first; readability stands in a table of its own."""
    columns = [
        Column(key="id", label=_("Vad"), kind="text"),
        Column(key="kind", label=_("Slag"), kind="text"),
        Column(key="level", label=_("Allvar"), kind="text"),
        Column(key="rule", label=_("Regel"), kind="text"),
        Column(key="what", label=_("Vad som är fel"), kind="text"),
        Column(key="todo", label=_("Att göra"), kind="text"),
        Column(key="place", label=_("Fil och rad"), kind="text"),
    ]
    records = []
    for one in guidance.findings:
        if one.rule == "lix":
            continue
        file, line = one.place(guidance.store)
        records.append(
            _found_in(one, columns[1])
            | {
                "level": columns[2].cell(one.level, str(LEVELS[one.level])),
                "rule": one.rule,
                "what": str(one.what),
                "todo": str(one.todo),
                "place": f"{file}:{line}",
            }
        )
    return table_of("fynd", _("Vad reglerna hittar"), columns, records, most=MOST)


def _found_in(finding: Finding, kind: Column) -> dict[str, Any]:
    claim = finding.id.partition("/")[0] if finding.kind in {"claim", "variant"} else ""
    return {
        "id": finding.id,
        "kind": kind.cell(finding.kind, str(KINDS.get(finding.kind, finding.kind))),
        "link": claim_address(claim) if claim else "",
    }


def covered(guidance: Guidance) -> Table:
    """Each audience: the claims that are for it, how many are written in each edition, and the gaps."""
    columns = [
        Column(key="audience", label=_("Målgrupp"), kind="text"),
        Column(key="claims", label=_("Påståenden"), kind="count"),
        *_edition_columns(guidance),
        Column(key="gaps", label=_("Luckor"), kind="count"),
    ]
    by_audience: dict[str, list[Cell]] = defaultdict(list)
    for cell in guidance.coverage:
        by_audience[cell.audience].append(cell)
    records = []
    for id, audience in guidance.store.audiences.items():
        cells = by_audience[id]
        written: Counter[str] = Counter()
        for cell in cells:
            written[_key(cell)] += cell.claims
        records.append(
            {
                "audience": columns[0].cell(id, named(audience.name)),
                "claims": sum(cell.claims_wanted for cell in cells if _key(cell) == "sv"),
                **written,
                "gaps": sum(is_gap(cell) for cell in cells),
                "link": f"{reverse('guidance:overview')}?malgrupp={id}#luckor",
            }
        )
    return table_of("tackning", _("Skrivet för varje målgrupp, och luckor"), columns, records)


def gaps(guidance: Guidance, audience: str = "") -> Table:
    """Audience × topic with what is written in each language, those with something missing alone."""
    columns = [
        Column(key="topic", label=_("Ämne"), kind="text"),
        Column(key="audience", label=_("Målgrupp"), kind="text"),
        Column(key="claims", label=_("Påståenden"), kind="count"),
        *_edition_columns(guidance),
        Column(key="for_women", label=_("För kvinnor"), kind="count"),
        Column(key="for_men", label=_("För män"), kind="count"),
        Column(key="missing", label=_("Saknas"), kind="text"),
    ]
    found: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for cell in guidance.coverage:
        if audience in ("", cell.audience):
            found[cell.audience, cell.topic].append(cell)
    store = guidance.store
    records: list[dict[str, Any]] = []
    for (whom, topic), cells in found.items():
        if not any(map(is_gap, cells)):
            continue
        records.append(
            {
                "topic": columns[0].cell(topic, named(store.topics[topic].name)),
                "audience": columns[1].cell(whom, named(store.audiences[whom].name)),
                "claims": cells[0].claims_wanted,
                **{_key(cell): cell.claims for cell in cells},
                "for_women": sum(cell.for_women for cell in cells),
                "for_men": sum(cell.for_men for cell in cells),
                "missing": _missing(cells),
                "link": _claims_of(whom, topic),
            }
        )
    # What somebody has begun and not finished comes first: that a topic has nothing for an audience may be meant.
    records.sort(key=lambda one: (one["claims"] == 0, -one["claims"]))
    return table_of("luckor", _("Luckor: målgrupp, ämne och språk"), columns, records, most=MOST)


def _claims_of(audience: str, topic: str) -> str:
    return f"{reverse('guidance:claims')}?malgrupp={audience}&amne={topic}"


def is_gap(cell: Cell) -> bool:
    """Whether something is not written: no claim at all, or a claim without a text in just that language and level."""
    return cell.claims_wanted == 0 or cell.claims < cell.claims_wanted


def _missing(cells: Iterable[Cell]) -> str:
    cells = list(cells)
    if cells[0].claims_wanted == 0:
        return _("Inget påstående alls")
    missing = (f"{edition_name(_key(cell))}: {cell.claims_wanted - cell.claims}" for cell in cells if is_gap(cell))
    return "; ".join(missing).capitalize()


def _key(cell: Cell) -> str:
    return f"{cell.language}-easy" if cell.level == "easy" else cell.language


def _edition_columns(guidance: Guidance) -> list[Column]:
    return [Column(key=one, label=edition_name(one).capitalize(), kind="count") for one in guidance.editions]


def claims(guidance: Guidance, listed: Iterable[Claim]) -> Table:
    """Claims, each with its sentence and where it stands."""
    store = guidance.store
    columns = [
        Column(key="id", label=_("Påstående"), kind="text"),
        Column(key="says", label=_("Säger"), kind="text"),
        Column(key="topic", label=_("Ämne"), kind="text"),
        Column(key="state", label=_("Läge"), kind="text"),
        Column(key="confidence", label=_("Tilltro"), kind="text"),
        Column(key="risk", label=_("Risk"), kind="text"),
        Column(key="sources", label=_("Källor"), kind="count"),
        Column(key="variants", label=_("Varianter"), kind="count"),
    ]
    records = [
        {
            "id": claim.id,
            "says": sentence(guidance, claim),
            "topic": columns[2].cell(claim.topic, named(store.topics[claim.topic].name)),
            "state": columns[3].cell(guidance.standings[claim.id].state, _state(guidance, claim)),
            "confidence": columns[4].cell(claim.confidence, str(CONFIDENCES[claim.confidence]).partition(":")[0]),
            "risk": columns[5].cell(claim.risk, str(RISKS[claim.risk])),
            "sources": len({one.source for one in claim.evidence}),
            "variants": len(store.variants.get(claim.id, ())),
            "link": claim_address(claim.id),
        }
        for claim in listed
    ]
    return table_of("pastaenden", _("Påståenden"), columns, records)


def horizon(guidance: Guidance, topic: str = "") -> Table:
    """What others know: each look at a place, by topic, newest first."""
    columns = [
        Column(key="topic", label=_("Ämne"), kind="text"),
        Column(key="on", label=_("Dag"), kind="text"),
        Column(key="region", label=_("Var i världen"), kind="text"),
        Column(key="where", label=_("Ställe"), kind="text"),
        Column(key="says", label=_("Säger"), kind="text"),
        Column(key="took", label=_("Vad vi gjorde"), kind="text"),
        Column(key="why", label=_("Varför"), kind="text"),
        Column(key="source", label=_("Källa"), kind="text"),
        Column(key="claims", label=_("Påståenden"), kind="text"),
    ]
    records = [
        {
            "topic": columns[0].cell(id, named(guidance.store.topics[id].name)),
            "on": look.on.isoformat(),
            "region": columns[2].cell(look.region, str(REGIONS[look.region])),
            "where": look.where,
            "says": look.says,
            "took": columns[5].cell(look.took, str(TOOK[look.took][0])),
            "why": look.why,
            "source": look.source,
            "claims": ", ".join(look.claims),
        }
        for id, looks in looks_by_topic(guidance, topic)
        for look in looks
    ]
    return table_of("omvarld", _("Omvärlden, per ämne"), columns, records)


def looks_by_topic(guidance: Guidance, topic: str = "") -> list[tuple[str, list[Look]]]:
    """Each topic, or the one asked for, with what was looked at, newest first; empty where nobody has looked."""
    horizon = guidance.store.horizon
    return [
        (id, sorted(horizon.get(id, ()), key=lambda look: look.on, reverse=True))
        for id in guidance.store.topics
        if topic in ("", id)
    ]


def _state(guidance: Guidance, claim: Claim) -> str:
    label = str(STATES[guidance.standings[claim.id].state][0])
    if ("claim", claim.id) in guidance.stale_ids and guidance.standings[claim.id].state != "stopped":
        return f"{label}, {str(STATES['stale'][0]).lower()}"
    return label


def translated(guidance: Guidance, edition: str) -> list[dict[str, Any]]:
    """Each claim with its Swedish sentence and what is written in an edition, a row for each text; gaps first."""
    store, code, rows = guidance.store, edition.partition("-")[0], []
    for claim in store.claims.values():
        source = fill(store, claim, claim.says["sv"], language="sv")
        texts: list[tuple[Variant | None, str]] = [
            (one, one.text) for one in store.variants.get(claim.id, ()) if one.edition == edition
        ]
        if edition in claim.says or not texts:
            texts = [(None, claim.says.get(edition, "")), *texts]
        for variant, text in texts:
            rows.append(
                {
                    "claim": claim,
                    "source": source,
                    "variant": variant,
                    "text": fill(store, claim, text, language=code),
                    "is_stale": variant is not None and variant.version != claim.version,
                }
            )
    return sorted(rows, key=lambda row: (bool(row["text"]), not row["is_stale"]))


def publications(guidance: Guidance) -> Table:
    """Every publication: kind, for whom, in which editions, how many claims, how often read with those it is for."""
    columns = [
        Column(key="title", label=_("Titel"), kind="text"),
        Column(key="kind", label=_("Slag"), kind="text"),
        Column(key="audience", label=_("Målgrupp"), kind="text"),
        Column(key="editions", label=_("Språk"), kind="text"),
        Column(key="claims", label=_("Påståenden"), kind="count"),
        Column(key="read", label=_("Provläst, personer"), kind="count"),
        Column(key="state", label=_("Läge"), kind="text"),
    ]
    records: list[dict[str, Any]] = []
    for one in guidance.store.publications.values():
        claims = {id for section in one.sections for id in section.claims} | {q.claim for q in one.questions}
        is_stale = any(("publication", f"{one.id}/{edition}") in guidance.stale_ids for edition in one.editions)
        records.append(
            {
                "title": columns[0].cell(one.id, named(one.title)),
                "kind": columns[1].cell(one.kind, str(KINDS[one.kind])),
                "audience": columns[2].cell(one.audience, named(guidance.store.audiences[one.audience].name)),
                "editions": columns[3].cell(" ".join(one.editions), "; ".join(edition_name(e) for e in one.editions)),
                "claims": len(claims),
                "read": sum(seen.women + seen.men + seen.unknown for seen in one.read_with),
                "state": _("inaktuell") if is_stale else "",
                "link": reverse("guidance:publication", args=[one.id]),
            }
        )
    return table_of("publikationer", _("Publikationer"), columns, records)
