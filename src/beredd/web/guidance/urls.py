"""Addresses under /vagledning/."""

from django.urls import path

from beredd.web.guidance import editing, feedback, notices, publications, review, sequence, views

app_name = "guidance"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("pastaenden/", views.claim_list, name="claims"),
    path("pastaenden/nytt/", editing.write_claim, name="new-claim"),
    path("pastaenden/<str:claim_id>/", views.claim, name="claim"),
    path("pastaenden/<str:claim_id>/skriv/", editing.write_claim, name="write-claim"),
    path("pastaenden/<str:claim_id>/ny-text/", editing.new_text, name="new-text"),
    path("texter/<path:variant_id>/skriv/", editing.write_text, name="write-text"),
    path("synpunkt/", feedback.feedback, name="feedback"),
    path("kommentar/", review.comment, name="comment"),
    path("jamfor/<slug:kind>/<path:id>/", review.versions_of, name="versions"),
    path("stoppa/<slug:kind>/<path:id>/", review.stop, name="stop"),
    path("nodsekvens/", sequence.sequence, name="sequence"),
    path("nodsekvens/besluta/", sequence.decide, name="decide"),
    path("nodsekvens/respit/", sequence.grace, name="grace"),
    path("nodsekvens/godkann/", sequence.approve_sequence, name="approve-sequence"),
    path("nodsekvens/<slug:edition>/skriv/", sequence.write_edition, name="write-edition"),
    path("publikationer/", publications.publications, name="publications"),
    path("publikationer/ny/", publications.write_publication, name="new-publication"),
    path("publikationer/<slug:publication_id>/", publications.publication, name="publication"),
    path("publikationer/<slug:publication_id>/skriv/", publications.write_publication, name="write-publication"),
    path("last-med/<slug:kind>/<path:id>/", publications.reading, name="reading"),
    path("snabbmeddelanden/", notices.notices, name="notices"),
    path("snabbmeddelanden/nytt/", notices.new_notice, name="new-notice"),
    path("oversattning/", views.translation, name="translation"),
    path("forrad/", review.store_page, name="store"),
    path("forrad/ta-in/", review.bring_in, name="bring-in"),
    path("forrad/vagledning.zip", review.store_file, name="store-file"),
    path("steg/<slug:verb>/", editing.take_step, name="take-step"),
    path("omvarld/", views.horizon, name="horizon"),
    path("fil/uppgifter", views.record_file, name="record"),
    path("fil/<str:name>.<slug:form>", views.table_file, name="table"),
]
