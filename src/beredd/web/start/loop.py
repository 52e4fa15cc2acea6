"""The whole loop in ten minutes: which pages, in which order, and what to look for on each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from beredd.web.accounts import policy

ASSIGNMENT, EXERCISE, SCENARIO = "beredskap-2026", "s5-rullen-som-inte-kom", "s5a-dos"
MEASURE, CLAIMS = "dosfabriker-hjalps-at", "opioidantagonister-2025"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One stop: where it is, what one sees there, who gets in; a command where there is no page yet."""

    title: str | Promise
    says: str | Promise
    view: str = ""
    args: tuple[str, ...] = ()
    may: Callable[[Any], bool] = lambda _user: True
    command: str = ""

    @property
    def address(self) -> str:
        """Where the step leads; nothing for one without a page."""
        return reverse(self.view, args=self.args) if self.view else ""


FROM_EXERCISE = (
    Step(
        title=_("Övningen"),
        says=_("”Rullen som inte kom”: en brand stoppar en dosfabrik. Se rollerna och inspelen i tidsordning."),
        view="exercises:plan",
        args=(EXERCISE,),
        may=lambda user: user.is_authenticated,
    ),
    Step(
        title=_("Händelsen i modellen"),
        says=_("Samma brand, räknad för hela landet: vad den ger när ingen gör mer än vanligt."),
        view="dispensing:scenario",
        args=(SCENARIO,),
    ),
    Step(
        title=_("Om man hade gjort annorlunda"),
        says=_("Spela om övningen utan ett beslut, eller med det tidigare."),
        command="beredd exercise counterfactual",
    ),
    Step(
        title=_("Åtgärden"),
        says=_("Dosfabrikerna hjälps åt: vad som antas, vad det kostar och vem som beslutar."),
        view="dispensing:measure",
        args=(MEASURE,),
    ),
    Step(
        title=_("Iakttagelsen förs in"),
        says=_("Skriv vad ni såg, och vilken punkt i beslutet det svarar mot."),
        view="assignments:register",
        args=(ASSIGNMENT, "underlag"),
        may=policy.may_read_assignments,
    ),
    Step(
        title=_("Punkten i beslutet"),
        says=_("Uppfyllt är bara det som är gjort. Se vem som inte har hörts, och vad som ska vara klart när."),
        view="assignments:coverage",
        args=(ASSIGNMENT,),
        may=policy.may_read_assignments,
    ),
    Step(
        title=_("Redovisningen"),
        says=_("Bygg den, klicka på ett tal, och följ det till sin körning och till punkten i beslutet."),
        view="reports:start",
        args=(ASSIGNMENT,),
        may=policy.may_write_assignments,
    ),
)
FROM_NUMBER = (
    Step(
        title=_("Ett tal om naloxon ändras"),
        says=_("Öppna ett påstående. Den som får redigera ändrar det, och allt som vilar på det blir inaktuellt."),
        view="guidance:claims",
        may=policy.may_read_guidance,
    ),
    Step(
        title=_("Granskningen"),
        says=_("Två kliniker godkänner, aldrig sitt eget. Tills dess visas det inte."),
        view="guidance:overview",
        may=policy.may_read_guidance,
    ),
    Step(
        title=_("Behovet"),
        says=_("Hur många kit som behövs var, för kvinnor och för män."),
        view="need:planner",
    ),
    Step(
        title=_("Spridningen"),
        says=_("För in vad som har delats ut, var och till vem. Det syns i uppdraget och i redovisningen."),
        view="assignments:register",
        args=(CLAIMS, "spridning"),
        may=policy.may_read_assignments,
    ),
)


@never_cache
@require_safe
def loop(request: HttpRequest) -> HttpResponse:
    """Anyone: the stops of both rounds; those that one may not enter say so."""
    rounds = [
        {
            "title": title,
            "says": says,
            "steps": [{"step": one, "may": one.may(request.user)} for one in steps],
        }
        for title, says, steps in (
            (
                _("Från övning till redovisning"),
                _("Det som en övning visar blir en åtgärd, en punkt i beslutet och ett tal i redovisningen."),
                FROM_EXERCISE,
            ),
            (
                _("Från ett tal till den som behöver det"),
                _("Ett ändrat påstående granskas om innan det sprids, och spridningen redovisas."),
                FROM_NUMBER,
            ),
        )
    ]
    return render(request, "start/loop.html", {"room": "start", "rounds": rounds})
