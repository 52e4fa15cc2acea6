"""Every address of the site and the API x every kind of person: who is let in is a line of a table.

The addresses are found from the URLconf, so one that the table does not know fails here. A public page is one line:
`"room:page": EVERYONE`. Each request is undone before the next. What a GET writes is looked at too: nothing, but for
the session's moment and the log's line about a download.
"""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from tests.web.walk.conftest import LAB, NITAZENES

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Who. Region A has a reader, an analyst, who started its run and saved its answers, and a chief, who administers it;
# the outsider belongs to Region B, the loner to nothing but edits and approves guidance, the administrator to the site.
NOBODY: frozenset[str] = frozenset()
PEOPLE = ("anyone", "loner", "reader", "analyst", "chief", "outsider", "administrator")
EVERYONE = frozenset(PEOPLE)
SIGNED_IN = EVERYONE - {"anyone"}
MEMBERS = frozenset({"reader", "analyst", "chief", "administrator"})
WORKING = SIGNED_IN - {"reader", "loner"}
PROFESSIONALS = SIGNED_IN - {"loner"}
OWNERS = frozenset({"analyst", "chief", "administrator"})
CHIEFS = frozenset({"chief", "administrator"})
SITE = frozenset({"administrator"})
ANALYST = frozenset({"analyst"})
EDITOR = frozenset({"loner"})


@dataclass(frozen=True)
class Posts:
    """Who may send something to an address, and who may look at it."""

    may: frozenset[str]
    look: frozenset[str] = NOBODY


OPEN_FORM = Posts(EVERYONE, look=EVERYONE)
FORM_OF_ONES_OWN = Posts(SIGNED_IN, look=SIGNED_IN)

