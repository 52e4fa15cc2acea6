"""Guidance written and approved on the web: who may, what is refused, and that nobody's words are lost."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from beredd.guidance.approval import standing
from beredd.guidance.publishable import publishable
from beredd.web.audit.models import Line

pytestmark = pytest.mark.django_db
CLAIM = "/vagledning/pastaenden/NAL-024/"
WRITE = CLAIM + "skriv/"
NEW = "Nyxoid: svarar personen inte efter {wait}, ge nästa spray i den andra näsborren."


def text_of(answer):
    """What a reader sees of a page, in one line."""
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


def fields_of(answer, action=""):
    """name -> value of a page's form, as a browser would send it; the one whose action ends so."""
    page = answer.content.decode()
    forms = re.findall(r'<form method="post"([^>]*)>(.*?)</form>', page, re.DOTALL)
    inside = next(body for head, body in forms if action in head and "/sprak/" not in head and "logout" not in head)
    found = {}

    def add(name, value):
        found.setdefault(html.unescape(name), []).append(html.unescape(value))

    for tag in re.findall(r"<input[^>]*>", inside):
        said = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        if said.get("type") in {"checkbox", "radio"} and " checked" not in tag:
            continue
        add(said["name"], said.get("value", "on" if said.get("type") == "checkbox" else ""))
    for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', inside, re.DOTALL):
        add(name, body.removeprefix("\n"))
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', inside, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body)
        add(name, chosen[1] if chosen else re.search(r'value="([^"]*)"', body)[1])
    return found


def write(client, **said):
    form = fields_of(client.get(WRITE)) | {"why": ["Ny produkttext"], **{key: [value] for key, value in said.items()}}
    return client.post(WRITE, form)


def step(client, verb, *, address=CLAIM, nth=0, **more):
    page = client.get(address).content.decode()
    forms = re.findall(rf'<form method="post" action="/vagledning/steg/{verb}/"[^>]*>(.*?)</form>', page, re.DOTALL)
    said = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', forms[nth]))
    return client.post(f"/vagledning/steg/{verb}/", said | more, follow=True)


def test_a_draft_goes_through_review_by_two_people_and_is_shown(small, maja, anna, bo):
    assert write(maja, says_sv=NEW).url == CLAIM
    claim = small().claims["NAL-024"]
    assert (claim.version, claim.says["sv"], claim.written.by) == (2, NEW, "Maja Ek")
    assert "Skickat till granskning" in text_of(step(maja, "skicka"))
    assert "Ditt godkännande är sparat." in text_of(step(anna, "godkann"))
    today = timezone.localdate()
    assert "NAL-024" not in publishable(small(), today=today, is_demo=False).claims
    step(bo, "godkann")
    store = small()
    assert standing(store, store.claims["NAL-024"], today=today).state == "approved"
    assert publishable(store, today=today, is_demo=False).claims["NAL-024"].says["sv"] == NEW
    page = text_of(anna.get(CLAIM))
    assert "Godkänt, version 2" in page
    assert "Kliniker: Anna Berg, legitimerad läkare" in page
    assert [line.what for line in Line.objects.filter(target="claim NAL-024").order_by("pk")] == [
        "guidance.drafted",
        "guidance.sent",
        "guidance.approved",
        "guidance.approved",
    ]


def test_nobody_approves_own_work_or_twice_or_what_is_not_sent(small, on_duty, anna):
    both = on_duty("Cia Ek", is_editor=True, is_clinician=True, title="legitimerad läkare")
    token = fields_of(both.get(CLAIM), "skicka")["token"][0]
    said = {"kind": "claim", "id": "NAL-024", "token": token, "role": "clinician"}
    answer = text_of(anna.post("/vagledning/steg/godkann/", said, follow=True))
    assert "NAL-024 är inte skickat till granskning." in answer
    write(both, says_sv=NEW)
    step(both, "skicka")
    assert "Du har skrivit det och godkänner det inte." in text_of(both.get(CLAIM))
    said["token"] = fields_of(anna.get(CLAIM), "godkann")["token"][0]
    assert "Cia Ek har skrivit det och godkänner det inte." in text_of(
        both.post("/vagledning/steg/godkann/", said, follow=True)
    )
    step(anna, "godkann")
    assert "steg/godkann" not in anna.get(CLAIM).content.decode()
    said["token"] = fields_of(anna.get(CLAIM), "tillbaka")["token"][0]
    assert "Anna Berg har redan godkänt det." in text_of(anna.post("/vagledning/steg/godkann/", said, follow=True))
    store = small()
    assert standing(store, store.claims["NAL-024"], today=timezone.localdate()).missing == ("clinician",)


