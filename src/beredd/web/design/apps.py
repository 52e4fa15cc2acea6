"""What the site must know of the part: the look that every page wears."""

from django.utils.translation import gettext_lazy as _

from beredd.web.rooms import Room


class DesignConfig(Room):
    name = "beredd.web.design"
    label = "design"
    verbose_name = _("Formspråk")
    prefix = "komponenter/"
