"""What the site must know of the room."""

from django.utils.translation import gettext_lazy as _

from beredd.web.rooms import Item, Room


class DispensingConfig(Room):
    name = "beredd.web.dispensing"
    label = "dispensing"
    verbose_name = _("Studion")
    prefix = "rakna/"
    menu = Item(key="compute", label=_("Räkna"), address="dispensing:list", place=10)
    run_kinds = ("kind:DISPENSING_RUN", "kind:FAILURES_RUN", "measures.kind:COMPARISON")
