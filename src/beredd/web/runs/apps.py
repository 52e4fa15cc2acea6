"""Registers the part. Its kinds are registered by the rooms that make them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RunsConfig(AppConfig):
    name = "beredd.web.runs"
    label = "runs"
    verbose_name = _("Körningar")

    def ready(self):
        from datetime import timedelta

        from beredd.web.jobs import chores
        from beredd.web.runs.retention import sweep

        chores.register("runs.sweep", sweep, every=timedelta(hours=1))
