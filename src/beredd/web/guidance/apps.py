"""What the site must know of the room. The store of guidance is files; its models hold what was said about them."""

from django.utils.translation import gettext_lazy as _

from beredd.web.rooms import Item, Room


class GuidanceConfig(Room):
    name = "beredd.web.guidance"
    label = "guidance"
    verbose_name = _("Vägledning")
    prefix = "vagledning/"
    menu = Item(key="guidance", label=_("Vägledning"), address="guidance:overview", place=35, may="read_guidance")
