"""A PostgreSQL server of the tests' own: Debian's programs, a folder that is thrown away, a socket and no port.

PostgreSQL refuses to run as root; then it runs as the user `postgres` that Debian's package makes.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

USER = "postgres"
HOW = "Install PostgreSQL's server: as root `apt-get install postgresql`, or put `postgres` and `initdb` on PATH."


def programs() -> Path:
    """The folder with initdb and pg_ctl; installs Debian's server when there is none and we may."""
    found = _programs()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-qy", "postgresql"]):
            subprocess.run(command, env=quiet, capture_output=True, check=False)
        found = _programs()
    if found is None:
        raise RuntimeError(f"There is no PostgreSQL server here. {HOW}")
    return found


def _programs() -> Path | None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


def _run(*command, cwd) -> None:
    as_user = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups"] if os.geteuid() == 0 else []
    # Not a pipe: the server inherits it and would keep the reader waiting for ever.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run([*as_user, *map(str, command)], stdout=said, stderr=said, cwd=cwd, check=False)
        if done.returncode:
            said.seek(0)
            raise RuntimeError(f"{command[0]} failed: {said.read().decode(errors='replace')[-2000:]}")


@contextlib.contextmanager
def server(*, is_safe: bool = False) -> Iterator[str]:
    """Starts a server and yields a DATABASE_URL for its database `postgres`.

    is_safe   what was committed is there after the server was killed; else it is only fast
    """
    folder = programs()
    home = Path(tempfile.mkdtemp(prefix="beredd-pg-"))
    try:
        if os.geteuid() == 0:
            owner = pwd.getpwnam(USER)
            os.chown(home, owner.pw_uid, owner.pw_gid)
        data = home / "data"
        _run(folder / "initdb", "-D", data, "-U", "beredd", "-A", "trust", "-E", "UTF8", "--no-sync", cwd=home)
        options = f"-k {home} -c listen_addresses=''"
        if not is_safe:  # the data lives for a minute
            options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        _run(folder / "pg_ctl", "-D", data, "-o", options, "-l", home / "log", "-w", "start", cwd=home)
        try:
            yield f"postgres://beredd@{str(home).replace('/', '%2F')}/postgres"
        finally:
            _run(folder / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop", cwd=home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def restart(url: str, mode: str) -> None:
    """Ends the server that `server` started and starts it anew; `mode` is pg_ctl's: smart, fast, immediate."""
    home = Path(unquote(urlsplit(url).netloc.rpartition("@")[2]))
    _run(programs() / "pg_ctl", "-D", home / "data", "-m", mode, "-l", home / "log", "-w", "restart", cwd=home)
