"""What is particular to saved answers of the lab, and saving one."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beredd import overdose
from beredd.descriptions import Description
from beredd.figures.numbers import number
from beredd.overdose import nitazenes
from beredd.overdose.substances import opioid
from beredd.provenance import Record
from beredd.web.accounts import policy
from beredd.web.accounts.models import User
from beredd.web.runs.actions import save_run
from beredd.web.runs.kinds import RunKind
from beredd.web.runs.models import Run
from beredd.wording import in_language

ANSWER_FILE = "answer.json"


def title_of(run: Run) -> str:
    """Opioid, dose and how many ways are compared."""
    asked = run.spec
    ways = ngettext("%(n)s sätt", "%(n)s sätt", len(asked["arms"])) % {"n": len(asked["arms"])}
    return run.title or f"{in_language(opioid(asked['opioid']))} {number(asked['dose_mg'], None)} mg, {ways}"


OVERDOSE_ANSWER = RunKind(
    name=overdose.KIND,
    schema="beredd/overdose-question/1",
    label=gettext_lazy("Överdoslabbet"),
    title_of=title_of,
    page="overdose:saved",
    room="lab",
    is_open_to=policy.may_use_lab,
    keep=timedelta(days=3 * 365),
    most_per_person=200,
)


def title_of_plane(run: Run) -> str:
    """How slow, and how many ways are compared."""
    ways = ngettext("%(n)s sätt", "%(n)s sätt", len(run.spec["arms"])) % {"n": len(run.spec["arms"])}
    told = _("Nitazener, scenario: upp till %(slowest)s gånger långsammare, %(ways)s")
    return run.title or told % {"slowest": number(run.spec["slowest"], None), "ways": ways}


OVERDOSE_PLANE = replace(
    OVERDOSE_ANSWER,
    name=nitazenes.KIND,
    schema="beredd/nitazene-question/1",
    label=gettext_lazy("Nitazener, scenario"),
    title_of=title_of_plane,
    page="overdose:nitazenes-saved",
)


def save_answer(*, by: User, answer: overdose.Answer, address: str) -> Run:
    """The answer as a run, shared with the person's organisation; `address` is the question as the page asks it."""
    result = answer.result
    return _save(
        by=by, record=result.record, question=result.question, document=overdose.document(result), address=address
    )


def save_plane(*, by: User, answer: nitazenes.Answer, address: str) -> Run:
    """The scenario's answer as a run, as `save_answer`."""
    whole = nitazenes.document(answer)
    return _save(by=by, record=answer.record, question=answer.question, document=whole, address=address)


def _save(*, by: User, record: Record, question: Description, document: Mapping[str, Any], address: str) -> Run:
    whole = json.dumps(document, indent=1, ensure_ascii=False)
    return save_run(
        by=by,
        kind=record.kind,
        record=record.as_dict(),
        summary={"address": address},
        files={ANSWER_FILE: whole.encode(), **{name: question.as_file().encode() for name in record.files}},
        topic=getattr(question, "opioid", nitazenes.KIND),
        organisation=by.own_organisation,
    )
