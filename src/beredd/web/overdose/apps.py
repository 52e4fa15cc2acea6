"""Registers the part. It has no models: a question is its address, and the answer is the same each time."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OverdoseLabConfig(AppConfig):
    name = "beredd.web.overdose"
    label = "overdose_lab"
    verbose_name = _("Överdoslabbet")
