"""The arrows between rooms. Change this table only with an ADR (the present ones: docs/adr/0001, 0012, 0020, 0021)."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src"
ROOT = "beredd"
ENGINE = {"numpy", "numba", "scipy", "duckdb", "pydantic"}
FREE = {"web", "cli", "content"}  # nobody imports web or cli; content holds data
# the root of the exception tree, what is said and drawn for people, late names, where compiled kernels are kept
COMMON = {"errors", "wording", "late", "figures", "kernel_cache", "__version__"}

GROUND = {"quantities", "provenance", "parameters", "intake", "writing", "descriptions"}

# room: (our rooms it may import, third-party packages it may import)
MAY_IMPORT = {
    "errors": (set(), set()),
    "wording": (set(), {"babel", "fluent"}),
    "figures": ({"writing"}, {"babel", "openpyxl", "resvg_py"}),  # docs/adr/0013
    "kernel_cache": (set(), {"numba"}),
    "late": (set(), set()),
    "provenance": (set(), {"numpy", "numba"}),
    "quantities": (set(), {"numpy"}),
    "parameters": (set(), {"pydantic"}),
    # docs/adr/0015
    "descriptions": (GROUND - {"descriptions"}, {"pydantic", "pydantic_core", "annotated_types"}),
    # docs/adr/0023 (pydantic, ruamel)
    "intake": (set(), {"charset_normalizer", "openpyxl", "personnummer", "pydantic", "ruamel"}),
    "writing": (set(), set()),
    # docs/adr/0022 (llvmlite)
    "dispensing": (
        GROUND,
        ENGINE | {"llvmlite", "simpy", "highspy", "SALib", "openpyxl", "pyproj", "distributed"},
    ),
    "overdose": (GROUND, ENGINE | {"llvmlite"}),  # docs/adr/0011
    "need": (GROUND | {"figures"}, ENGINE),
    # docs/adr/0020
    "guidance": ({"provenance", "intake", "writing"}, {"pydantic", "ruamel", "markdown_it", "babel"}),
    # docs/adr/0021
    "publishing": (
        {"guidance", "provenance", "intake", "writing"},
        {"jinja2", "markupsafe", "markdown_it", "fluent", "babel", "segno", "typst"},
    ),
    # docs/adr/0023
    "exercises": (
        {"provenance", "intake", "writing", "documents"},
        {"pydantic", "openpyxl", "ruamel", "typst", "segno"},
    ),
    "play": ({"exercises", "dispensing", "quantities", "provenance"}, ENGINE),
    # docs/adr/0024
    "assignments": ({"provenance", "intake"}, {"pydantic"}),
    # docs/adr/0024 (parameters: what decides an answer)
    "studies": (
        {"dispensing", "overdose", "need", "guidance", "quantities", "provenance", "descriptions", "parameters"},
        ENGINE,
    ),
    "documents": ({"figures"}, {"typst", "docx", "pypdf"}),  # docs/adr/0027
    "reports": (
        {"provenance", "guidance", "assignments", "exercises", "intake", "documents"},  # docs/adr/0024 (exercises)
        {"pydantic", "cryptography", "pyhanko", "pyhanko_certvalidator"},
    ),
}


def rooms():
    parts = {p.stem for p in (SRC / ROOT).iterdir() if p.suffix == ".py" or (p.is_dir() and any(p.rglob("*.py")))}
    return sorted(parts - {"__init__", "__main__", "__pycache__"} - FREE)


def imported(path):
    """Absolute dotted names that a file imports, relative imports resolved."""
    package = (ROOT, *path.relative_to(SRC / ROOT).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            stem = ".".join((*base, *(node.module or "").split("."))).strip(".")
            yield from (f"{stem}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("room", rooms())
def test_imports_follow_the_arrows(room):
    assert room in MAY_IMPORT, f"{room} has no entry in MAY_IMPORT"
    ours, theirs = MAY_IMPORT[room]
    home = SRC / ROOT / room
    wrong = []
    for path in sorted(home.rglob("*.py")) or [home.with_suffix(".py")]:
        for name in imported(path):
            top, *rest = name.split(".")
            if top == ROOT:
                allowed = not rest or rest[0] in ours | COMMON | {room}
            else:
                allowed = top in theirs or top in sys.stdlib_module_names
            if not allowed:
                wrong.append(f"{path.relative_to(SRC)} imports {name}")
    assert not wrong, "\n".join(wrong)


def test_content_holds_no_code_but_its_markers():
    code = [p for p in (SRC / ROOT / "content").rglob("*.py") if p.name != "__init__.py"]
    assert not code


def test_importing_the_program_brings_neither_web_nor_kernels():
    """`beredd --help` answers in a quarter of a second only while its nouns are imported late."""
    late = {"django", "numba", "numpy", "duckdb", "fluent", "babel"}
    ask = f"import sys, beredd.cli; print(sorted({late!r} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


# The site --------------------------------------------------------------------------------------------------------
WEB = SRC / ROOT / "web"
WEB_FILES = {
    "asking",
    "canonical",
    "downloads",
    "home",
    "language",
    "logs",
    "questions",
    "remembered",
    "retention",
    "rooms",
}  # beside the rooms, importable by all
WEB_PARTS = {"accounts", "api", "audit", "design", "engines", "jobs", "runs"}  # common parts, importable by rooms
# What puts the site together; nobody imports these.
WEB_TOP = {"asgi", "incoming", "seeding", "settings", "urls"}
# part or room: the other parts and rooms it may import; a room that is not here may import the common parts alone
WEB_MAY_IMPORT = {
    "accounts": {"audit"},
    "api": {"accounts"},
    "audit": {"accounts"},
    "design": set(),
    "engines": set(),
    "jobs": set(),
    "reports": WEB_PARTS | {"assignments"},
    "runs": {"accounts", "audit", "design", "engines", "jobs"},
    "start": WEB_PARTS | {"dispensing"},
    "play": WEB_PARTS | {"exercises"},  # docs/adr/0030: a run is of a plan that the room of plans keeps
}


def web_rooms():
    return sorted(path.name for path in WEB.iterdir() if (path / "__init__.py").is_file())


@pytest.mark.parametrize("room", web_rooms())
def test_rooms_of_the_site_follow_their_arrows(room):
    allowed = WEB_MAY_IMPORT.get(room, WEB_PARTS) | WEB_FILES | {room}
    wrong = [
        f"{path.relative_to(SRC)} imports {name}"
        for path in sorted((WEB / room).rglob("*.py"))
        for name in imported(path)
        if name.startswith(f"{ROOT}.web.") and name.split(".")[2] not in allowed
    ]
    assert not wrong, "\n".join(wrong)


def test_what_lies_beside_the_rooms_is_known():
    files = {path.stem for path in WEB.glob("*.py")} - {"__init__", "static_files"}
    assert files == WEB_FILES | WEB_TOP
    assert set(WEB_MAY_IMPORT) <= set(web_rooms())
