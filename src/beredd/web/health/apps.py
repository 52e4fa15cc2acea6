"""What the site must know of the part."""

from django.utils.translation import gettext_lazy as _

from beredd.web.rooms import Room


class HealthConfig(Room):
    name = "beredd.web.health"
    label = "health"
    verbose_name = _("Hälsa")
    prefix = ""

    def ready(self) -> None:
        super().ready()
        from datetime import timedelta

        from beredd.web.health.state import sign_worker
        from beredd.web.jobs import chores

        chores.register("health.sign", sign_worker, every=timedelta(seconds=15))
