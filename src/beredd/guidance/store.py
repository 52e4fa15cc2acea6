"""The whole of guidance as one value, read from a folder of YAML files and checked for dead references.

What each file holds is described in docs/reference/guidance-store.md. `read_store` refuses everything that cannot be
understood; whether what it says may be published is for `rules` and `publishable`.
"""

import gc
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from beredd.guidance.claims import Claim, Variant
from beredd.guidance.emergency import Sequence
from beredd.guidance.errors import Unknown
from beredd.guidance.evidence import Evidence, Source
from beredd.guidance.publications import Look, Notice, Publication
from beredd.guidance.registers import Audience, Language, Medicine, Substance, Topic, Unit, Word
from beredd.intake import Fault, FileRefused, cell, read_bytes
from beredd.intake.structured import File, checked, only, parse, take
from beredd.wording import Sentence

FORMAT = 1
ONE_OF_EACH = {
    # file: (key, what each item is)
    "audiences.yaml": ("audiences", Audience),
    "topics.yaml": ("topics", Topic),
    "languages.yaml": ("languages", Language),
    "units.yaml": ("units", Unit),
    "medicines.yaml": ("medicines", Medicine),
    "substances.yaml": ("substances", Substance),
    "sources.yaml": ("sources", Source),
    "words.yaml": ("words", Word),
}
KINDS = {
    "pages": "page",
    "cards": "card",
    "leaflets": "leaflet",
    "posters": "poster",
    "quizzes": "quiz",
    "checklists": "checklist",
}
_KNOWN = re.compile(
    r"store\.yaml|emergency\.yaml|README\.md"
    r"|claims/[a-z0-9-]+\.yaml|variants/[a-z]{2,3}(-easy)?/[a-z0-9-]+\.yaml"
    r"|publications/(pages|cards|leaflets|posters|quizzes|checklists)(-[a-z0-9-]+)?\.yaml"
    r"|horizon/[a-z0-9-]+\.yaml|notices/[a-z0-9-]+\.yaml"
)
Place = tuple[File, tuple[str | int, ...]]


def shipped() -> Path:
    """The folder of the store that comes with the package."""
    return Path(str(files("beredd.content"))) / "guidance"


@dataclass(frozen=True, kw_only=True)
class Store:
    """All of guidance. Mappings are by id, in the order of the files.

    variants   by claim
    files      what was read, by name; exporting writes their bytes
    places     where each thing stands, by kind and id: `("claim", "NAL-024")`
    """

    audiences: Mapping[str, Audience]
    topics: Mapping[str, Topic]
    languages: Mapping[str, Language]
    units: Mapping[str, Unit]
    medicines: Mapping[str, Medicine]
    substances: Mapping[str, Substance]
    sources: Mapping[str, Source]
    words: Mapping[str, Word]
    claims: Mapping[str, Claim]
    variants: Mapping[str, tuple[Variant, ...]]
    sequence: Sequence
    publications: Mapping[str, Publication]
    notices: Mapping[str, Notice]
    horizon: Mapping[str, tuple[Look, ...]]
    files: Mapping[str, File] = field(repr=False, compare=False)
    places: Mapping[tuple[str, str], Place] = field(repr=False, compare=False)

    def claim(self, id: str) -> Claim:
        """The claim of that id."""
        if id not in self.claims:
            raise Unknown("guidance.no-claim", id=id)
        return self.claims[id]

    def place(self, kind: str, id: str, *within: str | int) -> tuple[str, int]:
        """File and line of a thing, or of a value within it."""
        file, path = self.places[kind, id]
        return file.name, file.line(*path, *within)

    @property
    def editions(self) -> tuple[str, ...]:
        """Languages and levels that something can be written in, layout drafts last."""
        ordered = sorted(self.languages.values(), key=lambda language: language.is_layout_draft)
        return tuple(f"{one.id}-easy" if level == "easy" else one.id for one in ordered for level in one.levels)

    def language(self, edition: str) -> Language:
        """The language of an edition."""
        return self.languages[edition.partition("-")[0]]