PAGES: dict[str, frozenset[str] | Posts] = {
    "accounts:overview": SIGNED_IN,
    "accounts:sign-in-link": OPEN_FORM,
    "accounts:invitation": EVERYONE,
    "accounts:accept-invitation": Posts(SIGNED_IN),
    "accounts:invite": Posts(CHIEFS),
    "accounts:create-organisation": Posts(SITE),
    "accounts:create-api-key": Posts(SIGNED_IN),
    "accounts:withdraw-api-key": Posts(ANALYST, look=ANALYST),
    "accounts:people": SITE,
    "accounts:person": SITE,
    "accounts:set-guidance-duty": Posts(SITE),
    "accounts:send-link": Posts(SITE),
    "accounts:remove-person": Posts(SITE, look=SITE),
    "accounts:change-person": Posts(SITE, look=SITE),
    "accounts:organisation": CHIEFS,
    "accounts:leave": Posts(MEMBERS - SITE, look=MEMBERS - SITE),
    "accounts:remove-organisation": Posts(SITE, look=SITE),
    "accounts:set-role": Posts(CHIEFS),
    "accounts:end-membership": Posts(CHIEFS, look=CHIEFS),
    "accounts:withdraw-invitation": Posts(CHIEFS, look=CHIEFS),
    "assignments:list": SIGNED_IN,
    "assignments:coverage": SIGNED_IN,
    "assignments:record": SIGNED_IN,
    "assignments:table": SIGNED_IN,
    "audit:lines": SITE,
    "design:components": EVERYONE,
    "dispensing:list": Posts(WORKING, look=EVERYONE),
    "dispensing:parameters": EVERYONE,
    "dispensing:compare": EVERYONE,
    "dispensing:levers": EVERYONE,
    "dispensing:lever": EVERYONE,
    "dispensing:scenario": EVERYONE,
    "dispensing:measures": EVERYONE,
    "dispensing:measure": EVERYONE,
    "dispensing:compare-measures": Posts(WORKING, look=WORKING),
    "dispensing:matrix": EVERYONE,
    "dispensing:matrix-table": MEMBERS,
    "dispensing:compared": MEMBERS,
    "dispensing:compared-table": MEMBERS,
    "dispensing:compared-figure": MEMBERS,
    "dispensing:run": MEMBERS,
    "dispensing:progress": MEMBERS,
    "dispensing:cancel": Posts(OWNERS, look=OWNERS),
    "dispensing:delete": Posts(OWNERS, look=OWNERS),
    "dispensing:file": MEMBERS,
    "dispensing:table": MEMBERS,
    "dispensing:figure": MEMBERS,
    "guidance:overview": SIGNED_IN,
    "guidance:claims": SIGNED_IN,
    "guidance:claim": SIGNED_IN,
    "guidance:new-claim": Posts(EDITOR, look=EDITOR),
    "guidance:write-claim": Posts(EDITOR, look=EDITOR),
    "guidance:new-text": Posts(EDITOR, look=EDITOR),
    "guidance:write-text": Posts(EDITOR, look=EDITOR),
    "guidance:take-step": Posts(EDITOR),
    "guidance:comment": Posts(EDITOR),
    "guidance:versions": SIGNED_IN,
    "guidance:stop": Posts(EDITOR, look=EDITOR),
    "guidance:sequence": SIGNED_IN,
    "guidance:decide": Posts(EDITOR),
    "guidance:approve-sequence": Posts(EDITOR),
    "guidance:write-edition": Posts(EDITOR, look=EDITOR),
    "guidance:grace": Posts(EDITOR),
    "guidance:publications": SIGNED_IN,
    "guidance:publication": SIGNED_IN,
    "guidance:new-publication": Posts(EDITOR, look=EDITOR),
    "guidance:write-publication": Posts(EDITOR, look=EDITOR),
    "guidance:reading": Posts(EDITOR, look=EDITOR),
    "guidance:feedback": OPEN_FORM,
    "guidance:notices": SIGNED_IN,
    "guidance:new-notice": Posts(EDITOR, look=EDITOR),
    "guidance:translation": SIGNED_IN,
    "guidance:store": SIGNED_IN,
    "guidance:bring-in": Posts(EDITOR | SITE),
    "guidance:store-file": SIGNED_IN,
    "guidance:horizon": SIGNED_IN,
    "guidance:record": SIGNED_IN,
    "guidance:table": SIGNED_IN,
    "health:health": EVERYONE,
    "health:details": SITE,
    "health:metrics": SITE,
    "need:planner": OPEN_FORM,
    "need:save": Posts(SIGNED_IN),
    "need:saved": MEMBERS,
    "need:template": EVERYONE,
    "need:record": OPEN_FORM,
    "need:file": OPEN_FORM,
    "overdose:lab": PROFESSIONALS,
    "overdose:readiness": PROFESSIONALS,
    "overdose:figure": PROFESSIONALS,
    "overdose:table": PROFESSIONALS,
    "overdose:save": Posts(PROFESSIONALS),
    "overdose:saved": MEMBERS,
    "overdose:record": PROFESSIONALS,
    "overdose:nitazenes": PROFESSIONALS,
    "overdose:nitazenes-figure": PROFESSIONALS,
    "overdose:nitazenes-table": PROFESSIONALS,
    "overdose:nitazenes-save": Posts(PROFESSIONALS),
    "overdose:nitazenes-saved": MEMBERS,
    "overdose:nitazenes-record": PROFESSIONALS,
    "accounts:set-exercise-duty": Posts(SITE),
    "assignments:register": SIGNED_IN,
    "assignments:register-file": SIGNED_IN,
    "assignments:enter": Posts(WORKING),
    "assignments:change": Posts(WORKING, look=WORKING),
    "assignments:remove": Posts(WORKING),
    "assignments:restore": Posts(WORKING),
    "dispensing:sites": SIGNED_IN,
    "dispensing:site-file": SIGNED_IN,
    "dispensing:failures": Posts(WORKING, look=SIGNED_IN),
    "dispensing:failure": MEMBERS,
    "dispensing:failure-progress": MEMBERS,
    "dispensing:failure-cancel": Posts(OWNERS, look=OWNERS),
    "dispensing:failure-delete": Posts(OWNERS, look=OWNERS),
    # Screening and report still wait.
    "dispensing:failure-file": NOBODY,
    "exercises:list": EVERYONE,
    "exercises:new": Posts(EDITOR, look=EDITOR),
    "exercises:bring-in": Posts(EDITOR, look=EDITOR),
    "exercises:programme": SIGNED_IN,
    "exercises:edit-programme": Posts(EDITOR, look=EDITOR),
    "exercises:undo-programme": Posts(EDITOR),
    "exercises:new-programme-item": Posts(EDITOR, look=EDITOR),
    "exercises:programme-item": Posts(EDITOR, look=EDITOR),
    "exercises:remove-programme-item": Posts(EDITOR, look=EDITOR),
    "exercises:plan": SIGNED_IN,
    "exercises:compare": SIGNED_IN,
    "exercises:revise": Posts(EDITOR),
    "exercises:version": SIGNED_IN,
    "exercises:file": SIGNED_IN,
    "exercises:prints": SIGNED_IN,
    "exercises:pack": SIGNED_IN,
    "exercises:part": SIGNED_IN,
    # The plan was not brought in from a file.
    "exercises:report": NOBODY,
    "exercises:clone": Posts(EDITOR, look=EDITOR),
    "exercises:undo": Posts(EDITOR),
    "exercises:remove": Posts(EDITOR, look=EDITOR),
    # The plan's writer reviews nothing.
    "exercises:step": Posts(NOBODY),
    "exercises:head": Posts(EDITOR, look=EDITOR),
    "exercises:new-item": Posts(EDITOR, look=EDITOR),
    "exercises:item": Posts(EDITOR, look=EDITOR),
    "exercises:remove-item": Posts(EDITOR, look=EDITOR),
    "exercises:micro": EVERYONE,
    "exercises:micro-answer": Posts(EVERYONE),
    "exercises:micro-worker": EVERYONE,
    "exercises:national": EVERYONE,
    # Nobody has sent anything.
    "exercises:national-file": NOBODY,
    "exercises:national-record": EVERYONE,
    "loop": EVERYONE,
    "play:runs": SIGNED_IN,
    "play:start": Posts(SIGNED_IN, look=SIGNED_IN),
    "play:join": OPEN_FORM,
    "play:join-code": OPEN_FORM,
    # Who made the run has a seat in it; others are led to where one joins with a code.
    "play:room": ANALYST,
    "play:after": ANALYST,
    "play:export": ANALYST,
    "play:screen": ANALYST,
    "play:do": Posts(ANALYST),
    "play:halt": Posts(ANALYST),
    "play:line": Posts(ANALYST),
    "play:read": Posts(NOBODY),  # players read
    "play:talk": Posts(ANALYST),
    "reports:start": Posts(WORKING, look=WORKING),
    "reports:report": MEMBERS,
    "reports:file": NOBODY,
    "runs:list": EVERYONE,
    "runs:record": MEMBERS,
    "runs:record-file": MEMBERS,
    "runs:file": MEMBERS,
    "runs:remove": Posts(OWNERS, look=OWNERS),
    "runs:removed": OWNERS,
    "runs:restore": Posts(OWNERS),
    "runs:cancel": Posts(OWNERS, look=OWNERS),
    "runs:progress": MEMBERS,
    "start": EVERYONE,
    "account_login": OPEN_FORM,
    "account_logout": OPEN_FORM,
    "account_inactive": EVERYONE,
    "account_signup": OPEN_FORM,
    # Nobody of the walk has a password or a second factor, so there is nothing to ask for, to take away or to show.
    "account_reauthenticate": Posts(NOBODY),
    "account_email": FORM_OF_ONES_OWN,
    "account_email_verification_sent": EVERYONE,
    "account_change_password": FORM_OF_ONES_OWN,
    "account_set_password": FORM_OF_ONES_OWN,
    "account_reset_password": OPEN_FORM,
    "account_confirm_login_code": OPEN_FORM,
    "account_confirm_email": Posts(NOBODY, look=EVERYONE),
    "account_reset_password_from_key_done": EVERYONE,
    "account_reset_password_from_key": OPEN_FORM,
    "account_reset_password_done": EVERYONE,
    "mfa_index": SIGNED_IN,
    "mfa_authenticate": OPEN_FORM,
    "mfa_reauthenticate": Posts(NOBODY),
    "mfa_activate_totp": FORM_OF_ONES_OWN,
    "mfa_deactivate_totp": Posts(NOBODY),
    "mfa_view_recovery_codes": NOBODY,
    "mfa_generate_recovery_codes": FORM_OF_ONES_OWN,
    "mfa_download_recovery_codes": Posts(NOBODY),
    "socialaccount_login_cancelled": EVERYONE,
    # 401 for everyone.
    "socialaccount_login_error": NOBODY,
    "socialaccount_signup": OPEN_FORM,
    "socialaccount_connections": FORM_OF_ONES_OWN,
    "konto/social/login/cancelled/": OPEN_FORM,
    "konto/social/login/error/": OPEN_FORM,
    "konto/social/signup/": OPEN_FORM,
    "konto/social/connections/": OPEN_FORM,
    # Single sign-on is off.
    "openid_connect_login": Posts(NOBODY),
    "openid_connect_callback": Posts(NOBODY),
    "api-reference": EVERYONE,
    "set-language": OPEN_FORM,
}
OPERATIONS: dict[str, frozenset[str]] = {
    "GET /api/v1/scenarios": EVERYONE,
    "GET /api/v1/scenarios/{scenario_id}": EVERYONE,
    "GET /api/v1/parameters": EVERYONE,
    "GET /api/v1/networks": EVERYONE,
    "GET /api/v1/exercises/plans": EVERYONE,
    "GET /api/v1/exercises/plans/{id}": SIGNED_IN,
    "GET /api/v1/exercises/programmes": EVERYONE,
    "GET /api/v1/runs": EVERYONE,
    "POST /api/v1/runs": WORKING,
    "GET /api/v1/runs/{run_id}": MEMBERS,
    "DELETE /api/v1/runs/{run_id}": OWNERS,
    "POST /api/v1/runs/{run_id}/cancel": OWNERS,
    "GET /api/v1/runs/{run_id}/events": MEMBERS,
    "GET /api/v1/runs/{run_id}/kpi": MEMBERS,
    "GET /api/v1/runs/{run_id}/files": MEMBERS,
    "GET /api/v1/runs/{run_id}/files/{name}": MEMBERS,
    "POST /api/v1/need/plan": SIGNED_IN,
    "GET /api/v1/overdose/products": PROFESSIONALS,
    "GET /api/v1/overdose/opioids": PROFESSIONALS,
    "GET /api/v1/overdose/strategies": PROFESSIONALS,
    "POST /api/v1/overdose/comparisons": PROFESSIONALS,
    "POST /api/v1/overdose/nitazenes": PROFESSIONALS,
}
# What is sent, where an empty form says nothing about who may send it.
SENT: dict[str, dict[str, Any]] = {
    "accounts:set-role": {"role": "analyst"},
    "dispensing:list": {"scenario": "vardag", "days": "7", "replicates": "1", "seed": "1"},
    "dispensing:compare-measures": {
        "scenario": "s5a-dos",
        "measures": ["packning-pa-helger"],
        "days": "7",
        "over": "slump",
        "times": "1",
        "country": "litet",
        "seed": "1",
    },
    "play:do": {"verb": "start"},
    "guidance:comment": {"kind": "claim", "id": "NAL-024"},
    "guidance:take-step": {"kind": "claim", "id": "NAL-024", "token": "of something else"},
    "overdose:save": LAB,
    "overdose:nitazenes-save": NITAZENES,
    "POST /api/v1/runs": {"scenario": "vardag", "days": 1},
    "POST /api/v1/overdose/comparisons": {
        "opioid": "fentanyl",
        "dose_mg": 1.625,
        "arms": [{"antagonist": "in-4mg"}],
    },
    "POST /api/v1/overdose/nitazenes": {"dose_mg": 1.625, "arms": [{"antagonist": "in-4mg"}]},
}


