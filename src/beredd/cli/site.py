"""`beredd site`: prepare, serve, work, administer."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated

import typer

from beredd.cli.output import stderr, stdout
from beredd.errors import BereddError

app = typer.Typer(help="The web site: prepare, serve, work, administer.", no_args_is_help=True)

DEFAULT_PORT = 8000
Port = Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")]
Host = Annotated[str, typer.Option(help="Address to listen on; anything but this machine needs a proxy with TLS.")]


WORKER = [sys.executable, "-P", "-m", "beredd", "site", "work", "--with-parent"]


class SiteError(BereddError):
    """The site cannot be prepared or started."""


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beredd.web.settings")
    import django

    django.setup()


@app.command()
def prepare() -> None:
    """Make or update the database and seed the demonstration. Safe to repeat."""
    _django()
    _prepare()


def _prepare() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from beredd.web.seeding import seed

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    seed()


@app.command("first-admin")
def first_admin(
    port: Port = DEFAULT_PORT,
    reset: Annotated[
        bool, typer.Option("--reset-second-factor", help="Take a lost second factor away; choose a new one.")
    ] = False,
) -> None:
    """Print a link that signs in the first administrator, once, within 24 hours."""
    _django()
    if reset:
        from beredd.web.accounts import actions, people

        people.reset_second_factor(by=None, user=actions.ensure_first_admin())
    print(_sign_in_link(f"http://127.0.0.1:{port}"))


def _sign_in_link(origin: str) -> str:
    from django.conf import settings
    from django.urls import reverse

    from beredd.web.accounts import actions

    if not settings.IS_LOCAL:
        origin = f"https://{settings.PUBLIC_HOSTS[0]}"
    token = actions.issue_sign_in_link(by=None, user=actions.ensure_first_admin())
    return origin + reverse("accounts:sign-in-link", args=[token])


@app.command()
def serve(port: Port = DEFAULT_PORT, host: Host = "127.0.0.1") -> None:
    """Serve the site; expects `prepare` to have been run and a worker beside it."""
    _django()
    _serve(host, port)


def _serve(host: str, port: int) -> None:
    import uvicorn

    from beredd.web.dispensing import catalogue
    from beredd.web.need.answers import ENGINE

    def warm():
        _wait_for(host, port)
        catalogue.scenarios()
        ENGINE.is_ready()

    # Scenarios are read and the open page's engine is started behind the first page, not at the first question.
    threading.Thread(target=warm, daemon=True).start()
    uvicorn.run(
        "beredd.web.asgi:application",
        host=host,
        port=port,
        workers=1,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )


@app.command()
def work(
    once: Annotated[bool, typer.Option("--once", help="Stop when the queue is empty.")] = False,
    with_parent: Annotated[bool, typer.Option("--with-parent", help="Stop when standard input closes.")] = False,
) -> None:
    """Run background jobs until stopped."""
    _django()
    from django.core.management import call_command

    call_command("work", once=once, with_parent=with_parent)


@app.command()
def sweep(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
) -> None:
    """Take what has been kept long enough: runs with their files, links, sessions, names in the log.

    A worker does this each hour by itself.
    """
    _django()
    from beredd.web import retention

    taken = retention.due() if dry_run else retention.sweep()
    for name, lines in taken.items():
        for line in lines if name == "runs.run" else ():
            stdout.print(line, highlight=False)
        stdout.print(f"{name:28} {len(lines)} {'would go' if dry_run else 'taken'}", highlight=False)


@app.command()
def log(
    after: Annotated[int, typer.Option("--after", min=0, help="Only lines with a higher number.")] = 0,
    since: Annotated[datetime | None, typer.Option("--since", help="Only lines from this moment on (UTC).")] = None,
) -> None:
    """Print the audit log as JSON lines, oldest first: for a log collector."""
    _django()
    from beredd.web.audit.actions import lines_as_json
    from beredd.web.audit.models import Line

    found = Line.objects.filter(pk__gt=after).order_by("pk")
    if since is not None:
        found = found.filter(at__gte=since.replace(tzinfo=UTC))
    for line in lines_as_json(found.iterator()):
        sys.stdout.write(line)


@app.command()
def start(
    port: Port = DEFAULT_PORT,
    host: Host = "127.0.0.1",
    lan: Annotated[
        bool, typer.Option("--lan", help="Let browsers on the same network join exercises, by HTTP.")
    ] = False,
) -> None:
    """Prepare, serve, and work: the whole site on one machine. Ctrl-C stops all of it."""
    if lan:
        host = "0.0.0.0"
        os.environ["BEREDD_LAN"] = _own_address()
    _require_free(host, port)
    if sys.stderr.isatty():
        os.environ.setdefault("BEREDD_LOG_LEVEL", "WARNING")  # a person reads; the address must not scroll away
    _django()
    _prepare()
    origin = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"
    print(f"Beredd: {origin}/")
    if lan:
        _say_how_to_join(port)
    print(f"Sign in once, as the first administrator: {_sign_in_link(origin)}", flush=True)
    # uvicorn raises the signal anew when it has stopped; by default that would end us before the worker is told.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with contextlib.suppress(KeyboardInterrupt), Supervised(WORKER, after=lambda: _wait_for(host, port)):
        _serve(host, port)


def _own_address() -> str:
    """This machine's address on its network. Nothing is sent: the socket only says which way it would go."""
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError as error:
            raise SiteError("cli.no-network", reason=error.strerror or "") from None
        return str(probe.getsockname()[0])


def _say_how_to_join(port: int) -> None:
    """Where participants join, also as a QR code, and what plain HTTP does not do."""
    import segno

    from beredd.wording import say

    address = f"http://{os.environ['BEREDD_LAN']}:{port}/ova/korning/anslut/"
    print(say("cli.join", address=address))
    segno.make(address).terminal(compact=True)
    print(say("cli.plain-http"))


def _require_free(host: str, port: int) -> None:
    import socket

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SiteError("cli.cannot-listen", host=host, port=port, reason=error.strerror) from None


def _wait_for(host: str, port: int, seconds: float = 30.0) -> None:
    """Returns when something listens, or after a while: what follows must not compete with the first page."""
    import socket

    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
            return
        time.sleep(0.1)


class Supervised:
    """A child process kept running while the block runs: started again when it dies, ended with the block."""

    PAUSE_S = 1.0
    PATIENCE_S = 10.0

    def __init__(self, command: list[str], *, after: Callable[[], None]):
        self.command = command
        self._after = after
        self._ending = threading.Event()
        self._child: subprocess.Popen | None = None
        self._lock = threading.Lock()

    def __enter__(self):
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def _watch(self) -> None:
        self._after()
        while not self._ending.is_set():
            with self._lock:
                if self._ending.is_set():
                    return
                # Its own session: Ctrl-C reaches only us, and we end it in order.
                # The pipe closes when we die, however that happens, and the worker then stops.
                self._child = subprocess.Popen(self.command, stdin=subprocess.PIPE, start_new_session=True)
            code = self._child.wait()
            if not self._ending.is_set():
                stderr.print(f"The worker process ended with code {code}; starting a new one.", highlight=False)
                self._ending.wait(self.PAUSE_S)

    def __exit__(self, *_exception) -> None:
        self._ending.set()
        with self._lock:
            child = self._child
        if child is not None and child.poll() is None:
            child.send_signal(signal.SIGTERM)
            limit = time.monotonic() + self.PATIENCE_S
            while child.poll() is None and time.monotonic() < limit:
                time.sleep(0.05)
            if child.poll() is None:
                child.kill()
        self._thread.join(self.PATIENCE_S)
