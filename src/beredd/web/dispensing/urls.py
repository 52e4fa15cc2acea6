"""Addresses under /rakna/."""

from django.urls import path

from beredd.web.dispensing import views

app_name = "dispensing"
urlpatterns = [
    path("", views.runs, name="list"),
    path("parametrar/", views.parameters, name="parameters"),
    path("<str:pk>/", views.run, name="run"),
    path("<str:pk>/lage/", views.progress, name="progress"),
    path("<str:pk>/avbryt/", views.cancel, name="cancel"),
    path("<str:pk>/ta-bort/", views.delete, name="delete"),
    path("<str:pk>/fil/<str:name>", views.result_file, name="file"),
    path("<str:pk>/tabell/<str:name>.csv", views.table_file, name="table"),
    path("<str:pk>/bild/<str:name>.svg", views.figure_file, name="figure"),
]