# What there is ----------------------------------------------------------------------------------------------------
def patterns(resolver=None, route="", parts=(), spaces=()):
    """(name with its namespace, route, parts) of each address; allauth's without a name by their route."""
    for one in (resolver or get_resolver()).url_patterns:
        here, its = route + str(one.pattern), (*parts, *one.pattern.regex.groupindex)
        if isinstance(one, URLPattern):
            yield ":".join((*spaces, one.name or here)), here, its
        else:
            yield from patterns(one, here, its, (*spaces, *filter(None, [one.namespace])))


def pages():
    """name -> (route, parts) of what is no operation of the API."""
    return {name: (route, parts) for name, route, parts in patterns() if not name.startswith("api-v1:")}


def operations():
    """ "METHOD /path" of each operation of the API."""
    from beredd.web.api.site import api

    paths = api.get_openapi_schema()["paths"]
    return [f"{method.upper()} {path}" for path, methods in paths.items() for method in methods]


def address_of(name, route, parts, ground):
    """The address with the ground's values in its places."""
    values = {part: ground.value(name, part) for part in parts}
    # allauth's older addresses have no name; they have no parts either.
    return f"/{route}" if name == route else reverse(name, kwargs=values)


ELSEWHERE = r"/konto/login/\?next=|/ova/korning/anslut/$"
"""Where one is led who is not let in."""


