"""The address of the first page. It has no namespace: every page leads here."""

from django.urls import path

from beredd.web.start import loop, views

urlpatterns = [path("", views.start, name="start"), path("hela-varvet/", loop.loop, name="loop")]
