"""Registers the part and its kind of background work."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SimulationsConfig(AppConfig):
    name = "beredd.web.simulations"
    label = "simulations"
    verbose_name = _("Körningar")

    def ready(self):
        from beredd.web.jobs import kinds
        from beredd.web.simulations.actions import DISPENSING_RUN

        kinds.register(DISPENSING_RUN)
