"""A stranger's path: a bare Debian, and docs/how-to/run-a-server.md followed to the letter, where there is no systemd.

    python tools/stranger.py [--root DIR]      as root; needs debootstrap and Debian's mirror; some minutes

The commands are the pages' own, read from them. What stands in for what is not here: `git clone …` takes this
checkout's last commit, `systemctl enable --now` starts the unit's ExecStartPre and ExecStart as its user with its
environment file, a certificate signed by itself stands for a real one, and says yes to apt. Then the site must
answer, the first administrator's link must open, the program must not be able to write its own code, and the page
about backups is followed: back up, drill, restore. Then the same on PostgreSQL, and behind nginx over HTTPS.
"""

import argparse
import configparser
import contextlib
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
NAME = "beredd.example.se"
RUN, BACKUP = (HERE / "docs" / "how-to" / name for name in ("run-a-server.md", "back-up-and-restore.md"))
SUITE, MIRROR = "bookworm", "http://deb.debian.org/debian"


def block(page: Path, starts: str) -> list[str]:
    """The commands of the indented block whose first line starts so, comments taken off."""
    for found in re.findall(r"(?:^    .*\n)+", page.read_text(encoding="utf-8"), re.MULTILINE):
        lines = [re.sub(r"\s+#.*", "", line[4:]).rstrip() for line in found.splitlines()]
        if lines[0].startswith(starts):
            return [line for line in lines if line]
    raise SystemExit(f"{page.name} has no block that starts with {starts!r}")


