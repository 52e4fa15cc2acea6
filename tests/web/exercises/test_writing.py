"""A plan's way on the site: begun, written part by part, brought in, reviewed, approved, undone, compared."""

import io
import json

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from beredd.web.audit.models import Line
from beredd.web.exercises import shelf
from beredd.web.exercises.models import Entry, PlanVersion

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
INJECT = {
    "i-id": "2",
    "i-at": "dag 1 09:30",
    "i-channel": "mail",
    "i-sender": "Regionen",
    "i-to": ["region"],
    "i-title": "Vad gör ni?",
    "i-text": "Vi behöver ett besked.",
    "i-status": "draft",
    "i-link": "handing-out",
    "n-TOTAL_FORMS": "1",
    "n-INITIAL_FORMS": "0",
    "n-0-text": "Ett besked ges.",
    "n-0-objective": "M2",
    "n-0-indicator": "M2.1",
    "n-0-within_min": "60",
}


def post(client, address, token, **given):
    return client.post(address, {**given, "token": token})


def step(client, page, verb, token, **more):
    return post(client, f"{page}steg/{verb}/", token, **more)


def book(plan, change=lambda book: None):
    from beredd.exercises.workbook import workbook

    read = openpyxl.load_workbook(io.BytesIO(workbook(plan, shelf.catalogue())))
    change(read)
    out = io.BytesIO()
    read.save(out)
    return SimpleUploadedFile("plan.xlsx", out.getvalue())


def test_an_exercise_begins_from_an_empty_page(maja, draft, now):
    plan = now().plan
    assert (plan.version, plan.status, plan.history[0].by) == (1, "draft", "Maja Ek")
    assert [one.id for one in plan.indicators] == ["M1.1", "M2.1"]
    assert {one.actor for one in plan.roles} == {"region", "apotek", "omvarlden"}
    page = maja.get(draft).content.decode()
    assert "Bilen kom inte" in page
    assert "visar bedömningsgrunden M1.1" in page  # a loose end, beside its indicator


def test_a_name_that_is_taken_is_said_at_its_field_and_nothing_typed_is_lost(maja, draft, begun):
    page = maja.post("/ova/ny/", begun | {"aim": "Ett annat syfte."})
    assert page.status_code == 422
    assert "Kortnamnet är redan taget." in page.content.decode()
    assert "Ett annat syfte." in page.content.decode()


@pytest.mark.parametrize("address", ["/ova/ny/", "/ova/las-in/", "/ova/planer/s11-apoteksbordet/v1/kopiera/"])
def test_only_planners_write(bo, client, address):
    assert bo.get(address).status_code == 403
    assert "/konto/login/" in client.get(address)["Location"]


def test_an_inject_is_written_with_what_is_expected_of_whom(maja, draft, now):
    answer = post(maja, f"{draft}andra/inspel/ny/", now().token, **INJECT)
    assert answer.status_code == 302, answer.content.decode()
    inject = now().plan.injects[1]
    assert (inject.id, inject.at, inject.to) == ("2", "T+1:30", ("region",))
    assert (inject.expected[0].indicator, inject.expected[0].within_min) == ("M2.1", 60)
    assert Line.objects.filter(what="exercises.written", target="stopp-i-natt v1").exists()


def test_what_the_form_does_not_show_stays(maja, now):
    maja.post("/ova/planer/s5-rullen-som-inte-kom/ny-version/")
    before = now("s5-rullen-som-inte-kom").plan
    address = "/ova/planer/s5-rullen-som-inte-kom/v2/andra/"
    form = maja.get(f"{address}roller/region/").context["form"]
    inner = maja.get(f"{address}roller/region/").context["inner"]
    given = {f"i-{name}": value for name, value in form.initial.items() if value is not None}
    given |= {"i-name": "Regionen", "n-TOTAL_FORMS": len(inner.forms), "n-INITIAL_FORMS": len(inner.initial_forms)}
    for n, one in enumerate(inner.initial_forms):
        given |= {f"n-{n}-{name}": value for name, value in one.initial.items()}
    token = now("s5-rullen-som-inte-kom").token
    assert post(maja, f"{address}roller/region/", token, **given).status_code == 302
    after = now("s5-rullen-som-inte-kom").plan
    old, new = (next(r for r in plan.roles if r.id == "region") for plan in (before, after))
    assert (new.name, new.brief, new.knows, new.may, new.knowledge) == (
        "Regionen",
        old.brief,
        old.knows,
        old.may,
        old.knowledge,
    )
    assert after.injects == before.injects


