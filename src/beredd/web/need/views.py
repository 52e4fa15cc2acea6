"""The planner's page and its files."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from beredd.figures import Cell, Figure, Origin, Row, Table
from beredd.figures.files import spreadsheet_csv
from beredd.figures.numbers import number
from beredd.intake import FileRefused
from beredd.need import NeedError, ParameterError, Plan, parse_table, reading
from beredd.need.demonstration import NAME, demonstration, demonstration_csv
from beredd.need.plan import BudgetCurve
from beredd.need.table import AreaTable
from beredd.web.accounts import policy
from beredd.web.downloads import OF_FIGURE, Files, download, figure_answer, json_answer, table_answer
from beredd.web.engines.errors import EngineUnavailable
from beredd.web.need import answers, pages
from beredd.web.need.answers import Planned
from beredd.web.need.forms import MOST_CHARACTERS, PlannerForm
from beredd.web.need.kind import NEED_PLAN, save_plan
from beredd.web.remembered import remembered
from beredd.web.runs.access import readable_run
from beredd.web.runs.errors import RunError
from beredd.web.runs.retention import goes_at
from beredd.wording import say

MOST_ROWS = 1000
OWN_NAME = "egen-tabell.csv"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a request asks for: whose table, the settings, and what was wrong with them."""

    table: AreaTable
    text: str
    form: PlannerForm
    answer: Planned
    faults: list[Any]
    message: str = ""

    @property
    def plan(self) -> Plan:
        """The plan that the page shows."""
        return self.answer.plan

    @property
    def found(self) -> dict[str, Any]:
        """Its document."""
        return self.answer.found

    @property
    def is_demo(self) -> bool:
        """Whether the figures are invented."""
        return not self.text


def _own_file(request: HttpRequest) -> tuple[bytes, str]:
    """The table sent with the request, and its name: a file, or the text that the form carries along.

    Signed-in people only; nothing for all others.
    """
    if request.method != "POST" or not request.user.is_authenticated:
        return b"", ""
    upload = request.FILES.get("fil")
    if upload is None:
        return request.POST.get("tabell", "").encode("utf-8", "surrogatepass"), OWN_NAME
    return upload.read(MOST_CHARACTERS + 1), upload.name or OWN_NAME


def _asked(request: HttpRequest) -> Asked:
    table, text, faults, message = demonstration(), "", [], ""
    given = request.POST if request.method == "POST" else request.GET
    raw, name = _own_file(request)
    try:
        if len(raw) > MOST_CHARACTERS:
            message = _("Filen är större än 1 MB. Dela upp den.")
        elif raw:
            own, text = answers.own_table(raw, name)
            if len(own) > MOST_ROWS or len(text) > MOST_CHARACTERS:
                text = ""
                message = _("Tabellen har fler än %(most)s rader. Dela upp den.") % {"most": MOST_ROWS}
            else:
                table = own
    except FileRefused as error:
        faults = list(error.faults[:20])
        message = _("Tabellen kunde inte användas, så sidan visar påhittade tal. Rätta raderna och läs in den igen.")
    except EngineUnavailable as error:
        message = _("Tabellen kunde inte läsas, så sidan visar påhittade tal.") + f" {error}"
    if request.method == "POST" and not request.user.is_authenticated:
        message = _("Logga in för att räkna på en egen tabell.")
    ordinary = reading.budget_range(table)[0]
    form = PlannerForm.read(given, ordinary)
    if not form.is_valid():
        plain = PlannerForm.read({}, ordinary)
        plain.is_valid()
        return Asked(
            table=table,
            text=text,
            form=form,
            answer=answers.plan_of(table, plain.question),
            faults=faults,
            message=message,
        )
    try:
        answer = answers.plan_of(table, form.question)
    except (NeedError, ParameterError):
        message, answer = _without_mode(table, form)
    return Asked(table=table, text=text, form=form, answer=answer, faults=faults, message=message)


