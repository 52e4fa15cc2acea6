"""What people and organisations are refused, and that nothing happened."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from beredd.web.accounts import actions, people
from beredd.web.accounts.errors import NotAllowed
from beredd.web.accounts.models import Invitation, Organisation, User
from beredd.web.audit.models import Line

pytestmark = pytest.mark.django_db


def said(what):
    return [(line.target, line.text) for line in Line.objects.filter(what=what)]


def test_only_administrators_of_the_site_make_organisations(client, analyst):
    with pytest.raises(NotAllowed):
        actions.create_organisation(by=analyst, name="Min egen", kind="region")
    client.force_login(analyst)
    assert (
        client.post(reverse("accounts:create-organisation"), {"org-name": "Min", "org-kind": "region"}).status_code
        == 403
    )
    assert not Organisation.objects.filter(name__startswith="Min").exists()


def test_an_organisation_has_a_name_of_its_own_and_what_was_typed_stays(client, admin, organisation):
    client.force_login(admin)
    answer = client.post(reverse("accounts:create-organisation"), {"org-name": organisation.name, "org-kind": "region"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Det finns redan en organisation med det namnet." in page
    assert f'value="{organisation.name}"' in page


def test_a_wrong_address_of_an_invitation_is_said_beside_it(client, admin, organisation):
    client.force_login(admin)
    sent = {"invite-email": "inte en adress", "invite-organisation": organisation.pk, "invite-role": "reader"}
    answer = client.post(reverse("accounts:invite"), sent)
    assert answer.status_code == 422
    assert "inte en adress" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_who_may_invite_to_no_organisation_is_told_nothing_of_any(client, analyst, organisation):
    client.force_login(analyst)
    sent = {"invite-email": "ny@example.se", "invite-organisation": organisation.pk, "invite-role": "reader"}
    assert client.post(reverse("accounts:invite"), sent).status_code == 403


def test_an_invitation_is_withdrawn_by_those_who_may_invite(admin, reader, organisation):
    made, _token = actions.invite(by=admin, email="ny@example.se", organisation=organisation, role="reader")
    with pytest.raises(NotAllowed):
        people.withdraw_invitation(by=reader, invitation=made)
    assert Invitation.objects.filter(pk=made.pk).exists()


def test_people_are_managed_by_administrators_of_the_site_alone(analyst, reader):
    with pytest.raises(NotAllowed):
        people.close_account(by=analyst, user=reader)
    reader.refresh_from_db()
    assert reader.is_active


@pytest.mark.parametrize("deed", ["gor-vad-som-helst", "stang-allt"])
def test_a_deed_there_is_not_does_nothing(client, admin, reader, deed):
    client.force_login(admin)
    assert client.post(reverse("accounts:change-person", args=[reader.pk, deed])).status_code == 404


def test_a_role_there_is_not_is_no_role(client, admin, reader, organisation):
    client.force_login(admin)
    member = reader.memberships.get()
    answer = client.post(reverse("accounts:set-role", args=[organisation.slug, member.pk]), {"role": "kung"})
    assert answer.status_code == 404
    member.refresh_from_db()
    assert member.role == "reader"


def test_a_link_that_is_no_link_is_closed(client):
    assert not actions.link_is_open("inte-en-lank")
    assert client.get(reverse("accounts:sign-in-link", args=["inte-en-lank"])).status_code == 410
    assert "_auth_user_id" not in client.session


def test_addresses_added_changed_confirmed_and_removed_are_in_the_log(client, analyst):
    client.force_login(analyst)
    page = reverse("account_email")
    client.post(page, {"action_add": "", "email": "ny@example.se"})
    added = EmailAddress.objects.get(email="ny@example.se")
    assert (analyst.email, "ny@example.se") in said("accounts.address.added")
    added.verified = True
    added.save()
    client.post(page, {"action_primary": "", "email": "ny@example.se"})
    client.post(page, {"action_remove": "", "email": "analytiker@example.se"})
    assert ("ny@example.se", "was analytiker@example.se") in said("accounts.address.changed")
    assert "analytiker@example.se" in {text for _who, text in said("accounts.address.removed")}


def test_users_are_found_by_address_however_it_is_written(analyst):
    assert User.objects.get_by_natural_key("Analytiker@Example.se") == analyst
