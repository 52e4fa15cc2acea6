"""Clients that a site must bear: slow ones, and too many."""

import http.client
import resource
import socket
import threading
import time
from collections import Counter
from contextlib import suppress

from asking import SILENT
from ground import Ground, memory_mib


class Slow:
    """Connections that send a byte a second of a header or of a body, or never read what they asked for."""

    def __init__(self, ground: Ground, *, headers: int, bodies: int, readers: int):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 2 * (headers + bodies + readers) + 500)), hard))
        self.ground, self.refused = ground, 0
        begun = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{ground.port}\r\n"
        body = "POST /behov/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n"
        whole = f"GET /rakna/parametrar/ HTTP/1.1\r\nHost: 127.0.0.1:{ground.port}\r\n\r\n" * 20
        self.dripping = [self._line(begun) for _ in range(headers)] + [self._line(body) for _ in range(bodies)]
        self.silent = [self._line(whole) for _ in range(readers)]
        self.ending = threading.Event()
        self.thread = threading.Thread(target=self._drip, daemon=True)
        self.thread.start()

    def _line(self, sent: str) -> socket.socket | None:
        line = socket.socket()
        line.settimeout(5)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        try:
            line.connect(("127.0.0.1", self.ground.port))
            line.sendall(sent.encode())
        except OSError:
            self.refused += 1
            line.close()
            return None
        return line

    def _drip(self) -> None:
        while not self.ending.wait(1.0):
            for line in self.dripping:
                if line is not None:
                    with suppress(OSError):
                        line.send(b"X")

    def end(self) -> None:
        """Hangs up."""
        self.ending.set()
        self.thread.join(10)
        for line in (*self.dripping, *self.silent):
            if line is not None:
                line.close()


def times_of(ground: Ground, address: str, n: int) -> tuple[list[float], Counter]:
    """(seconds, statuses) of so many answers, one after another."""
    taken, seen = [], Counter()
    for _time in range(n):
        began = time.monotonic()
        try:
            seen[ground.ask("GET", address, by="nobody", timeout=30).status] += 1
        except SILENT:
            seen["no answer"] += 1
        taken.append(time.monotonic() - began)
    return sorted(taken), seen


REQUESTS = [
    ("GET", "/", {}),
    ("GET", "/behov/?budget={n}", {}),
    ("GET", "/rakna/?sida={n}", {}),
    ("POST", "/konto/login/", {"form": {"login": "storm{n}@example.se", "password": "fel-losen-ord"}}),
    ("POST", "/api/v1/runs", {"body": {"scenario": "vardag", "days": 0}}),
    ("GET", "/api/v1/runs?limit=100", {}),
    ("POST", "/behov/", {"form": {"tabell": "x" * 900_000}}),
    ("POST", "/behov/", {"form": {"tabell": "x" * 6_000_000}}),
]


def flood(ground: Ground, *, threads: int, seconds: float) -> Counter:
    """Statuses of what so many at once ask for as fast as they can."""
    seen, lock, limit = Counter(), threading.Lock(), time.monotonic() + seconds

    def ask(number: int) -> None:
        n = number
        while time.monotonic() < limit:
            method, address, more = REQUESTS[n % len(REQUESTS)]
            given = {key: _filled(value, n) for key, value in more.items()}
            try:
                status: int | str = ground.ask(method, address.format(n=n), by="visitor", timeout=60, **given).status
            except (*SILENT, http.client.HTTPException):
                status = "no answer"
            with lock:
                seen[status] += 1
            n += threads + 1

    all_of_them = [threading.Thread(target=ask, args=(number,), daemon=True) for number in range(threads)]
    for thread in all_of_them:
        thread.start()
    for thread in all_of_them:
        thread.join(seconds + 90)
    return seen


def _filled(value, n: int):
    return {k: v.replace("{n}", str(n)) if isinstance(v, str) and len(v) < 100 else v for k, v in value.items()}


def memory(ground: Ground) -> int:
    """What the site and its engines hold, MiB."""
    return round(sum(memory_mib(pid) for pid in ground.ours()))
