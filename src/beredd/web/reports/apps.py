"""What the site must know of the room. A report is a run; it has no models."""

from django.utils.translation import gettext_lazy as _

from beredd.web.rooms import Room


class ReportsConfig(Room):
    name = "beredd.web.reports"
    label = "reports"
    verbose_name = _("Redovisningar")
    prefix = "redovisningar/"
    run_kinds = ("kind:REPORT",)
