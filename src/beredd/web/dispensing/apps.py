"""Registers the part and its kind of background work."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SimulationsConfig(AppConfig):
    name = "beredd.web.dispensing"
    label = "simulations"
    verbose_name = _("Körningar")

    def ready(self):
        from beredd.web.dispensing.actions import DISPENSING_RUN
        from beredd.web.jobs import kinds

        kinds.register(DISPENSING_RUN)
