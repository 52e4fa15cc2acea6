"""The stream of changes to every screen: one tailer per process reads the table, one rendering per audience.

An ASGI application in front of the site, for a stream must hold neither a thread nor a connection to the database.
A screen is sent the regions that differ from what it was sent; one that stops reading holds up nobody, and nothing is
queued for it: when it reads again it gets what is there then. Why: docs/adr/0030.
"""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from asgiref.sync import sync_to_async
from django.core import signing
from django.db import close_old_connections
from django.utils import timezone

from beredd.web.play import ledger, showing
from beredd.web.play.driver import SUPERVISOR
from beredd.web.play.models import LiveRun, Seat
from beredd.web.play.showing import Audience

log = logging.getLogger(__name__)
PATH = "/ova/korning/strom"
SALT = "beredd.play.stream"
LOOK_S = 0.1
HEARTBEAT_S = 10.0
KEY_AGE_S = 86_400
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


def key_for(seat: Seat, language: str) -> str:
    """What a page connects with: which seat, in which room, and for how long it holds."""
    return signing.dumps([str(seat.run_id), seat.room, seat.role, language, seat.pk], salt=SALT)


def audience_of(key: str) -> tuple[Audience, int] | None:
    """Who a key is for; None where it is not one of ours, or too old."""
    try:
        run, room, role, language, seat = signing.loads(key, salt=SALT, max_age=KEY_AGE_S)
    except signing.BadSignature:
        return None
    return Audience(UUID(run), room, role, language), int(seat)


@dataclass
class Channel:
    """What an audience is shown now, and who waits for more."""

    tick: int = -1
    regions: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Region -> (digest, HTML)."""
    n: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class Hub:
    """The channels of this process and the task that keeps them."""

    def __init__(self) -> None:
        self.channels: dict[Audience, Channel] = {}
        self.seats: dict[int, int] = {}
        """Seats that are connected -> how many times."""
        self._task: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._seen_at = 0.0

    async def join(self, audience: Audience) -> Channel:
        """The channel of an audience, filled before the first subscriber is served."""
        channel = self.channels.setdefault(audience, Channel())
        channel.n += 1
        if channel.tick < 0:
            await self._fill({audience.run}, only=audience)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._follow())
        self._wake.set()
        return channel

    def leave(self, audience: Audience) -> None:
        """One fewer listens."""
        channel = self.channels[audience]
        channel.n -= 1
        if channel.n == 0:
            del self.channels[audience]

    async def _follow(self) -> None:
        while self.channels:
            try:
                ticks = await sync_to_async(_ticks)({audience.run for audience in self.channels})
                await self._fill({run for run, tick in ticks.items() if self._is_behind(run, tick)})
                if time.monotonic() - self._seen_at > HEARTBEAT_S:
                    self._seen_at = time.monotonic()
                    await sync_to_async(_seen)(list(self.seats))
            except Exception:
                log.exception("The tailer of runs met trouble.")
                await asyncio.sleep(1.0)
            await asyncio.sleep(LOOK_S)

    def _is_behind(self, run: UUID, tick: int) -> bool:
        return any(audience.run == run and channel.tick != tick for audience, channel in self.channels.items())

    async def _fill(self, runs: set[UUID], only: Audience | None = None) -> None:
        for run in runs:
            wanted = [one for one in self.channels if one.run == run and only in (None, one)]
            tick, found = await sync_to_async(_rendered)(run, wanted)
            for audience, regions in found.items():
                if (channel := self.channels.get(audience)) is None:
                    continue
                channel.regions = {name: (showing.digest(html), html) for name, html in regions.items()}
                channel.tick = tick
                changed, channel.changed = channel.changed, asyncio.Event()
                changed.set()


def _ticks(runs: set[UUID]) -> dict[UUID, int]:
    close_old_connections()
    return dict(LiveRun.objects.filter(pk__in=runs).values_list("pk", "tick"))


def _seen(seats: list[int]) -> None:
    Seat.objects.filter(pk__in=seats).update(seen_at=timezone.now())


def _is_here(seat: int, run: UUID, here: bool) -> None:
    """A screen has come or gone; control's board says so."""
    close_old_connections()
    Seat.objects.filter(pk=seat).update(seen_at=timezone.now() if here else None)
    ledger.touch(run)


def _rendered(run: UUID, audiences: list[Audience]) -> tuple[int, dict[Audience, dict[str, str]]]:
    close_old_connections()
    moment = showing.moment_of(run)
    return moment.live.tick, {one: showing.fragments(one, moment) for one in audiences}


class Streams:
    """The application: streams are answered here, all else goes on to the site. It also begins to watch the runs."""

    def __init__(self, application: Callable[..., Awaitable[None]]):
        self.application = application
        self.hub: Hub | None = None

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        SUPERVISOR.begin()
        if scope["type"] == "http" and scope["path"] == PATH and scope["method"] == "GET":
            await self._stream(scope, receive, send)
        else:
            await self.application(scope, receive, send)

    async def _stream(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        found = audience_of(asked.get("key", [""])[0])
        if found is None:
            await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
            await send({"type": "http.response.body", "body": b""})
            return
        audience, seat = found
        hub = self.hub = self.hub or Hub()
        headers = dict(scope["headers"])
        after = headers.get(b"last-event-id", b"").decode("latin-1") or asked.get("after", [""])[0]
        hub.seats[seat] = hub.seats.get(seat, 0) + 1
        gone = asyncio.create_task(_gone(receive))
        channel = await hub.join(audience)
        await sync_to_async(_is_here)(seat, audience.run, True)
        try:
            await self._send_all(channel, after, gone, send)
        finally:
            gone.cancel()
            hub.leave(audience)
            hub.seats[seat] -= 1
            if not hub.seats[seat]:
                del hub.seats[seat]
                await sync_to_async(_is_here)(seat, audience.run, False)

    async def _send_all(self, channel: Channel, after: str, gone: "asyncio.Task[None]", send: Send) -> None:
        head = [
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
            (b"x-content-type-options", b"nosniff"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        sent = {name: one[0] for name, one in channel.regions.items()} if after == str(channel.tick) else {}
        await _write(send, f"retry: 1000\nid: {channel.tick}\nevent: hello\ndata: {channel.tick}\n\n")
        while not gone.done():
            changed = channel.changed
            new = {name: html for name, (mark, html) in channel.regions.items() if sent.get(name) != mark}
            if new:
                sent |= {name: channel.regions[name][0] for name in new}
                data = json.dumps(new, ensure_ascii=False)
                await _write(send, f"id: {channel.tick}\nevent: regions\ndata: {data}\n\n")
            waits = asyncio.create_task(changed.wait())
            done, _rest = await asyncio.wait({waits, gone}, timeout=HEARTBEAT_S, return_when="FIRST_COMPLETED")
            waits.cancel()
            if not done:
                await _write(send, f"event: beat\ndata: {channel.tick}\n\n")


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
