"""Every code has its words in both languages, and every sentence that the program can say is a code."""

import ast
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent_ast
from fluent.syntax.visitor import Visitor

from beredd.wording import LANGUAGES, Sentence, is_code

SRC = Path(__file__).parents[2] / "src" / "beredd"
WORDINGS = SRC / "content" / "wording"
ROOMS = sorted({path.name.split(".")[0] for path in WORDINGS.glob("*.ftl")})
SAYS = {"Sentence", "say"}

MADE_FROM_A_CODE = {
    "web/play/showing.py",
    "errors.py",
    "provenance/record.py",
    "wording/sentence.py",
}  # where the code is a parameter


class _Variables(Visitor):
    def __init__(self):
        self.names = set()

    def visit_VariableReference(self, node):
        self.names.add(node.id.name)


@cache
def messages(room, language):
    """Each message of a wording file -> the values that it names."""
    text = (WORDINGS / f"{room}.{language}.ftl").read_text(encoding="utf-8")
    found = {}
    for entry in FluentParser().parse(text).body:
        assert not isinstance(entry, fluent_ast.Junk), f"{room}.{language}.ftl: cannot be read: {entry.content!r}"
        if isinstance(entry, fluent_ast.Message):
            variables = _Variables()
            variables.visit(entry)
            assert entry.id.name not in found, f"{room}.{language}.ftl: {entry.id.name} stands twice"
            found[entry.id.name] = frozenset(variables.names)
    return found


@cache
def sources():
    """Each file of the program -> its tree, but for what Django writes."""
    return {
        str(path.relative_to(SRC)): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SRC.rglob("*.py"))
        if "migrations" not in path.parts
    }


def _name(node):
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


@cache
def error_classes():
    """The names of BereddError and everything derived from it."""
    bases = {
        node.name: {_name(base) for base in node.bases}
        for tree in sources().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    known = {"BereddError"}
    while more := {name for name, above in bases.items() if above & known} - known:
        known |= more
    return known


@cache
def said():
    """Every call that says something to people: (file, call)."""
    makers = SAYS | error_classes()
    return [
        (path, node)
        for path, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and node.args and _name(node.func) in makers
    ]


def _code(call):
    """The code that a call names, or None where it gives text."""
    first = call.args[0]
    is_text = isinstance(first, ast.Constant) and isinstance(first.value, str)
    return first.value if is_text and is_code(first.value) else None


@pytest.mark.parametrize("room", ROOMS)
def test_both_languages_have_the_same_codes_and_values(room):
    first, *others = (messages(room, language) for language in LANGUAGES)
    assert first
    for other in others:
        assert other == first


def test_every_code_in_the_source_has_a_wording_with_just_its_values():
    wrong = []
    for path, call in said():
        if not (code := _code(call)):
            continue
        room, _, name = code.partition(".")
        named = messages(room, "en").get(name) if room in ROOMS else None
        given = {word.arg for word in call.keywords if word.arg not in {None, "field"}}
        is_open = any(word.arg is None for word in call.keywords)  # **values
        if named is None:
            wrong.append(f"{path}:{call.lineno}: {code} has no wording")
        elif given - named or (named - given and not is_open):
            wrong.append(f"{path}:{call.lineno}: {code} is given {sorted(given)}; its wording names {sorted(named)}")
    assert not wrong, "\n".join(wrong)


def test_every_wording_is_said_somewhere():
    codes = {_code(call) for _path, call in said()}
    there = {f"{room}.{name}" for room in ROOMS for name in messages(room, "en")}
    assert not sorted(there - codes)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ROOMS)
def test_every_message_can_be_said(room, language):
    for name, values in messages(room, language).items():
        words = Sentence(f"{room}.{name}", **dict.fromkeys(values, 2)).in_(language)
        assert words.strip() == words != ""


def test_what_is_said_is_a_code_and_no_plain_text():
    plain = [f"{path}:{call.lineno}" for path, call in said() if not _code(call) and path not in MADE_FROM_A_CODE]
    assert not plain