def test_a_second_writer_is_told_and_loses_nothing(small, on_duty, maja):
    other = on_duty("Nils Ek", is_editor=True)
    mine = fields_of(maja.get(WRITE)) | {"why": ["Mitt skäl"], "says_sv": ["Nyxoid: mitt efter {wait}."]}
    write(other, says_sv=NEW)
    answer = maja.post(WRITE, mine)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "senast av Nils Ek. Inget är sparat." in html.unescape(page)
    for typed in ("Nyxoid: mitt efter {wait}.", "Mitt skäl"):
        assert typed in html.unescape(page)
    assert "Vad någon annan skrev under tiden" in page
    assert small().claims["NAL-024"].says["sv"] == NEW
    assert maja.post(WRITE, fields_of(answer)).url == CLAIM
    claim = small().claims["NAL-024"]
    assert claim.says["sv"] == "Nyxoid: mitt efter {wait}."
    assert "Nils Ek" in claim.written.also, "whose words were written over remains an author"


def test_what_was_approved_is_what_was_seen(small, maja, anna):
    write(maja, says_sv=NEW)
    step(maja, "skicka")
    seen = fields_of(anna.get(CLAIM), "godkann")
    write(maja, says_sv=NEW + " Ring 112.")
    step(maja, "skicka")
    answer = text_of(anna.post("/vagledning/steg/godkann/", seen, follow=True))
    assert "Det har ändrats sedan du började" in answer
    assert small().claims["NAL-024"].approvals == ()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"says_sv": "Nyxoid: <script>x</script> efter {wait}."}, "claims/repeat.yaml"),
        ({"why": ""}, "Varför"),
        ({"review_months": "0"}, "Månader mellan granskningar"),
        ({"companions": "NAL-999"}, "NAL-999"),
        ({"n-0-low": "två"}, "Lägst"),
        ({"e-0-at": ""}, "Ställe i källan"),
        ({}, "Inget i NAL-024 är ändrat."),
    ],
)
def test_a_draft_that_cannot_be_is_refused_in_words_with_all_that_was_typed(small, own_folder, maja, typed, said):
    before = small().files["claims/repeat.yaml"].raw
    answer = write(maja, **{"note": "Min anteckning"} | typed) if typed else write(maja)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not typed or "Min anteckning" in answer.content.decode()
    assert small().files["claims/repeat.yaml"].raw == before


def test_the_rules_speak_beside_the_field_before_anything_is_saved(small, maja):
    answer = write(maja, says_sv="Nyxoid: en missbrukare får en ny spray efter {wait}.", look="1")
    assert answer.status_code == 200
    page = text_of(answer)
    assert "Inget är sparat än." in page
    assert "missbrukare" in page.partition("Meningen på engelska")[0].rpartition("Meningen på svenska")[2]
    assert small().claims["NAL-024"].version == 1
    without = write(maja, look="1", **{"e-0-DELETE": "on"})
    assert "Ingen källa stöder det." in text_of(without)


def test_a_translation_needs_a_clinician_and_an_independent_reader_of_the_language(small, maja, anna, lena, on_duty):
    finn = on_duty("Finn Moe", reads="fi", title="tolk")
    address = "/vagledning/texter/NAL-024/sv-easy/all/skriv/"
    form = fields_of(maja.get(address)) | {"text": ["Nyxoid: vänta {wait}. Ge en spray till."], "why": ["Kortare"]}
    assert "Nyxoid: svarar personen inte efter" in text_of(maja.get(address)), "the source stands beside"
    assert maja.post(address, form).url == CLAIM
    step(maja, "skicka", nth=1)
    assert 'value="reader"' not in finn.get(CLAIM).content.decode()
    for client in (anna, lena):
        assert "Ditt godkännande är sparat." in text_of(step(client, "godkann"))
    store = small()
    (variant,) = (one for one in store.variants["NAL-024"] if one.id == "NAL-024/sv-easy/all")
    assert standing(store, variant, today=timezone.localdate()).is_approved
    assert [(one.by, one.role) for one in variant.approvals] == [("Anna Berg", "clinician"), ("Lena Dahl", "reader")]
    write(maja, says_sv=NEW)
    assert "Vad som har ändrats från version 1" in text_of(maja.get(address))
    assert "återger version 1" in text_of(maja.get("/vagledning/oversattning/?sprak=sv-easy"))


