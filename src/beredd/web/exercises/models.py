"""Plans that are made on the site, and what was done with them. A plan is data of `beredd.exercises`."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beredd.web.canonical import CanonicalJSONField


class PlanVersion(models.Model):
    """One version of a plan, as the plain data that `exercises.store.plan_of` reads.

    revision   counts changes, so that nobody overwrites what they have not seen
    """

    PERSONAL = {
        "data": "as long as the plan: its history names who wrote, reviewed and approved it",
        "made_by": "until the account is deleted",
    }

    plan = models.CharField(max_length=60, editable=False)
    version = models.PositiveIntegerField(editable=False)
    data = CanonicalJSONField(editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("version av en övningsplan")
        verbose_name_plural = _("versioner av övningsplaner")
        ordering = ("plan", "-version")
        constraints = [
            models.UniqueConstraint(fields=["plan", "version"], name="one_of_each_version_of_a_plan"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="plan_versions_count_from_one"),
        ]

    def __str__(self):
        return f"{self.plan} {self.version}"


class Attachment(models.Model):
    """A file that a version's injects hand out."""

    PERSONAL = {}

    of = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="attachments", editable=False)
    name = models.CharField(max_length=100, editable=False)
    content = models.BinaryField(editable=False)

    class Meta:
        verbose_name = _("bilaga till en övningsplan")
        verbose_name_plural = _("bilagor till övningsplaner")
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=["of", "name"], name="one_attachment_of_a_name")]

    def __str__(self):
        return self.name


class ProgrammeText(models.Model):
    """A programme of several years as it has been changed on the site, as plain data."""

    PERSONAL = {"data": "as long as the programme: its agreements say who does what"}

    programme = models.CharField(max_length=60, unique=True, editable=False)
    data = CanonicalJSONField(editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("övningsprogram")
        verbose_name_plural = _("övningsprogram")

    def __str__(self):
        return self.programme


class Entry(models.Model):
    """One thing that somebody did with a version of a plan, or with a programme (`version` 0).

    who      the name that the person signs with
    before   what it said until then, where the change can be undone
    rows     what became of each row of a file that was brought in
    """

    PERSONAL = {
        "who": "as long as the plan that it tells the history of",
        "text": "as long as the plan that it is about",
        "before": "as long as the plan: what it said before",
        "user": "until the account is deleted",
    }

    class What(models.TextChoices):
        BEGUN = "begun", _("började")
        WRITTEN = "written", _("ändrade")
        BROUGHT_IN = "brought-in", _("läste in en fil")
        UNDONE = "undone", _("ångrade en ändring")
        REVIEWED = "reviewed", _("granskade")
        SENT_BACK = "sent-back", _("skickade tillbaka")
        APPROVED = "approved", _("godkände")

    thing = models.CharField(max_length=60, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    what = models.CharField(max_length=20, choices=What, editable=False)
    text = models.TextField(blank=True, editable=False)
    who = models.CharField(max_length=254, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    at = models.DateTimeField(default=timezone.now, editable=False)
    before = CanonicalJSONField(null=True, editable=False)
    rows = CanonicalJSONField(null=True, editable=False)

    class Meta:
        verbose_name = _("post i en övningsplans historik")
        verbose_name_plural = _("poster i övningsplaners historik")
        ordering = ("-pk",)
        indexes = [models.Index(fields=["thing", "version"], name="exercises_entries_by_thing")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    what__in=["begun", "written", "brought-in", "undone", "reviewed", "sent-back", "approved"]
                ),
                name="exercises_entry_is_of_a_kind",
            )
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.who} {self.what} {self.thing}"


class MicroAnswer(models.Model):
    """What one group said of itself after a micro exercise, with its consent. Nobody can be told from it.

    token    made by the reader's own device, so that an answer that is sent again is not counted again
    quarter  when it came, `2026-4`: a day would say more than is needed
    levels   indicator -> place in the scale, best first, from 1
    """

    PERSONAL: dict[str, str] = {}

    token = models.UUIDField(unique=True, editable=False)
    plan = models.CharField(max_length=60, editable=False)
    version = models.PositiveIntegerField(editable=False)
    quarter = models.CharField(max_length=6, editable=False)
    levels = CanonicalJSONField(editable=False)

    class Meta:
        verbose_name = _("svar från en mikroövning")
        verbose_name_plural = _("svar från mikroövningar")
        indexes = [models.Index(fields=["plan", "quarter"], name="exercises_answers_by_plan")]

    def __str__(self):
        return f"{self.plan} {self.quarter}"
