"""Addresses of the site. Swedish words, for people read them too."""

from django.urls import include, path
from django.views.i18n import set_language

from beredd.web.api.site import api
from beredd.web.api.views import reference
from beredd.web.rooms import all_rooms

handler400 = "beredd.web.incoming.bad_request"
handler500 = "beredd.web.incoming.fault"

urlpatterns = [
    *(path(room.prefix, include(f"{room.name}.urls")) for room in all_rooms() if room.prefix is not None),
    path("konto/", include("allauth.urls")),
    path("api/v1/docs", reference, name="api-reference"),
    path("api/v1/", api.urls),
    path("sprak/", set_language, name="set-language"),
]
