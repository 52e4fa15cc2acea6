"""Addresses under /komponenter/."""

from django.urls import path

from beredd.web.design import views

app_name = "design"
urlpatterns = [path("", views.components, name="components")]