def _without_mode(table: AreaTable, form: PlannerForm) -> tuple[str, Planned]:
    """The efficient plan, and why the mode asked for cannot be had."""
    wanted = form.question.equity
    answer = answers.plan_of(table, form.question.but(equity="efficient"))
    plan = answer.plan
    if wanted == "floor" and "max-min" in plan.splits:
        highest = 100 * float(plan.splits["max-min"].availability.min())
        return _(
            "Golvet kräver fler kit än planen har. Med %(kits)s kit ute är det högsta möjliga golvet %(floor)s "
            "procent. Sidan visar fördelningen med flest liv."
        ) % {"kits": number(plan.budget, 0), "floor": int(highest)}, answer
    return _("Fördelningen går inte att göra med den här tabellen. Sidan visar fördelningen med flest liv."), answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@remembered(lambda request: "invented figures")
def planner(request: HttpRequest) -> HttpResponse:
    """Anyone with invented figures; signed-in people with a table of their own, which is not kept."""
    return _page(request, _asked(request))


def _page(request: HttpRequest, asked: Asked, address: str | None = None, **more: Any) -> HttpResponse:
    """The page of a question that is asked, or that was asked when `address` was saved."""
    address = request.GET.urlencode() if address is None else address
    _ordinary, step, highest = reading.budget_range(asked.table)
    plan, form = asked.plan, asked.form
    form.slide(step=step, highest=max(highest, plan.budget))
    found = asked.found
    curve = answers.curve_of(plan, highest)
    sex = form.cleaned_data.get("kon") or "all"
    query = f"?{address}" if address else ""
    context: dict[str, Any] = {
        "room": "need",
        "asked": asked,
        "form": form,
        "choices": form.choices(),
        "life": plan.values["kit_life_months"],
        "found": found,
        "figures": pages.figures(found),
        "modes": pages.modes(reading.equity_table(found), found),
        "plan": reading.plan_table(found),
        "notes": pages.notes(plan, is_demo=asked.is_demo),
        "target": plan.question.target,
        "map_now": reading.availability_map(found, "now", sex),
        "map_plan": reading.availability_map(found, "plan", sex),
        "curve": reading.budget_figure(found, curve),
        "ceiling": pages.ceiling(found),
        "scenarios": reading.scenarios_table(found),
        "swings": reading.swings_table(found),
        "assumptions": _with_marks(reading.assumptions_table(found)),
        "origin": _origin(asked),
        "files": Files(
            tables=f"{reverse('need:planner')}fil/",
            figures=f"{reverse('need:planner')}fil/",
            record=f"{reverse('need:record')}{query if asked.is_demo else ''}",
            query=query,
            form="" if asked.is_demo else "fragan",
        ),
        **more,
    }
    wrong = bool(asked.message or asked.faults or form.errors)
    # htmx throws away what comes with an error; the page says itself what is wrong.
    return render(request, "need/planner.html", context, status=422 if wrong and not request.htmx else 200)


@login_required
@never_cache
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """The plan that is asked for, kept as a run with its table; a table of one's own is for its owner alone."""
    asked = _asked(request)
    if asked.message or asked.faults or asked.form.errors:
        return _page(request, asked)
    given = QueryDict(mutable=True)
    sent = {name: asked.form[name].value() for name in asked.form.fields if name != "tabell"}
    given.update({name: value for name, value in sent.items() if value not in (None, "")})
    try:
        run = save_plan(
            by=request.user,
            plan=asked.plan,
            found=asked.found,
            address=given.urlencode(),
            is_private=not asked.is_demo,
        )
    except RunError as error:
        return _page(request, replace(asked, message=str(error)))
    return redirect("need:saved", pk=run.pk)


