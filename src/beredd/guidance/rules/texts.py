"""Rules for every text that is shown: words of dignity, safe messaging, medicines by name, numbers, markup, LIX."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from markdown_it import MarkdownIt

from beredd.guidance.claims import Claim
from beredd.guidance.readability import lix
from beredd.guidance.registers import Word
from beredd.guidance.rules.finding import Finding
from beredd.guidance.store import Store
from beredd.guidance.texts import PLACE, editions_for, named_places
from beredd.wording import Sentence

_ODD = re.compile(r"[\[\]`#<>|~\\]|^\s*(?:[-+*>]|\d+[.)])\s|\n|!\(|---|___|\*\*\*", re.MULTILINE)
"""What may begin a construct of Markdown; only then is a text parsed."""
_ALLOWED = {
    "paragraph_open",
    "paragraph_close",
    "bullet_list_open",
    "bullet_list_close",
    "ordered_list_open",
    "ordered_list_close",
    "list_item_open",
    "list_item_close",
    "inline",
    "text",
    "softbreak",
    "em_open",
    "em_close",
    "strong_open",
    "strong_close",
}
_DIGITS = re.compile(r"(?<![\w-])\d[\d\u00a0 ]*(?:[.,]\d+)?(?![\w-])")
NUMBERS_TO_CALL = ("112", "1177", "114 14", "11414", "113 13", "11313", "90101", "020-50 50 50")
"""Telephone numbers, which are no quantities: they stand in the sentence as they are called."""
_CALLED = re.compile("|".join(rf"(?<![\w-]){re.escape(number)}(?![\w-])" for number in NUMBERS_TO_CALL))
HELP = ("112", "1177")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A text that somebody may see, and where it stands. `claim` where it says one."""

    kind: str
    id: str
    within: tuple[str | int, ...]
    edition: str
    text: str
    claim: Claim | None = None
    is_sentence: bool = True
    """Whether it is read as running text, so that LIX says something."""


def text_findings(store: Store) -> Iterator[Finding]:
    """What is wrong with the words of claims, variants, publications, the sequence and notices."""
    words = _Words(store)
    for shown in shown_texts(store):
        yield from _markup(shown)
        yield from words.findings(shown)
        yield from _readability(store, shown)
        if shown.claim is not None:
            yield from _numbers(shown, shown.claim)
            yield from _medicines(store, shown, shown.claim)
    for claim in store.claims.values():
        yield from _languages(claim)
        yield from _help(store, claim)


def shown_texts(store: Store) -> Iterator[Shown]:
    """Every text that is shown to somebody."""
    for claim in store.claims.values():
        for edition, text in claim.says.items():
            within = ("says", edition)
            yield Shown(kind="claim", id=claim.id, within=within, edition=edition, text=text, claim=claim)
        for variant in store.variants.get(claim.id, ()):
            yield Shown(
                kind="variant",
                id=variant.id,
                within=("text",),
                edition=variant.edition,
                text=variant.text,
                claim=claim,
            )
    for publication in store.publications.values():
        found = partial(Shown, kind="publication", id=publication.id, is_sentence=False)
        yield from _words_of(found, ("title",), publication.title)
        for n, section in enumerate(publication.sections):
            yield from _words_of(found, ("sections", n, "heading"), section.heading)
        for n, question in enumerate(publication.questions):
            yield from _words_of(found, ("questions", n, "asks"), question.asks)
            for m, answer in enumerate(question.answers):
                yield from _words_of(found, ("questions", n, "answers", m, "says"), answer.says)
    for notice in store.notices.values():
        yield from _words_of(partial(Shown, kind="notice", id=notice.id), ("says",), notice.says)
    yield from _sequence_texts(store)


def _sequence_texts(store: Store) -> Iterator[Shown]:
    found = partial(Shown, kind="sequence", id="emergency")
    for n, edition in enumerate(store.sequence.editions):
        at = partial(found, edition=edition.edition)
        yield at(within=("editions", n, "title"), text=edition.title, is_sentence=False)
        for id, step in edition.steps.items():
            yield at(within=("editions", n, "steps", id), text=f"{step.heading}. {step.text}")
        for m, line in enumerate(edition.never):
            yield at(within=("editions", n, "never", m), text=line)
    for n, page in enumerate(store.sequence.call_page):
        text = f"{page.heading}. {page.text}"
        yield found(edition=page.edition, within=("call_page", n), text=text)
    decision = store.sequence.decision
    for code, text in (*decision.conflict.items(), *decision.proposed.items()):
        yield found(edition=code, within=("decision",), text=text, is_sentence=False)


def _words_of(found: partial[Shown], within: tuple[str | int, ...], said: dict[str, str]) -> Iterator[Shown]:
    for edition, text in said.items():
        yield found(within=(*within, edition), edition=edition, text=text)


def _finding(shown: Shown, **rest: object) -> Finding:
    return Finding(kind=shown.kind, id=shown.id, within=shown.within, **rest)  # type: ignore[arg-type]


def _markup(shown: Shown) -> Iterator[Finding]:
    if _ODD.search(shown.text) is None:
        return
    tokens = MarkdownIt("commonmark").parse(shown.text)
    used = {inner.type for token in tokens for inner in (token, *(token.children or ()))}
    if used - _ALLOWED or (shown.kind != "variant" and "list_item_open" in used):
        yield _finding(
            shown,
            rule="markup",
            what=Sentence("guidance.odd-markup", used=sorted(used - _ALLOWED) or ["list_item_open"]),
            todo=Sentence("guidance.odd-markup-do"),
        )


