"""What is particular to saved answers of the lab, and saving one."""

import json
from datetime import timedelta

from django.utils.translation import gettext_lazy, ngettext

from beredd.figures.numbers import number
from beredd.provenance import fingerprint
from beredd.web.accounts import policy
from beredd.web.accounts.models import User
from beredd.web.overdose.answers import Answer
from beredd.web.overdose.records import record_of
from beredd.web.runs.actions import save_run
from beredd.web.runs.kinds import RunKind
from beredd.web.runs.models import Run
from beredd.web.runs.records import make_record

ANSWER_FILE = "answer.json"


def title_of(run: Run) -> str:
    """Opioid, dose and how many ways are compared."""
    from beredd.overdose.substances import opioid
    from beredd.web.overdose.forms import named

    asked = run.spec
    ways = ngettext("%(n)s sätt", "%(n)s sätt", len(asked["arms"])) % {"n": len(asked["arms"])}
    return run.title or f"{named(opioid(asked['opioid']))} {number(asked['dose_mg'], None)} mg, {ways}"


OVERDOSE_ANSWER = RunKind(
    name="overdose.answer",
    schema="beredd/overdose-question/1",
    label=gettext_lazy("Överdoslabbet"),
    title_of=title_of,
    page="overdose:saved",
    room="lab",
    is_open_to=policy.may_use_lab,
    keep=timedelta(days=3 * 365),
    most_per_person=200,
)


def result_of(record: dict) -> str:
    """Fingerprint of an answer's numbers."""
    return fingerprint({name: record[name] for name in ("arms", "differences")})


def save_answer(*, by: User, answer: Answer, address: str) -> Run:
    """The answer as a run, shared with the person's organisation; `address` is the question as the page asks it."""
    whole = record_of(answer, address=address)
    question = json.loads(json.dumps(whole["question"]))
    return save_run(
        by=by,
        kind=OVERDOSE_ANSWER.name,
        spec=question,
        inputs=whole["provenance"]["inputs"],
        record=make_record(
            kind=OVERDOSE_ANSWER.name,
            question=question,
            commands=whole["commands"],
            result=result_of(whole),
            provenance=whole["provenance"],
        ),
        fingerprint=result_of(whole),
        summary={"address": address},
        files={ANSWER_FILE: json.dumps(whole, indent=1, ensure_ascii=False).encode()},
        topic=str(question["opioid"]),
        organisation=by.own_organisation,
    )
