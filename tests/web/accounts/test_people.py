"""Who leaves loses what they had at once; rights are given and taken by those who may, and the log has it."""

import pytest
from django.urls import reverse

from beredd.web.accounts import actions, people
from beredd.web.accounts.errors import AccountConflict, NotAllowed
from beredd.web.accounts.models import ApiKey, Invitation, Membership, Organisation, User
from beredd.web.audit.models import Line
from beredd.web.runs.access import may_read
from beredd.web.runs.models import Run

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(make_user, organisation):
    return make_user("chef@example.se", role="administrator", organisation=organisation)


@pytest.fixture
def membership(analyst, organisation):
    return Membership.objects.get(user=analyst, organisation=organisation)


def said(what):
    return [(line.who, line.target, line.text) for line in Line.objects.filter(what=what)]


def test_who_leaves_loses_runs_keys_links_invitations_and_session_at_once(
    client, chief, analyst, organisation, membership, make_run
):
    run = make_run()
    _key, text = actions.create_api_key(by=analyst, name="skript")
    link = actions.issue_sign_in_link(by=None, user=analyst)
    actions.invite(by=chief, email=analyst.email, organisation=organisation, role="administrator")
    client.force_login(analyst)
    assert client.get(f"/rakna/{run.pk}/").status_code == 200
    people.end_membership(by=chief, membership=membership)

    assert not may_read(User.objects.get(pk=analyst.pk), run)
    assert run not in Run.objects.readable_by(analyst)
    assert actions.owner_of_api_key(text) is None
    assert not actions.link_is_open(link)
    assert not Invitation.objects.exists()
    assert client.get("/konto/").status_code == 302, "the session has ended"
    assert said("accounts.membership.ended") == [
        (chief.email, analyst.email, "region-a; 1 keys and 1 links withdrawn, sessions ended")
    ]


def test_a_member_ends_neither_anothers_membership_nor_changes_roles(analyst, reader, organisation):
    other = Membership.objects.get(user=reader)
    with pytest.raises(NotAllowed):
        people.end_membership(by=analyst, membership=other)
    with pytest.raises(NotAllowed):
        people.set_role(by=analyst, user=analyst, organisation=organisation, role="administrator")


def test_an_organisation_keeps_its_last_administrator_unless_the_site_takes_them(chief, admin, organisation):
    last = Membership.objects.get(user=chief)
    with pytest.raises(AccountConflict, match="administrator"):
        people.end_membership(by=chief, membership=last)
    with pytest.raises(AccountConflict):
        people.set_role(by=chief, user=chief, organisation=organisation, role="reader")
    people.end_membership(by=admin, membership=last)
    assert not organisation.memberships.exists()


def test_the_page_of_an_organisation_is_for_its_administrators(client, chief, analyst, admin, organisation, membership):
    page = reverse("accounts:organisation", args=[organisation.slug])
    for who, status in ((analyst, 404), (chief, 200), (admin, 200)):
        client.force_login(who)
        assert client.get(page).status_code == status
    client.force_login(chief)
    client.post(reverse("accounts:set-role", args=[organisation.slug, membership.pk]), {"role": "reader"})
    assert Membership.objects.get(pk=membership.pk).role == "reader"
    client.post(reverse("accounts:end-membership", args=[organisation.slug, membership.pk]))
    assert not Membership.objects.filter(pk=membership.pk).exists()
    assert said("accounts.role.set") == [(chief.email, analyst.email, "region-a: reader, was analyst")]


@pytest.mark.parametrize("address", ["set-role", "end-membership"])
def test_an_administrator_of_one_organisation_reaches_no_other(client, outsider, membership, organisation, address):
    Membership.objects.filter(user=outsider).update(role="administrator")
    client.force_login(outsider)
    theirs = outsider.memberships.get().organisation
    for slug in (organisation.slug, theirs.slug):  # also not through one's own organisation's address
        answer = client.post(reverse(f"accounts:{address}", args=[slug, membership.pk]), {"role": "reader"})
        assert answer.status_code == 404
    assert Membership.objects.get(pk=membership.pk).role == "analyst"


def test_an_invitation_that_is_withdrawn_opens_nothing(client, chief, organisation):
    made, token = actions.invite(by=chief, email="ny@example.se", organisation=organisation, role="reader")
    client.force_login(chief)
    client.post(reverse("accounts:withdraw-invitation", args=[organisation.slug, made.pk]))
    assert actions.open_invitation(token) is None


def test_a_member_leaves_by_a_page(client, analyst, organisation):
    client.force_login(analyst)
    assert "Lämna" in client.get("/konto/").content.decode()
    client.post(reverse("accounts:leave", args=[organisation.slug]))
    assert not analyst.memberships.exists()


def test_administrators_of_the_site_manage_people_and_nobody_else_does(client, admin, chief, analyst):
    pages = [reverse("accounts:people"), reverse("accounts:person", args=[analyst.pk])]
    for page in pages:
        client.force_login(chief)
        assert client.get(page).status_code == 403
        client.force_login(admin)
        assert analyst.email in client.get(page).content.decode()
    assert analyst.email not in client.get(pages[0], {"q": "admin@"}).content.decode()


