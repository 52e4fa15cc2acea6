"""Registers the part."""

from django.apps import AppConfig


class NeedConfig(AppConfig):
    name = "beredd.web.need"
    label = "need"
    verbose_name = "Behov"