def test_a_loose_end_stands_at_its_field_before_anything_is_kept(maja, draft, now):
    given = INJECT | {"i-text": "Det saknas 40 000 rullar.", "i-condition": "storhet finns-inte > 3", "look": "1"}
    answer = post(maja, f"{draft}andra/inspel/ny/", now().token, **given)
    form = answer.context["form"]
    assert [one.rule for one in form["text"].found] == ["bare-number"]
    assert [one.rule for one in form["condition"].found] == ["quantity"]
    assert len(now().plan.injects) == 1


def test_what_is_no_plan_is_refused_at_its_field(maja, draft, now):
    answer = post(maja, f"{draft}andra/inspel/ny/", now().token, **(INJECT | {"i-id": "två"}))
    assert answer.status_code == 422
    assert "två" in str(answer.context["form"]["id"].errors)
    assert len(now().plan.injects) == 1


def test_nobody_writes_over_what_they_have_not_seen(maja, draft, now):
    token = now().token
    post(maja, f"{draft}andra/inspel/ny/", token, **INJECT)
    late = post(maja, f"{draft}andra/inspel/ny/", token, **(INJECT | {"i-id": "3", "i-title": "För sent"}))
    assert late.status_code == 409
    page = late.content.decode()
    assert "Maja Ek har ändrat det" in page
    assert "För sent" in page
    assert [one.id for one in now().plan.injects] == ["1", "2"]


def test_the_latest_change_is_undone(maja, draft, now):
    before = now().plan
    post(maja, f"{draft}andra/inspel/ny/", now().token, **INJECT)
    assert "Ångra:" in maja.get(draft).content.decode()
    post(maja, f"{draft}angra/", now().token)
    assert now().plan.injects == before.injects
    assert "Ångra:" not in maja.get(draft).content.decode()


def test_an_item_goes_after_a_question_and_can_be_had_back(maja, draft, now):
    post(maja, f"{draft}andra/inspel/ny/", now().token, **INJECT)
    assert "Vad gör ni?" in maja.get(f"{draft}andra/inspel/2/ta-bort/").content.decode()
    maja.post(f"{draft}andra/inspel/2/ta-bort/")
    assert [one.id for one in now().plan.injects] == ["1"]
    post(maja, f"{draft}angra/", now().token)
    assert [one.id for one in now().plan.injects] == ["1", "2"]


def test_a_plan_as_a_whole_is_changed_and_a_wrong_time_is_refused(maja, draft, now):
    form = maja.get(f"{draft}andra/").context["form"]
    given = {name: value for name, value in form.initial.items() if value not in (None, False)}
    done = post(maja, f"{draft}andra/", now().token, **(given | {"directive__scope": "Ett dygn.", "rules": "En\nTvå"}))
    assert done.status_code == 302, done.content.decode()
    assert (now().plan.directive.scope, now().plan.rules) == ("Ett dygn.", ("En", "Två"))
    wrong = post(maja, f"{draft}andra/", now().token, **(given | {"duration": "åtta timmar"}))
    assert wrong.status_code == 422
    assert "åtta timmar" in str(wrong.context["form"]["duration"].errors)


def test_a_plan_is_reviewed_and_approved_by_three_different_people_and_then_stands(maja, bo, cilla, draft, now):
    assert step(maja, draft, "granska", now().token).status_code == 403
    step(bo, draft, "granska", now().token)
    assert now().plan.status == "reviewed"
    step(bo, draft, "godkann", now().token)
    assert now().plan.status == "reviewed"
    assert "någon annan ska godkänna" in bo.get(draft).content.decode()
    step(cilla, draft, "godkann", now().token)
    assert now().plan.status == "approved"
    assert [(one.step, one.by) for one in now().plan.history] == [
        ("written", "Maja Ek"),
        ("reviewed", "Bo Ceder"),
        ("approved", "Cilla Dahl"),
    ]
    assert maja.get(f"{draft}andra/").status_code == 404
    assert post(maja, f"{draft}angra/", now().token).status_code == 302
    assert now().plan.status == "approved"
    assert maja.get(f"{draft}ta-bort/").status_code == 404
    maja.post("/ova/planer/stopp-i-natt/ny-version/")
    assert (now().plan.version, now().plan.status) == (2, "draft")
    assert not Entry.objects.filter(version=1, before__isnull=False).exists()


