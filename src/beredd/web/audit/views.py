"""Reading the audit log."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from beredd.web.accounts import policy
from beredd.web.audit.actions import lines_as_json
from beredd.web.audit.models import Line

LINES_A_PAGE = 100


@login_required
@require_GET
def lines(request: HttpRequest) -> HttpResponseBase:
    """Administrators of the site."""
    if not policy.may_read_audit_log(request.user):
        raise PermissionDenied
    wanted = request.GET.get("q", "").strip()
    found = Line.objects.all()
    if wanted:
        found = found.filter(
            Q(who__icontains=wanted)
            | Q(what__icontains=wanted)
            | Q(target__icontains=wanted)
            | Q(text__icontains=wanted)
            | Q(run_id__icontains=wanted)
        )
    if request.GET.get("form") == "jsonl":
        answer = StreamingHttpResponse(lines_as_json(found.reverse().iterator()), content_type="application/x-ndjson")
        answer["Content-Disposition"] = 'attachment; filename="beredd-logg.jsonl"'
        return answer
    page = Paginator(found, LINES_A_PAGE).get_page(request.GET.get("sida"))
    return render(request, "audit/lines.html", {"page": page, "wanted": wanted})
