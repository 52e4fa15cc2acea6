"""What the site must know of the room. Decisions are files; its models hold what is entered for them."""

from django.utils.translation import gettext_lazy as _

from beredd.web.rooms import Item, Room


class AssignmentsConfig(Room):
    name = "beredd.web.assignments"
    label = "assignments"
    verbose_name = _("Uppdrag")
    prefix = "uppdrag/"
    menu = Item(key="assignments", label=_("Uppdrag"), address="assignments:list", place=60, may="read_assignments")

    def ready(self) -> None:
        """Makes known how long removed rows are kept."""
        super().ready()
        from beredd.web.assignments.retention import register_rules

        register_rules()
