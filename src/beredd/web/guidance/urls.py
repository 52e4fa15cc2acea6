"""Addresses under /vagledning/."""

from django.urls import path

from beredd.web.guidance import editing, views

app_name = "guidance"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("pastaenden/", views.claim_list, name="claims"),
    path("pastaenden/nytt/", editing.write_claim, name="new-claim"),
    path("pastaenden/<str:claim_id>/", views.claim, name="claim"),
    path("pastaenden/<str:claim_id>/skriv/", editing.write_claim, name="write-claim"),
    path("pastaenden/<str:claim_id>/ny-text/", editing.new_text, name="new-text"),
    path("texter/<path:variant_id>/skriv/", editing.write_text, name="write-text"),
    path("steg/<slug:verb>/", editing.take_step, name="take-step"),
    path("omvarld/", views.horizon, name="horizon"),
    path("fil/uppgifter", views.record_file, name="record"),
    path("fil/<str:name>.<slug:form>", views.table_file, name="table"),
]
