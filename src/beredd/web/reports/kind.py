"""What is particular to reports among runs."""

from django.utils.translation import gettext_lazy as _

from beredd.web.runs.kinds import RunKind
from beredd.web.runs.models import Run

KINDS = {"interim": _("Delredovisning"), "final": _("Slutredovisning"), "economic": _("Ekonomisk redovisning")}
EDITIONS = {"public": _("öppen utgåva"), "internal": _("intern utgåva")}


def title_of(run: Run) -> str:
    """Which report of which assignment, in which edition."""
    asked = run.spec
    return run.title or f"{KINDS[asked['kind']]}, {asked['assignment']}, {EDITIONS[asked['edition']]}"


REPORT = RunKind(
    name="reports.report",
    schema="beredd/report-spec/1",
    label=_("Redovisning"),
    title_of=title_of,
    page="reports:report",
    room="assignments",
    work="beredd.web.reports.work:build",
)
