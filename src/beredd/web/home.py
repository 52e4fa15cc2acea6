"""Where the site keeps what it writes: database, results, secret key, logs. Never inside the package."""

import os
import secrets
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]


def home() -> Path:
    """The folder named by BEREDD_HOME; else `var` in the checkout; else `var` where the program was started."""
    if named := os.environ.get("BEREDD_HOME"):
        return Path(named).expanduser().resolve()
    base = REPOSITORY if (REPOSITORY / "pyproject.toml").is_file() else Path.cwd()
    return base / "var"


def secret_key(folder: Path) -> str:
    """The site's secret: from BEREDD_SECRET_KEY, or made once and kept in the home folder for its owner only."""
    if given := os.environ.get("BEREDD_SECRET_KEY"):
        return given
    path = folder / "secret-key"
    try:
        # O_EXCL: two processes that start together agree on the one that came first.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii").strip()
