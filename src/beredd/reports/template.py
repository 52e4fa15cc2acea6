"""A report as it is written: sections, paragraphs, and the runs whose numbers they name.

A number in a paragraph is a reference, `{fire.patients_ever_without}`: output of a cited run. `{=15 februari 2027}` is
a date, a name or a sum that the decision itself says. Any other digit is refused, so that no number is retyped.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints

from beredd.assignments.secrecy import classified_in
from beredd.intake import Fault, FileRefused, cell, read_bytes
from beredd.intake.structured import File, checked, parse
from beredd.reports.errors import NoTemplate
from beredd.wording import Sentence

STRICT = ConfigDict(extra="forbid")
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Kind = Literal["interim", "final", "economic"]
Edition = Literal["public", "internal"]
REFERENCE = re.compile(r"\{([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)\}")
SAID = re.compile(r"\{=([^{}]+)\}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """A run that the report stands on: what is asked, as its engine takes it."""

    __pydantic_config__ = STRICT

    id: Id
    name: Line
    kind: Line
    question: dict[str, Any]
    edition: Edition = "public"


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """A paragraph with the clauses it answers. What is not marked `public` stands in the internal edition alone.

    runs      comparisons of measures that its table shows
    secrecy   the section of OSL that its editor thinks of; only for what is internal
    """

    __pydantic_config__ = STRICT

    text: Text
    clauses: tuple[str, ...] = ()
    edition: Edition = "internal"
    table: Literal["", "clauses", "unheard", "money", "costs", "dialogue", "proposals", "earlier"] = ""
    runs: tuple[Id, ...] = ()
    secrecy: Annotated[str, StringConstraints(pattern=r"^(\d+ kap\. \d+( [a-z])? § OSL)?$")] = ""

    @property
    def cites(self) -> tuple[str, ...]:
        """The runs that its text and its table name, each once."""
        return tuple(dict.fromkeys([name for name, _output in REFERENCE.findall(self.text)] + list(self.runs)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A heading and what stands below it."""

    __pydantic_config__ = STRICT

    heading: Line
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """A whole report before its numbers are known."""

    __pydantic_config__ = STRICT

    assignment: Line
    kind: Kind
    title: Line
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]


def shipped() -> Path:
    """The folder that comes with the program."""
    return Path(str(files("beredd") / "content" / "reports"))


def read_template(assignment: str, kind: str, folder: Path | None = None) -> Template:
    """The template of that kind of report for an assignment, every reference in it checked."""
    folder = folder or shipped()
    path = folder / f"{assignment}-{kind}.yaml"
    if not path.is_file():
        known = tuple(sorted(one.stem for one in folder.glob("*.yaml")))
        raise NoTemplate("reports.no-template", assignment=assignment, report=kind, known=known)
    file = parse(read_bytes(path, wanted=Sentence("reports.a-template")), name=path.name)
    template: Template = checked(file, Template, file.data)
    if faults := list(_faults(file, template)):
        raise FileRefused(faults=faults)
    return template


def _faults(file: File, template: Template) -> Iterator[Fault]:
    cited = {one.id: one for one in template.citations}
    for at, section in enumerate(template.sections):
        for n, paragraph in enumerate(section.paragraphs):
            row = file.line("sections", at, "paragraphs", n, "text")
            for name in paragraph.cites:
                if name not in cited:
                    yield Fault(file.name, cell(name), Sentence("reports.cited", ids=tuple(cited)), row=row)
                elif paragraph.edition == "public" and cited[name].edition != "public":
                    yield Fault(file.name, cell(name), Sentence("reports.secret-run"), row=row)
            if paragraph.secrecy and paragraph.edition == "public":
                yield Fault(file.name, cell(paragraph.secrecy), Sentence("reports.secret-is-internal"), row=row)
            if found := classified_in(f"{section.heading}\n{paragraph.text}"):
                yield Fault(file.name, cell(found), Sentence("assignments.unclassified"), row=row)
            rest = SAID.sub("", REFERENCE.sub("", paragraph.text))
            if retyped := re.search(r"\w*\d[\w.,:]*", rest):
                yield Fault(file.name, cell(retyped[0]), Sentence("reports.no-digits"), row=row)
