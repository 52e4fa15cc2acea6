"""Registers the part."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "beredd.web.api"
    label = "api"
    verbose_name = "API"