class _Words:
    """The words that are not used of people, of suicide and of substances, as one pattern for each language."""

    def __init__(self, store: Store):
        self._by_language: dict[str, tuple[re.Pattern[str] | None, list[Word]]] = {}
        for language in store.languages:
            words = [word for word in store.words.values() if word.language == language]
            self._by_language[language] = _pattern(words), words
        substances = store.substances.values()
        # Swedish drops the last e of an international name: metonitazene is metonitazen.
        spelled = (name.removesuffix("e") for one in substances for name in (one.name, *one.other_names))
        names = "|".join(map(re.escape, spelled))
        self._substance = re.compile(rf"\b(?:{names})", re.IGNORECASE) if names else None

    def findings(self, shown: Shown) -> Iterator[Finding]:
        """What is wrong with the words of one text."""
        pattern, words = self._by_language.get(shown.edition.partition("-")[0], (None, []))
        for match in pattern.finditer(shown.text) if pattern else ():
            word = next(word for n, word in enumerate(words) if match.group(f"w{n}"))
            if word.kind == "marks-suicide":
                if shown.claim is None or not shown.claim.about_suicide:
                    yield _finding(
                        shown,
                        rule="suicide",
                        what=Sentence("guidance.suicide-unmarked", text=match[0]),
                        todo=Sentence("guidance.suicide-unmarked-do"),
                    )
                continue
            yield _finding(
                shown,
                rule="suicide" if word.kind == "suicide" else "dignity",
                what=Sentence("guidance.word", text=match[0], why=word.why),
                todo=Sentence("guidance.word-do", instead=word.instead),
            )
        if self._substance and (named := self._substance.search(shown.text)):
            yield _finding(
                shown,
                rule="substance",
                what=Sentence("guidance.substance-named", text=named[0]),
                todo=Sentence("guidance.substance-named-do"),
            )


def _pattern(words: Iterable[Word]) -> re.Pattern[str] | None:
    parts = [
        rf"(?P<w{n}>\b{re.escape(word.match)}" + (r"\b" if word.is_whole else r"\w*") + ")"
        for n, word in enumerate(words)
    ]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def _readability(store: Store, shown: Shown) -> Iterator[Finding]:
    level = "easy" if shown.edition.endswith("-easy") else "plain"
    aimed = store.language(shown.edition).lix.get(level)  # type: ignore[call-overload]
    if aimed is None or not shown.is_sentence or (shown.claim and shown.claim.publish != "public"):
        return
    found = lix(PLACE.sub("2", shown.text))
    if found > aimed:
        yield _finding(
            shown,
            rule="lix",
            level="flag",
            what=Sentence("guidance.hard-to-read", lix=round(found), aimed=aimed),
            todo=Sentence("guidance.hard-to-read-do"),
        )


def _numbers(shown: Shown, claim: Claim) -> Iterator[Finding]:
    placed = set(named_places(shown.text))
    if unknown := sorted(placed - claim.numbers.keys()):
        yield _finding(
            shown,
            rule="number",
            what=Sentence("guidance.no-such-number", names=unknown),
            todo=Sentence("guidance.no-such-number-do", names=tuple(claim.numbers) or ("–",)),
        )
    if shown.kind == "claim" and (lacking := sorted(claim.numbers.keys() - placed)):
        yield _finding(
            shown,
            rule="number",
            what=Sentence("guidance.number-not-said", names=lacking),
            todo=Sentence("guidance.number-not-said-do"),
        )
    rest = _CALLED.sub(" ", PLACE.sub(" ", shown.text))
    typed = [found[0].strip() for found in _DIGITS.finditer(rest)]
    if typed := [text for text in typed if not _is_year(text)]:
        yield _finding(
            shown,
            rule="number",
            level="flag",
            what=Sentence("guidance.typed-number", text=typed[0]),
            todo=Sentence("guidance.typed-number-do"),
        )


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isdigit() and 1990 <= int(text) <= 2099


def _medicines(store: Store, shown: Shown, claim: Claim) -> Iterator[Finding]:
    text = shown.text.casefold()
    named = {id for id, medicine in store.medicines.items() if medicine.name.casefold() in text}
    if lacking := sorted(store.medicines[id].name for id in set(claim.medicines) - named):
        yield _finding(
            shown,
            rule="medicine",
            what=Sentence("guidance.medicine-unnamed", names=lacking),
            todo=Sentence("guidance.medicine-unnamed-do"),
        )
    if unbound := sorted(store.medicines[id].name for id in named - set(claim.medicines)):
        yield _finding(
            shown,
            rule="medicine",
            what=Sentence("guidance.medicine-unbound", names=unbound),
            todo=Sentence("guidance.medicine-unbound-do"),
        )


def _languages(claim: Claim) -> Iterator[Finding]:
    if lacking := [edition for edition in ("sv", "en") if edition not in claim.says]:
        yield Finding(
            kind="claim",
            id=claim.id,
            within=("says",),
            rule="languages",
            what=Sentence("guidance.not-said-in", editions=lacking),
            todo=Sentence("guidance.not-said-in-do"),
        )


def _help(store: Store, claim: Claim) -> Iterator[Finding]:
    """Where suicide is spoken of, numbers for help follow."""
    if not claim.about_suicide:
        return
    said = [claim, *(store.claims[id] for id in claim.companions)]
    for edition in claim.says:
        text = " ".join(one.says.get(wanted, "") for one in said for wanted in editions_for(edition))
        if not all(number in text for number in HELP):
            yield Finding(
                kind="claim",
                id=claim.id,
                within=("about_suicide",),
                rule="suicide",
                what=Sentence("guidance.no-help", edition=edition, numbers=HELP),
                todo=Sentence("guidance.no-help-do"),
            )
            return
