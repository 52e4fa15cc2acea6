"""Addresses under /behov/."""

from django.urls import path

from beredd.web.need import views

app_name = "need"
urlpatterns = [
    path("", views.planner, name="planner"),
    path("spara/", views.save, name="save"),
    path("korning/<str:pk>/", views.saved, name="saved"),
    path("mall.csv", views.template_file, name="template"),
    path("fil/uppgifter", views.record_file, name="record"),
    path("fil/<str:name>.<slug:form>", views.plan_file, name="file"),
]
