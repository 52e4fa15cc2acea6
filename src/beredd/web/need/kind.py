"""What is particular to saved plans, and saving one."""

import json
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredd import need
from beredd.figures.numbers import number
from beredd.web.accounts.models import User
from beredd.web.runs.actions import save_run
from beredd.web.runs.kinds import RunKind
from beredd.web.runs.models import Run

PLAN_FILE = "plan.json"


def title_of(run: Run) -> str:
    """Whose table and how many kits."""
    whose = _("egen tabell") if run.is_private else _("påhittade tal")
    kits = _("%(n)s kit") % {"n": number(run.spec["budget"], 0)}
    return run.title or f"{_('Naloxonbehov')}, {whose}, {kits}"


NEED_PLAN = RunKind(
    name=need.KIND,
    schema="beredd/need-question/1",
    label=gettext_lazy("Naloxonbehov"),
    title_of=title_of,
    page="need:saved",
    room="need",
    keep=timedelta(days=365),
    most_per_person=50,
)


def save_plan(*, by: User, plan: "need.Plan", found: dict[str, Any], address: str, is_private: bool) -> Run:
    """The plan as a run with the table it was made of; a table of one's own makes it private.

    found     the plan's document
    address   the settings as the page asks them, without the table
    """
    name, table = need.table_file(plan.given)
    return save_run(
        by=by,
        kind=NEED_PLAN.name,
        record=found["provenance"],
        summary={"address": address, "table": name},
        files={name: table, PLAN_FILE: json.dumps(found, indent=1, ensure_ascii=False).encode()},
        topic=found["file"][:80],
        organisation=None if is_private else by.own_organisation,
        is_private=is_private,
    )
