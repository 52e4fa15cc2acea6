"""The API's description: a snapshot that moves only on purpose, and cases made from it.

After a wanted change: BEREDD_UPDATE_OPENAPI=1 python -m pytest tests/web/api/test_openapi.py
"""

import json
import os
from pathlib import Path

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings

from beredd.web.accounts.actions import create_api_key

SNAPSHOT = Path(__file__).parent / "openapi.json"


def described() -> dict:
    from beredd.web.api.site import api

    return json.loads(json.dumps(api.get_openapi_schema(), default=str))


def test_the_description_is_the_one_that_was_agreed():
    now = json.dumps(described(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    if os.environ.get("BEREDD_UPDATE_OPENAPI"):
        SNAPSHOT.write_text(now, encoding="utf-8")
    assert now == SNAPSHOT.read_text(encoding="utf-8"), "The API has changed. Wanted? See the top of this file."


def test_every_operation_declares_its_refusals_in_one_shape():
    for address, methods in described()["paths"].items():
        for method, operation in methods.items():
            answers = operation["responses"]
            assert {"401", "403"} <= set(answers), f"{method} {address}"
            if "{" in address:
                assert {"404", "422"} <= set(answers), f"{method} {address}"
            for code, answer in answers.items():
                if int(code) >= 400:
                    (content,) = answer["content"].values()
                    assert content["schema"] == {"$ref": "#/components/schemas/Refusal"}, f"{method} {address} {code}"


def operations() -> list[str]:
    """`METHOD address` of every operation in the snapshot."""
    paths = json.loads(SNAPSHOT.read_text(encoding="utf-8"))["paths"]
    return [f"{method.upper()} {address}" for address, methods in paths.items() for method in methods]


@pytest.fixture
def application(db):
    """The site under WSGI, on the test's own connection: a real server would close it after each request."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.parametrize("operation", operations())
def test_answers_keep_what_the_description_promises(operation, application, scenarios, analyst, make_run, finish_run):
    """Made-up calls, sensible and not, on a site with one finished run, signed in with a key.

    Excluded: that a call which fits its schema is accepted, for the schema does not say which scenarios there are.
    """
    import schemathesis  # a second and a half, for one worker of several
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    finish_run(make_run())
    _key, text = create_api_key(by=analyst, name="schemathesis")
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    method, address = operation.split()

    @given(case=schema[address][method].as_strategy())
    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    def holds(case):
        case.call_and_validate(
            # The client in the test does not unpack what is sent compressed.
            headers={"Authorization": f"Bearer {text}", "Accept-Encoding": "identity"},
            excluded_checks=[positive_data_acceptance],
        )

    holds()
