"""Single sign-on against a real provider process: roles come with the claims and go with them."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from urllib.parse import urlencode, urlsplit

import pytest
from django.urls import reverse

from beredd.web.accounts import actions
from beredd.web.accounts.models import Membership, User
from beredd.web.accounts.sso import grants_of, read_mapping
from beredd.web.audit.models import Line

ADDRESS = "asa@regionen.se"


@pytest.mark.parametrize(
    ("values", "mapping", "roles", "administers"),
    [
        (["beredd:region-a:analyst", "other:thing"], "", {"region-a": "analyst"}, False),
        ("beredd:region-a:reader", "", {"region-a": "reader"}, False),
        (["beredd:region-a:administrator", "beredd:region-a:reader"], "", {"region-a": "administrator"}, False),
        (["region-a:analyst", "beredd:region-a:boss", 7, None], "", {}, False),
        (["beredd:site:administrator"], "", {}, True),
        (["beredd:site:reader"], "", {}, False),
        (None, "", {}, False),
        (["Beredskap, A"], "Beredskap, A=region-a:analyst; Drift=site:administrator", {"region-a": "analyst"}, False),
        (["Drift"], "Beredskap=region-a:analyst;Drift=site:administrator", {}, True),
        # With a mapping nothing speaks for itself: groups anybody may name cannot give a role.
        (["beredd:site:administrator"], "Drift=site:administrator", {}, False),
    ],
)
def test_what_claims_give(values, mapping, roles, administers):
    grants = grants_of({"roles": values}, claim="roles", mapping=read_mapping(mapping))
    assert (dict(grants.roles), grants.administers_site) == (roles, administers)
    assert bool(grants) == bool(roles or administers)


@pytest.mark.parametrize(
    "text", ["Drift", "Drift=region-a", "Drift=region-a:boss", "=region-a:reader", "D=site:reader"]
)
def test_a_mapping_that_says_nothing_is_refused(text):
    with pytest.raises(ValueError, match="BEREDD_OIDC_ROLES"):
        read_mapping(text)


class Provider:
    """A provider in a process of its own, with one person whose claims can be changed."""

    def __init__(self, port: int):
        self.origin = f"http://127.0.0.1:{port}"

    def says(self, **claims) -> None:
        """What the provider says of the person from now on."""
        body = json.dumps({"email": ADDRESS, "email_verified": True, "name": "Åsa Ek", **claims}).encode()
        ask = urllib.request.Request(
            f"{self.origin}/users/asa", body, {"Content-Type": "application/json"}, method="PUT"
        )
        urllib.request.urlopen(ask).close()

    def answer(self, address: str) -> str:
        """Signs the person in at the provider; returns the address it sends the browser back to."""

        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_args, **_more):
                return None

        try:
            urllib.request.build_opener(Stay).open(address, urlencode({"sub": "asa"}).encode())
        except urllib.error.HTTPError as answer:
            return answer.headers["Location"]
        raise AssertionError("the provider did not send the browser back")


@pytest.fixture(scope="module")
def provider():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", str(port), "--user", "asa"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    found = Provider(port)
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{found.origin}/.well-known/openid-configuration").close()
            break
        except OSError:
            assert process.poll() is None, "the provider has ended"
            time.sleep(0.1)
    yield found
    process.terminate()
    process.wait()


@pytest.fixture
def sign_in(client, provider, settings, organisation):
    """Signs the person in through the provider; returns the answer to the last request."""
    app = {"provider_id": "sso", "name": "Regionens inloggning", "client_id": "beredd", "secret": "hemligt"}
    app["settings"] = {"server_url": provider.origin}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}

    def go():
        client.logout()
        there = client.post("/konto/oidc/sso/login/")
        assert there.status_code == 302
        back = urlsplit(provider.answer(there["Location"]))
        return client.get(f"{back.path}?{back.query}")

    return go


def who(client):
    pk = client.session.get("_auth_user_id")
    return User.objects.get(pk=pk) if pk else None


@pytest.mark.slow
@pytest.mark.django_db
class TestSingleSignOn:
    def test_the_sign_in_page_offers_it(self, client, sign_in):
        page = client.get("/konto/login/").content.decode()
        assert "Regionens inloggning" in page
        assert "/konto/oidc/sso/login/" in page

    def test_a_new_person_gets_the_roles_of_the_claims(self, client, provider, sign_in):
        provider.says(roles=["beredd:region-a:analyst", "beredd:finns-inte:reader"])
        sign_in()
        user = who(client)
        assert (user.email, user.name) == (ADDRESS, "Åsa Ek")
        assert [(m.organisation.slug, m.role, m.from_sign_in_service) for m in user.memberships.all()] == [
            ("region-a", "analyst", True)
        ]
        assert Line.objects.filter(what="accounts.claim.unknown", text="no organisation finns-inte").exists()
        assert Line.objects.filter(what="accounts.signed-in", target=ADDRESS, text__startswith="socialaccount").exists()

    def test_nobody_gets_in_without_a_role(self, client, provider, sign_in):
        provider.says(roles=["something:else"])
        assert sign_in().status_code == 403
        assert who(client) is None
        assert not User.objects.filter(email=ADDRESS).exists()

    def test_a_role_goes_with_its_claim_and_with_it_keys_and_access(self, client, provider, sign_in):
        provider.says(roles=["beredd:region-a:administrator", "beredd:site:administrator"])
        sign_in()
        user = who(client)
        assert user.is_staff
        _key, text = actions.create_api_key(by=user, name="skript")
        provider.says(roles=["beredd:region-a:reader"])
        sign_in()
        user = who(client)
        assert not user.is_staff
        assert user.memberships.get().role == "reader"
        provider.says(roles=[])
        assert sign_in().status_code == 403
        assert who(client) is None
        assert not Membership.objects.filter(user=user).exists()
        assert actions.owner_of_api_key(text) is None

    def test_a_role_given_by_hand_stays_when_a_claim_goes(self, client, provider, sign_in, other_organisation):
        provider.says(roles=["beredd:region-a:reader"])
        sign_in()
        Membership.objects.create(user=who(client), organisation=other_organisation, role="analyst")
        provider.says(roles=[])
        sign_in()
        assert [m.organisation.slug for m in who(client).memberships.all()] == ["region-b"]

    def test_a_person_with_an_account_is_the_same_person(self, client, provider, sign_in, make_user):
        before = make_user(ADDRESS)
        provider.says(roles=["beredd:region-a:reader"])
        sign_in()
        assert who(client) == before

    def test_an_address_that_the_service_has_not_checked_opens_no_account(self, client, provider, sign_in, make_user):
        before = make_user(ADDRESS)
        provider.says(roles=["beredd:region-a:reader"], email_verified=False)
        sign_in()
        assert who(client) is None
        assert not before.memberships.exists()

    def test_a_closed_account_stays_closed(self, client, provider, sign_in, make_user):
        make_user(ADDRESS, is_active=False)
        provider.says(roles=["beredd:region-a:reader"])
        assert sign_in().status_code == 403
        assert who(client) is None

    def test_the_services_own_second_factor_counts_where_the_site_says_so(self, client, provider, sign_in, settings):
        settings.SECOND_FACTOR_FOR = "all"
        provider.says(roles=["beredd:region-a:reader"])
        sign_in()
        assert client.get("/rakna/")["Location"] == reverse("mfa_activate_totp")
        settings.SIGN_IN_SERVICE_HAS_SECOND_FACTOR = True
        assert client.get("/rakna/").status_code == 200
