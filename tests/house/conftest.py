"""What the tests about the repository itself share."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOT_OURS = {".git", ".venv", ".cache", ".hypothesis", ".pytest_cache", ".ruff_cache", ".mypy_cache", "__pycache__"}


def tracked_files(root: Path) -> list[Path]:
    """Files under version control that exist; without git, all that are not made by tools."""
    try:
        said = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        files = (path for path in root.rglob("*") if not NOT_OURS & set(path.relative_to(root).parts))
    else:
        files = (root / name for name in said.stdout.split("\0") if name)
    return sorted(path for path in files if path.is_file())


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def files() -> list[Path]:
    return tracked_files(ROOT)


@pytest.fixture(scope="session")
def texts(files) -> dict[str, str]:
    """Text of every tracked file that is text, by its name in the repository."""
    found = {}
    for path in files:
        raw = path.read_bytes()
        if b"\0" not in raw[:8000]:
            found[path.relative_to(ROOT).as_posix()] = raw.decode("utf-8")
    return found
