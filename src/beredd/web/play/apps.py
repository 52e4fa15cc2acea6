"""What the site must know of the room. Plans and programmes are the room `exercises`."""

from django.utils.translation import gettext_lazy as _

from beredd.web.rooms import Room


class PlayConfig(Room):
    name = "beredd.web.play"
    label = "play"
    verbose_name = _("Övningar som pågår")
    prefix = "ova/korning/"

    def ready(self) -> None:
        """Makes known how long runs are kept."""
        super().ready()
        from beredd.web.play.keeping import RULE
        from beredd.web.retention import register

        register(RULE)
