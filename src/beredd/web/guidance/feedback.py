"""What readers of published guidance say about one claim. No account, no name, nothing about who wrote."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from beredd.intake import find_identity_number
from beredd.web.audit.actions import record
from beredd.web.guidance.models import Entry
from beredd.web.guidance.reading import current

MOST_CHARACTERS = 2000
MOST_A_DAY = 200
"""Of all readers together: the form is open to everyone."""


class FeedbackForm(forms.Form):
    """What is wrong or unclear."""

    text = forms.CharField(
        label=gettext_lazy("Vad är fel eller otydligt?"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("Skriv inget om dig själv eller någon annan: inga namn, inga nummer."),
    )

    def clean_text(self) -> str:
        """Refuse what points at a person."""
        text: str = self.cleaned_data["text"]
        if find_identity_number(text) or "@" in text:
            raise forms.ValidationError(_("Det ser ut som ett personnummer eller en adress. Ta bort det."))
        return text


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """Everyone: a remark on one claim, for its editors. The page says nothing of what the claim says."""
    claim, version = request.GET.get("claim", ""), request.GET.get("version", "")
    if not claim:  # somebody has come here without a link: the page says where remarks begin
        return render(request, "guidance/feedback.html", status=200 if request.method != "POST" else 422)
    if claim not in current().store.claims or not (version.isdigit() and len(version) < 7):
        raise Http404
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "claim": claim, "version": version}
    if request.method == "POST" and form.is_valid():
        today = Entry.objects.filter(what=Entry.What.REPORTED, at__gt=timezone.now() - timedelta(days=1)).count()
        if today >= MOST_A_DAY:
            form.add_error(
                None, _("Så många har hört av sig i dag att det är fullt. Försök i morgon; det du skrev står kvar.")
            )
        else:
            with transaction.atomic():
                record(by=None, what="guidance.reported", target=f"claim {claim}", text="")
                Entry.objects.create(
                    kind="claim",
                    thing=claim,
                    what=Entry.What.REPORTED,
                    who=_("En läsare"),
                    text=f"{_('Version')} {version}: {form.cleaned_data['text']}",
                )
            context["is_done"] = True
    return render(request, "guidance/feedback.html", context, status=422 if form.errors else 200)
