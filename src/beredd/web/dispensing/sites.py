"""Which pharmacies to appoint, as a page: what is asked, the map of the set, who reaches it, and its files."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from beredd.descriptions import Refused, limits, on_site
from beredd.dispensing.siting import SitingQuestion, reading
from beredd.errors import BereddError
from beredd.figures import Origin
from beredd.provenance import limits_of
from beredd.web.dispensing.site_answers import answer
from beredd.web.downloads import Files, figure_answer, json_answer, table_answer
from beredd.web.engines.errors import EngineUnavailable
from beredd.web.questions import QuestionForm, field_of

ASKED = on_site(SitingQuestion)
LIMITS = limits(ASKED)
NAMES = {"count": "antal", "goal": "mal", "within": "inom", "one_per_county": "lan", "seed": "fro"}
"""Field of the question -> its name in the form."""
SHOWN_ROWS = 50


def _goals() -> list[tuple[str, str]]:
    return [("coverage", _("flest människor inom räckvidd")), ("distance", _("kortast väg för alla tillsammans"))]


def _ways() -> list[tuple[str, str]]:
    return [("ja", _("ja, minst ett i varje län")), ("nej", _("nej, var som helst"))]


class SiteForm(QuestionForm):
    """What is asked; the question judges it."""

    antal = field_of(LIMITS["count"])
    mal = field_of(LIMITS["goal"])
    inom = field_of(LIMITS["within"])
    lan = field_of(LIMITS["one_per_county"], choices=[("ja", ""), ("nej", "")])

    ORDINARY = {"antal": "300", "mal": "coverage", "inom": "10", "lan": "ja"}

    def __init__(self, given: QueryDict):
        super().__init__({name: given.get(name, usual) for name, usual in self.ORDINARY.items()})
        self.fields["mal"].widget.choices = _goals()
        self.fields["lan"].widget.choices = _ways()

    def clean(self) -> dict[str, Any]:
        """The question, or each fault beside its field."""
        cleaned = super().clean() or self.cleaned_data
        written: dict[str, Any] = self.written(LIMITS, {n: f for n, f in NAMES.items() if f in self.fields})
        written["one_per_county"] = written.get("one_per_county") == "ja"
        try:
            self.question = ASKED(**written)
        except Refused as refused:
            self.refuse(refused, NAMES)
        return cleaned

    @property
    def query(self) -> str:
        """The question as the end of an address."""
        asked = QueryDict(mutable=True)
        asked.update({name: str(self.cleaned_data[name]) for name in self.fields})
        return f"?{asked.urlencode()}"


@never_cache
@login_required
@require_safe
def sites(request: HttpRequest) -> HttpResponse:
    """Who is signed in: a set of pharmacies to appoint, as asked in the address; 300 by coverage where nothing is."""
    form = SiteForm(request.GET)
    context: dict[str, Any] = {"room": "compute", "form": form}
    if not form.is_valid():
        return render(request, "dispensing/sites.html", context, status=422)
    try:
        found = answer(form.question)
    except EngineUnavailable:
        raise
    except BereddError as error:
        form.add_error(None, str(error))
        return render(request, "dispensing/sites.html", context, status=422)
    return render(request, "dispensing/sites.html", context | _shown(found, form))


def _shown(found: dict[str, Any], form: SiteForm) -> dict[str, Any]:
    base = reverse("dispensing:sites")
    return {
        "found": found,
        "map": reading.set_map(found),
        "ways": reading.ways_table(found),
        "counties": reading.county_table(found),
        "set": reading.set_table(found).cut(SHOWN_ROWS),
        "covered": found["people_covered"] / found["people"],
        "no_car": found["without_car"]["people"] / found["people"],
        "files": Files(tables=base, figures=base, record=f"{base}svar.json{form.query}", query=form.query),
        "geojson": f"{base}urval.geojson{form.query}",
        "origin": _origin(found),
        "limits": [str(one) for one in limits_of(found["provenance"])],
    }


def _origin(found: dict[str, Any]) -> Origin:
    notes = tuple(str(one) for one in limits_of(found["provenance"]))
    return Origin.of(found["provenance"], fingerprint=found["fingerprint"], notes=notes)


@never_cache
@login_required
@require_safe
def site_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """Who is signed in: the set's tables, its map, the points for a map program, or the whole answer."""
    asked = SiteForm(request.GET)
    if not asked.is_valid():
        raise Http404
    try:
        found = answer(asked.question)
    except EngineUnavailable:
        raise
    except BereddError:
        raise Http404 from None
    stem = f"beredskapsapotek-{found['fingerprint'][:8]}"
    if form == "geojson":
        answered = json_answer(reading.geojson(found), stem=stem)
        answered["Content-Type"] = "application/geo+json"
        answered["Content-Disposition"] = f'attachment; filename="{stem}.geojson"'
        return answered
    if name == "svar":
        return json_answer(found, stem=stem)
    if name == "urvalskarta":
        drawn = reading.set_map(found)
        if form in ("svg", "png"):
            return figure_answer(drawn, form=form, stem=f"{stem}-karta", origin=_origin(found))
    tables = {"satt": reading.ways_table, "lan": reading.county_table, "urval": reading.set_table}
    if name not in tables:
        raise Http404
    return table_answer([tables[name](found)], form=form, stem=f"{stem}-{name}", origin=_origin(found))
