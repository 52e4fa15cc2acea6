"""Whole pages that are the same for everyone who is not signed in: kept while what they show stays the same.

Fifty people who open the start page ask for one page; only the token against forged forms differs between them.
"""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import get_language

MOST_BYTES = 32_000_000
"""So much is kept in a process; a page is about 100 kB."""
_TOKEN = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")[0-9A-Za-z]{64}(?=")')
Kept = tuple[tuple[bytes, ...], str]
"""A page in pieces, between which the reader's own token stands, and its content type."""


@dataclass
class Pages:
    """Pages by key, the ones unused longest going first. Safe to use from any thread."""

    most_bytes: int = MOST_BYTES
    n_bytes: int = 0
    _kept: OrderedDict[tuple, Kept] = field(default_factory=OrderedDict)
    _making: dict[tuple, threading.Lock] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: tuple) -> Kept | None:
        """A page; it counts as used."""
        with self._lock:
            if (found := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: tuple, pieces: tuple[bytes, ...], content_type: str) -> None:
        """Keep a page, or nothing if it is larger than all that may be kept."""
        with self._lock:
            if (old := self._kept.pop(key, None)) is not None:
                self.n_bytes -= _size(old[0])
            self._kept[key] = pieces, content_type
            self.n_bytes += _size(pieces)
            while self.n_bytes > self.most_bytes:
                _key, (gone, _type) = self._kept.popitem(last=False)
                self.n_bytes -= _size(gone)

    def making(self, key: tuple) -> threading.Lock:
        """The lock under which one thread makes a page while others wait for it."""
        with self._lock:
            if len(self._making) > 1000:
                self._making = {key: lock for key, lock in self._making.items() if lock.locked()}
            return self._making.setdefault(key, threading.Lock())

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._kept.clear()
            self.n_bytes = 0


PAGES = Pages()


_VERSIONS: dict[tuple, tuple[float, Any]] = {}
"""What a version was, and until when it is not asked for again (time.monotonic)."""


def _fresh(key: tuple, ask: Callable[[], Any]) -> Any:
    """The version, asked for at most once in `KEPT_PAGES_FRESH_S`: fifty readers a second need not ask fifty times."""
    now = time.monotonic()
    until, version = _VERSIONS.get(key, (0.0, None))
    if now < until:
        return version
    if len(_VERSIONS) > 1000:
        _VERSIONS.clear()
    version = ask()
    _VERSIONS[key] = now + settings.KEPT_PAGES_FRESH_S, version
    return version


def remembered(version_of: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorates a view: for who is not signed in, its page is kept while `version_of(request, …)` is equal.

    version_of   cheap, hashable; None: not to be remembered now
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.method != "GET" or request.COOKIES.get("messages") or request.user.is_authenticated:
                return view(request, *args, **kwargs)
            asked = (view.__module__, view.__name__, args, tuple(sorted(kwargs.items())))
            version = _fresh(asked, lambda: version_of(request, *args, **kwargs))
            if version is None:
                return view(request, *args, **kwargs)
            target = request.headers.get("HX-Target", "") if request.headers.get("HX-Request") else ""
            address = request.build_absolute_uri()
            key = (*asked[:2], address, get_language(), bool(target), target[:40], version)
            if (found := PAGES.get(key)) is not None:
                return _filled(request, *found)
            with PAGES.making(key):
                if (found := PAGES.get(key)) is not None:
                    return _filled(request, *found)
                made = view(request, *args, **kwargs)
                if made.status_code == 200 and not made.streaming and not made.cookies:
                    PAGES.put(key, tuple(_TOKEN.split(made.content)), made.headers["Content-Type"])
                return made

        return answer

    return decorate


def _filled(request: HttpRequest, pieces: tuple[bytes, ...], content_type: str) -> HttpResponse:
    # Joined, not searched: looking through 100 kB for the places took a third of the answer's time.
    token = get_token(request).encode() if len(pieces) > 1 else b""
    return HttpResponse(token.join(pieces), content_type=content_type)


def _size(pieces: tuple[bytes, ...]) -> int:
    return sum(map(len, pieces))