@never_cache
@require_GET
def saved(request: HttpRequest, pk: str) -> HttpResponse:
    """Who may read the run: the saved plan and the way to its record."""
    run = readable_run(request.user, pk, kind=NEED_PLAN.name)
    summary = run.summary or {}
    text = (run.folder / summary["table"]).read_text(encoding="utf-8")
    table = parse_table(text.encode(), name=summary["table"])
    form = PlannerForm.read(QueryDict(summary["address"]), reading.budget_range(table)[0])
    try:
        answer = answers.plan_of(table, form.question) if form.is_valid() else None
    except (NeedError, ParameterError):
        answer = None
    if answer is None:
        # The model has changed so much that the question cannot be asked any more; the record still stands.
        return redirect("runs:record", pk=pk)
    return _page(
        request,
        Asked(table=table, text=text if run.is_private else "", form=form, answer=answer, faults=[]),
        address=summary["address"],
        saved=run,
        goes_at=goes_at(run),
        may_remove=policy.may_delete_run(request.user, run),
        is_changed=answer.found["provenance"]["result"] != run.fingerprint,
    )


@require_GET
def template_file(request: HttpRequest) -> HttpResponse:
    """Anyone: the invented figures as a file to fill in with one's own."""
    return download(spreadsheet_csv(demonstration_csv()), stem=NAME.removesuffix(".csv"), form="csv")


@never_cache
@require_http_methods(["GET", "POST"])
def plan_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """As the page: one of the plan's tables or figures as a file; small counts are hidden in its document already."""
    asked = _asked(request)
    stem = f"naloxonbehov-pahittade-tal-{name}" if asked.is_demo else f"naloxonbehov-{name}"
    if form in OF_FIGURE:
        figure = _figure(asked, name)
        if asked.is_demo:
            figure = replace(figure, title=f"{figure.title} ({_('påhittade tal')})")
        return figure_answer(figure, form=form, stem=stem, origin=_origin(asked))
    makers = {table.name: table for table in _tables(asked, name)}
    if name not in makers:
        raise Http404
    tables = list(makers.values()) if name == "plan" else [makers[name]]
    return table_answer(tables, form=form, stem=stem, origin=_origin(asked))


@never_cache
@require_http_methods(["GET", "POST"])
def record_file(request: HttpRequest) -> HttpResponse:
    """As the page: what it takes to cite the plan and to make it again."""
    asked = _asked(request)
    stem = "naloxonbehov-pahittade-tal" if asked.is_demo else "naloxonbehov"
    return json_answer(asked.found["provenance"], stem=stem)


def _tables(asked: Asked, name: str) -> list[Table]:
    """The plan's tables, the plan itself first; what budgets reach only where it is asked for, for it is computed."""
    found = asked.found
    sex = asked.form.cleaned_data.get("kon") or "all"
    tables = [
        reading.plan_table(found),
        reading.areas_table(found, sex),
        reading.equity_table(found),
        reading.scenarios_table(found),
        reading.swings_table(found),
        reading.assumptions_table(found),
    ]
    return [*tables, reading.budgets_table(found, _curve(asked))] if name in ("plan", "budgetar") else tables


def _curve(asked: Asked) -> BudgetCurve:
    return answers.curve_of(asked.plan, reading.budget_range(asked.table)[2])


def _figure(asked: Asked, name: str) -> Figure:
    sex = asked.form.cleaned_data.get("kon") or "all"
    if name == "kurva":
        return reading.budget_figure(asked.found, _curve(asked))
    if name not in ("karta", "karta-i-dag"):
        raise Http404
    drawn = reading.availability_map(asked.found, "now" if name == "karta-i-dag" else "plan", sex)
    if drawn is None:
        raise Http404
    return drawn


def _with_marks(table: Table) -> list[tuple[Row, list[Cell], str]]:
    """The table of assumptions with each row's mark of how sure it is."""
    sure = table.values("confidence")
    return [(row, cells, mark) for (row, cells), mark in zip(table.shown_rows, sure, strict=True)]


def _origin(asked: Asked) -> Origin:
    """Where the plan's numbers come from."""
    provenance = asked.found["provenance"]
    notes = [say("need.invented")] if asked.is_demo else []
    return Origin.of(provenance, run=provenance["id"], notes=tuple(notes))