def read_store(folder: Path | None = None) -> Store:
    """The store in a folder, or the one in the package. Refused with every fault that can be told at once."""
    folder = folder or shipped()
    return store_of(read_files(folder))


def read_files(folder: Path) -> dict[str, bytes]:
    """The bytes of every file of a store, by name. Other files, and links, are refused."""
    wanted = Sentence("guidance.a-store")
    if not folder.is_dir():
        raise FileRefused(faults=[Fault(str(folder), Sentence("intake.no-such-file"), wanted)])
    found, faults = {}, []
    for path in sorted(path for path in folder.rglob("*") if not path.is_dir() or path.is_symlink()):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not is_known(name):
            faults.append(Fault(name, Sentence("guidance.unknown-file"), Sentence("guidance.known-files")))
        else:
            found[name] = read_bytes(path, wanted=wanted)
    if faults:
        raise FileRefused(faults=faults)
    return found


def is_known(name: str) -> bool:
    """Whether a store may hold a file of that name."""
    return name in ONE_OF_EACH or _KNOWN.fullmatch(name) is not None


def store_of(raw: Mapping[str, bytes], *, read: Mapping[str, File] | None = None) -> Store:
    """The store that these files are. `read` are files that have been read already, and need not be again."""
    reading = _Reading(read or {})
    with _collection_paused():
        for name in sorted(raw):
            if name != "README.md":
                reading.file(name, raw[name])
        return reading.finish(raw)


