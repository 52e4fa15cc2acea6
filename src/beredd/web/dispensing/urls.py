"""Addresses under /rakna/."""

from django.urls import include, path

from beredd.web.dispensing import comparison, failures, levers, sites, stories, views
from beredd.web.dispensing.kind import DISPENSING_RUN, FAILURES_RUN
from beredd.web.runs import views as runs

app_name = "dispensing"
KIND = {"kind": DISPENSING_RUN.name}
FAILURES = {"kind": FAILURES_RUN.name}
urlpatterns = [
    path("", views.runs, name="list"),
    path("parametrar/", views.parameters, name="parameters"),
    path("jamfor/", comparison.compare, name="compare"),
    path("beredskapsapotek/", sites.sites, name="sites"),
    path("beredskapsapotek/<str:name>.<slug:form>", sites.site_file, name="site-file"),
    path("bortfall/", failures.failures, name="failures"),
    path("bortfall/<str:pk>/", failures.failure, name="failure"),
    path("bortfall/<str:pk>/lage/", runs.progress, FAILURES, name="failure-progress"),
    path("bortfall/<str:pk>/avbryt/", runs.cancel, FAILURES, name="failure-cancel"),
    path("bortfall/<str:pk>/ta-bort/", runs.remove, FAILURES, name="failure-delete"),
    path("bortfall/<str:pk>/<str:name>.<slug:form>", failures.failure_file, name="failure-file"),
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
