"""What the site must know of the part: it has a page of its own for an engine that cannot answer."""

from django.utils.translation import gettext_lazy as _

from beredd.web.rooms import Room


class EnginesConfig(Room):
    name = "beredd.web.engines"
    label = "engines"
    verbose_name = _("Motorer")
