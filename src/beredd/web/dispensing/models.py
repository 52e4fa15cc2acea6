"""Records of runs. A run is an append-only list of events; the columns beside `spec` are the fold over them."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beredd.web.accounts.models import Membership, Organisation, User
from beredd.web.canonical import CanonicalJSONField
from beredd.web.jobs.models import OPEN_STATES, Job, Reason, State

SPEC_SCHEMA = "beredd/run-spec/1"
EVENT_SCHEMA = "beredd/run-event/1"


class RunQuerySet(models.QuerySet):
    """Runs, with who may read them as a query."""

    def readable_by(self, user):
        """The runs that `policy.may_read_run` says yes to."""
        if not (user.is_authenticated and user.is_active):
            return self.filter(is_demo=True)
        if user.is_staff:
            return self
        theirs = Membership.objects.filter(user=user).values("organisation")
        return self.filter(Q(is_demo=True) | Q(created_by=user) | Q(organisation__in=theirs))


class Run(models.Model):
    """One run: what was asked (`spec`), where it is (`state`), what came out (`summary`, files in `folder`).

    Changed only by `dispensing.actions`.
    """

    PERSONAL = {"created_by": "until the account is deleted; the run stays"}

    id = models.CharField(_("körning"), primary_key=True, max_length=12, editable=False)
    title = models.CharField(_("namn"), max_length=120, blank=True)
    scenario = models.CharField(_("scenario"), max_length=80, db_index=True)
    spec = CanonicalJSONField(_("beskrivning"))
    spec_schema = models.CharField(max_length=40, default=SPEC_SCHEMA)
    spec_hash = models.CharField(_("fingeravtryck av beskrivningen"), max_length=16, db_index=True)
    is_demo = models.BooleanField(_("hör till demonstrationen"), default=False)

    created_at = models.DateTimeField(_("skapad"), default=timezone.now, db_index=True)
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="runs")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="runs"
    )
    job = models.OneToOneField(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="run")

    state = models.CharField(_("tillstånd"), max_length=12, choices=State, default=State.QUEUED)
    reason = models.CharField(_("orsak"), max_length=12, default=Reason.NONE, blank=True)
    error = models.TextField(_("felmeddelande"), blank=True)
    started_at = models.DateTimeField(_("startad"), null=True, blank=True)
    finished_at = models.DateTimeField(_("avslutad"), null=True, blank=True)
    summary = CanonicalJSONField(_("sammanfattning"), null=True, blank=True)
    fingerprint = models.CharField(_("resultatets fingeravtryck"), max_length=64, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("körning")
        verbose_name_plural = _("körningar")
        ordering = ("-created_at", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="run_state_is_known"),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="run_reason_is_known"),
            models.CheckConstraint(
                condition=Q(state=State.DONE, summary__isnull=False) | ~Q(state=State.DONE), name="run_done_has_summary"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, finished_at__isnull=True)
                | (~Q(state__in=OPEN_STATES) & Q(finished_at__isnull=False)),
                name="run_finished_at_iff_ended",
            ),
        ]

    def __str__(self):
        return f"{self.pk} · {self.title or self.scenario}"

    @property
    def is_open(self) -> bool:
        """Still waiting or running."""
        return self.state in OPEN_STATES

    @property
    def days(self) -> int:
        return self.spec["days"]

    @property
    def seed(self) -> int:
        return self.spec["seed"]

    @property
    def replicates(self) -> int:
        return self.spec["replicates"]

    @property
    def network(self) -> str:
        return self.spec["network"]

    @property
    def overrides(self) -> dict:
        return self.spec["overrides"]

    @property
    def provenance(self) -> dict:
        """What made the result; empty until there is one."""
        return (self.summary or {}).get("provenance", {})

    @property
    def folder(self) -> Path:
        """Where the result's files are, once the run is done."""
        return settings.RESULTS_DIR / self.pk

    @property
    def percent(self) -> int:
        """Progress, 0…100."""
        if self.state == State.DONE:
            return 100
        return self.job.percent if self.job else 0

    @property
    def explanation(self) -> str:
        """A sentence for the reader about why the run did not end well or has fallen silent; else empty."""
        if self.is_open:
            return str(self.job.explanation) if self.job else ""
        if not self.reason:
            return ""
        text = str(Reason(self.reason).label)
        return f"{text} {self.error}" if self.reason == Reason.BAD_INPUT and self.error else text


class RunEvent(models.Model):
    """Something that happened to a run. Never changed, never deleted but with its run."""

    PERSONAL = {}

    class Kind(models.TextChoices):
        QUEUED = "queued", _("ställd i kö")
        STARTED = "started", _("påbörjad")
        REQUEUED = "requeued", _("åter i kö")
        FINISHED = "finished", _("klar")
        FAILED = "failed", _("misslyckad")
        CANCELLED = "cancelled", _("avbruten")
        LOST = "lost", _("förlorad")

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="events")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=12, choices=Kind)
    schema = models.CharField(max_length=40, default=EVENT_SCHEMA)
    data = CanonicalJSONField(default=dict)

    class Meta:
        verbose_name = _("händelse")
        verbose_name_plural = _("händelser")
        ordering = ("run", "number")
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="run_event_number_is_unique"),
            models.CheckConstraint(
                condition=Q(kind__in=["queued", "started", "requeued", "finished", "failed", "cancelled", "lost"]),
                name="run_event_kind_is_known",
            ),
        ]

    def __str__(self):
        return f"{self.run_id} #{self.number} {self.kind}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError(f"Event {self.number} of run {self.run_id} cannot be changed: events are append-only.")
        super().save(*args, **kwargs)
