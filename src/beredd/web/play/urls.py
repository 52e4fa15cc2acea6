"""Addresses under /ova/korning/."""

from django.urls import path

from beredd.web.play import views

app_name = "play"
RUN = "<uuid:id>/"
urlpatterns = [
    path("ny", views.start, name="start"),
    path("", views.runs, name="runs"),
    path("anslut/", views.join, name="join"),
    path("anslut/<str:code>/", views.join, name="join-code"),
    path(RUN, views.room, name="room"),
    path(f"{RUN}storbild/", views.screen, name="screen"),
    path(f"{RUN}gor/", views.do, name="do"),
    path(f"{RUN}skriv/", views.talk, name="talk"),
    path(f"{RUN}last/", views.read, name="read"),
    path(f"{RUN}samband/", views.line, name="line"),
    path(f"{RUN}bryt/", views.halt, name="halt"),
    path(f"{RUN}RUN.json", views.export, name="export"),
    path(f"{RUN}efter/", views.after, name="after"),
]
