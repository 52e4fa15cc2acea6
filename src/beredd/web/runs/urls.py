"""Addresses under /korningar/, and the pages about a run that a room has under addresses of its own."""

from django.urls import path

from beredd.web.runs import views

app_name = "runs"
urlpatterns = [
    path("", views.runs, name="list"),
    path("<str:pk>/uppgifter/", views.record, name="record"),
    path("<str:pk>/uppgifter.json", views.record_file, name="record-file"),
    path("<str:pk>/fil/<str:name>", views.saved_file, name="file"),
    path("<str:pk>/ta-bort/", views.remove, name="remove"),
    path("<str:pk>/borttagen/", views.removed, name="removed"),
    path("<str:pk>/aterstall/", views.restore, name="restore"),
    path("<str:pk>/avbryt/", views.cancel, name="cancel"),
    path("<str:pk>/lage/", views.progress, name="progress"),
]
