"""What the site must know of the room."""

from django.utils.translation import gettext_lazy as _

from beredd.web.rooms import Item, Room


class NeedConfig(Room):
    name = "beredd.web.need"
    label = "need"
    verbose_name = "Behov"
    prefix = "behov/"
    menu = Item(key="need", label=_("Behov"), address="need:planner", place=20)
    run_kinds = ("kind:NEED_PLAN",)