# Asking -----------------------------------------------------------------------------------------------------------
def verdict(answer):
    """in, out, or absent where the method is not there."""
    if answer.status_code == 405:
        return "absent"
    if answer.status_code in (401, 403, 404):
        return "out"
    if answer.status_code == 302 and re.match(ELSEWHERE, answer.headers["Location"]):
        return "out"
    assert answer.status_code < 500 or answer.status_code == 503, answer.status_code
    return "in"


class Undone(Exception):
    """Ends a request's transaction."""


def ask(client, method, address, **sent):
    """(answer, statements that write) of a request that is undone."""
    written = []

    def note(execute, sql, params, many, context):
        if not re.match(r"\s*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|EXPLAIN)\b", sql, re.I):
            written.append(" ".join(sql.split()[:3]))
        return execute(sql, params, many, context)

    cache.clear()
    answer = None
    kept = {name: morsel.value for name, morsel in client.cookies.items()}
    try:
        with transaction.atomic(), connection.execute_wrapper(note):
            answer = getattr(client, method.lower())(address, **sent)
            if answer.streaming:
                b"".join(answer.streaming_content)
            raise Undone
    except Undone:
        client.cookies.clear()
        client.cookies.load(kept)
    return answer, written


def may_be_written(answer, person, statement):
    """A session's moment; the line about a download; that a code to join with was tried; nothing else."""
    if "django_session" in statement or "accounts_signinattempt" in statement:
        return True
    is_download = answer.headers.get("Content-Disposition", "").startswith("attachment")
    return is_download and person != "anyone" and statement.startswith('INSERT INTO "audit_line"')


