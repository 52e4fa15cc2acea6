"""Addresses under /uppdrag/."""

from django.urls import path

from beredd.web.assignments import views

app_name = "assignments"
urlpatterns = [
    path("", views.overview, name="list"),
    path("<str:assignment_id>/", views.coverage, name="coverage"),
    path("<str:assignment_id>/fil/uppgifter", views.record_file, name="record"),
    path("<str:assignment_id>/fil/<str:name>.<slug:form>", views.table_file, name="table"),
]
