"""A running exercise as it is stored: the log that only grows, who sits in which room, what waits to be done.

The log is the truth; what the model gave is kept beside it and can be computed anew.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beredd.web.canonical import CanonicalJSONField


class AppendOnly(Exception):
    """An event of a run was about to be changed."""


class LiveRun(models.Model):
    """One run of a plan.

    data       the plan as it was when the run was made, as plain data
    secret     what the salts of its log are drawn from; never shown
    wall_ms    time that the run has gone, real ms; stands still while nobody drives it
    lease_…    which process drives it, and until when
    tick       counts every change that a screen can show
    busy       what the model is doing that takes time, as plain data; empty when nothing
    halted     why control broke the exercise; empty when it goes on
    """

    PERSONAL = {
        "made_by": "until the account is deleted",
        "data": "as long as the run: a plan's history names who wrote, reviewed and approved it",
    }

    class State(models.TextChoices):
        LOBBY = "lobby", _("samlas")
        LIVE = "live", _("pågår")
        ENDED = "ended", _("avslutad")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.CharField(max_length=60, editable=False)
    version = models.PositiveIntegerField(editable=False)
    name = models.CharField(max_length=600, editable=False)
    data = CanonicalJSONField(editable=False)
    seed = models.BigIntegerField(editable=False)
    secret = models.CharField(max_length=64, editable=False)
    player_code = models.CharField(max_length=12, unique=True, editable=False)
    control_code = models.CharField(max_length=16, unique=True, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.LOBBY, editable=False)
    wall_ms = models.BigIntegerField(default=0, editable=False)
    lease_holder = models.CharField(max_length=80, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    tick = models.BigIntegerField(default=0, editable=False)
    busy = CanonicalJSONField(default=dict, editable=False)
    is_ready = models.BooleanField(default=False, editable=False)
    trouble = models.TextField(blank=True, editable=False)
    halted = models.TextField(blank=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("övning som pågår")
        verbose_name_plural = _("övningar som pågår")
        ordering = ("-made_at",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["lobby", "live", "ended"]), name="live_run_is_in_a_state"
            )
        ]

    def __str__(self):
        return f"{self.name} {self.made_at:%Y-%m-%d}"


class LiveEventQuerySet(models.QuerySet):
    """Reads and appends; nothing else."""

    def update(self, **_kwargs):
        raise AppendOnly("The log of a run only grows: an event cannot be changed.")


class LiveEvent(models.Model):
    """One event of a run's log, as `exercises.log.Event` has it. Goes only with its run."""

    PERSONAL = {"content": "as long as the run: what people wrote; participants are pseudonyms"}

    run = models.ForeignKey(LiveRun, on_delete=models.CASCADE, related_name="events", editable=False)
    number = models.PositiveIntegerField(editable=False)
    wall = models.BigIntegerField(editable=False)
    kind = models.CharField(max_length=20, editable=False)
    about = models.CharField(max_length=60, blank=True, editable=False)
    by = models.CharField(max_length=8, blank=True, editable=False)
    content = CanonicalJSONField(editable=False)
    salt = models.CharField(max_length=64, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    previous = models.CharField(max_length=64, editable=False)
    hash = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = LiveEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("händelse i en övning")
        verbose_name_plural = _("händelser i övningar")
        ordering = ("run", "number")
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="one_event_of_a_number")]

    def __str__(self):
        return f"{self.number} {self.kind} {self.about}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnly("The log of a run only grows: an event cannot be changed.")
        super().save(*args, **kwargs)


class Picture(models.Model):
    """What the model gave when so many hours had passed."""

    PERSONAL: dict[str, str] = {}

    run = models.ForeignKey(LiveRun, on_delete=models.CASCADE, related_name="pictures", editable=False)
    hour = models.PositiveIntegerField(editable=False)
    values = CanonicalJSONField(editable=False)

    class Meta:
        verbose_name = _("lägesbild")
        verbose_name_plural = _("lägesbilder")
        ordering = ("run", "hour")
        constraints = [models.UniqueConstraint(fields=["run", "hour"], name="one_picture_of_an_hour")]

    def __str__(self):
        return f"{self.hour} h"