def test_who_wrote_a_plan_does_not_review_it(on_duty, now, begun):
    both = on_duty("Siv Both", is_planner=True, is_reviewer=True)
    page = both.post("/ova/ny/", begun)["Location"]
    assert "Jag har läst och granskat" not in both.get(page).content.decode()
    step(both, page, "granska", now().token)
    assert now().plan.status == "draft"
    assert "kan inte själv ta steget" in both.get(page).content.decode()


def test_a_change_after_review_makes_it_a_draft_again(maja, bo, draft, now):
    step(bo, draft, "granska", now().token)
    post(maja, f"{draft}andra/inspel/ny/", now().token, **INJECT)
    assert now().plan.status == "draft"


def test_what_is_sent_back_says_why(maja, bo, draft, now):
    step(bo, draft, "tillbaka", now().token, text="  ")
    assert not Entry.objects.filter(what="sent-back").exists()
    step(bo, draft, "tillbaka", now().token, text="Syftet är för brett.")
    assert "Syftet är för brett." in maja.get(draft).content.decode()


def test_what_waits_for_a_reviewer_is_on_the_first_page(bo, draft):
    assert "Väntar på dig" in bo.get("/ova/").content.decode()


def test_a_draft_of_somebody_is_not_shown_to_who_is_not_signed_in(client, draft):
    assert "Stopp i natt" not in client.get("/ova/").content.decode()


def test_a_copy_is_another_plan_that_begins_the_same(maja, now):
    answer = maja.post("/ova/planer/s11-apoteksbordet/v1/kopiera/", {"name": "Vårt bord", "id": "vart-bord"})
    assert answer["Location"] == "/ova/planer/vart-bord/"
    copy, first = now("vart-bord").plan, now("s11-apoteksbordet").plan
    assert (copy.name, copy.version, copy.injects) == ("Vårt bord", 1, first.injects)
    again = maja.post("/ova/planer/s11-apoteksbordet/v1/kopiera/", {"name": "Vårt bord", "id": "vart-bord"})
    assert again.status_code == 422


def test_a_draft_is_removed_after_a_question(maja, draft):
    assert "går inte att få tillbaka" in maja.get(f"{draft}ta-bort/").content.decode()
    assert PlanVersion.objects.exists()
    maja.post(f"{draft}ta-bort/")
    assert not PlanVersion.objects.exists()
    assert Line.objects.filter(what="exercises.removed").exists()


# Files -----------------------------------------------------------------------------------------------------------


def test_a_workbook_becomes_the_next_version_with_what_became_of_each_row(maja, now):
    def change(read):
        read["Inspelslista"]["H2"] = "Ny rubrik"
        read["Underlag"].delete_rows(2)

    plan = now("s11-apoteksbordet").plan
    answer = maja.post("/ova/las-in/", {"file": book(plan, change)})
    assert answer["Location"] == "/ova/planer/s11-apoteksbordet/v2/inlasning/"
    page = maja.get(answer["Location"]).content.decode()
    assert "Ny rubrik" in page
    assert "borttagen" in page
    read = now("s11-apoteksbordet").plan
    assert (read.version, read.status, read.history[0].by) == (2, "draft", "Maja Ek")
    assert read.injects[0].title == "Ny rubrik"
    assert read.injects[1:] == plan.injects[1:]
    entry = Entry.objects.get(what="brought-in")
    assert entry.rows["counts"]["changed"] == 1
    assert entry.rows["counts"]["removed"] == 1


def test_looking_at_a_workbook_keeps_nothing(maja, now):
    plan = now("s11-apoteksbordet").plan
    page = maja.post("/ova/las-in/", {"file": book(plan), "look": "1"}).content.decode()
    assert "Inget är sparat än" in page
    assert "Allt i filen är som det redan var." in page
    assert not PlanVersion.objects.exists()


