"""Addresses under /ova/. Those under /ova/korning/ are the room's that plays."""

from django.urls import path

from beredd.web.exercises import editing, micro, views, writing

app_name = "exercises"
VERSION = "planer/<slug:id>/v<int:version>/"
PROGRAMME = "program/<slug:id>/"
urlpatterns = [
    path("", views.plan_list, name="list"),
    path("ny/", writing.new, name="new"),
    path("las-in/", writing.bring_in, name="bring-in"),
    path(PROGRAMME, views.programme, name="programme"),
    path(f"{PROGRAMME}andra/", editing.programme_head, name="edit-programme"),
    path(f"{PROGRAMME}angra/", writing.undo_programme, name="undo-programme"),
    path(f"{PROGRAMME}<slug:part>/ny/", editing.programme_item, name="new-programme-item"),
    path(f"{PROGRAMME}<slug:part>/<str:key>/", editing.programme_item, name="programme-item"),
    path(f"{PROGRAMME}<slug:part>/<str:key>/ta-bort/", editing.remove_programme_item, name="remove-programme-item"),
    path("mikro/sw.js", micro.worker, name="micro-worker"),
    path("mikro/resultat/", micro.national, name="national"),
    path("mikro/resultat/fil/uppgifter", micro.national_record, name="national-record"),
    path("mikro/resultat/fil/<str:name>.<slug:form>", micro.national_file, name="national-file"),
    path("mikro/<slug:id>/", micro.play, name="micro"),
    path("mikro/<slug:id>/svar/", micro.answer, name="micro-answer"),
    path("planer/<slug:id>/", views.plan, name="plan"),
    path("planer/<slug:id>/jamfor/", writing.compare, name="compare"),
    path("planer/<slug:id>/ny-version/", writing.revise, name="revise"),
    path(VERSION, views.plan, name="version"),
    path(f"{VERSION}plan.<slug:form>", views.plan_file, name="file"),
    path(f"{VERSION}utskrift/", views.print_page, name="prints"),
    path(f"{VERSION}utskrift/allt.zip", views.print_pack, name="pack"),
    path(f"{VERSION}utskrift/<slug:part>.pdf", views.print_part, name="part"),
    path(f"{VERSION}inlasning/", writing.report, name="report"),
    path(f"{VERSION}kopiera/", writing.clone, name="clone"),
    path(f"{VERSION}angra/", writing.undo, name="undo"),
    path(f"{VERSION}ta-bort/", writing.remove, name="remove"),
    path(f"{VERSION}steg/<slug:verb>/", writing.take_step, name="step"),
    path(f"{VERSION}andra/", editing.head, name="head"),
    path(f"{VERSION}andra/<slug:part>/ny/", editing.item, name="new-item"),
    path(f"{VERSION}andra/<slug:part>/<str:key>/", editing.item, name="item"),
    path(f"{VERSION}andra/<slug:part>/<str:key>/ta-bort/", editing.remove_item, name="remove-item"),
]
