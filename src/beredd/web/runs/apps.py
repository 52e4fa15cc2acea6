"""Registers the part. Its kinds are registered by the rooms that make them."""

from django.utils.translation import gettext_lazy as _

from beredd.web.rooms import Room


class RunsConfig(Room):
    name = "beredd.web.runs"
    label = "runs"
    verbose_name = _("Körningar")
    prefix = "korningar/"

    def ready(self):
        super().ready()
        from datetime import timedelta

        from beredd.web import retention
        from beredd.web.jobs import chores
        from beredd.web.runs.retention import register_rules

        register_rules()
        chores.register("retention.sweep", retention.sweep, every=timedelta(hours=1))
