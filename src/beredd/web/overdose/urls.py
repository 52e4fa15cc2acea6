"""Addresses under /labbet/."""

from django.urls import path

from beredd.web.overdose import views

app_name = "overdose"
urlpatterns = [
    path("", views.lab, name="lab"),
    path("lage/", views.readiness, name="readiness"),
    path("bild/<str:name>.<slug:form>", views.figure_file, name="figure"),
    path("tabell/<str:name>.<slug:form>", views.table_file, name="table"),
    path("spara/", views.save, name="save"),
    path("korning/<str:pk>/", views.saved, name="saved"),
    path("korning.json", views.record_file, name="record"),
]
