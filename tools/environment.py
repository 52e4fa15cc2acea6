"""Make the checkout's .venv hold what a lock names. Standard library only; called by ./run and ./test.

    python -I tools/environment.py ROOT run|test

Quick when nothing changed: a stamp in .venv repeats the lock, and is compared. Otherwise, under a file lock, so that
callers at the same time wait for each other: a virtual environment, uv by pip from its own lock, the packages by uv
(or by pip where uv fails), `src` on the path, a launcher. Only wheels whose hash is in the lock: nothing is built,
so no build tool is ever fetched. Everything said goes to stderr; what the tools say goes to .cache/setup.log.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

SUITABLE = ((3, 11), (3, 13))
LOCKS = {"run": "requirements.lock", "test": "requirements-test.lock"}
LAUNCHER = '#!/bin/sh\nexec "$(dirname -- "$(readlink -f -- "$0")")/python" -P -m beredd "$@"\n'
PIP_INSTALL = (
    *("install", "--quiet", "--disable-pip-version-check", "--retries", "2"),
    *("--require-hashes", "--no-deps", "--only-binary", ":all:"),
)
MISLEADING = {"VIRTUAL_ENV", "PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PIP_REQUIRE_VIRTUALENV"}


class SetupError(Exception):
    """One sentence for the person at the keyboard."""


def say(text: str) -> None:
    """Tell the person something; never on stdout, which belongs to the program."""
    print(f"beredd: {text}", file=sys.stderr, flush=True)


class Environment:
    """The virtual environment of one checkout."""

    def __init__(self, root: Path):
        self.root = root
        self.venv = root / ".venv"
        self.python = self.venv / "bin" / "python"
        self.cache = root / ".cache"
        self.log = self.cache / "setup.log"

    # What is there

    def stamp_file(self, kind: str) -> Path:
        """Written last, so its presence means the set-up of that kind was finished."""
        return self.venv / f"beredd-{kind}.stamp"

    def stamp(self, kind: str, version: str) -> str:
        """What must be unchanged for the environment to be good: Python, place of the checkout, lock."""
        lock = (self.root / LOCKS[kind]).read_text(encoding="utf-8")
        return f"python {version}\nroot {self.root}\nnothing but the lock\n{lock}"

    def version(self) -> str | None:
        """Version of the environment's own Python, e.g. `3.11.7`; None where it is missing, broken or unsuitable."""
        if Path(sys.prefix) == self.venv:
            found = sys.version_info[:3]
        elif not (self.venv / "pyvenv.cfg").exists():
            return None
        else:
            ask = "import sys; print(*sys.version_info[:3])"
            try:
                said = subprocess.run([self.python, "-I", "-c", ask], capture_output=True, text=True, check=True)
            except (OSError, subprocess.CalledProcessError):
                return None
            found = tuple(map(int, said.stdout.split()))
        return ".".join(map(str, found)) if SUITABLE[0] <= found[:2] <= SUITABLE[1] else None

    def is_ready(self, kind: str) -> bool:
        """Whether nothing has to be done."""
        try:
            stamp = self.stamp_file(kind).read_text(encoding="utf-8")
        except OSError:
            return False
        version = self.version()
        return version is not None and stamp == self.stamp(kind, version)

    # Making it

    def ensure(self, kind: str) -> None:
        """Return when the environment holds what `kind` needs."""
        if self.is_ready(kind):
            return
        try:
            self.cache.mkdir(exist_ok=True)
            lock = (self.cache / "environment.lock").open("w")
        except OSError as error:
            raise SetupError(
                f"cannot write in {self.root} ({error.strerror}); put the checkout where you may write."
            ) from None
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.is_ready(kind):
                self.make(kind)

    def make(self, kind: str) -> None:
        """Create or update the environment. The test lock contains the other one, so it earns both stamps."""
        for each in LOCKS:
            self.stamp_file(each).unlink(missing_ok=True)
        self.log.write_text("")
        if self.version() is None:
            say("setting up the environment in .venv; the first time takes about half a minute …")
            self.create()
        else:
            say("bringing the environment in .venv up to date …")
        if not (self.install_with_uv(kind) or self.install_with_pip(kind)):
            raise SetupError(
                f"cannot install the packages of {LOCKS[kind]}; is the network up? "
                f"Each step is in {self.log}, the last words were: {self.last_words()}"
            )
        version = self.version()
        if version is None:
            raise SetupError(f"{self.python} stopped working during its set-up; delete {self.venv} and start again.")
        self.put_on_path(version)
        for each in LOCKS if kind == "test" else ("run",):
            stamp = self.stamp_file(each)
            unfinished = stamp.with_suffix(".new")
            unfinished.write_text(self.stamp(each, version), encoding="utf-8")
            unfinished.replace(stamp)

    def create(self) -> None:
        """A fresh virtual environment, with pip where the machine's Python can provide it."""
        base = getattr(sys, "_base_executable", None) or sys.executable
        # --clear is safe here: we only come when no suitable Python answers in .venv.
        venv = (base, "-m", "venv", "--clear")
        if self.do(*venv, self.venv):
            return
        # Debian keeps ensurepip in a package of its own; a pip of the machine can do its work.
        if self.do(base, "-m", "pip", "--version") and self.do(*venv, "--without-pip", self.venv):
            return
        if os.geteuid() == 0 and shutil.which("apt-get"):
            say("installing Debian's python3-venv …")
            debian = {"DEBIAN_FRONTEND": "noninteractive"}
            self.do("apt-get", "update", extra=debian)
            self.do("apt-get", "install", "-y", "--no-install-recommends", "python3-venv", extra=debian)
            if self.do(*venv, self.venv):
                return
        raise SetupError(
            f"{base} cannot make virtual environments; install its venv module "
            "(Debian, Ubuntu: apt-get install python3-venv)."
        )

    def pip(self) -> list[str | Path] | None:
        """How to call a pip that installs into the environment."""
        own = [self.python, "-m", "pip"]
        if self.do(*own, "--version") or self.do(self.python, "-m", "ensurepip"):
            return own
        base = getattr(sys, "_base_executable", None) or sys.executable
        other = [base, "-m", "pip", "--python", self.python]
        return other if self.do(*other, "--version") else None

    def install_with_uv(self, kind: str) -> bool:
        """Install with uv, which pip fetches by the hash in its own small lock. False where that is impossible."""
        wanted = self.root / "requirements-bootstrap.lock"
        home = self.venv / "uv"
        known = home / "bootstrap.stamp"
        if not (known.exists() and known.read_bytes() == wanted.read_bytes()):
            shutil.rmtree(home, ignore_errors=True)
            pip = self.pip()
            if pip is None or not self.do(*pip, *PIP_INSTALL, "--target", home, "-r", wanted):
                return False
            shutil.copyfile(wanted, known)
        # --no-build: a source archive would fetch build tools that no lock names.
        # Adding for `run` and not removing: a checkout where tests have run keeps what they need.
        verb = ("sync",) if kind == "test" else ("install", "--no-deps", "-r")
        rules = ("--python", self.python, "--require-hashes", "--no-build")
        uv = home / "bin" / "uv"
        if not self.do(uv, "pip", verb[0], *rules, *verb[1:], self.root / LOCKS[kind]):
            return False
        # What Python itself put there to begin with has done its work: no lock names it, and uv leaves it.
        return self.do(uv, "pip", "uninstall", "--python", self.python, "pip", "setuptools")

    def install_with_pip(self, kind: str) -> bool:
        """The slower way, for machines where uv cannot run or cannot reach the packages."""
        pip = self.pip()
        return pip is not None and self.do(*pip, *PIP_INSTALL, "-r", self.root / LOCKS[kind])

    def put_on_path(self, version: str) -> None:
        """Make `import beredd` and `.venv/bin/beredd` work without building a package."""
        short = version.rsplit(".", 1)[0]
        packages = self.venv / "lib" / f"python{short}" / "site-packages"
        (packages / "beredd-src.pth").write_text(f"{self.root / 'src'}\n", encoding="utf-8")
        launcher = self.venv / "bin" / "beredd"
        launcher.write_text(LAUNCHER, encoding="utf-8")
        launcher.chmod(0o755)

    # Running the tools

    def do(self, *words: str | Path, extra: dict[str, str] | None = None) -> bool:
        """Run a tool with its output in the log; whether it succeeded."""
        with self.log.open("ab") as log:
            log.write(f"$ {' '.join(map(str, words))}\n".encode())
            log.flush()
            try:
                done = subprocess.run(
                    words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.surroundings() | (extra or {})
                )
            except OSError as error:
                log.write(f"{error}\n".encode())
                return False
        return done.returncode == 0

    def surroundings(self) -> dict[str, str]:
        """The caller's variables, and a place for caches where there is no home to write in."""
        env = {name: value for name, value in os.environ.items() if name not in MISLEADING}
        env |= {"UV_SYSTEM_CERTS": "1", "UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1", "PIP_NO_INPUT": "1"}
        env.setdefault("UV_HTTP_TIMEOUT", "60")
        home = env.get("HOME", "")
        if not (home and os.access(home, os.W_OK)):
            env |= {"HOME": str(self.cache), "XDG_CACHE_HOME": str(self.cache)}
        return env

    def last_words(self) -> str:
        """The last line that the failing tool wrote."""
        lines = [line.strip() for line in self.log.read_text(errors="replace").splitlines() if line.strip()]
        return lines[-1] if lines else "(nothing)"


def main() -> int:
    """0 when the environment is good; 2 with one sentence when it cannot be made."""
    root, kind = Path(sys.argv[1]), sys.argv[2]
    try:
        Environment(root).ensure(kind)
    except SetupError as error:
        say(str(error))
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
