"""What the site must know of the part."""

from django.utils.translation import gettext_lazy as _

from beredd.web.rooms import Room


class JobsConfig(Room):
    name = "beredd.web.jobs"
    label = "jobs"
    verbose_name = _("Bakgrundsarbete")
