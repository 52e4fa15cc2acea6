"""What the site must know of the room: the first page, which shows a little of every other."""

from django.utils.translation import gettext_lazy as _

from beredd.web.rooms import Item, Room


class StartConfig(Room):
    name = "beredd.web.start"
    label = "start"
    verbose_name = _("Översikt")
    prefix = ""
    menu = Item(key="start", label=_("Översikt"), address="start", place=0)
