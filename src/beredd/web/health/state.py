"""What is measured of the site: each figure is a number, or None where it cannot be known."""

import json
import shutil
import socket
import ssl
import time
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from django.conf import settings
from django.core.cache import cache
from django.db.models import Min
from django.utils import timezone

from beredd.web.jobs.models import Job, State

_WORKER, _CERTIFICATE = "health.worker", "health.certificate"
_WORKER_KEPT_S, _CERTIFICATE_KEPT_S = 7 * 86400, 3600


def sign_worker() -> None:
    """A worker is alive: called by each now and then."""
    cache.set(_WORKER, time.time(), _WORKER_KEPT_S)


@dataclass(frozen=True, kw_only=True)
class Health:
    """The site now. Times in seconds, sizes in bytes."""

    database_s: float
    """What the database needs to answer the simplest question."""
    worker_silent_s: float | None
    """Since a worker was last heard from; None: never within a week."""
    jobs_queued: int
    jobs_running: int
    queue_age_s: float
    """How long the job has waited that has waited longest; 0 with an empty queue."""
    disk_free_bytes: int
    disk_bytes: int
    backup_age_s: float | None
    """Since the last backup by deploy/archive.py; None: none is known."""
    backup_bytes: int | None
    certificate_s: float | None
    """Until the certificate of the first public host ends; None: this machine only, or not to be reached."""

    def faults(self) -> list[str]:
        """What somebody should look at, as the names of figures."""
        found = []
        if self.worker_silent_s is None or self.worker_silent_s > 120:
            found.append("worker_silent_s")
        if self.queue_age_s > 3600:
            found.append("queue_age_s")
        if self.disk_free_bytes < max(self.disk_bytes * 0.05, 1 << 30):
            found.append("disk_free_bytes")
        if not settings.IS_LOCAL and (self.backup_age_s is None or self.backup_age_s > 36 * 3600):
            found.append("backup_age_s")
        if self.certificate_s is not None and self.certificate_s < 14 * 86400:
            found.append("certificate_s")
        return found

    def as_data(self) -> dict[str, float | int | None]:
        """Every figure by its name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def look() -> Health:
    """Measures everything now; the certificate at most once an hour."""
    started = time.perf_counter()
    queued = Job.objects.filter(state=State.QUEUED)
    waiting, oldest = queued.count(), queued.aggregate(at=Min("queued_at"))["at"]
    database_s = time.perf_counter() - started
    running = Job.objects.filter(state=State.RUNNING)
    disk = shutil.disk_usage(settings.BEREDD_HOME)
    backup = _last_backup()
    return Health(
        database_s=database_s,
        worker_silent_s=_worker_silent_s(running),
        jobs_queued=waiting,
        jobs_running=running.count(),
        queue_age_s=(timezone.now() - oldest).total_seconds() if oldest else 0.0,
        disk_free_bytes=disk.free,
        disk_bytes=disk.total,
        backup_age_s=(timezone.now() - datetime.fromisoformat(backup["at"])).total_seconds() if backup else None,
        backup_bytes=int(backup["bytes"]) if backup else None,
        certificate_s=_certificate_s(),
    )


def _worker_silent_s(running) -> float | None:
    """By its sign between jobs, or by the heartbeat of the job it is at."""
    signs = [found] if (found := cache.get(_WORKER)) else []
    signs += [at.timestamp() for at in running.values_list("heartbeat_at", flat=True) if at]
    return max(0.0, time.time() - max(signs)) if signs else None


def _last_backup() -> dict | None:
    try:
        return json.loads((settings.BEREDD_HOME / "last-backup.json").read_text())
    except (OSError, ValueError):
        return None


def _certificate_s() -> float | None:
    if settings.IS_LOCAL:
        return None
    ends = cache.get(_CERTIFICATE)
    if ends is None:
        ends = _certificate_ends(settings.PUBLIC_HOSTS[0])
        cache.set(_CERTIFICATE, ends, _CERTIFICATE_KEPT_S)
    return ends - datetime.now(UTC).timestamp() if ends else None


def _certificate_ends(host: str, port: int = 443) -> float:
    """When it ends, seconds since 1970; 0 when it cannot be had."""
    try:
        with (
            socket.create_connection((host, port), timeout=3) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secure,
        ):
            return float(ssl.cert_time_to_seconds(str((secure.getpeercert() or {})["notAfter"])))
    except (OSError, KeyError):  # ssl's errors are OSErrors
        return 0.0