@pytest.fixture
def clients(ground):
    found = {}
    for person in PEOPLE:
        found[person] = Client(raise_request_exception=False)
        if person != "anyone":
            found[person].force_login(ground.people[person])
    return found


# The walk ---------------------------------------------------------------------------------------------------------
def test_each_address_is_in_the_table_and_the_table_has_no_other():
    assert set(pages()) == set(PAGES)
    assert set(operations()) == set(OPERATIONS)


def test_each_page_is_for_whom_the_table_says_and_looking_writes_nothing(clients, ground):
    wrong = []
    for name, (route, parts) in pages().items():
        address = address_of(name, route, parts, ground)
        rule = PAGES.get(name, NOBODY)
        look, may = (rule.look, rule.may) if isinstance(rule, Posts) else (rule, NOBODY)
        for person, client in clients.items():
            answer, written = ask(client, "GET", address)
            found = verdict(answer)
            if (found == "in") != (person in look):
                wrong.append(f"{name}: GET {address} by {person}: {found} ({answer.status_code})")
            wrong += [
                f"{name}: GET {address} by {person} wrote: {statement}"
                for statement in written
                if not may_be_written(answer, person, statement)
            ]
            if not may and person != "administrator" and not isinstance(rule, Posts):
                continue  # that nobody sends anything to a page that is only looked at is asked once
            answer, _written = ask(client, "POST", address, data=SENT.get(name, {}))
            found = verdict(answer)
            if (found == "in") != (person in may):
                wrong.append(f"{name}: POST {address} by {person}: {found} ({answer.status_code})")
    assert not wrong, "\n".join(wrong)


def test_each_operation_is_for_whom_the_table_says_and_looking_writes_nothing(clients, ground):
    wrong = []
    for operation in operations():
        method, path = operation.split()
        address = re.sub(r"\{(\w+)\}", lambda found: str(ground.values[found[1]]), path)
        for person, client in clients.items():
            sent = {} if method == "GET" else {"data": SENT.get(operation, {}), "content_type": "application/json"}
            answer, written = ask(client, method, address, **sent)
            if (verdict(answer) == "in") != (person in OPERATIONS.get(operation, NOBODY)):
                wrong.append(f"{operation} by {person}: {answer.status_code}")
            if method == "GET":
                wrong += [
                    f"{operation} by {person} wrote: {s}" for s in written if not may_be_written(answer, person, s)
                ]
    assert not wrong, "\n".join(wrong)
