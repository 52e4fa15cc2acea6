"""Documentation that can be wrong: links, commands, limits, and pages built from the code."""

import importlib.util
import re
import textwrap

import pytest

from beredd import __version__
from beredd.dispensing.scenarios import load_scenario

LINK = re.compile(r"(?<!\\)!?\[[^\]]*\]\(([^()\s]+)\)")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^(?:    |\t)(?:\$ )?\./run +(.+?)(?:\s+#.*)?$", re.MULTILINE)
PROSE_COMMAND = re.compile(r"`(?:\./run|beredd) +([a-z][^`]*)`")


@pytest.fixture(scope="session")
def pages(texts):
    """Markdown of the repository by name."""
    return {name: text for name, text in texts.items() if name.endswith(".md")}


@pytest.fixture(scope="session")
def make_reference(root):
    """The module that builds reference pages."""
    spec = importlib.util.spec_from_file_location("make_reference", root / "tools" / "make_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def anchors(text):
    """What a heading can be linked as."""
    headings = re.findall(r"^#+ +(.+)$", FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_links_lead_somewhere(root, pages):
    broken = []
    for name, text in pages.items():
        for target in LINK.findall(FENCED.sub("", text)):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            found = (root / name).parent / path if path else root / name
            if not found.exists():
                broken.append(f"{name}: {target}")
            elif anchor and anchor not in anchors(found.read_text(encoding="utf-8")):
                broken.append(f"{name}: {target} (no such heading)")
    assert not broken


def test_every_page_is_listed(root, pages):
    """A page in docs/ that the index, or the list of decisions, does not name will not be found."""
    listed = set()
    for index in ("docs/README.md", "docs/adr/README.md", "docs/explanation/scenarios/README.md"):
        for target in LINK.findall(pages[index]):
            listed.add(((root / index).parent / target.partition("#")[0]).resolve().relative_to(root).as_posix())
    assert {name for name in pages if name.startswith("docs/")} - listed - {"docs/README.md"} == set()


def options_of(command):
    return {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}


def complaint(nouns, words):
    """What is wrong with words after ./run, or None."""
    if words[:1] == ["--help"]:
        return None
    command, path = nouns.get(words[0]), words[:1]
    if command is None:
        return f"no noun {words[0]!r}"
    for word in words[1:]:
        if getattr(command, "commands", None) and word[0].islower():
            if word not in command.commands:
                return f"{' '.join(path)} has no command {word!r}"
            command, path = command.commands[word], [*path, word]
        elif word.startswith("--") and word != "--help" and word.partition("=")[0] not in options_of(command):
            return f"{' '.join(path)} has no option {word!r}"
    return None


def test_commands_in_the_text_exist(pages, make_reference):
    nouns = make_reference.nouns()
    wrong = []
    for name, text in pages.items():
        for line in COMMAND.findall(text) + PROSE_COMMAND.findall(text):
            words = [word for word in line.split() if word != "…"]
            if words[0].isupper():  # WORDS, which stands for any
                continue
            if found := complaint(nouns, words):
                wrong.append(f"{name}: {line}: {found}")
    assert not wrong


@pytest.mark.parametrize("name", ["command-line.md", "parameters.md", "dependencies.md"])
def test_reference_page_follows_the_code(root, make_reference, name):
    written = (root / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert written == make_reference.PAGES[name](), "run `make docs`"


def test_decisions_are_short_and_numbered_without_gaps(root):
    decisions = sorted(path for path in (root / "docs" / "adr").glob("*.md") if path.name != "README.md")
    assert [path.name[:4] for path in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in decisions}
    assert {name: lines for name, lines in lengths.items() if lines > 40} == {}


def test_contributing_can_be_read_at_one_sitting(root):
    assert len((root / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()) <= 200


def test_one_word_per_thing(root):
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (root / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and not line.startswith("| Svenska")
    ]
    assert len(rows) > 100
    for column in (0, 1):
        words = [row[column].lower() for row in rows]
        assert sorted({word for word in words if words.count(word) > 1}) == []
    assert [row for row in rows if len(row) != 4 or not row[0] or not row[1]] == []


def test_changelog_knows_this_version(root):
    headings = re.findall(r"^## (\S+)", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0].rstrip(",") == __version__


def test_each_version_says_whether_results_changed(root):
    sections = re.split(r"^## ", (root / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert [section.splitlines()[0] for section in sections if "### Results changed" not in section] == []


def test_readme_shows_what_it_promises(root):
    """The two commands, a picture, the rooms, the limits: what a newcomer looks for."""
    text = (root / "README.md").read_text(encoding="utf-8")
    assert "\n    ./run\n" in text
    assert "\n    ./test\n" in text
    assert re.search(r"!\[[^\]]{20,}\]\(docs/images/\w+\.png\)", text)
    named = set(re.findall(r"`(src/beredd/\w+(?:\.py)?)/?`", text))
    there = {p for p in named if (root / p).exists()}
    assert named == there
    rooms = {p.name for p in (root / "src" / "beredd").iterdir() if p.is_dir() and any(p.glob("*.py"))}
    assert {f"src/beredd/{room}" for room in rooms if not room.startswith("_")} - named == set()


def test_the_example_scenario_is_accepted(root, tmp_path):
    text = (root / "docs" / "how-to" / "write-a-scenario.md").read_text(encoding="utf-8")
    block = re.search(r"^    state = .*?(?=^\S)", text, re.MULTILINE | re.DOTALL)[0]
    path = tmp_path / "storm.toml"
    path.write_text(textwrap.dedent(block), encoding="utf-8")
    assert [event.id for event in load_scenario(path).event] == ["stromavbrott", "langsam-leverans"]
