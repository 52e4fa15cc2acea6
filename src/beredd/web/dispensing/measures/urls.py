"""Addresses under /rakna/atgarder/."""

from django.urls import path

from beredd.web.dispensing.measures import views

urlpatterns = [
    path("", views.measures, name="measures"),
    path("jamfor/", views.ask, name="compare-measures"),
    path("matris/", views.matrix, name="matrix"),
    path("matris.<slug:form>", views.matrix_table, name="matrix-table"),
    path("jamforelse/<str:pk>/", views.compared, name="compared"),
    path("jamforelse/<str:pk>/tabell/<str:name>.<slug:form>", views.compared_table, name="compared-table"),
    path("jamforelse/<str:pk>/bild/<str:name>.<slug:form>", views.compared_figure, name="compared-figure"),
    path("<str:id>/", views.measure, name="measure"),
]
