"""What every page of a site is made with: what may be published, the settings, templates and words; and digests."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from beredd.guidance.claims import Claim
from beredd.guidance.publications import Publication
from beredd.guidance.publishable import Emergency, Medium, Publishable
from beredd.guidance.store import Store
from beredd.guidance.texts import Said
from beredd.guidance.texts import words as worded
from beredd.provenance import fingerprint
from beredd.publishing import chrome, markdown
from beredd.publishing.addresses import code
from beredd.publishing.placing import Page
from beredd.publishing.settings import Settings

HOME = Path(__file__).parent
ASSETS = HOME / "assets"


@cache
def program() -> str:
    """A digest of the code, templates, words and styles that pages are made by: when they change, all is made anew."""
    parts = [path for path in sorted(HOME.rglob("*")) if path.is_file() and path.suffix != ".pyc"]
    parts += sorted((HOME.parent / "guidance").glob("*.py"))
    return fingerprint(b"\0".join(path.read_bytes() for path in [*parts, HOME.parent / "figures/style/tokens.css"]))


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What pages are made of and with."""

    publishable: Publishable
    settings: Settings
    _digests: dict[str, str] = field(default_factory=dict, repr=False)
    _emergencies: dict[str, Emergency] = field(default_factory=dict, repr=False)
    _shown: dict[tuple[str, Medium, tuple[str, ...]], list[Claim]] = field(default_factory=dict, repr=False)

    @property
    def store(self) -> Store:
        """The store that is published."""
        return self.publishable.store

    @property
    def is_demo(self) -> bool:
        """Whether everything says that nobody has reviewed it."""
        return self.publishable.is_demo

    @cached_property
    def editions(self) -> tuple[str, ...]:
        """The editions of the site. A layout draft is there in a demo alone."""
        return self.publishable.editions

    @cached_property
    def site_digest(self) -> str:
        """Of what every page is made with; days do not count, states do."""
        store, here = self.store, self.settings
        registers = (store.audiences, store.topics, store.languages, store.units, store.medicines)
        return fingerprint([program(), self.is_demo, here.address, here.feedback, here.leave_to, repr(registers)])

    @cached_property
    def emergency_digest(self) -> str:
        """Of what stands for the emergency sequence in any edition."""
        return fingerprint([repr(self.emergency(one)) for one in self.editions])

    def emergency(self, edition: str) -> Emergency:
        """What stands for the emergency sequence in an edition."""
        if edition not in self._emergencies:
            self._emergencies[edition] = self.publishable.emergency(edition)
        return self._emergencies[edition]

    def claim_digest(self, id: str) -> str:
        """Of all that a claim and its companions show anywhere."""
        if id not in self._digests:
            group = [id, *self.store.claims[id].companions]
            self._digests[id] = fingerprint([self._own_digest(one) for one in group])
        return self._digests[id]

    def _own_digest(self, id: str) -> str:
        claim = self.publishable.claims.get(id)
        if claim is None:
            return f"{id} is not shown"
        if (own := self._digests.get(f"own {id}")) is None:
            sources = [self.store.sources[one.source] for one in claim.evidence]
            where, there = self.publishable.standings[id], self.publishable.variants.get(id, ())
            own = self._digests[f"own {id}"] = fingerprint(
                repr((claim, there, where.state, where.reviewed_on, where.review_by, sources)).encode()
            )
        return own

    def page(
        self, path: str, template: str, parts: Iterable[str], context: Callable[[], dict[str, Any]], **more: Any
    ) -> Page:
        """A page that a template makes of a context; `parts` are digests of what is in the context."""
        inputs = fingerprint([self.site_digest, path, template, *parts])
        return Page(path=path, inputs=inputs, make=lambda: self.render(path, template, context()), **more)

    def render(self, path: str, template: str, context: dict[str, Any]) -> str:
        """A template with a context, and with what every page is made with."""
        edition = context.get("edition") or self.editions[0]
        language = self.store.language(edition)
        depth = path.count("/")
        return (
            _environment()
            .get_template(template)
            .render(
                ground=self,
                settings=self.settings,
                is_demo=self.is_demo,
                root="../" * depth,
                path=path,
                language=language,
                w=lambda key, **values: chrome.words(language.id, key, **values),
                day=lambda value: chrome.day(language.id, value),
                digits=lambda text: chrome.digits(language.id, text),
                worded=lambda said: worded(said, edition),
                **{"edition": edition, **context},
            )
        )

    def address(self, path: str) -> str:
        """The full address of a page; empty where nobody has said where the site stands."""
        if not self.settings.address:
            return ""
        return f"{self.settings.address}/{path.removesuffix('index.html')}"

    def edition_name(self, edition: str) -> str:
        """What an edition is called in its own language."""
        language = self.store.language(edition)
        return language.name if edition == language.id else chrome.LEVELS.get(language.id, edition)

    def groups(self, publication: Publication, ids: Iterable[str], *, edition: str, sex: str) -> list[tuple[Said, ...]]:
        """Claims as they are said on a page: each with its companions; none twice but as a companion."""
        seen: set[str] = set()
        found = []
        medium: Medium = "print" if publication.is_printed else "web"
        for id in ids:
            said = self.publishable.said(id, audience=publication.audience, edition=edition, sex=sex, medium=medium)
            if said and id not in seen:
                seen.update(one.claim.id for one in said)
                found.append(said)
        return found

    def shown(self, publication: Publication, ids: Iterable[str]) -> list[Claim]:
        """The claims of a publication that may be shown in it."""
        medium: Medium = "print" if publication.is_printed else "web"
        audience, there = publication.audience, self.publishable
        key = audience, medium, tuple(ids)
        if key not in self._shown:  # it is the same in every edition
            claims = (there.claims[id] for id in key[2] if id in there.claims)
            self._shown[key] = [claim for claim in claims if there.shows(claim, audience=audience, medium=medium)]
        return self._shown[key]


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HOME / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["md"] = markdown.html
    made.filters["inline"] = markdown.inline
    made.globals["code"] = code
    return made
