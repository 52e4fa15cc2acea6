"""Addresses under /uppdrag/."""

from django.urls import path

from beredd.web.assignments import entries, views

app_name = "assignments"
urlpatterns = [
    path("", views.overview, name="list"),
    path("<str:assignment_id>/", views.coverage, name="coverage"),
    path("<str:assignment_id>/fil/uppgifter", views.record_file, name="record"),
    path("<str:assignment_id>/fil/<str:name>.<slug:form>", views.table_file, name="table"),
    path("<str:assignment_id>/<slug:key>/", entries.register, name="register"),
    path("<str:assignment_id>/<slug:key>/for-in/", entries.enter, name="enter"),
    path("<str:assignment_id>/<slug:key>/fil/<slug:again>.<slug:form>", entries.register_file, name="register-file"),
    path("<str:assignment_id>/<slug:key>/<int:pk>/", entries.change, name="change"),
    path("<str:assignment_id>/<slug:key>/<int:pk>/ta-bort/", entries.remove, name="remove"),
    path("<str:assignment_id>/<slug:key>/<int:pk>/angra/", entries.restore, name="restore"),
]
