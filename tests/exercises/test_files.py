"""Plans as files: the package, the YAML it becomes, two side by side, and a version's way to approval."""

import json
import shutil
from dataclasses import replace
from datetime import date

import pytest

from beredd.exercises.comparison import differences
from beredd.exercises.errors import RuleBroken
from beredd.exercises.lint import lint, lint_attachments
from beredd.exercises.package import from_package, package, plan_text, restamped
from beredd.exercises.store import attachments_of, plan_of, read_exercises, read_plan, shipped
from beredd.exercises.workflow import authors, check_replaced, cloned, is_fixed, revised, taken
from beredd.intake import FileRefused
from beredd.intake.structured import parse

EXERCISES = read_exercises()
CATALOGUE = EXERCISES.catalogue
S11 = EXERCISES.plan("s11-apoteksbordet")
S12 = EXERCISES.plan("s12-dosbordet")
DAY = date(2026, 11, 27)


@pytest.mark.parametrize("id", EXERCISES.plans)
def test_a_shipped_plan_is_the_same_after_a_package_and_after_yaml(id):
    plan = EXERCISES.plan(id)
    attached = {"karta.png": bytes(range(256)), "Lista å 1.csv": b"a;b\n"}
    keys = from_package(package(plan, attached), name="p.json")
    assert plan_of(keys, CATALOGUE) == plan
    assert keys.attachments == attached
    assert plan_of(parse(plan_text(plan, CATALOGUE).encode(), name="p.yaml"), CATALOGUE) == plan


def tampered(change):
    whole = json.loads(package(S11, {"a.txt": b"hej"}))
    change(whole)
    return json.dumps(whole, ensure_ascii=False).encode()


def at(*path, value):
    def change(whole):
        for part in path[:-1]:
            whole = whole[part]
        whole[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (at("schema", value="x"), "no package of an exercise plan"),
        (at("plans", value=1), "the key plans, which means nothing"),
        (at("plan", "injects", 3, "title", value=""), "column plan.injects.3.title"),
        (at("plan", "injects", 3, "text", value="<script>"), "column plan.injects.3.text"),
        (at("plan", "injects", 3, "text", value="19121212-1212"), "column plan.injects.3.text"),
        (at("plan", "goal", value="x"), "column plan.goal"),
        (at("plan", "version", value="noll"), "column plan.version"),
        (at("attachments", 0, "base64", value="aGVqIQ=="), "column attachments.0: found an attachment that is not"),
        (at("attachments", 0, "base64", value="%"), "an attachment that is not as it was packed"),
        (at("attachments", 0, "name", value="../a.txt"), "column attachments.0.name: found '../a.txt'"),
        (at("attachments", 0, value=7), "column attachments.0: found '7'"),
    ],
)
def test_a_package_that_was_changed_is_refused_by_key(change, said):
    with pytest.raises(FileRefused) as refused:
        plan_of(from_package(tampered(change), name="p.json"), CATALOGUE)
    assert said in str(refused.value)


def test_an_attachment_that_is_not_there_is_found(tmp_path):
    path = tmp_path / "s11-apoteksbordet.yaml"
    text = (shipped() / "plans" / path.name).read_text(encoding="utf-8")
    path.write_text(
        text.replace("title: Driftstörning", "title: Driftstörning\n    attachment: karta.txt"), encoding="utf-8"
    )
    plan, file, _ = read_plan(path)
    missing = list(lint_attachments(plan, attachments_of(plan, file, path)))
    assert [(one.rule, one.path) for one in missing] == [("attachment", ("injects", 1, "attachment"))]
    (tmp_path / "s11-apoteksbordet").mkdir()
    (tmp_path / "s11-apoteksbordet" / "karta.txt").write_text("här")
    assert attachments_of(plan, file, path) == {"karta.txt": "här".encode()}
    assert not list(lint_attachments(plan, attachments_of(plan, file, path)))


def test_every_attachment_that_a_shipped_plan_names_is_there():
    for id, plan in EXERCISES.plans.items():
        path = shipped() / "plans" / f"{id}.yaml"
        assert not list(lint_attachments(plan, attachments_of(plan, EXERCISES.files[id], path))), id


def test_a_plan_does_not_differ_from_itself():
    assert all(differences(plan, plan) == () for plan in EXERCISES.plans.values())


