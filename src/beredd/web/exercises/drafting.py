"""Changes of plans and programmes. Each is one function with `by=`, in one transaction, with its line in the log."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from django.db import IntegrityError, transaction
from django.utils import timezone

from beredd.exercises.errors import RuleBroken, UnknownPlan
from beredd.exercises.plan import Plan
from beredd.exercises.programme import Programme
from beredd.exercises.workbook import plain_data
from beredd.exercises.workflow import authors, cloned, is_fixed, revised, taken
from beredd.web.accounts.models import ExerciseDuty, User
from beredd.web.audit.actions import record
from beredd.web.exercises import shelf
from beredd.web.exercises.models import Attachment, Entry, PlanVersion, ProgrammeText

What = Literal["begun", "written", "brought-in", "undone", "reviewed", "sent-back", "approved"]


def _note(
    *,
    by: User,
    signs: ExerciseDuty,
    thing: str,
    version: int,
    what: What,
    text: str = "",
    before: Any = None,
    rows: Any = None,
) -> Entry:
    record(by=by, what=f"exercises.{what}", target=f"{thing} v{version}" if version else thing, text=text)
    return Entry.objects.create(
        thing=thing,
        version=version,
        what=what,
        text=text,
        who=signs.signing_name,
        user=by,
        before=before,
        rows=rows,
    )


def _locked(id: str, version: int, token: int) -> PlanVersion:
    """The row of a version, if it still is what was shown; RuleBroken where it has been changed meanwhile."""
    row = PlanVersion.objects.select_for_update().filter(plan=id, version=version).first()
    if row is None:
        if shelf.version_of(id, version) is not None:
            raise RuleBroken("plans.comes-along", id=id, version=version)
        raise UnknownPlan("exercises.no-plan", id=id, known=tuple(shelf.latest()))
    if row.revision != token:
        last = Entry.objects.filter(thing=id, version=version).first()
        raise ChangedMeanwhile("plans.changed-meanwhile", by=last.who if last else "–")
    return row


class ChangedMeanwhile(RuleBroken):
    """Somebody else has changed it since it was shown."""


def _store(row: PlanVersion, plan: Plan) -> None:
    row.data, row.revision, row.changed_at = plain_data(plan), row.revision + 1, timezone.now()
    row.save()


@transaction.atomic
def begin(
    *,
    by: User,
    signs: ExerciseDuty,
    plan: Plan,
    attachments: Mapping[str, bytes] | None = None,
    what: Literal["begun", "brought-in"] = "begun",
    text: str = "",
    rows: Any = None,
) -> PlanVersion:
    """A version that was not there before, a draft by the person. RuleBroken where there is one already."""
    if shelf.version_of(plan.id, plan.version) is not None:
        raise RuleBroken("plans.there-already", id=plan.id, version=plan.version)
    try:
        with transaction.atomic():
            row = PlanVersion.objects.create(plan=plan.id, version=plan.version, data=plain_data(plan), made_by=by)
    except IntegrityError:
        raise RuleBroken("plans.there-already", id=plan.id, version=plan.version) from None
    Attachment.objects.bulk_create(
        Attachment(of=row, name=name, content=raw) for name, raw in (attachments or {}).items()
    )
    _note(by=by, signs=signs, thing=plan.id, version=plan.version, what=what, text=text, rows=rows)
    return row


def written(plan: Plan, *, signs: ExerciseDuty, on: date) -> Plan:
    """The plan as a draft that the person has written."""
    return taken(replace(plan, status="draft", history=()), "written", by=signs.signing_name, on=on)


def revise(*, by: User, signs: ExerciseDuty, id: str) -> PlanVersion:
    """The next version of a plan, a draft by the person."""
    one = _newest(id)
    if one.row is not None and not is_fixed(one.plan):
        raise RuleBroken("plans.draft-there", id=id, version=one.plan.version)
    plan = revised(one.plan, by=signs.signing_name, on=timezone.localdate())
    return begin(by=by, signs=signs, plan=plan, attachments=shelf.attachments(one))


def clone(*, by: User, signs: ExerciseDuty, id: str, version: int, new_id: str, name: str) -> PlanVersion:
    """Another plan that begins as that version of this one."""
    one = shelf.version_of(id, version)
    if one is None:
        raise UnknownPlan("exercises.no-plan", id=id, known=tuple(shelf.latest()))
    if shelf.versions(new_id):
        raise RuleBroken("plans.id-taken", id=new_id)
    plan = cloned(one.plan, id=new_id, name=name, by=signs.signing_name, on=timezone.localdate())
    return begin(by=by, signs=signs, plan=shelf.from_data(plain_data(plan)), attachments=shelf.attachments(one))


def _newest(id: str) -> shelf.Kept:
    one = shelf.version_of(id)
    if one is None:
        raise UnknownPlan("exercises.no-plan", id=id, known=tuple(shelf.latest()))
    return one


@transaction.atomic
def change(
    *,
    by: User,
    signs: ExerciseDuty,
    id: str,
    version: int,
    token: int,
    text: str,
    to: Callable[[dict[str, Any]], Mapping[str, Any]],
    what: Literal["written", "brought-in"] = "written",
    attachments: Mapping[str, bytes] | None = None,
    rows: Any = None,
) -> Plan:
    """Change a draft. What was reviewed is a draft again. FileRefused where it then is no plan; nothing is lost.

    to   gives the plain data of the plan from what it is now
    """
    row = _locked(id, version, token)
    before = shelf.kept(row).plan
    if is_fixed(before):
        raise RuleBroken("plans.stands-here", id=id, version=version)
    after = shelf.from_data({**to(plain_data(before)), "id": id, "version": version, "status": "draft"})
    if signs.signing_name not in authors(after):
        after = taken(after, "written", by=signs.signing_name, on=timezone.localdate())
    if after == replace(before, status="draft", history=after.history):
        raise RuleBroken("plans.nothing-changed", id=id)
    old = row.data
    _store(row, after)
    for name, raw in (attachments or {}).items():
        Attachment.objects.update_or_create(of=row, name=name, defaults={"content": raw})
    _note(by=by, signs=signs, thing=id, version=version, what=what, text=text, before=old, rows=rows)
    return after


def last_change(id: str, version: int) -> Entry | None:
    """The change that would be undone: the latest of those after which nobody has reviewed or undone."""
    last = Entry.objects.filter(thing=id, version=version).first()
    if last is None or last.what not in ("written", "brought-in") or last.before is None:
        return None
    return last


@transaction.atomic
def undo(*, by: User, signs: ExerciseDuty, id: str, version: int, token: int) -> None:
    """Take back the latest change of a draft."""
    row, last = _locked(id, version, token), last_change(id, version)
    if last is None or is_fixed(shelf.kept(row).plan):
        raise RuleBroken("plans.nothing-to-undo", id=id)
    before = shelf.from_data(last.before or {})
    if signs.signing_name not in authors(before):
        before = taken(replace(before, status="draft"), "written", by=signs.signing_name, on=timezone.localdate())
    _note(by=by, signs=signs, thing=id, version=version, what="undone", text=last.text, before=None)
    _store(row, before)


@transaction.atomic
def take_step(
    *,
    by: User,
    signs: ExerciseDuty,
    id: str,
    version: int,
    token: int,
    step: Literal["reviewed", "approved"],
    text: str = "",
) -> None:
    """Review or approve what was shown; the library says who may not."""
    row = _locked(id, version, token)
    plan = taken(shelf.kept(row).plan, step, by=signs.signing_name, on=timezone.localdate())
    _store(row, plan)
    _note(by=by, signs=signs, thing=id, version=version, what=step, text=text)
    if step == "approved":
        # What it said before is not needed any more: from now on nothing can be undone.
        Entry.objects.filter(thing=id, version=version).update(before=None)


@transaction.atomic
def send_back(*, by: User, signs: ExerciseDuty, id: str, version: int, token: int, text: str) -> None:
    """What has been sent for review or reviewed is the author's again, with what to look at."""
    if not text.strip():
        raise RuleBroken("plans.why-needed")
    row = _locked(id, version, token)
    plan = shelf.kept(row).plan
    if is_fixed(plan):
        raise RuleBroken("plans.stands-here", id=id, version=version)
    _store(row, replace(plan, status="draft"))
    _note(by=by, signs=signs, thing=id, version=version, what="sent-back", text=text)


