"""Addresses of the site. Swedish words, for people read them too."""

from django.http import HttpRequest, JsonResponse
from django.urls import include, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.i18n import set_language

from beredd.web.api.site import api
from beredd.web.api.views import reference
from beredd.web.rooms import all_rooms


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Anyone: whether the site and its database answer. Says nothing more."""
    from beredd.web.accounts.models import Organisation

    Organisation.objects.exists()
    return JsonResponse({"status": "ok"})


urlpatterns = [
    *(path(room.prefix, include(f"{room.name}.urls")) for room in all_rooms() if room.prefix is not None),
    path("konto/", include("allauth.urls")),
    path("api/v1/docs", reference, name="api-reference"),
    path("api/v1/", api.urls),
    path("sprak/", set_language, name="set-language"),
    path("halsa", health, name="health"),
]
