"""Addresses under /logg/."""

from django.urls import path

from beredd.web.audit import views

app_name = "audit"
urlpatterns = [path("", views.lines, name="lines")]
