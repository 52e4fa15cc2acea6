"""What the site must know of the room. A running exercise is the room `play`."""

from django.utils.translation import gettext_lazy as _

from beredd.web.rooms import Item, Room


class ExercisesConfig(Room):
    name = "beredd.web.exercises"
    label = "exercises"
    verbose_name = _("Övningar")
    prefix = "ova/"
    menu = Item(key="exercises", label=_("Öva"), address="exercises:list", place=15)

    def ready(self) -> None:
        """Makes known how long answers are kept."""
        super().ready()
        from beredd.web.exercises.actions import RULE
        from beredd.web.retention import register

        register(RULE)
