"""Runs of every kind. A run is an append-only list of events; the columns beside `spec` are the fold over them."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beredd.web.accounts.models import Membership, Organisation, User
from beredd.web.canonical import CanonicalJSONField
from beredd.web.jobs.models import OPEN_STATES, Job, Reason, State, note_workers, refusal_of
from beredd.web.jobs.queue import Ahead, ahead_of
from beredd.web.runs import kinds

EVENT_SCHEMA = "beredd/run-event/1"


class RunQuerySet(models.QuerySet["Run"]):
    """Runs, with who may read them as a query."""

    def of_kind(self, name: str):
        """Runs of one kind."""
        return self.filter(kind=name)

    def in_sight(self):
        """Without the runs that stand beside others and have no name of their own."""
        aside = [Q(kind=kind.name, topic=kind.aside, title="") for kind in kinds.all_kinds() if kind.aside]
        return self.exclude(Q(*aside, _connector=Q.OR)) if aside else self

    def present(self):
        """Runs that nobody has removed."""
        return self.filter(removed_at=None)

    def with_jobs(self) -> "list[Run]":
        """These runs with their jobs, for a list: whether a worker is heard is asked once for all."""
        runs: list[Run] = list(self.select_related("job"))
        note_workers(run.job for run in runs)
        return runs

    def readable_by(self, user):
        """The runs that `access.may_read` says yes to, as a query."""
        found = self.present().filter(kind__in=kinds.open_to(user))
        if not (user.is_authenticated and user.is_active):
            return found.filter(is_demo=True)
        theirs = Q(is_demo=True) | Q(created_by=user, organisation=None) | Q(created_by=user, is_private=True)
        if user.is_staff:
            return found.filter(theirs | Q(is_private=False))
        organisations = Membership.objects.filter(user=user).values("organisation")
        return found.filter(theirs | Q(is_private=False, organisation__in=organisations))


class Run(models.Model):
    """One run: what was asked (`spec`), where it is (`state`), what came out (`summary`, files in `folder`).

    Changed only by `runs.actions`.
    """

    PERSONAL = {"created_by": "until the account is deleted; the run stays, a private one goes at the next sweep"}

    id = models.CharField(_("körning"), primary_key=True, max_length=12, editable=False)
    kind = models.CharField(_("slag"), max_length=40, db_index=True)
    title = models.CharField(_("namn"), max_length=120, blank=True)
    topic = models.CharField(_("ämne"), max_length=80, blank=True, db_index=True)
    """What runs of the kind are sorted and looked up by, such as a scenario's id."""
    spec = CanonicalJSONField(_("beskrivning"))
    spec_schema = models.CharField(max_length=40)
    spec_hash = models.CharField(_("fingeravtryck av beskrivningen"), max_length=16, db_index=True)
    key = models.CharField(max_length=16, null=True, blank=True, unique=True, editable=False)
    """Question, inputs, engine and whose it is, as one fingerprint: the same is the same run. None: may be repeated."""
    is_demo = models.BooleanField(_("hör till demonstrationen"), default=False)
    is_private = models.BooleanField(_("bara för ägaren"), default=False)

    created_at = models.DateTimeField(_("skapad"), default=timezone.now, db_index=True)
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="runs")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="runs"
    )
    job = models.OneToOneField(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="run")

    state = models.CharField(_("tillstånd"), max_length=12, choices=State, default=State.QUEUED)
    reason = models.CharField(_("orsak"), max_length=12, default=Reason.NONE, blank=True)
    error = models.TextField(_("felmeddelande"), blank=True)
    refusal = CanonicalJSONField(null=True, blank=True)
    """As in the job that made the run."""
    started_at = models.DateTimeField(_("startad"), null=True, blank=True)
    finished_at = models.DateTimeField(_("avslutad"), null=True, blank=True)
    removed_at = models.DateTimeField(_("borttagen"), null=True, blank=True, db_index=True)
    summary = CanonicalJSONField(_("sammanfattning"), null=True, blank=True)
    record = CanonicalJSONField(_("uppgifter"), null=True, blank=True)
    """What it takes to cite the result and to make it again, `provenance.Record`; None until there is a result."""
    engine = models.CharField(_("motor"), max_length=40, blank=True)
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
            models.CheckConstraint(
                condition=~Q(state__in=OPEN_STATES) | Q(removed_at__isnull=True), name="run_removed_only_when_ended"
            ),
            models.CheckConstraint(
                condition=Q(is_private=False) | Q(organisation__isnull=True, is_demo=False),
                name="run_private_has_no_organisation",
            ),
        ]

    def __str__(self):
        return f"{self.pk} · {self.title or self.topic or self.kind}"

    @property
    def is_open(self) -> bool:
        """Still waiting or running."""
        return self.state in OPEN_STATES

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
    def ahead(self) -> Ahead | None:
        """What a waiting run waits for; None when it does not wait."""
        return ahead_of(self.job) if self.state == State.QUEUED and self.job else None

    @property
    def explanation(self) -> str:
        """A sentence for the reader about why the run did not end well or has fallen silent; else empty."""
        if self.is_open:
            return str(self.job.explanation) if self.job else ""
        if not self.reason:
            return ""
        text = str(Reason(self.reason).label)
        return f"{text} {refusal_of(self)}" if self.reason == Reason.BAD_INPUT and self.error else text


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
        SAVED = "saved", _("sparad")
        REMOVED = "removed", _("borttagen")
        RESTORED = "restored", _("återställd")

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
                condition=Q(
                    kind__in=[
                        *("queued", "started", "requeued", "finished", "failed", "cancelled", "lost"),
                        *("saved", "removed", "restored"),
                    ]
                ),
                name="run_event_kind_is_known",
            ),
        ]

    def __str__(self):
        return f"{self.run_id} #{self.number} {self.kind}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError(f"Event {self.number} of run {self.run_id} cannot be changed: events are append-only.")
        super().save(*args, **kwargs)
