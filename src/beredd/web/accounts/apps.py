"""Registers the part."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "beredd.web.accounts"
    label = "accounts"
    verbose_name = _("Konton")
