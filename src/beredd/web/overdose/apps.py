"""What the site must know of the room. It has no models: a question is its address, and a saved answer is a run."""

from django.utils.translation import gettext_lazy as _

from beredd.web.rooms import Item, Room


class OverdoseLabConfig(Room):
    name = "beredd.web.overdose"
    label = "overdose_lab"
    verbose_name = _("Överdoslabbet")
    prefix = "labbet/"
    menu = Item(key="lab", label=_("Labbet"), address="overdose:lab", place=30, may="use_lab")
    run_kinds = ("kind:OVERDOSE_ANSWER", "kind:OVERDOSE_PLANE")