@pytest.mark.parametrize(
    ("deed", "line"),
    [
        ("stang", "accounts.user.closed"),
        ("logga-ut", "accounts.access.ended"),
        ("gor-till-administrator", "accounts.administration.granted"),
        ("ta-bort-administrator", "accounts.administration.taken"),
        ("ta-bort-tvasteg", "accounts.second-factor.reset"),
        ("oppna", "accounts.user.opened"),
    ],
)
def test_what_is_done_to_a_person_is_in_the_log_and_not_done_to_oneself(client, admin, analyst, chief, deed, line):
    change = lambda user: reverse("accounts:change-person", args=[user.pk, deed])  # noqa: E731
    client.force_login(chief)
    assert client.post(change(analyst)).status_code == 403
    client.force_login(admin)
    asked = client.get(change(analyst))
    assert (asked.status_code, said(line)) == (302 if deed == "oppna" else 200, [])
    client.post(change(analyst))
    if deed != "logga-ut":
        client.post(change(admin))
    assert [(who, target) for who, target, _text in said(line)] == [(admin.email, analyst.email)]


def test_a_closed_account_is_signed_out_and_can_be_opened_again(client, admin, analyst):
    client.force_login(analyst)
    people.close_account(by=admin, user=analyst)
    assert client.get("/konto/").status_code == 302
    people.open_account(by=admin, user=analyst)
    client.force_login(User.objects.get(pk=analyst.pk))
    assert client.get("/konto/").status_code == 200


def test_who_administers_need_not_be_the_first_superuser(client, admin, analyst):
    people.set_site_administration(by=admin, user=analyst, granted=True)
    client.force_login(User.objects.get(pk=analyst.pk))
    assert client.get(reverse("accounts:people")).status_code == 200
    people.set_site_administration(by=admin, user=analyst, granted=False)
    client.force_login(User.objects.get(pk=analyst.pk))
    assert client.get(reverse("accounts:people")).status_code == 403


def test_only_a_closed_account_is_removed_and_the_log_outlives_it(client, admin, analyst, make_run):
    run, email = make_run(), analyst.email
    client.force_login(admin)
    client.post(reverse("accounts:remove-person", args=[analyst.pk]))
    assert User.objects.filter(pk=analyst.pk).exists()
    people.close_account(by=admin, user=analyst)
    client.post(reverse("accounts:remove-person", args=[analyst.pk]))
    assert not User.objects.filter(pk=analyst.pk).exists()
    assert Run.objects.get(pk=run.pk).created_by is None
    assert said("accounts.user.removed") == [(admin.email, email, "")]


def test_only_an_empty_organisation_is_removed(client, admin, organisation, analyst):
    client.force_login(admin)
    remove = reverse("accounts:remove-organisation", args=[organisation.slug])
    assert "har 1 medlemmar" in client.post(remove, follow=True).content.decode()
    people.end_membership(by=admin, membership=analyst.memberships.get())
    client.post(remove)
    assert not Organisation.objects.filter(pk=organisation.pk).exists()


def test_a_link_made_for_somebody_is_shown_once_and_signs_them_in(client, admin, analyst):
    client.force_login(admin)
    page = client.post(reverse("accounts:send-link", args=[analyst.pk])).content.decode()
    link = page.split('id="sign-in-link">')[1].split("<")[0]
    assert 'id="sign-in-link"' not in client.get(reverse("accounts:person", args=[analyst.pk])).content.decode()
    client.logout()
    client.post(link)
    assert client.session["_auth_user_id"] == str(analyst.pk)


def test_a_new_password_ends_the_keys_of_before(client, analyst):
    analyst.set_password("ett-langt-losen-1")
    analyst.save()
    actions.create_api_key(by=analyst, name="skript")
    client.post("/konto/login/", {"login": analyst.email, "password": "ett-langt-losen-1"})
    form = {"oldpassword": "ett-langt-losen-1", "password1": "ett-annat-losen-2", "password2": "ett-annat-losen-2"}
    assert client.post(reverse("account_change_password"), form).status_code == 302
    assert not ApiKey.objects.exists()
    assert said("accounts.password.changed") == [(analyst.email, analyst.email, "1 keys and 0 links withdrawn")]


@pytest.mark.parametrize("page", ["/konto/", "/logg/", "/konto/personer/", "/konto/login/", "/konto/email/"])
def test_nothing_of_an_account_is_kept_by_a_browser_or_a_proxy(client, admin, page):
    if page != "/konto/login/":
        client.force_login(admin)
    answer = client.get(page)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_who_stood_in_the_log_of_djangos_admin_can_be_removed_after_the_upgrade(admin, analyst):
    from importlib import import_module

    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE django_admin_log (id int, user_id bigint REFERENCES accounts_user (id))")
        cursor.execute("INSERT INTO django_admin_log VALUES (1, %s)", [analyst.pk])
        cursor.execute(import_module("beredd.web.accounts.migrations.0004_no_second_administration").DROP)
    people.close_account(by=admin, user=analyst)
    people.remove_account(by=admin, user=analyst)
    connection.check_constraints()
    assert not User.objects.filter(pk=analyst.pk).exists()
