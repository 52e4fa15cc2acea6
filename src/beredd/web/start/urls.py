"""The address of the first page. It has no namespace: every page leads here."""

from django.urls import path

from beredd.web.start import views

urlpatterns = [path("", views.start, name="start")]