def test_a_workbook_that_cannot_be_used_is_refused_row_by_row_and_nothing_is_kept(maja, now):
    def change(read):
        read["Inspelslista"]["B2"] = "i morgon"
        read["Roller"]["D3"] = "kanske"

    answer = maja.post("/ova/las-in/", {"file": book(now("s11-apoteksbordet").plan, change)})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert escape("i morgon") in page
    assert "kanske" in page
    assert "Inspelslista" in page
    assert not PlanVersion.objects.exists()


def test_a_package_brings_its_attachments_and_gives_them_back(maja, draft, now):
    import base64
    import hashlib

    raw = b"%PDF-1.4 karta"
    whole = json.loads(maja.get(f"{draft}plan.json").content)
    whole["plan"]["injects"][0]["attachment"] = "karta.pdf"
    whole["attachments"] = [
        {"name": "karta.pdf", "sha256": hashlib.sha256(raw).hexdigest(), "base64": base64.b64encode(raw).decode()}
    ]
    file = SimpleUploadedFile("plan.json", json.dumps(whole).encode())
    assert maja.post("/ova/las-in/", {"file": file}).status_code == 302
    assert shelf.attachments(now()) == {"karta.pdf": raw}
    again = json.loads(maja.get(f"{draft}plan.json").content)
    assert again["attachments"] == whole["attachments"]


def test_an_approval_in_a_file_is_not_taken_over(maja, now):
    from dataclasses import replace
    from datetime import date

    from beredd.exercises.workflow import taken

    plan = taken(now("s11-apoteksbordet").plan, "written", by="Någon", on=date(2026, 11, 1))
    plan = taken(plan, "reviewed", by="En annan", on=date(2026, 11, 2))
    answer = maja.post("/ova/las-in/", {"file": book(replace(plan, name="Annat namn"))})
    assert "togs inte över" in maja.get(answer["Location"]).content.decode()
    assert (now("s11-apoteksbordet").plan.status, now("s11-apoteksbordet").plan.history[0].by) == ("draft", "Maja Ek")


def test_two_versions_are_compared(maja, draft, now):
    post(maja, f"{draft}andra/inspel/ny/", now().token, **INJECT)
    page = maja.get("/ova/planer/stopp-i-natt/jamfor/?fran=s11-apoteksbordet@1&till=stopp-i-natt@1").content.decode()
    assert "Vad gör ni?" in page
    assert "tillagd" in page
    assert maja.get("/ova/planer/stopp-i-natt/jamfor/?fran=nej").status_code == 404


# The programme ---------------------------------------------------------------------------------------------------

PROGRAMME = "/ova/program/aktorsgemensam-2026-2028/"


def test_what_a_meeting_agreed_is_written_in_the_programme_and_can_be_undone(maja):
    given = {
        "i-name": "Startmöte",
        "i-when": "oktober 2026",
        "i-purpose": "Enas om inriktning.",
        "i-takes_part": ["lakemedelsverket", "region"],
        "n-TOTAL_FORMS": "1",
        "n-INITIAL_FORMS": "0",
        "n-0-text": "Dosövningen hålls i december.",
        "n-0-who": "Läkemedelsverket",
        "n-0-by": "15 december",
    }
    assert post(maja, f"{PROGRAMME}moten/0/", 0, **given).status_code == 302
    programme, revision = shelf.programmes()["aktorsgemensam-2026-2028"]
    assert programme.meetings[0].agreed[0].text == "Dosövningen hålls i december."
    assert len(programme.meetings) == 7
    assert "Dosövningen hålls i december." in maja.get(PROGRAMME).content.decode()
    post(maja, f"{PROGRAMME}angra/", revision)
    assert shelf.programmes()["aktorsgemensam-2026-2028"][0].meetings[0].agreed == ()


def test_a_loose_end_of_a_programme_stands_on_its_page(maja):
    form = maja.get(f"{PROGRAMME}andra/").context["form"]
    given = form.initial | {"years": "2026\n2027\n2028\n2029"}
    assert post(maja, f"{PROGRAMME}andra/", 0, **given).status_code == 302
    assert "Ingenting övas 2029" in maja.get(PROGRAMME).content.decode()


def test_a_year_that_is_none_is_refused(maja):
    form = maja.get(f"{PROGRAMME}andra/").context["form"]
    answer = post(maja, f"{PROGRAMME}andra/", 0, **(form.initial | {"years": "nästa"}))
    assert answer.status_code == 422
    assert "nästa" in answer.content.decode()