@contextmanager
def _collection_paused() -> Iterator[None]:
    """No search for cycles meanwhile: reading makes a hundred thousand things and no cycle, and a third goes there."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Reading:
    """The files of a store while they are read: what has been found so far, and every fault."""

    def __init__(self, read: Mapping[str, File]) -> None:
        self._read = read
        self.faults: list[Fault] = []
        self.files: dict[str, File] = {}
        self.items: dict[str, dict[str, Any]] = defaultdict(dict)
        self.places: dict[tuple[str, str], Place] = {}
        self.looks: dict[str, tuple[Look, ...]] = {}

    def file(self, name: str, raw: bytes) -> None:
        """Read one file; what is wrong with it is kept, and the next one is read."""
        try:
            known = self._read.get(name)
            file = known if known and known.raw == raw else parse(raw, name=name)
            self.files[name] = file
            self._take(file)
        except FileRefused as refused:
            self.faults += [
                Fault(name, fault.found, fault.allowed, row=fault.row, column=fault.column) for fault in refused.faults
            ]

    def _take(self, file: File) -> None:
        folder, _, rest = file.name.rpartition("/")
        stem = rest.removesuffix(".yaml")
        if file.name in ONE_OF_EACH:
            key, kind = ONE_OF_EACH[file.name]
            only(file, key)
            self._keep(key.removesuffix("s"), file, key, take(file, kind, key))
        elif folder == "claims":
            only(file, "topic", "claims")
            self._same(file, "topic", stem)
            claims = take(file, Claim, "claims", topic=stem)
            self._keep("claim", file, "claims", (_in_topic(claim, stem) for claim in claims))
        elif folder.startswith("variants/"):
            language, _, level = folder.removeprefix("variants/").partition("-")
            only(file, "edition", "topic", "variants")
            self._same(file, "edition", folder.removeprefix("variants/"))
            self._same(file, "topic", stem)
            added = {"language": language, "level": level or "plain"}
            variants = take(file, Variant, "variants", **added)
            self._keep("variant", file, "variants", map(_in_edition, variants))
        elif folder == "publications":
            only(file, "publications")
            said = {"kind": KINDS[stem.partition("-")[0]]}
            self._keep("publication", file, "publications", take(file, Publication, "publications", **said))
        elif folder == "horizon":
            only(file, "topic", "looks")
            self._same(file, "topic", stem)
            self.looks[stem] = take(file, Look, "looks")
            self.places["horizon", stem] = file, ("looks",)
        elif folder == "notices":
            only(file, "notices")
            self._keep("notice", file, "notices", take(file, Notice, "notices"))
        elif file.name == "emergency.yaml":
            self.items["sequence"]["emergency"] = checked(file, Sequence, file.data)
            self.places["sequence", "emergency"] = file, ()
        elif file.data != {"format": FORMAT}:
            found = Sentence("guidance.other-format", found=cell(file.data.get("format")))
            raise FileRefused(faults=[Fault(file.name, found, Sentence("guidance.format", n=FORMAT), row=1)])

    def _same(self, file: File, key: str, name: str) -> None:
        if file.data.get(key) != name:
            found = Sentence("guidance.other-name", key=key, found=cell(file.data.get(key)))
            allowed = Sentence("guidance.file-name", name=name)
            raise FileRefused(faults=[Fault(file.name, found, allowed, row=file.line(key))])

    def _keep(self, kind: str, file: File, key: str, items: Iterable[Any]) -> None:
        for at, item in enumerate(items):
            place = file, (key, at)
            if item.id in self.items[kind]:
                first, path = self.places[kind, item.id]
                found = Sentence("guidance.twice", id=item.id)
                allowed = Sentence("guidance.stands-in", file=first.name, row=str(first.line(*path)))
                self.faults.append(Fault(file.name, found, allowed, row=file.line(*place[1])))
                continue
            self.items[kind][item.id] = item
            self.places[kind, item.id] = place

    def finish(self, raw: Mapping[str, bytes]) -> Store:
        """The store, or a refusal with all faults, those of references among them where all files could be read."""
        missing = [name for name in ("store.yaml", "emergency.yaml", *ONE_OF_EACH) if name not in raw]
        self.faults += [Fault(name, Sentence("guidance.no-file"), Sentence("structured.needed")) for name in missing]
        if self.faults:
            raise FileRefused(faults=self.faults)
        by_claim: dict[str, list[Variant]] = defaultdict(list)
        for variant in self.items["variant"].values():
            by_claim[variant.claim].append(variant)
        store = Store(
            **{key: self.items[key.removesuffix("s")] for key, _ in ONE_OF_EACH.values()},
            claims=self.items["claim"],
            variants={claim: tuple(variants) for claim, variants in by_claim.items()},
            sequence=self.items["sequence"]["emergency"],
            publications=self.items["publication"],
            notices=self.items["notice"],
            horizon=self.looks,
            files=self.files,
            places=self.places,
        )
        dead = list(_dead_references(store))
        if dead:
            raise FileRefused(faults=dead)
        return store


def _in_topic(claim: Claim, topic: str) -> Claim:
    """The claim with its earlier versions in its topic, too."""
    return replace(claim, history=tuple(replace(one, topic=topic) for one in claim.history)) if claim.history else claim


def _in_edition(variant: Variant) -> Variant:
    """The variant with its earlier texts in its edition, too."""
    earlier = tuple(replace(one, language=variant.language, level=variant.level) for one in variant.history)
    return replace(variant, history=earlier) if earlier else variant


def _dead_references(store: Store) -> Iterator[Fault]:
    """Everything that points at something that is not there."""
    point = _Pointer(store)
    for claim in store.claims.values():
        at = ("claim", claim.id)
        yield from point.at(*at, "audiences", claim.audiences, store.audiences)
        yield from point.at(*at, "medicines", claim.medicines, store.medicines)
        yield from point.at(*at, "companions", claim.companions, store.claims)
        yield from point.evidence(*at, "evidence", claim.evidence)
        yield from point.editions(*at, "says", claim.says)
        for name, number in claim.numbers.items():
            yield from point.at(*at, ("numbers", name, "unit"), (number.unit,), store.units)
    for variants in store.variants.values():
        for variant in variants:
            at = ("variant", variant.id)
            yield from point.at(*at, "claim", (variant.claim,), store.claims)
            yield from point.at(*at, "audiences", variant.audiences, store.audiences)
            yield from point.editions(*at, (), (variant.edition,))
    for publication in store.publications.values():
        at = ("publication", publication.id)
        yield from point.at(*at, "audience", (publication.audience,), store.audiences)
        yield from point.editions(*at, "editions", publication.editions)
        for n, section in enumerate(publication.sections):
            yield from point.at(*at, ("sections", n, "claims"), section.claims, store.claims)
        for n, question in enumerate(publication.questions):
            yield from point.at(*at, ("questions", n, "claim"), (question.claim,), store.claims)
    yield from _dead_elsewhere(store, point)


def _dead_elsewhere(store: Store, point: "_Pointer") -> Iterator[Fault]:
    at = ("sequence", "emergency")
    steps = {step.id: step for step in store.sequence.steps}
    for n, step in enumerate(store.sequence.steps):
        yield from point.at(*at, ("steps", n, "claims"), step.claims, store.claims)
    for n, edition in enumerate(store.sequence.editions):
        yield from point.editions(*at, ("editions", n, "edition"), (edition.edition,))
        yield from point.at(*at, ("editions", n, "steps"), edition.steps, steps)
        yield from point.at(*at, ("editions", n, "never_claims"), edition.never_claims, store.claims)
    for n, order in enumerate(store.sequence.orders):
        yield from point.at(*at, ("orders", n, "source"), (order.source,), store.sources)
        yield from point.at(*at, ("orders", n, "order"), order.order, steps)
    yield from point.evidence(*at, "call_evidence", store.sequence.call_evidence)
    for notice in store.notices.values():
        yield from point.at("notice", notice.id, "audiences", notice.audiences, store.audiences)
        yield from point.evidence("notice", notice.id, "evidence", notice.evidence)
    for medicine in store.medicines.values():
        yield from point.at("medicine", medicine.id, "sources", medicine.sources, store.sources)
    for substance in store.substances.values():
        yield from point.at("substance", substance.id, "source", (substance.source,), store.sources)
    for name, file in store.files.items():
        topic = file.data.get("topic")
        if topic is not None and topic not in store.topics:
            found = Sentence("guidance.dead", what="topic", id=cell(topic))
            yield Fault(name, found, Sentence("guidance.known", ids=tuple(store.topics)), row=file.line("topic"))
    for topic, looks in store.horizon.items():
        for n, look in enumerate(looks):
            yield from point.at("horizon", topic, (n, "claims"), look.claims, store.claims)
            yield from point.at("horizon", topic, (n, "source"), (look.source,) if look.source else (), store.sources)


class _Pointer:
    """Looks whether what is pointed at is there."""

    def __init__(self, store: Store):
        self._store = store

    def at(self, kind: str, id: str, key: Any, ids: Iterable[str], there: Mapping[str, Any]) -> Iterator[Fault]:
        """A fault for each of `ids` that is not `there`."""
        for wanted in ids:
            if wanted not in there:
                path = key if isinstance(key, tuple) else (key,)
                name, row = self._store.place(kind, id, *path)
                found = Sentence("guidance.dead", what=str(path[-1]) if path else kind, id=cell(wanted))
                few = Sentence("guidance.known", ids=tuple(there)) if len(there) <= 30 else None
                yield Fault(name, found, few or Sentence("guidance.must-exist"), row=row, column=id)

    def evidence(self, kind: str, id: str, key: str, evidence: tuple[Evidence, ...]) -> Iterator[Fault]:
        """A fault for each source that is not in the register."""
        for n, one in enumerate(evidence):
            yield from self.at(kind, id, (key, n, "source"), (one.source,), self._store.sources)

    def editions(self, kind: str, id: str, key: Any, editions: Iterable[str]) -> Iterator[Fault]:
        """A fault for each edition that no language has."""
        yield from self.at(kind, id, key, editions, dict.fromkeys(self._store.editions))
