"""A site of its own for the storm: its folder, database, ports and processes; nobody else's are touched.

Every process that is started carries a mark in its environment, has its output in a file and a session of its own, and
is ended by its number. What carries the mark when all is over was left behind.
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import time
import urllib.parse
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv" / "bin" / "python"
LEASE_S = 5
READY_S = 120
MARK = "BEREDD_STORM"

# A person with a key and a signed-in browser, made by the program's own actions.
_PERSON = """
import json, django; django.setup()
from django.test import Client
from beredd.web.accounts.actions import create_api_key, create_organisation, ensure_first_admin
from beredd.web.accounts.models import Membership, User
user = User.objects.create_user("storm@example.se", None)
organisation = create_organisation(by=None, name="Region A", kind="region")
Membership.objects.create(user=user, organisation=organisation, role="analyst")
_key, text = create_api_key(by=user, name="storm")
browser = Client(); browser.force_login(user)
print(json.dumps({"key": text, "session": browser.cookies["beredd_session"].value}))
"""


class Answer:
    """Status, headers and body of an answer."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.body)


class Ground:
    """One site: `prepare` it, start and kill its processes, ask it, `end` it."""

    def __init__(self, folder: Path, *, url: str = "", **settings: str):
        self.folder, self.home, self.log, self.url = folder, folder / "home", folder / "log", url
        self.home.mkdir(parents=True, exist_ok=True)
        self.mark = uuid.uuid4().hex
        self.port = free_port()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("BEREDD_", "DATABASE_"))}
        self.env = kept | {
            "BEREDD_HOME": str(self.home),
            "BEREDD_NO_DEMO": "1",
            "BEREDD_LOG_LEVEL": "WARNING",
            "BEREDD_JOB_LEASE_S": str(LEASE_S),
            "BEREDD_API_START_RATE": "1000000/hour",
            "BEREDD_MOST_OPEN_PER_PERSON": "1000",
            "BEREDD_MOST_OPEN_PER_ORGANISATION": "1000",
            MARK: self.mark,
            **({"DATABASE_URL": url} if url else {}),
            **settings,
        }
        self.key = self.session = ""
        self.site: subprocess.Popen | None = None
        self.workers: list[subprocess.Popen] = []

    # Processes

    def _start(self, *words: str, **settings: str) -> subprocess.Popen:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [str(PYTHON), "-P", "-m", "beredd", "site", *words],
                env=self.env | settings,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def do(self, *words: str) -> str:
        """What a command of the program says."""
        command = [str(PYTHON), "-P", "-m", "beredd", "site", *words]
        return self._said(command)

    def _said(self, command: list[str]) -> str:
        env = self.env | {"DJANGO_SETTINGS_MODULE": "beredd.web.settings"}
        done = subprocess.run(
            command, env=env, cwd=self.folder, capture_output=True, text=True, timeout=300, start_new_session=True
        )
        if done.returncode:
            raise RuntimeError(f"{command[3:]} ended with {done.returncode}: {done.stderr[-2000:]}")
        return done.stdout

    def prepare(self) -> None:
        """A database with a person who may start runs."""
        self.do("prepare")
        made = json.loads(self._said([str(PYTHON), "-P", "-c", _PERSON]).splitlines()[-1])
        self.key, self.session = made["key"], made["session"]

    def start_site(self, **settings: str) -> float:
        """Starts the pages; seconds until they answer."""
        began = time.monotonic()
        self.site = self._start("serve", "--port", str(self.port), **settings)
        until(lambda: self.answers() or self._died(self.site), READY_S, "the site answers")
        return time.monotonic() - began

    def _died(self, process: subprocess.Popen | None) -> bool:
        if process is not None and process.poll() is not None:
            raise RuntimeError(f"a process ended by itself with {process.returncode}; see {self.log}")
        return False

    def start_worker(self, **settings: str) -> subprocess.Popen:
        """One more worker."""
        worker = self._start("work", **settings)
        self.workers.append(worker)
        return worker

    def kill(self, process: subprocess.Popen | None) -> None:
        """kill -9, and wait until it is gone."""
        if process is None:
            return
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
        if process in self.workers:
            self.workers.remove(process)
        if process is self.site:
            self.site = None

    def ours(self) -> list[int]:
        """Living processes that carry this ground's mark."""
        return [pid for pid in numbers() if self.mark.encode() in read(f"/proc/{pid}/environ") and is_alive(pid)]

    def children_of(self, pid: int) -> list[int]:
        """Processes that `pid` has started and that live."""
        return [one for one in numbers() if parent_of(one) == pid and is_alive(one)]

    def end(self, seconds: float = 20) -> list[int]:
        """Stops everything in order; the processes that were still there afterwards, which are then killed."""
        stopped = [process for process in (self.site, *self.workers) if process is not None]
        for process in stopped:
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGCONT)
                process.terminate()
        for process in stopped:
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.kill(process)
        self.site, self.workers = None, []
        with suppress(TimeoutError):
            until(lambda: not self.ours(), 10, "all is gone")
        left = self.ours()
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return left

    # Asking

    def ask(
        self,
        method: str,
        address: str,
        body: dict | None = None,
        *,
        form: dict | None = None,
        by: str = "key",
        timeout: float = 30,
    ) -> Answer:
        """One request by `key`, by the `browser`, a `visitor`'s browser or `nobody`.

        OSError or HTTPException when no answer comes.
        """
        headers = {"Accept-Language": "sv"}
        if by == "key":
            headers["Authorization"] = f"Bearer {self.key}"
        if by in ("browser", "visitor"):
            token = "s" * 32
            session = f"beredd_session={self.session}; " if by == "browser" else ""
            headers |= {"Cookie": f"{session}beredd_csrf={token}", "X-CSRFToken": token}
        sent = None
        if body is not None:
            sent, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        if form is not None:
            sent = urllib.parse.urlencode(form).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            line.request(method, address, sent, headers)
            got = line.getresponse()
            return Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())
        finally:
            line.close()

    def answers(self) -> bool:
        """Whether the site says that it is well."""
        with suppress(OSError, http.client.HTTPException):
            return self.ask("GET", "/halsa", by="nobody", timeout=5).status == 200
        return False


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(condition: Callable[[], Any], seconds: float, what: str) -> Any:
    """What the condition gives once it is true; TimeoutError when that takes too long."""
    limit = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > limit:
            raise TimeoutError(f"waited {seconds:.0f} s, and in vain, until {what}")
        time.sleep(0.05)
    return found


def numbers() -> list[int]:
    """The numbers of all processes."""
    return [int(entry) for entry in os.listdir("/proc") if entry.isdigit()]


def read(path: str) -> bytes:
    """A file's content; nothing when it is not there or not ours to read."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def parent_of(pid: int) -> int:
    """The number of the process that started it; 0 when it is gone."""
    fields = read(f"/proc/{pid}/stat").rpartition(b")")[2].split()
    return int(fields[1]) if fields else 0


def is_alive(pid: int) -> bool:
    """Whether it runs: there, and no zombie."""
    fields = read(f"/proc/{pid}/stat").rpartition(b")")[2].split()
    return bool(fields) and fields[0] not in (b"Z", b"X")


def memory_mib(pid: int) -> float:
    """What a process holds in memory, MiB."""
    for line in read(f"/proc/{pid}/status").decode().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
