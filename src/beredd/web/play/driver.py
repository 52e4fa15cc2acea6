"""Who drives the runs: for each a thread, a lease of five seconds, and the model in a process of its own.

The database is the truth. What is asked for waits there as orders; a driver carries them out one at a time and writes
what came of it in one transaction. When the model's process dies it is begun anew from the log; when this process
dies another takes the lease and does the same. A run's time stands still while nobody drives it.
"""

import contextlib
import logging
import os
import socket
import threading
import time
import uuid
from datetime import timedelta
from typing import Any

from django.db import close_old_connections, connection, transaction
from django.db.models import F
from django.utils import timezone

from beredd.errors import BereddError
from beredd.exercises.log import Event
from beredd.exercises.times import minute_of
from beredd.play.playing import HOUR, MINUTE
from beredd.play.process import PlayProcess
from beredd.web.exercises import shelf
from beredd.web.play import ledger
from beredd.web.play.actions import act_of
from beredd.web.play.models import LiveRun, Order, Picture
from beredd.web.play.twin import beginning

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=5)
ROUND_S = 0.2
FIND_S = 1.0
LOBBY_KEPT = timedelta(hours=24)
"""So long a model is kept ready for a run that nobody starts."""
_OPEN = (LiveRun.State.LOBBY, LiveRun.State.LIVE)


