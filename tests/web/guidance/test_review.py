"""Guidance beside its writing: comments, versions, stopping, the emergency sequence, notices, files."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.web.guidance.test_desk import CLAIM, NEW, fields_of, step, text_of, write

from beredd.guidance.approval import standing
from beredd.guidance.publishable import publishable
from beredd.guidance.store import read_files
from beredd.guidance.transfer import from_zip, to_zip
from beredd.web.audit.models import Line

pytestmark = pytest.mark.django_db
STORE = "/vagledning/forrad/"
SEQUENCE = "/vagledning/nodsekvens/"


def bring_in(client, files, **more):
    token = fields_of(client.get(STORE), "ta-in")["token"][0]
    raw = files if isinstance(files, bytes) else to_zip(files)
    given = {"token": token, "file": SimpleUploadedFile("f.zip", raw)} | more
    return client.post(STORE + "ta-in/", given, follow=True)


def test_the_store_comes_back_byte_for_byte(small, own_folder, maja):
    before = read_files(own_folder)
    zipped = maja.get(STORE + "vagledning.zip").content
    assert from_zip(zipped) == before
    write(maja, says_sv=NEW)
    assert read_files(own_folder) != before
    assert "Förrådet är intaget" in text_of(bring_in(maja, zipped))
    assert read_files(own_folder) == before


def test_approvals_that_nobody_has_given_are_brought_in_by_an_administrator_alone(
    small, own_folder, maja, admin, client
):
    before = read_files(own_folder)
    claims = before["claims/repeat.yaml"].decode()
    forged = "  approvals:\n  - {by: Dr Ond, role: clinician, title: x, on: 2026-11-27, seal: 0123456789abcdef}\n"
    files = before | {"claims/repeat.yaml": (claims.rstrip("\n") + "\n" + forged).encode()}
    page = text_of(bring_in(maja, files))
    assert "Filen påstår en sak som ingen har gjort här: claim NAL-024 Dr Ond" in page
    assert read_files(own_folder) == before
    client.force_login(admin)
    assert "Förrådet är intaget" in text_of(bring_in(client, files))
    assert "vouched for: claim NAL-024 Dr Ond" in Line.objects.get(what="guidance.imported").text


def test_a_file_that_is_no_store_or_comes_too_late_changes_nothing(small, own_folder, maja):
    before = read_files(own_folder)
    assert "ingen zipfil" in text_of(bring_in(maja, b"no zip"))
    assert "en fil som ett förråd inte har" in text_of(bring_in(maja, before | {"../x": b""}))
    assert "har ändrats sedan sidan visades" in text_of(bring_in(maja, before, token="other"))
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("store.yaml", "format: 1")
    assert "emergency.yaml" in text_of(bring_in(maja, raw.getvalue()))
    assert read_files(own_folder) == before


def test_withdrawing_asks_says_from_where_and_takes_it_away(small, maja, anna, bo):
    write(maja, says_sv=NEW)
    step(maja, "skicka")
    step(anna, "godkann")
    step(bo, "godkann")
    today = timezone.localdate()
    address = "/vagledning/stoppa/claim/NAL-024/"
    page = text_of(bo.get(address))
    assert "Det här försvinner från:" in page
    assert bo.post(address, {"how": "barred", "why": ""}).status_code == 422
    assert "NAL-024" in publishable(small(), today=today, is_demo=False).claims
    bo.post(address, {"how": "barred", "why": "Fel nummer"})
    assert small().claims["NAL-024"].stopped.by == "Bo Ceder"
    assert "NAL-024" not in publishable(small(), today=today, is_demo=False).claims
    assert "redan stoppat" in text_of(bo.post(address, {"how": "withdrawn", "why": "Igen"}))
    write(maja, says_sv=NEW + " Ring 112.")
    shown = publishable(small(), today=today, is_demo=False).claims
    assert "NAL-024" not in shown, "a new draft brought back what was stopped"


def test_two_versions_are_compared_word_by_word(small, maja):
    write(maja, says_sv=NEW)
    page = maja.get("/vagledning/jamfor/claim/NAL-024/").content.decode()
    assert "<ins>nästa</ins>" in page
    assert "<del>en ny</del>" in page
    assert maja.get("/vagledning/jamfor/claim/NAL-024/?fran=7").status_code == 404


def test_a_comment_stands_on_the_claims_page_in_everyones_sight(small, anna, client, reader):
    anna.post("/vagledning/kommentar/", {"kind": "claim", "id": "NAL-024", "text": "Är <b>två</b> rätt?"})
    client.force_login(reader)
    page = client.get(CLAIM).content.decode()
    assert "Är &lt;b&gt;två&lt;/b&gt; rätt?" in page
    assert "Anna Berg kommenterade" in text_of(client.get(CLAIM))
    assert 'name="text"' not in page
    assert client.post("/vagledning/kommentar/", {"kind": "claim", "id": "NAL-024", "text": "x"}).status_code == 403


def test_the_sequence_is_decided_by_two_and_approved_as_one(small, anna, bo, lena):
    def send(client, verb, **more):
        form = fields_of(client.get(SEQUENCE), verb) | more
        return text_of(client.post(f"{SEQUENCE}{verb}/", form, follow=True))

    assert "Ordningen är beslutad" in send(anna, "besluta")
    today = timezone.localdate()
    assert small().sequence.decision.by == ("Anna Berg", "Bo Ceder")
    for client in (anna, lena):
        assert "Ditt godkännande av nödsekvensen är sparat." in send(client, "godkann")
    assert standing(small(), small().sequence, today=today).missing == ("clinician",)
    send(bo, "godkann")
    store = small()
    assert standing(store, store.sequence, today=today).state == "approved"
    parts = [*store.sequence.editions, *store.sequence.call_page]
    done = [part for part in parts if standing(store, part, today=today).is_approved]
    assert len(done) == len(parts), "what Anna and Lena approved holds"


def test_a_step_that_is_stopped_says_that_the_whole_sequence_goes(small, anna):
    id = small().sequence.steps[0].id
    address = f"/vagledning/stoppa/step/{id}/"
    assert "Hela sekvensen ersätts överallt" in text_of(anna.get(address))
    anna.post(address, {"how": "barred", "why": "Fel"})
    assert f"Stoppade steg: {id}" in text_of(anna.get(SEQUENCE))


def test_an_edition_is_written_anew_and_a_second_writer_loses_nothing(small, maja):
    address = f"{SEQUENCE}sv/skriv/"
    first, second = fields_of(maja.get(address)), fields_of(maja.get(address))
    assert maja.post(address, first | {"title": ["Gör så här"], "why": ["Kortare"]}).url == SEQUENCE
    answer = maja.post(address, second | {"title": ["Min rubrik"], "why": ["Annat"]})
    assert answer.status_code == 409
    assert "Min rubrik" in answer.content.decode()
    assert next(one for one in small().sequence.editions if one.edition == "sv").title == "Gör så här"


def test_a_notice_is_reported_reviewed_by_two_and_ends(small, maja, anna, bo):
    address = "/vagledning/snabbmeddelanden/"
    source = next(iter(small().sources))
    said = {"id": "ny-substans", "about": "substance", "sv": "En ny stark substans finns.", "en": "A new strong one."}
    said |= {"source": source, "at": "s. 1", "says": "Found", "audiences": ["user"], "why": "Rapport"}
    too_long = maja.post(address + "nytt/", said | {"expires_on": "igår"})
    assert too_long.status_code == 422
    assert "En ny stark substans finns." in too_long.content.decode()
    end = (timezone.localdate() + timedelta(days=30)).isoformat()
    assert maja.post(address + "nytt/", said | {"expires_on": end}).url == address
    for client in (anna, bo):
        assert "Ditt godkännande" in text_of(step(client, "godkann", address=address))
    assert "ny-substans" in publishable(small(), today=timezone.localdate(), is_demo=False).notices


def test_steps_are_called_by_their_headings_and_not_by_their_ids(client, reader):
    client.force_login(reader)
    page = client.get(SEQUENCE).content.decode()
    assert "”Ring 112” → " in page
    assert "naloxone →" not in page
    client.post("/sprak/", {"language": "en"})
    assert "”Call 112” → " in client.get(SEQUENCE).content.decode()
