"""One line per thing that was done."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AppendOnly(Exception):
    """A line of the audit log was about to be changed or deleted."""


class LineQuerySet(models.QuerySet):
    """Reads and appends; nothing else."""

    def update(self, **_kwargs):
        raise AppendOnly("The audit log is append-only: a line cannot be changed.")

    def delete(self):
        raise AppendOnly("The audit log is append-only: a line cannot be deleted.")


class Line(models.Model):
    """Who did what to what, when, in which request and run. Text only: no foreign key, so it outlives its subject."""

    PERSONAL = {"who": "two years, then taken out", "target": "two years", "text": "two years"}

    at = models.DateTimeField(_("tid"), default=timezone.now, db_index=True, editable=False)
    who = models.CharField(_("vem"), max_length=254, editable=False)
    what = models.CharField(_("vad"), max_length=80, db_index=True, editable=False)
    target = models.CharField(_("på vad"), max_length=254, blank=True, db_index=True, editable=False)
    text = models.TextField(_("text"), blank=True, editable=False)
    request_id = models.CharField(_("anrop"), max_length=64, blank=True, editable=False)
    run_id = models.CharField(_("körning"), max_length=40, blank=True, db_index=True, editable=False)

    nameless_at = models.DateTimeField(null=True, editable=False)
    """When names and addresses were taken out of the line; nothing else of it can change."""

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("loggrad")
        verbose_name_plural = _("loggrader")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(condition=~models.Q(who=""), name="audit_line_names_who"),
            models.CheckConstraint(condition=~models.Q(what=""), name="audit_line_names_what"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.who} {self.what} {self.target}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnly("The audit log is append-only: a line cannot be changed.")
        super().save(*args, **kwargs)

    def take_names_out(self, *, who: str, target: str, text: str, at) -> None:
        """The one change there is, once the time for names is up (`retention`)."""
        rows = models.QuerySet(type(self)).filter(pk=self.pk, nameless_at=None)
        rows.update(who=who, target=target, text=text, nameless_at=at)

    def delete(self, *args, **kwargs):
        raise AppendOnly("The audit log is append-only: a line cannot be deleted.")