class Driver:
    """One run. `step` is one round, for a thread or for a test."""

    def __init__(self, id: uuid.UUID, name: str = ""):
        self.id = id
        self.name = name or f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.process: PlayProcess | None = None
        self.woken = threading.Event()
        self._base: tuple[int, float] | None = None
        self._pictured = -1
        self._next = 0

    def wall(self) -> int:
        """Real ms that the run has gone, as this driver counts them."""
        if self._base is None:
            return 0
        kept, since = self._base
        return kept + int((time.monotonic() - since) * 1000)

    def step(self) -> bool:
        """Take the lease, carry out what waits, go on to now. False when the run is not ours to drive, or has ended."""
        live = self._held()
        if live is None or live.state not in _OPEN:
            self.close()
            return False
        self._ready(live)
        while (order := live.orders.filter(state=Order.State.WAITING).select_related("run").first()) is not None:
            self._carry_out(order)
        live.refresh_from_db()
        if live.state == LiveRun.State.LIVE:
            self._go_on(live)
        return live.state in _OPEN

    def close(self) -> None:
        """Give back the model's process; the log stays."""
        if self.process is not None:
            self.process.close()
        self.process = self._base = None

    def beat(self) -> None:
        """Renew the lease, and write down how far the time has come; from another thread while the model computes."""
        if self._base is not None:
            mine = LiveRun.objects.filter(pk=self.id, lease_holder=self.name)
            mine.update(lease_until=timezone.now() + LEASE)
            mine.filter(state=LiveRun.State.LIVE).update(wall_ms=self.wall())

    # -- inside -------------------------------------------------------------------------------------------------

    def _held(self) -> LiveRun | None:
        now = timezone.now()
        with transaction.atomic():
            live = ledger.locked(self.id)
            is_mine = live.lease_holder == self.name and self._base is not None
            if not is_mine and live.lease_holder and live.lease_until and live.lease_until > now:
                return None
            live.lease_holder, live.lease_until = self.name, now + LEASE
            live.save(update_fields=["lease_holder", "lease_until"])
        if not is_mine:
            self.close()
            self._base = live.wall_ms, time.monotonic()
            last = live.pictures.order_by("-hour").values_list("hour", flat=True).first()
            self._pictured = -1 if last is None else last
            self._next = 0
        return live

    def _ready(self, live: LiveRun) -> None:
        """The model at the hour where the log stands."""
        if self.process is not None and self.process.pid is not None and _lives(self.process.pid):
            return
        run, plan = ledger.run_of(live), ledger.plan_of(live)
        if self.process is None:
            begin = beginning(plan, shelf.catalogue(), seed=live.seed, secret=live.secret)
            self.process = PlayProcess(begin, run if run.events else None)
        self._say(busy={"what": "ready"}, is_ready=False)
        began = time.monotonic()
        try:
            with self._standing():
                self.process.values(range(1))
        except Exception as error:
            self.close()
            self._say(busy={}, trouble=str(error) if isinstance(error, BereddError) else "–")
            log.exception("The model of a run could not be made ready.")
            time.sleep(ROUND_S)
            raise
        self._say(busy={}, is_ready=True, trouble="")
        log.info("play ready", extra={"run": str(self.id), "seconds": round(time.monotonic() - began, 2)})

    @contextlib.contextmanager
    def _standing(self) -> Any:
        """The run's time stands still meanwhile."""
        before = self.wall()
        yield
        self._base = before, time.monotonic()

    def _say(self, **values: Any) -> None:
        LiveRun.objects.filter(pk=self.id).update(tick=F("tick") + 1, **values)

    def _carry_out(self, order: Order) -> None:
        assert self.process is not None
        busy = {"jump": "jump", "finish": "finish"}.get(order.verb)
        if busy:
            self._say(busy={"what": busy, "to": order.given.get("to", "")})
        wall = max(self.wall(), self.process.run.state.wall if self.process.run else 0)
        try:
            events = self._asked(order, wall)
        except BereddError as error:
            values = {
                key: list(one) if isinstance(one, tuple) else one for key, one in dict(error.sentence.values).items()
            }
            answer = {"code": error.sentence.code, "values": values}
            with transaction.atomic():
                Order.objects.filter(pk=order.pk).update(state=Order.State.REFUSED, answer=answer)
                self._say(busy={})
            return
        state = {"start": LiveRun.State.LIVE, "finish": LiveRun.State.ENDED}.get(order.verb)
        changes: dict[str, Any] = {"busy": {}}
        if state:
            changes["state"] = state
        if state == LiveRun.State.ENDED:
            changes["ended_at"] = timezone.now()
        self._write(events, wall, order=order, **changes)
        self._next = 0

    def _asked(self, order: Order, wall: int) -> tuple[Event, ...]:
        assert self.process is not None
        match order.verb:
            case "start":
                return self.process.start(wall)
            case "clock":
                return self.process.clock(order.given["action"], wall, order.given["value"])
            case "finish":
                return self.process.stop(wall)
        return self.process.do(act_of(order.given), wall)

    def _go_on(self, live: LiveRun) -> None:
        """Ask the model only when something can be due: an inject's minute, or a whole hour."""
        assert self.process is not None
        assert self.process.run is not None
        clock, wall = self.process.run.state.clock, self.wall()
        at = clock.shows(max(wall, clock.wall))
        if clock.state != "running" or at < self._next:
            return
        events = self.process.advance(max(wall, self.process.run.state.wall))
        plan = ledger.plan_of(live)
        released = self.process.run.state.released
        minutes = [one.minute * MINUTE for one in plan.injects if one.minute is not None and one.id not in released]
        begins = begins_of(plan)
        hour = HOUR * ((at + begins) // HOUR + 1) - begins
        self._next = min([hour, *(one for one in minutes if one > at)])
        self._write(events, wall)

    def _write(self, events: tuple[Event, ...], wall: int, *, order: Order | None = None, **changes: Any) -> None:
        """What happened, what the model gives of the hours since, and that the order is done: all of it, or nothing."""
        try:
            with transaction.atomic():
                live = ledger.locked(self.id)
                if live.lease_holder != self.name:
                    raise RuntimeError("Another process drives the run.")
                ledger.append(live, events)
                made = self._picture(live)
                if order is not None:
                    Order.objects.filter(pk=order.pk).update(state=Order.State.DONE)
                if events or made or changes:
                    LiveRun.objects.filter(pk=self.id).update(wall_ms=max(wall, live.wall_ms))
                    self._say(**changes)
        except Exception:
            # The process is ahead of what is written: begin again from the log.
            self.close()
            raise

    def _picture(self, live: LiveRun) -> int:
        assert self.process is not None
        assert self.process.run is not None
        if not self.process.run.events:
            return 0
        clock = self.process.run.state.clock
        at = clock.shows(max(self.process.run.state.wall, self.wall())) if clock.state == "running" else clock.at
        plan = ledger.plan_of(live)
        at = min(at, MINUTE * (minute_of(plan.duration) or 0))
        passed = (at + begins_of(plan)) // HOUR
        if passed <= self._pictured:
            return 0
        values = self.process.values(range(self._pictured + 1, passed + 1))
        rows = [Picture(run=live, hour=self._pictured + 1 + n, values=dict(one)) for n, one in enumerate(values)]
        Picture.objects.bulk_create(rows, ignore_conflicts=True)
        self._pictured += len(rows)
        return len(rows)


def begins_of(plan: Any) -> int:
    """From midnight of the first day to the start, ms."""
    return HOUR * int(plan.starts[:2]) + MINUTE * int(plan.starts[3:])


def _lives(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Supervisor:
    """Finds the open runs and gives each its driver; renews their leases while they are busy."""

    def __init__(self) -> None:
        self.drivers: dict[uuid.UUID, Driver] = {}
        self._threads: dict[uuid.UUID, threading.Thread] = {}
        self._lock = threading.Lock()
        self._started = False

    def begin(self) -> None:
        """Begin to watch, once in a process."""
        with self._lock:
            if self._started:
                return
            self._started = True
        threading.Thread(target=self._watch, name="play-supervisor", daemon=True).start()

    def wake(self, id: uuid.UUID) -> None:
        """Something waits in a run."""
        if (driver := self.drivers.get(id)) is not None:
            driver.woken.set()

    def _watch(self) -> None:
        while True:
            try:
                close_old_connections()
                self._find()
                for driver in list(self.drivers.values()):
                    driver.beat()
            except Exception:
                log.exception("The supervisor of runs met trouble.")
            time.sleep(FIND_S)

    def _find(self) -> None:
        recent = timezone.now() - LOBBY_KEPT
        found = LiveRun.objects.filter(state=LiveRun.State.LIVE) | LiveRun.objects.filter(
            state=LiveRun.State.LOBBY, made_at__gt=recent
        )
        for id in found.values_list("pk", flat=True):
            if id not in self._threads or not self._threads[id].is_alive():
                driver = self.drivers[id] = Driver(id)
                self._threads[id] = threading.Thread(target=self._drive, args=(driver,), name="play-run", daemon=True)
                self._threads[id].start()

    def _drive(self, driver: Driver) -> None:
        try:
            goes_on = True
            while goes_on:
                try:
                    close_old_connections()
                    driver.woken.clear()
                    goes_on = driver.step()
                except LiveRun.DoesNotExist:
                    return
                except Exception:
                    log.exception("A run met trouble and is begun again from its log.")
                    time.sleep(FIND_S)
                driver.woken.wait(ROUND_S)
        finally:
            driver.close()
            self.drivers.pop(driver.id, None)
            connection.close()


SUPERVISOR = Supervisor()
