"""Addresses under /vagledning/."""

from django.urls import path

from beredd.web.guidance import views

app_name = "guidance"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("pastaenden/", views.claim_list, name="claims"),
    path("pastaenden/<str:claim_id>/", views.claim, name="claim"),
    path("omvarld/", views.horizon, name="horizon"),
    path("fil/uppgifter", views.record_file, name="record"),
    path("fil/<str:name>.<slug:form>", views.table_file, name="table"),
]
