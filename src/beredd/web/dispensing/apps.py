"""Registers the part and its kind of run."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DispensingConfig(AppConfig):
    name = "beredd.web.dispensing"
    label = "dispensing"
    verbose_name = _("Studion")

    def ready(self):
        from beredd.web.dispensing.kind import DISPENSING_RUN
        from beredd.web.runs import kinds

        kinds.register(DISPENSING_RUN)
