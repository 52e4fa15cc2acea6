"""What cannot be taken back at once asks first, in one way: a page that says what is lost, and does nothing."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from beredd.web.accounts import actions
from beredd.web.accounts.models import ApiKey, Invitation, Membership

WEB = Path(__file__).parents[3] / "src" / "beredd" / "web"
SHOWS_BUTTONS = {"ask.html", "stop.html", "components.html", "_clock.html", "control.html", "micro.html"}
"""stop.html asks too: it says from where a claim goes, and wants a reason. Control must not leave a running exercise's
board: there a fold says what happens, and the button stands in it. What a micro exercise clears is on the device
alone, and the page asks before."""


def test_no_button_destroys_anything_but_on_the_page_that_asks():
    found = {
        path.name
        for path in WEB.rglob("*.html")
        if re.search(r"<button[^>]*btn stop", path.read_text(encoding="utf-8"))
    }
    assert found == SHOWS_BUTTONS


@pytest.mark.django_db
def test_a_key_an_invitation_and_a_membership_are_asked_about_and_only_then_gone(client, admin, analyst, organisation):
    key, _text = actions.create_api_key(by=admin, name="skript")
    invitation, _token = actions.invite(by=admin, email="ny@example.se", organisation=organisation, role="reader")
    member = Membership.objects.get(user=analyst)
    client.force_login(admin)
    for address, names, of in (
        (reverse("accounts:withdraw-api-key", args=[key.pk]), "skript", ApiKey),
        (reverse("accounts:withdraw-invitation", args=[organisation.slug, invitation.pk]), "ny@example.se", Invitation),
        (reverse("accounts:end-membership", args=[organisation.slug, member.pk]), analyst.email, Membership),
    ):
        before = of.objects.count()
        page = client.get(address).content.decode()
        assert names in page
        assert "Gå tillbaka" in page
        assert of.objects.count() == before
        client.post(address)
        assert of.objects.count() == before - 1
