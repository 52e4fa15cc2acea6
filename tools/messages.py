"""The site's wordings: Swedish stands in the source, English in locale/en/LC_MESSAGES/django.po.

    python tools/messages.py check      what lacks an English wording, what is no longer used; exit 1 if anything
    python tools/messages.py update     add what is missing (empty) to the .po and drop what is no longer used
    python tools/messages.py compile    write the .mo files that Django reads; they are committed

locale/sv holds our own Swedish for the pages of allauth, whose own is English; it is written by hand.

Babel finds the messages and polib keeps the catalogue: GNU gettext's programs are not on every machine.
"""

import ast
import gettext
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import extract

WEB = Path(__file__).resolve().parents[1] / "src" / "beredd" / "web"
CATALOGUE = WEB / "locale" / "en" / "LC_MESSAGES" / "django.po"
ALLAUTHS = WEB / "locale" / "sv" / "LC_MESSAGES" / "django.po"
METADATA = {
    "Project-Id-Version": "beredd",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
CALLS = dict.fromkeys(("_", "gettext", "gettext_lazy"))
CALLS |= dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2))
CALLS |= dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2))
Key = tuple[str, str, str]
"""Context, singular, plural (empty when there is none)."""


def in_sources() -> dict[Key, set[str]]:
    """Every message of the sources -> the files in which it stands."""
    found: dict[Key, set[str]] = {}
    for path in sorted([*WEB.rglob("*.py"), *WEB.rglob("*.html")]):
        if "migrations" not in path.parts:
            for key in _messages(path):
                found.setdefault(key, set()).add(str(path.relative_to(WEB)))
    return found


def _messages(path: Path) -> Iterator[Key]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        from django.utils.translation.template import templatize

        # What templatize writes is Python but for its indentation.
        calls = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    else:
        # Babel reads tokens, and before Python 3.12 a call within an f-string is none: each call by itself.
        found = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
        named = (node for node in found if getattr(node.func, "id", getattr(node.func, "attr", "")) in CALLS)
        calls = "\n".join(ast.unparse(node) for node in named)
    for _line, words, _comments, context in extract("python", io.BytesIO(calls.encode()), keywords=CALLS):
        one, many = words if isinstance(words, tuple) else (words, "")
        yield (context or "", one, many)


def key_of(entry: polib.POEntry) -> Key:
    """What a catalogue's entry translates."""
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural)


def told_by(entry: polib.POEntry) -> list[str]:
    """Its wordings: one, or two for a plural; fuzzy ones do not count."""
    told = [entry.msgstr_plural[n] for n in sorted(entry.msgstr_plural)] if entry.msgid_plural else [entry.msgstr]
    return [""] * len(told) if entry.fuzzy else told


def faults() -> list[str]:
    """What is wrong: a sentence for each."""
    needed, there = in_sources(), {key_of(entry): told_by(entry) for entry in polib.pofile(CATALOGUE)}
    wrong = [
        f"{min(needed[key])}: no English wording for {key[1]!r}." for key in needed if not all(there.get(key, [""]))
    ]
    wrong += [f"{CATALOGUE.name}: {key[1]!r} is no longer used." for key in there if key not in needed]
    for key, told in there.items():
        names = set(re.findall(r"%\((\w+)\)", key[1] + key[2]))
        wrong += [
            f"{CATALOGUE.name}: {word!r} does not name the same values as {key[1]!r}."
            for word in told
            if word and set(re.findall(r"%\((\w+)\)", word)) - names
        ]
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        spoken = gettext.GNUTranslations(file)
    for (context, one, many), told in there.items():
        said = [spoken.ngettext(one, many, n) for n in (1, 2)] if many else [spoken.pgettext(context, one)]
        if all(told) and (said if context or many else [spoken.gettext(one)]) != told:
            wrong.append(f"django.mo does not say {told!r} for {one!r}. Run: python tools/messages.py compile")
    return wrong


def update() -> None:
    """Brings the .po in step with the sources, keeping its wordings; in the order of the words, whoever moves files."""
    there = {key_of(entry): entry for entry in polib.pofile(CATALOGUE)} if CATALOGUE.is_file() else {}
    made = polib.POFile(wrapwidth=0)
    made.metadata = METADATA
    for key, files in sorted(in_sources().items(), key=lambda item: (item[0][1], item[0])):
        context, one, many = key
        empty = {"msgstr_plural": {0: "", 1: ""}} if many else {}
        entry = there.get(key) or polib.POEntry(msgctxt=context or None, msgid=one, msgid_plural=many, **empty)
        # Without line numbers: an edit elsewhere in a file must not move the catalogue.
        entry.occurrences = [(name, "") for name in sorted(files)]
        entry.flags = ["fuzzy"] * entry.fuzzy + ["python-format"] * bool(re.search(r"%\(\w+\)[a-z]", one + many))
        made.append(entry)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    made.save(str(CATALOGUE))


def main(words: list[str]) -> int:
    """Do what was asked; the exit code."""
    if words == ["check"]:
        wrong = faults()
        print("\n".join(wrong) or "Every wording has its English.")
        return 1 if wrong else 0
    if words == ["update"]:
        update()
        return 0
    if words == ["compile"]:
        for catalogue in (CATALOGUE, ALLAUTHS):
            polib.pofile(catalogue).save_as_mofile(str(catalogue.with_suffix(".mo")))
        return 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
