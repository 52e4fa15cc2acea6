"""What the site must know of the part."""

from django.utils.translation import gettext_lazy as _

from beredd.web.rooms import Room


class AccountsConfig(Room):
    name = "beredd.web.accounts"
    label = "accounts"
    verbose_name = _("Konton")
    prefix = "konto/"