class Machine:
    """A Debian of its own below a folder."""

    def __init__(self, root: Path):
        self.root = root
        self.started: list[subprocess.Popen] = []

    def do(self, command: str, *, user: str = "", env: dict[str, str] | None = None) -> str:
        """What a shell there says; ends everything when the command fails."""
        print(f"# {command}" if not user else f"{user}$ {command}", flush=True)
        done = subprocess.run(
            self._words(command, user), env=self._env(env), capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
        if done.returncode:
            raise SystemExit(f"it ended with {done.returncode}:\n{(done.stdout + done.stderr)[-3000:]}")
        return done.stdout

    def _words(self, command: str, user: str) -> list[str]:
        as_user = [f"--userspec={user}:{user}"] if user else []
        return ["chroot", *as_user, str(self.root), "bash", "-ec", command]

    def _env(self, env: dict[str, str] | None) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "UV_", "SSL_", "HTTP"))}
        path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        return kept | {"PATH": path, "DEBIAN_FRONTEND": "noninteractive", "LANG": "C.UTF-8", **(env or {})}

    def file(self, name: str) -> Path:
        """A file there."""
        return self.root / name.lstrip("/")

    def start(self, unit: str) -> None:
        """What systemd would do for `systemctl enable --now UNIT`, without its walls."""
        parsed = configparser.ConfigParser(strict=False, interpolation=None, delimiters="=")
        parsed.optionxform = str  # type: ignore[assignment,method-assign]
        parsed.read(self.file(f"/etc/systemd/system/{unit}.service"))
        service = parsed["Service"]
        env = dict(line.split("=", 1) for line in self.settings(service["EnvironmentFile"]))
        env |= dict([service["Environment"].split("=", 1)]) if "Environment" in service else {}
        folder = service.get("WorkingDirectory", "/")
        if "ExecStartPre" in service:
            self.do(f"cd {folder} && {service['ExecStartPre']}", user=service["User"], env=env)
        command = f"cd {folder} && exec {service['ExecStart']}"
        print(f"{service['User']}$ {command} &", flush=True)
        if service.get("Type") == "oneshot":
            self.do(command, user=service["User"], env=env)
            return
        with self.file(f"/var/log/{unit}.log").open("wb") as log:
            self.started.append(
                subprocess.Popen(
                    self._words(command, service["User"]),
                    env=self._env(env),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            )

    def settings(self, file: str) -> list[str]:
        """Lines `NAME=value` of an environment file."""
        return [line for line in self.file(file).read_text().splitlines() if re.match(r"[A-Z_]+=", line)]

    def end(self) -> None:
        """Ends what was started; nothing is left running."""
        for process in self.started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.started:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
        self.started.clear()


@contextlib.contextmanager
def bare(root: Path) -> Iterator[Machine]:
    """A Debian as its installer leaves it, with Python and git; made where it is not there."""
    if not (root / "etc" / "debian_version").exists():
        words = ["debootstrap", "--variant=minbase", "--include=ca-certificates,python3,git", SUITE, str(root), MIRROR]
        print(" ".join(words), flush=True)
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    for name in ("/etc/resolv.conf", "/etc/pip.conf", "/etc/ssl/certs/ca-certificates.crt"):
        if Path(name).exists():
            shutil.copy(name, root / name.lstrip("/"))
    (root / "etc/apt/apt.conf.d/yes").write_text('APT::Get::Assume-Yes "true";\n')
    mounts = [("proc", root / "proc"), ("devtmpfs", root / "dev")]
    machine = Machine(root)
    for kind, at in mounts:
        subprocess.run(["mount", "-t", kind, kind, str(at)], check=True)
    try:
        yield machine
    finally:
        machine.end()
        for _kind, at in reversed(mounts):
            subprocess.run(["umount", "-l", str(at)], check=False)


def follow(machine: Machine) -> None:
    """The page's block about units, line by line."""
    for command in block(RUN, "apt-get install"):
        if command.startswith("git clone"):
            subprocess.run(
                ["git", "clone", "-q", "--bare", str(HERE), str(machine.file("/srv/beredd.git"))], check=True
            )
            command = command.replace("git clone …", "git -c safe.directory=* clone -q /srv/beredd.git")
        if command.startswith("systemctl enable --now"):
            for unit in shlex.split(command)[3:]:
                machine.start(unit)
            continue
        machine.do("apt-get update" if command.startswith("apt-get") else "true")
        machine.do(command)


def answers(port: int) -> None:
    """The site says that it is well, and a page comes, as through the proxy."""
    host = {"Host": NAME, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
    limit = time.monotonic() + 120
    while True:
        with contextlib.suppress(OSError):
            asked = urllib.request.Request(f"http://127.0.0.1:{port}/halsa", headers=host)
            with urllib.request.urlopen(asked, timeout=5) as answer:
                assert answer.status == 200
                return
        if time.monotonic() > limit:
            raise SystemExit("the site does not answer")
        time.sleep(0.5)


def administrator(machine: Machine, env: dict[str, str], port: int) -> None:
    """The first administrator's link opens."""
    link = machine.do("cd /opt/beredd && ./run site first-admin", user="beredd", env=env).strip().splitlines()[-1]
    if not link.startswith(f"https://{NAME}/konto/lank/"):
        raise SystemExit(f"first-admin printed {link!r}")
    host = {"Host": NAME, "X-Forwarded-Proto": "https"}
    asked = urllib.request.Request(link.replace(f"https://{NAME}", f"http://127.0.0.1:{port}"), headers=host)
    with urllib.request.urlopen(asked, timeout=30) as answer:
        assert b"csrfmiddlewaretoken" in answer.read()


def environment(machine: Machine) -> dict[str, str]:
    """What the units get."""
    lines = machine.settings("/etc/beredd.env")
    return dict(line.split("=", 1) for line in lines) | {"XDG_CACHE_HOME": "/var/lib/beredd/cache"}


def judge(machine: Machine, port: int) -> None:
    """What must hold afterwards, and the page about backups."""
    answers(port)
    env = environment(machine)
    administrator(machine, env, port)
    machine.do("! touch /opt/beredd/src/beredd/written 2>/dev/null", user="beredd")
    machine.do("test $(stat -c %a /etc/beredd.env) = 600; test $(stat -c %U:%a /var/lib/beredd) = beredd:700")
    for command in block(BACKUP, "install -d"):
        if not command.startswith("systemctl"):
            machine.do(f"cd /opt/beredd && {command}")
    machine.start("beredd-backup")
    machine.do("cd /opt/beredd && python3 deploy/archive.py drill $(ls /var/backups/beredd/*)", env=env)
    command, owner = block(BACKUP, "BEREDD_HOME=/var/lib/beredd-new")
    machine.do(f"cd /opt/beredd && {re.sub(r'/backup/[^ ]+', '$(ls /var/backups/beredd/*)', command)}")
    machine.do(f"{owner} && test $(stat -c %U /var/lib/beredd-new/beredd.sqlite3) = beredd")


def on_postgresql(machine: Machine, port: int) -> None:
    """The page's block about PostgreSQL; the site, its administrator, a backup and its drill on it."""
    machine.end()
    for command in block(RUN, "apt-get install postgresql"):
        machine.do(command)
        if command.startswith("apt-get"):  # Debian starts it, where there is systemd
            machine.do("pg_lsclusters --no-header | while read v c rest; do pg_ctlcluster $v $c start || true; done")
    try:
        for unit in ("beredd-site", "beredd-worker"):
            machine.start(unit)
        answers(port)
        env = environment(machine)
        administrator(machine, env, port)
        tables = machine.do("psql -d beredd -Atc 'select count(*) from pg_tables'", user="beredd")
        assert int(tables) > 80, tables
        machine.do("rm -r /var/backups/beredd/*")
        machine.start("beredd-backup")
        machine.do("runuser -u postgres -- createdb --owner beredd --encoding UTF8 beredd_drill")
        drill = env | {"BEREDD_DRILL_DATABASE_URL": "postgres:///beredd_drill"}
        said = machine.do(
            "cd /opt/beredd && python3 deploy/archive.py drill $(ls /var/backups/beredd/*)", user="beredd", env=drill
        )
        print(said.strip())
        behind_proxy(machine)
    finally:
        machine.end()
        machine.do("pg_lsclusters --no-header | while read v c rest; do pg_ctlcluster -m fast $v $c stop; done")


def behind_proxy(machine: Machine) -> None:
    """The page's block about nginx; then what a browser meets: HTTP/2, the way to TLS, HSTS, no file too large."""
    for command in block(RUN, "apt-get install nginx"):
        if command.startswith("nginx -t"):
            machine.do(
                "cd /etc/ssl/beredd && openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=beredd.example.se "
                "-keyout privkey.pem -out fullchain.pem 2>/dev/null"
            )
        machine.do("nginx" if command.startswith("systemctl") else command)
    try:
        for url, words in (
            (f"https://{NAME}/halsa", ("HTTP/2 200", "strict-transport-security")),
            (f"http://{NAME}/halsa", ("301", f"https://{NAME}/halsa")),
            (f"https://{NAME}/konto/login/", ("HTTP/2 200", "secure", "content-security-policy")),
            (f"https://{NAME}/nothing-here/", ("HTTP/2 404",)),
        ):
            head = ask(url)
            print(f"{url}: {head.splitlines()[0]}")
            missing = [word for word in words if word.lower() not in head.lower()]
            if missing:
                raise SystemExit(f"{url} lacks {missing}:\n{head}")
        large = ask(f"https://{NAME}/konto/login/", size=6_000_000)
        if " 413" not in large:
            raise SystemExit(f"6 MB were taken:\n{large}")
    finally:
        machine.do("nginx -s stop")


def ask(url: str, *, size: int = 0) -> str:
    """The head of the answer to a browser that knows HTTP/2, through the proxy on this machine."""
    sent = bytes(size) if size else b""
    data = ["--data-binary", "@-", "-H", "Expect:"] if size else []
    at = [f"{NAME}:{port}:127.0.0.1" for port in (80, 443)]
    words = ["curl", "-sk", "--http2", "--max-time", "60", "--resolve", at[0], "--resolve", at[1], *data]
    return subprocess.run([*words, "-o", "/dev/null", "-D", "-", url], input=sent, capture_output=True).stdout.decode()


def main() -> int:
    """0 when the path leads to a site."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, help="A Debian that is there already, or where to keep it.")
    given = parser.parse_args()
    if os.geteuid() or not (shutil.which("debootstrap") and shutil.which("curl")):
        print("This needs root, debootstrap and curl (apt-get install debootstrap curl).", file=sys.stderr)
        return 2
    for port in (8000, 80, 443, 5432):  # what the page uses must be free
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
    with tempfile.TemporaryDirectory(prefix="beredd-stranger-") as folder, bare(given.root or Path(folder)) as machine:
        follow(machine)
        judge(machine, 8000)
        on_postgresql(machine, 8000)
    print("a stranger gets to a site, an administrator, a backup and a restored home; on PostgreSQL and over HTTPS too")
    return 0


if __name__ == "__main__":
    sys.exit(main())