class Seat(models.Model):
    """One screen in a run: which room it is in, as which role, and by what name.

    key        SHA-256 of what the browser's cookie holds
    decides    of several in a role the one whose decisions count; the others advise
    reached    when it last answered the test of the line
    """

    PERSONAL = {
        "name": "as long as the run, never in its log",
        "user": "until the account is deleted",
    }

    class Room(models.TextChoices):
        CONTROL = "control", _("övningsledning")
        PLAYER = "player", _("spelare")
        OBSERVER = "observer", _("observatör")
        SCREEN = "screen", _("storbild")

    run = models.ForeignKey(LiveRun, on_delete=models.CASCADE, related_name="seats", editable=False)
    room = models.CharField(max_length=10, choices=Room, editable=False)
    role = models.CharField(max_length=60, blank=True, editable=False)
    name = models.CharField(max_length=120, blank=True, editable=False)
    key = models.CharField(max_length=64, unique=True, editable=False)
    decides = models.BooleanField(default=False, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    seen_at = models.DateTimeField(null=True, editable=False)
    reached_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("plats i en övning")
        verbose_name_plural = _("platser i övningar")
        ordering = ("joined_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["run", "role"], condition=models.Q(decides=True), name="one_decides_for_a_role"
            )
        ]

    def __str__(self):
        return f"{self.room} {self.role}".strip()


class Order(models.Model):
    """Something that somebody wants done in the run: written before it is done, so that it outlives the process.

    verb, given   the call of `PlayProcess` and its plain data
    token         made by the browser, so that what is sent twice is done once
    answer        the sentence of a refusal, as code and values
    """

    PERSONAL = {"given": "as long as the run: what people wrote"}

    class State(models.TextChoices):
        WAITING = "waiting", _("väntar")
        DONE = "done", _("gjort")
        REFUSED = "refused", _("avvisat")

    run = models.ForeignKey(LiveRun, on_delete=models.CASCADE, related_name="orders", editable=False)
    seat = models.ForeignKey(Seat, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    token = models.CharField(max_length=64, editable=False)
    verb = models.CharField(max_length=12, editable=False)
    given = CanonicalJSONField(editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING, editable=False)
    answer = CanonicalJSONField(default=dict, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("åtgärd i en övning")
        verbose_name_plural = _("åtgärder i övningar")
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["run", "token"], name="one_order_of_a_token")]

    def __str__(self):
        return f"{self.verb} {self.state}"


class Message(models.Model):
    """A line of the conversation between a role and control."""

    PERSONAL = {"text": "as long as the run: what people wrote"}

    run = models.ForeignKey(LiveRun, on_delete=models.CASCADE, related_name="messages", editable=False)
    role = models.CharField(max_length=60, editable=False)
    is_from_control = models.BooleanField(editable=False)
    text = models.TextField(editable=False)
    token = models.CharField(max_length=64, editable=False)
    exercise_ms = models.BigIntegerField(editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("meddelande i en övning")
        verbose_name_plural = _("meddelanden i övningar")
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["run", "token"], name="one_message_of_a_token")]

    def __str__(self):
        return self.text[:40]


class Reading(models.Model):
    """A role has opened an inject."""

    PERSONAL: dict[str, str] = {}

    run = models.ForeignKey(LiveRun, on_delete=models.CASCADE, related_name="readings", editable=False)
    role = models.CharField(max_length=60, editable=False)
    inject = models.CharField(max_length=8, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("läst inspel")
        verbose_name_plural = _("lästa inspel")
        constraints = [models.UniqueConstraint(fields=["run", "role", "inject"], name="a_role_reads_an_inject_once")]

    def __str__(self):
        return f"{self.role} {self.inject}"
