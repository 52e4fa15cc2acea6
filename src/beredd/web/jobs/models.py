"""The job table."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beredd.web.canonical import CanonicalJSONField
from beredd.web.jobs import kinds
from beredd.wording import Sentence, is_worded


class State(models.TextChoices):
    """Where a job is."""

    QUEUED = "queued", _("i kö")
    RUNNING = "running", _("räknar")
    DONE = "done", _("klar")
    FAILED = "failed", _("misslyckad")
    CANCELLED = "cancelled", _("avbruten")
    LOST = "lost", _("förlorad")


OPEN_STATES = (State.QUEUED, State.RUNNING)
LONGEST_LEASES = 2
"""A lease ends within one; one that ends later than so many was taken before the clock was set back."""
ENDED_STATES = (State.DONE, State.FAILED, State.CANCELLED, State.LOST)


class Reason(models.TextChoices):
    """Why a job did not end well, in words for the reader."""

    NONE = "", ""
    BAD_INPUT = "bad-input", _("Underlaget kunde inte användas.")
    ERROR = "error", _("Beräkningen stannade på ett fel i programmet. Felet är loggat.")
    CANCELLED = "cancelled", _("Körningen avbröts av en användare.")
    TIME_LIMIT = "time-limit", _("Beräkningen tog längre tid än som är tillåtet och stoppades.")
    CHILD_DIED = (
        "child-died",
        _(
            "Beräkningsprocessen dog mitt i arbetet, även vid nytt försök. Vanliga orsaker är att minnet tog slut "
            "eller att datorn stängdes av. Tidigare resultat är orörda. Starta körningen igen."
        ),
    )
    DISK_FULL = "disk-full", _("Disken är full. Körningen fortsätter av sig själv när det finns plats.")
    HINDERED = (
        "hindered",
        _(
            "Disken var full vid varje försök och körningen gavs upp. Felet ligger inte i programmet. "
            "Frigör plats och starta körningen igen; samma frö ger samma tal."
        ),
    )
    WORKER_DIED = (
        "worker-died",
        _(
            "Arbetsprocessen dog mitt i arbetet, även vid nytt försök. Tidigare resultat är orörda. "
            "Starta körningen igen."
        ),
    )


class Job(models.Model):
    """One piece of background work. Changed only by `jobs.actions`."""

    PERSONAL = {"requester": "as long as the job, which goes with its run"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("slag"), max_length=60)
    payload = CanonicalJSONField(_("uppdrag"))
    payload_schema = models.CharField(max_length=80)
    run_id = models.CharField(_("körning"), max_length=40, blank=True, db_index=True)
    account = models.CharField(max_length=40, blank=True)
    """On whose behalf: accounts take turns."""
    requester = models.CharField(max_length=40, blank=True)
    """Who asked: within an account, people take turns."""
    units = models.FloatField(null=True, blank=True)
    """How much work it is, in the kind's own unit; None: not known."""
    rate_key = models.CharField(max_length=60, blank=True)
    """Jobs of a kind with the same key take as long per unit."""
    state = models.CharField(_("tillstånd"), max_length=12, choices=State, default=State.QUEUED)
    reason = models.CharField(_("orsak"), max_length=12, default=Reason.NONE, blank=True)
    error = models.TextField(_("felmeddelande"), blank=True)
    refusal = CanonicalJSONField(null=True, blank=True)
    """Code and values of the sentence with which the engine refused; `error` holds it in English."""
    result_ref = models.CharField(max_length=200, blank=True)

    queued_at = models.DateTimeField(_("i kö sedan"), default=timezone.now)
    started_at = models.DateTimeField(_("startad"), null=True, blank=True)
    finished_at = models.DateTimeField(_("avslutad"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("försök"), default=0)
    max_attempts = models.PositiveSmallIntegerField(default=2)
    hindered = models.PositiveSmallIntegerField(default=0)
    """How often it went back to the queue because the machine hindered it; attempts are not spent on that."""

    worker = models.CharField(_("arbetsprocess"), max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("senaste livstecken"), null=True, blank=True)
    cancel_requested = models.BooleanField(_("ska avbrytas"), default=False)

    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    progress_message = models.CharField(max_length=200, blank=True)

    noted: bool | None = None
    """Whether a worker was heard when a list asked for all of its jobs at once."""

    class Meta:
        verbose_name = _("jobb")
        verbose_name_plural = _("jobb")
        ordering = ("-queued_at",)
        indexes = [
            models.Index(fields=["state", "queued_at"], name="job_next"),
            models.Index(fields=["started_at"], name="job_served"),
            models.Index(fields=["kind", "rate_key", "state", "finished_at"], name="job_rate"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="job_state_is_known"),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="job_reason_is_known"),
            models.CheckConstraint(
                condition=Q(state=State.RUNNING, lease_until__isnull=False)
                | (~Q(state=State.RUNNING) & Q(lease_until__isnull=True)),
                name="job_lease_iff_running",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, finished_at__isnull=True)
                | Q(state__in=ENDED_STATES, finished_at__isnull=False),
                name="job_finished_at_iff_ended",
            ),
            models.CheckConstraint(
                condition=Q(progress_done__lte=F("progress_total")), name="job_progress_within_total"
            ),
            models.CheckConstraint(condition=Q(attempts__lte=F("max_attempts")), name="job_attempts_within_limit"),
        ]

    def __str__(self):
        return f"{self.kind} {self.run_id or self.pk} · {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        """Still waiting or running."""
        return self.state in OPEN_STATES

    @property
    def percent(self) -> int:
        """Progress, 0…100, rounded down."""
        if self.state == State.DONE:
            return 100
        return 100 * self.progress_done // self.progress_total if self.progress_total else 0

    @property
    def is_silent(self) -> bool:
        """Running on paper, but not heard from within the lease: the next worker will take it over."""
        now = timezone.now()
        return (
            self.state == State.RUNNING
            and self.lease_until is not None
            and not now <= self.lease_until <= now + LONGEST_LEASES * settings.JOB_LEASE
        )

    @property
    def is_unattended(self) -> bool:
        """Has waited longer than a lease while no worker gives a sign of life: probably none runs."""
        if self.state != State.QUEUED or self.queued_at > timezone.now() - settings.JOB_LEASE:
            return False
        return not (is_any_worker_heard() if self.noted is None else self.noted)

    @property
    def explanation(self) -> str:
        """A sentence for the reader about why the job did not end well, or its silence; empty when all is well."""
        if self.is_open and self.kind not in kinds.known_kinds():
            return str(_("Den här versionen av programmet kan inte räkna det. Körningen väntar på en som kan."))
        if self.cancel_requested and self.is_open:
            return str(_("Körningen avbryts: arbetsprocessen har fått veta det och stannar inom några sekunder."))
        if self.is_silent:
            return str(_("Arbetsprocessen har slutat svara. Körningen återupptas så snart en arbetsprocess är igång."))
        if self.is_unattended:
            return str(_("Ingen arbetsprocess svarar. Körningen börjar så snart en är igång."))
        if not self.reason:
            return ""
        text = str(Reason(self.reason).label)
        return f"{text} {refusal_of(self)}" if self.reason == Reason.BAD_INPUT and self.error else text


def not_held(now: datetime) -> Q:
    """Of a running job: its lease is out, or ends later than one can that was taken by this clock."""
    return Q(lease_until__lt=now) | Q(lease_until__gt=now + LONGEST_LEASES * settings.JOB_LEASE)


def is_any_worker_heard() -> bool:
    """Whether a worker has given a sign of life within a lease."""
    return Job.objects.filter(heartbeat_at__gt=timezone.now() - settings.JOB_LEASE).exists()


def note_workers(jobs: Iterable[Job | None]) -> None:
    """Ask once for all of them whether any worker is heard."""
    waiting = [job for job in jobs if job is not None and job.state == State.QUEUED]
    if len(waiting) > 1:
        is_heard = is_any_worker_heard()
        for job in waiting:
            job.noted = is_heard


def refusal_of(ended) -> str:
    """Why the engine refused a job or its run, in the reader's language; as stored where the code is not known."""
    stored = ended.refusal
    return str(Sentence.from_json(stored)) if stored and is_worded(stored["code"]) else ended.error
