"""Guidance written and approved on the web: who may, what is refused, and that nobody's words are lost."""

import html
import re

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
