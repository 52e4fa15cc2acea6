"""Addresses under /redovisningar/."""

from django.urls import path

from beredd.web.reports import views

app_name = "reports"
urlpatterns = [
    path("<slug:assignment_id>/bygg/", views.start, name="start"),
    path("<str:pk>/", views.report, name="report"),
    path("<str:pk>/fil/<str:name>", views.report_file, name="file"),
]