@transaction.atomic
def remove(*, by: User, id: str, version: int, token: int) -> None:
    """A draft goes, with its history. What stands stays."""
    row = _locked(id, version, token)
    if is_fixed(shelf.kept(row).plan):
        raise RuleBroken("plans.stands-here", id=id, version=version)
    record(by=by, what="exercises.removed", target=f"{id} v{version}", text=shelf.kept(row).plan.name)
    Entry.objects.filter(thing=id, version=version).delete()
    row.delete()


@transaction.atomic
def change_programme(
    *,
    by: User,
    signs: ExerciseDuty,
    id: str,
    token: int,
    text: str,
    to: Callable[[dict[str, Any]], Mapping[str, Any]],
) -> Programme:
    """Change a programme; the first change makes the site's own copy of one that comes with the program."""
    row = ProgrammeText.objects.select_for_update().filter(programme=id).first()
    if row is None:
        shipped = shelf.package().programmes.get(id)
        if shipped is None:
            raise UnknownPlan("plans.no-programme", id=id)
        row = ProgrammeText(programme=id, data=plain_data(shipped), revision=0)
    if row.revision != token:
        last = Entry.objects.filter(thing=id, version=0).first()
        raise ChangedMeanwhile("plans.changed-meanwhile", by=last.who if last else "–")
    before = row.data
    after = shelf.programme_from({**to(dict(before)), "id": id})
    row.data, row.revision, row.changed_at = plain_data(after), row.revision + 1, timezone.now()
    row.save()
    _note(by=by, signs=signs, thing=id, version=0, what="written", text=text, before=before)
    return after


@transaction.atomic
def undo_programme(*, by: User, signs: ExerciseDuty, id: str, token: int) -> None:
    """Take back the latest change of a programme."""
    row = ProgrammeText.objects.select_for_update().filter(programme=id).first()
    last = Entry.objects.filter(thing=id, version=0).first()
    if row is None or last is None or last.before is None:
        raise RuleBroken("plans.nothing-to-undo", id=id)
    if row.revision != token:
        raise ChangedMeanwhile("plans.changed-meanwhile", by=last.who)
    row.data, row.revision, row.changed_at = last.before, row.revision + 1, timezone.now()
    row.save()
    _note(by=by, signs=signs, thing=id, version=0, what="undone", text=last.text)
