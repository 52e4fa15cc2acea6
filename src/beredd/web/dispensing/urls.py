"""Addresses under /rakna/."""

from django.urls import include, path

from beredd.web.dispensing import comparison, levers, stories, views
from beredd.web.dispensing.kind import DISPENSING_RUN
from beredd.web.runs import views as runs

app_name = "dispensing"
KIND = {"kind": DISPENSING_RUN.name}
urlpatterns = [
    path("", views.runs, name="list"),
    path("parametrar/", views.parameters, name="parameters"),
    path("jamfor/", comparison.compare, name="compare"),
    path("spakar/", levers.levers, name="levers"),
    path("spakar/<str:id>/", levers.lever, name="lever"),
    path("atgarder/", include("beredd.web.dispensing.measures.urls")),
    path("scenario/<str:id>/", stories.scenario, name="scenario"),
    path("<str:pk>/", views.run, name="run"),
    path("<str:pk>/lage/", runs.progress, KIND, name="progress"),
    path("<str:pk>/avbryt/", runs.cancel, KIND, name="cancel"),
    path("<str:pk>/ta-bort/", runs.remove, KIND, name="delete"),
    path("<str:pk>/fil/<str:name>", views.result_file, name="file"),
    path("<str:pk>/tabell/<str:name>.<slug:form>", views.table_file, name="table"),
    path("<str:pk>/bild/<str:name>.<slug:form>", views.figure_file, name="figure"),
]
