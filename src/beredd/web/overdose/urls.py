"""Addresses under /labbet/."""

from django.urls import path

from beredd.web.overdose import views
from beredd.web.overdose.nitazenes import views as nitazenes

app_name = "overdose"
urlpatterns = [
    path("", views.lab, name="lab"),
    path("lage/", views.readiness, name="readiness"),
    path("bild/<str:name>.<slug:form>", views.figure_file, name="figure"),
    path("tabell/<str:name>.<slug:form>", views.table_file, name="table"),
    path("spara/", views.save, name="save"),
    path("korning/<str:pk>/", views.saved, name="saved"),
    path("korning.json", views.record_file, name="record"),
    path("nitazener/", nitazenes.scenario, name="nitazenes"),
    path("nitazener/bild/<str:name>.<slug:form>", nitazenes.figure_file, name="nitazenes-figure"),
    path("nitazener/tabell/<str:name>.<slug:form>", nitazenes.table_file, name="nitazenes-table"),
    path("nitazener/spara/", nitazenes.save, name="nitazenes-save"),
    path("nitazener/korning/<str:pk>/", nitazenes.saved, name="nitazenes-saved"),
    path("nitazener/korning.json", nitazenes.record_file, name="nitazenes-record"),
]
