"""Rapid notices: from a report to a reviewed notice that ends by itself."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from beredd.errors import BereddError
from beredd.guidance import drafting
from beredd.guidance.approval import needs, standing
from beredd.guidance.fields import MOST_LINE
from beredd.guidance.store import Store
from beredd.web.accounts import policy
from beredd.web.guidance import tables, workspace
from beredd.web.guidance.claims import chairs
from beredd.web.guidance.drafts import NOT_CHOSEN, WhyForm
from beredd.web.guidance.duties import desk
from beredd.web.guidance.editing import for_those_who, said_of, signs, who
from beredd.web.guidance.models import Entry
from beredd.web.guidance.reading import current
from beredd.web.guidance.views import for_readers
from beredd.web.guidance.words import STATES, named

ABOUT = {
    "substance": gettext_lazy("en ny substans"),
    "recall": gettext_lazy("en indragning"),
    "shortage": gettext_lazy("en brist"),
    "other": gettext_lazy("annat"),
}


class NoticeForm(WhyForm):
    """What is new, for whom, what it rests on and until when it is shown."""

    id = forms.RegexField(
        r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
        label=gettext_lazy("Kortnamn"),
        max_length=60,
        help_text=gettext_lazy("Små bokstäver, siffror och bindestreck; ändras aldrig."),
    )
    about = forms.ChoiceField(label=gettext_lazy("Om"), choices=list(ABOUT.items()))
    sv = forms.CharField(label=gettext_lazy("På svenska"), max_length=MOST_LINE, widget=forms.Textarea({"rows": 2}))
    en = forms.CharField(label=gettext_lazy("På engelska"), max_length=MOST_LINE, widget=forms.Textarea({"rows": 2}))
    source = forms.ChoiceField(label=gettext_lazy("Källa"))
    at = forms.CharField(label=gettext_lazy("Ställe i källan"), max_length=MOST_LINE)
    says = forms.CharField(label=gettext_lazy("Vad den säger"), max_length=MOST_LINE)
    expires_on = forms.DateField(
        label=gettext_lazy("Går ut"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    audiences = forms.MultipleChoiceField(label=gettext_lazy("Målgrupper"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, store: Store, **more: Any):
        super().__init__(*args, **more)
        sources = [(id, f"{id} {one.title[:80]}") for id, one in store.sources.items()]
        audiences = [(id, named(one.name)) for id, one in store.audiences.items()]
        self.fields["source"].choices = [NOT_CHOSEN, *sources]  # type: ignore[attr-defined]
        self.fields["audiences"].choices = audiences  # type: ignore[attr-defined]

    def values(self, *, by: str) -> dict[str, Any]:
        """The notice as a file has it."""
        said, today = self.cleaned_data, timezone.localdate()
        evidence = {key: said[key] for key in ("source", "at", "says")}
        return {
            "about": said["about"],
            "reported_on": today,
            "reported_by": by,
            "says": {"sv": said["sv"], "en": said["en"]},
            "audiences": list(said["audiences"]),
            "evidence": [evidence | {"certainty": "not-graded", "strength": "none"}],
            "expires_on": said["expires_on"],
        }


@for_readers
def notices(request: HttpRequest) -> HttpResponse:
    """The notices there are, and what each waits for."""
    guidance, duty = current(), policy.guidance_duty(request.user)
    store, today = guidance.store, guidance.today
    found = []
    for one in store.notices.values():
        where = standing(store, one, today=today)
        found.append(
            {
                "notice": one,
                "says": named(one.says),
                "about": ABOUT[one.about],
                "state": STATES[where.state],
                "chairs": chairs(needs(one), where),
                "is_over": today > one.expires_on,
                "desk": desk(store, duty, "notice", one.id, one, today=today),
            }
        )
    context = {
        "room": "guidance",
        "notices": found,
        "may_edit": policy.may_edit_guidance(request.user),
        "entries": Entry.objects.filter(kind="notice")[:100],
        "origin": tables.origin(guidance),
    }
    return render(request, "guidance/notices.html", context)


@for_those_who(policy.may_edit_guidance)
@require_http_methods(["GET", "HEAD", "POST"])
def new_notice(request: HttpRequest) -> HttpResponse:
    """Editors: a notice, which is sent for review at once. There is nothing yet that another could have changed."""
    form = NoticeForm(request.POST if request.method == "POST" else None, store=current().store)
    if request.method == "POST" and form.is_valid():
        by, said = signs(request), form.cleaned_data
        try:
            workspace.make_change(
                by=request.user,  # type: ignore[arg-type]
                signs=by,
                kind="notice",
                id=said["id"],
                what="drafted",
                text=said["why"],
                change=lambda store: drafting.add_notice(
                    store, said["id"], form.values(by=by.signing_name), **who(request, why=said["why"])
                ),
            )
        except BereddError as refused:
            for sentence in said_of(refused):
                form.add_error(None, sentence)
        else:
            messages.success(request, _("Meddelandet är skickat till granskning."))
            return redirect("guidance:notices")
    context = {"room": "guidance", "form": form}
    return render(request, "guidance/new_notice.html", context, status=422 if form.errors else 200)