def test_what_is_approved_for_a_later_day_is_shown_from_that_day(small, maja, anna, bo):
    today = timezone.localdate()
    write(maja, says_sv=NEW, valid_from=(today + timedelta(days=9)).isoformat())
    step(maja, "skicka")
    step(anna, "godkann")
    step(bo, "godkann")
    assert "NAL-024" not in publishable(small(), today=today, is_demo=False).claims
    assert "NAL-024" in publishable(small(), today=today + timedelta(days=9), is_demo=False).claims


def test_what_is_sent_back_says_why_to_its_author(small, maja, anna):
    write(maja, says_sv=NEW)
    step(maja, "skicka")
    assert "Säg vad författaren ska se över." in text_of(step(anna, "tillbaka"))
    step(anna, "tillbaka", text="Minuttalet stämmer inte.")
    assert small().claims["NAL-024"].sent_for_review is None
    assert "Anna Berg skickade tillbaka" in text_of(maja.get(CLAIM))
    assert "Minuttalet stämmer inte." in text_of(maja.get(CLAIM))


def test_a_new_claim_and_a_new_text_get_their_ids_for_ever(small, maja):
    address = "/vagledning/pastaenden/nytt/"
    form = fields_of(maja.get(address)) | {"why": ["Saknas"], "audiences": ["user"], "topic": ["repeat"]}
    form |= {
        "says_sv": ["Ring 112 först."],
        "says_en": ["Call 112 first."],
        "e-0-source": [next(iter(small().sources))],
    }
    form |= {"e-0-at": ["s. 1"], "e-0-says": ["Call"], "e-0-certainty": ["not-graded"], "e-0-strength": ["none"]}
    form |= {"e-0-bearing": ["supports"]}
    page = maja.post(address, form).url
    id = page.rstrip("/").rpartition("/")[2]
    assert small().claims[id].says["sv"] == "Ring 112 först."
    text = fields_of(maja.get(page + "ny-text/")) | {"text": ["Ring 112."], "why": ["Lättare"], "edition": ["sv-easy"]}
    assert maja.post(page + "ny-text/", text).url == page
    assert [one.id for one in small().variants[id]] == [f"{id}/sv-easy/all"]


def test_what_waits_for_me_is_listed(small, maja, anna):
    write(maja, says_sv=NEW)
    listed = "/vagledning/pastaenden/?mitt=1"
    assert re.findall(r"NAL-\d+(?=/\")", anna.get(listed).content.decode()) == []
    step(maja, "skicka")
    assert re.findall(r"NAL-\d+(?=/\")", anna.get(listed).content.decode()) == ["NAL-024"]
    assert "Väntar på dig" in text_of(anna.get("/vagledning/"))
    assert "ska godkännas" in text_of(anna.get("/vagledning/"))


def test_who_has_no_duty_sees_no_deeds_and_is_refused(small, client, reader, anna):
    client.force_login(reader)
    page = client.get(CLAIM).content.decode()
    for address in ("/steg/", "/skriv/", "/stoppa/", "/kommentar/"):
        assert address not in page
    assert client.get(WRITE).status_code == 403
    assert anna.get(WRITE).status_code == 403


def test_the_first_change_copies_the_shipped_store_whole(own_folder, maja):
    from beredd.guidance.store import read_files, shipped

    write(maja, says_sv="Nyxoid: ingen skillnad efter {wait}? Ge nästa spray.")
    before, after = read_files(shipped()), read_files(own_folder)
    assert before.keys() == after.keys()
    changed = [name for name in before if before[name] != after[name]]
    assert changed == [name for name in changed if name.startswith("claims/")]
    assert len(changed) == 1
