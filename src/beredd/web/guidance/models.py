"""What was done and said about each piece of guidance. The guidance itself is files (`workspace`)."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One thing that somebody did or said about a claim, a text, the sequence, a notice or the whole store.

    kind, thing   what it is about, as the library calls it: `claim` and `NAL-024`
    what          what was done: `drafted`, `approved`, `commented` …
    who           the name that the person signs with, as it stands in the store
    """

    PERSONAL = {
        "who": "as long as the guidance that it tells the history of",
        "text": "as long as the guidance that it is about",
        "user": "until the account is deleted",
    }

    class What(models.TextChoices):
        DRAFTED = "drafted", _("skrev")
        SENT = "sent", _("skickade till granskning")
        SENT_BACK = "sent-back", _("skickade tillbaka")
        APPROVED = "approved", _("godkände")
        STOPPED = "stopped", _("stoppade")
        DECIDED = "decided", _("beslutade ordningen")
        COMMENTED = "commented", _("kommenterade")
        IMPORTED = "imported", _("tog in ett förråd")
        READ = "read", _("provläste med målgruppen")
        REPORTED = "reported", _("hörde av sig")

    kind = models.CharField(max_length=20, editable=False)
    thing = models.CharField(max_length=254, editable=False)
    what = models.CharField(max_length=20, choices=What, editable=False)
    text = models.TextField(blank=True, editable=False)
    who = models.CharField(max_length=254, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("post i vägledningens historik")
        verbose_name_plural = _("poster i vägledningens historik")
        ordering = ("-pk",)
        indexes = [models.Index(fields=["kind", "thing"], name="guidance_entries_by_thing")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    what__in=[
                        *("drafted", "sent", "sent-back", "approved", "stopped", "decided"),
                        *("commented", "imported", "read", "reported"),
                    ]
                ),
                name="guidance_entry_is_of_a_kind",
            )
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.who} {self.what} {self.thing}"
