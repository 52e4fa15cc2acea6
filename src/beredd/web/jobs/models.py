"""The job table."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beredd.web.canonical import CanonicalJSONField
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
    WORKER_DIED = (
        "worker-died",
        _(
            "Arbetsprocessen dog mitt i arbetet, även vid nytt försök. Tidigare resultat är orörda. "
            "Starta körningen igen."
        ),
    )


class Job(models.Model):
    """One piece of background work. Changed only by `jobs.actions`."""

    PERSONAL = {}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("slag"), max_length=60)
    payload = CanonicalJSONField(_("uppdrag"))
    payload_schema = models.CharField(max_length=80)
    run_id = models.CharField(_("körning"), max_length=40, blank=True, db_index=True)
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

    worker = models.CharField(_("arbetsprocess"), max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("senaste livstecken"), null=True, blank=True)
    cancel_requested = models.BooleanField(_("ska avbrytas"), default=False)

    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    progress_message = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("jobb")
        verbose_name_plural = _("jobb")
        ordering = ("-queued_at",)
        indexes = [models.Index(fields=["state", "queued_at"], name="job_next")]
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
        return self.state == State.RUNNING and self.lease_until is not None and self.lease_until < timezone.now()

    @property
    def is_unattended(self) -> bool:
        """Has waited longer than a lease while no worker gives a sign of life: probably none runs."""
        now = timezone.now()
        if self.state != State.QUEUED or self.queued_at > now - settings.JOB_LEASE:
            return False
        return not Job.objects.filter(heartbeat_at__gt=now - settings.JOB_LEASE).exists()

    @property
    def explanation(self) -> str:
        """A sentence for the reader about why the job did not end well, or its silence; empty when all is well."""
        if self.is_silent:
            return str(_("Arbetsprocessen har slutat svara. Körningen återupptas så snart en arbetsprocess är igång."))
        if self.is_unattended:
            return str(_("Ingen arbetsprocess svarar. Körningen börjar så snart en är igång."))
        if not self.reason:
            return ""
        text = str(Reason(self.reason).label)
        return f"{text} {refusal_of(self)}" if self.reason == Reason.BAD_INPUT and self.error else text


def refusal_of(ended) -> str:
    """Why the engine refused a job or its run, in the reader's language; as stored where the code is not known."""
    stored = ended.refusal
    return str(Sentence.from_json(stored)) if stored and is_worded(stored["code"]) else ended.error
