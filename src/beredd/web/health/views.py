"""/halsa for everyone; the figures for administrators of the site and for who holds the monitoring token."""

import secrets

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Gauge, generate_latest

from beredd.web.accounts import policy
from beredd.web.accounts.models import Organisation
from beredd.web.health.state import Health, look


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Anyone: whether the site and its database answer. Says nothing more."""
    try:
        Organisation.objects.exists()
    except DatabaseError:
        return JsonResponse({"status": "database"}, status=503)
    return JsonResponse({"status": "ok"})


def _may_see(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = settings.MONITOR_TOKEN
    is_monitor = bool(token) and secrets.compare_digest(given.encode(), token.encode())
    return is_monitor or policy.may_administer_site(request.user)


@never_cache
@require_safe
def details(request: HttpRequest) -> JsonResponse:
    """Administrators of the site, or the monitoring token: every figure, and those that somebody should look at."""
    if not _may_see(request):
        raise PermissionDenied
    found = look()
    faults = found.faults()
    return JsonResponse(
        {"schema": "beredd/health/1", "faults": faults, **found.as_data()}, status=503 if faults else 200
    )


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """As `details`, in Prometheus' text format."""
    if not _may_see(request):
        raise PermissionDenied
    return HttpResponse(_text(look()), content_type="text/plain; version=0.0.4; charset=utf-8")


def _text(found: Health) -> bytes:
    registry = CollectorRegistry()
    for name, value in found.as_data().items():
        # A figure that cannot be known is left out: 0 would be a lie, and an absent one can be alarmed about.
        if value is not None:
            Gauge(f"beredd_{name}".replace("_s_", "_").removesuffix("_s"), name, registry=registry).set(value)
    Gauge("beredd_faults", "figures that somebody should look at", registry=registry).set(len(found.faults()))
    return generate_latest(registry)
