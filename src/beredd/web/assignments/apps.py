"""What the site must know of the room. It has no models: decisions are files."""

from django.utils.translation import gettext_lazy as _

from beredd.web.rooms import Item, Room


class AssignmentsConfig(Room):
    name = "beredd.web.assignments"
    label = "assignments"
    verbose_name = _("Uppdrag")
    prefix = "uppdrag/"
    menu = Item(key="assignments", label=_("Uppdrag"), address="assignments:list", place=60, may="read_assignments")