def test_what_came_went_and_changed_is_told_by_sheet():
    injects = (replace(S11.injects[0], title="En annan"), *S11.injects[1:-1], replace(S11.injects[-1], id="9"))
    after = replace(S11, aim="Ett annat syfte.", rules=(*S11.rules[1:], "En ny regel."), injects=injects)
    told = {(one.kind, one.sheet, one.id) for one in differences(S11, after)}
    assert told == {
        ("changed", "Plan", "Syfte"),
        ("removed", "Plan", "Regel"),
        ("added", "Plan", "Regel"),
        ("changed", "Inspelslista", "1"),
        ("removed", "Inspelslista", "8"),
        ("added", "Inspelslista", "9"),
    }
    changed = next(one for one in differences(S11, after) if one.id == "1")
    assert changed.fields == {"Rubrik": ("Tjänsten svarar inte", "En annan")}


def test_another_order_is_a_difference():
    after = replace(S11, injects=(*S11.injects[1:], S11.injects[0]))
    assert [(one.kind, one.sheet) for one in differences(S11, after)] == [("changed", "Inspelslista")]


def test_compare_of_two_plans_runs_both_ways():
    forth, back = differences(S11, S12), differences(S12, S11)
    assert len(forth) == len(back) > 40


def reviewed():
    written = taken(S11, "written", by="Anna Andersson", on=DAY)
    return taken(written, "reviewed", by="Bo Berg", on=DAY)


def test_a_plan_goes_from_draft_to_approved_and_then_stands():
    approved = taken(reviewed(), "approved", by="Cilla Ceder", on=DAY)
    assert approved.status == "approved"
    assert [(one.step, one.by, one.on) for one in approved.history][-1] == ("approved", "Cilla Ceder", DAY)
    assert is_fixed(approved)
    assert not [one for one in lint(approved, CATALOGUE) if one.rule == "steps"]


@pytest.mark.parametrize("name", ["Anna Andersson", "anna  andersson "])
def test_nobody_approves_what_they_wrote(name):
    with pytest.raises(RuleBroken, match="cannot be the one"):
        taken(reviewed(), "approved", by=name, on=DAY)


def test_no_step_is_skipped_and_none_is_nameless():
    with pytest.raises(RuleBroken, match="once it is reviewed"):
        taken(S11, "approved", by="Bo Berg", on=DAY)
    with pytest.raises(RuleBroken, match="is not said"):
        taken(S11, "reviewed", by="Bo Berg", on=DAY)
    with pytest.raises(RuleBroken, match="name of who"):
        taken(S11, "written", by=" ", on=DAY)
    with pytest.raises(RuleBroken, match="only an approved plan"):
        taken(S11, "run", by="Bo Berg", on=DAY)


def test_what_was_changed_after_its_review_is_reviewed_again():
    changed = replace(reviewed(), aim="Något annat.")
    with pytest.raises(RuleBroken, match="has been changed since Bo Berg"):
        taken(changed, "approved", by="Cilla Ceder", on=DAY)
    assert "steps" in {one.rule for one in lint(changed, CATALOGUE)}


def test_an_approved_or_run_plan_is_not_written_over():
    run = taken(taken(reviewed(), "approved", by="Cilla Ceder", on=DAY), "run", by="Cilla Ceder", on=DAY)
    check_replaced(run, run)
    check_replaced(run, revised(run, by="Dan Dahl", on=DAY))
    for other in (replace(run, aim="Något annat."), replace(run, history=run.history[:-1]), S11):
        with pytest.raises(RuleBroken, match="stands as it is"):
            check_replaced(run, other)


def test_a_revision_and_a_clone_begin_as_drafts_of_their_author():
    approved = taken(reviewed(), "approved", by="Cilla Ceder", on=DAY)
    fresh = revised(approved, by="Dan Dahl", on=DAY)
    assert (fresh.version, fresh.status, authors(fresh)) == (2, "draft", ("Dan Dahl",))
    other = cloned(approved, id="min-egen", name="Min egen", by="Eva Ek", on=DAY)
    assert (other.id, other.version, other.status, authors(other)) == ("min-egen", 1, "draft", ("Eva Ek",))
    assert other.injects == approved.injects


def test_a_step_leaves_comments_and_order_of_the_file_alone(tmp_path):
    path = tmp_path / "p.yaml"
    shutil.copy(shipped() / "plans" / "s11-apoteksbordet.yaml", path)
    path.write_text("# min egen anteckning\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    plan, file, _ = read_plan(path)
    after = taken(plan, "written", by="Anna Andersson", on=DAY)
    text = restamped(file, after)
    assert text.startswith("# min egen anteckning\nformat: 1\nid: s11")
    assert plan_of(parse(text.encode(), name="p.yaml"), CATALOGUE) == after
    assert len(set(text.splitlines()) ^ set(path.read_text(encoding="utf-8").splitlines())) < 10
