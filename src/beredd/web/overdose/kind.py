"""What is particular to saved answers of the lab, and saving one."""

import json
from datetime import timedelta

from django.utils.translation import gettext_lazy, ngettext

from beredd import overdose
from beredd.figures.numbers import number
from beredd.overdose.substances import opioid
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


def save_answer(*, by: User, answer: overdose.Answer, address: str) -> Run:
    """The answer as a run, shared with the person's organisation; `address` is the question as the page asks it."""
    record, question = answer.result.record, answer.result.question
    whole = json.dumps(overdose.document(answer.result), indent=1, ensure_ascii=False)
    return save_run(
        by=by,
        kind=OVERDOSE_ANSWER.name,
        record=record.as_dict(),
        summary={"address": address},
        files={ANSWER_FILE: whole.encode(), **{name: question.as_file().encode() for name in record.files}},
        topic=question.opioid,
        organisation=by.own_organisation,
    )
