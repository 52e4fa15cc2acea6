"""Addresses under /halsa."""

from django.urls import path

from beredd.web.health import views

app_name = "health"
urlpatterns = [
    path("halsa", views.health, name="health"),
    path("halsa/detaljer", views.details, name="details"),
    path("halsa/matt", views.metrics, name="metrics"),
]
