"""Every limit of every question: command, API and form refuse just outside, accept just inside, in the same words."""

import math
from decimal import Decimal

import pytest

from beredd import dispensing, need, overdose
from beredd.cli import NOUNS
from beredd.cli.lazy import LazyGroup
from beredd.descriptions import Refused, limit_of, limits, on_site
from beredd.dispensing.parameters import load_parameters
from beredd.web.accounts.actions import create_api_key
from beredd.wording import speaking

pytestmark = pytest.mark.django_db

ROWS = "county_code,county,sex,population,at_risk,opioid_deaths\n01,A,men,500000,800,20\n"
ROW = {"county_code": "01", "county": "A", "sex": "men", "population": 500000, "at_risk": 800, "opioid_deaths": 20}


class Accepted(Exception):
    """The question came through to the engine."""


def accept(*_arguments, **_options):
    raise Accepted


# How each kind is asked -----------------------------------------------------------------------------------------
class Lab:
    """The overdose question; fields of an arm are asked with one arm."""

    model, url = overdose.Question, "/api/v1/overdose/comparisons"

    def words(self, option, value):
        base = {"--opioid": "fentanyl", "--dose-mg": "1.625", "--antagonist": "in-4mg", option: value}
        return ["overdose", "run", *(word for pair in base.items() for word in pair)]

    def body(self, field, value):
        arm, base = {"antagonist": "in-4mg"}, {"opioid": "fentanyl", "dose_mg": 1.625}
        if field in limits(overdose.Arm):
            return base | {"arms": [arm | {field: value}]}
        return base | {"arms": [arm], field: value}

    def form(self, field, text):
        from beredd.web.overdose.forms import LAB_NAMES, WAY_NAMES, LabForm

        name = LAB_NAMES.get(field) or (f"{WAY_NAMES[field]}1" if field in WAY_NAMES else None)
        first = {"opioid": "fentanyl", "dos": "1.625", "person": "chronic", "n": "200", "fro": "1", "a1": "in-4mg"}
        return None if name is None else (LabForm(first | {name: text}), name)


class Planner:
    """The need question."""

    model, url = need.Question, "/api/v1/need/plan"

    def __init__(self, folder):
        self.file = folder / "need.csv"
        self.file.write_text(ROWS, encoding="utf-8")

    def words(self, option, value):
        return ["need", "plan", str(self.file), option, value]

    def body(self, field, value):
        return {"rows": [ROW], field: value}

    def form(self, field, text):
        from beredd.web.need.forms import NAMES, PlannerForm

        name = NAMES.get(field)
        return None if name is None else (PlannerForm.read({name: text}, 900), name)


class Studio:
    """The dispensing question; a parameter's field is `overrides.NAME`."""

    model, url = dispensing.Question, "/api/v1/runs"

    def words(self, option, value):
        if option.startswith("overrides."):
            option, value = "--set", f"{option.removeprefix('overrides.')}={value}"
        return ["dispensing", "run", "vardag", option, value]

    def body(self, field, value):
        if field.startswith("overrides."):
            return {"scenario": "vardag", "overrides": {field.removeprefix("overrides."): value}}
        return {"scenario": "vardag", field: value}

    def form(self, field, text):
        from beredd.web.dispensing.forms import NAMES, RunForm

        name = f"p_{field.removeprefix('overrides.')}" if field.startswith("overrides.") else NAMES.get(field)
        first = {"scenario": "vardag", "days": "7", "replicates": "1", "seed": "1"}
        form = RunForm(first | {name: text})
        return (form, name) if name in form.fields else None


KINDS = {"lab": Lab, "planner": Planner, "studio": Studio}


# What there is to walk ------------------------------------------------------------------------------------------
def ends(limit):
    """(value, whether it is allowed) just inside and just outside each end."""
    found = []
    for end, is_open, away in ((limit.low, limit.is_low_open, -1), (limit.high, limit.is_high_open, 1)):
        beyond = end + away if limit.kind == "whole" else math.nextafter(end, away * math.inf)
        within = math.nextafter(end, -away * math.inf) if is_open else end
        found += [(within, True), (end if is_open else beyond, False)]
    return found


def walk():
    """(kind, field, limit at the command line, limit on the site) of every number that any question asks for."""
    for kind, model in (("lab", overdose.Question), ("planner", need.Question), ("studio", dispensing.Question)):
        for name, limit in limits(model).items():
            if limit.kind in ("number", "whole"):
                yield kind, name, limit, limits(on_site(model))[name]
    yield from (("lab", n, one, one) for n, one in limits(overdose.Arm).items() if one.kind in ("number", "whole"))
    for name, parameter in load_parameters().items():
        if parameter.range is not None:
            yield "studio", f"overrides.{name}", limit_of(parameter), limit_of(parameter)


WALK = [pytest.param(*one, id=f"{one[0]}-{one[1]}") for one in walk()]


# Asking ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def as_member(client, analyst):
    """The API's client, signed in; engines that only say that they were asked."""
    _key, text = create_api_key(by=analyst, name="test")
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {text}"
    return client


@pytest.fixture(autouse=True)
def engines(monkeypatch, settings):
    """Engines that only say that they were asked."""
    from beredd.web.dispensing import actions
    from beredd.web.need import api as need_api
    from beredd.web.overdose import api as overdose_api

    settings.API_START_RATE = "10000/m"
    monkeypatch.setattr("beredd.web.api.access.StartThrottle.allow_request", lambda *_: True)
    for package, function in ((overdose, "simulate"), (need, "make_plan"), (dispensing, "run")):
        monkeypatch.setattr(package, function, accept, raising=False)
    monkeypatch.setattr(overdose_api, "answer", accept)
    monkeypatch.setattr(need_api, "plan_of", accept)
    monkeypatch.setattr(actions, "queue_run", accept)


def by_command(words):
    """The refusal's words, "" where the question is accepted."""
    try:
        LazyGroup(name="beredd", nouns=NOUNS).main(words, standalone_mode=False)
    except Accepted:
        return ""
    except Refused as refused:
        return str(refused)
    raise AssertionError("the command neither refused nor asked")


def by_api(client, url, body):
    try:
        answer = client.post(url, body, content_type="application/json")
    except Accepted:
        return ""
    assert answer.status_code == 422
    return "\n".join(fault["message"] for fault in answer.json()["faults"])


def by_form(asked):
    form, name = asked
    if form.is_valid():
        return ""
    assert list(form.errors) == [name]
    return "\n".join(form.errors[name])


def written(value, limit):
    """A value as people write it into a form: shares as per cent."""
    return str(Decimal(repr(value)) * 100 if limit.asked.is_share else repr(value))


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "field", "limit", "here"), WALK)
def test_every_limit_holds_for_every_asker_in_the_same_words(kind, field, limit, here, as_member, tmp_path):
    asker = KINDS[kind](tmp_path) if kind == "planner" else KINDS[kind]()
    option = field if field.startswith("overrides.") else limit.option
    for value, is_allowed in ends(limit):
        assert bool(by_command(asker.words(option, repr(value)))) != is_allowed, ("command", value)
    for value, is_allowed in ends(here):
        said = by_api(as_member, asker.url, asker.body(field, value))
        assert bool(said) != is_allowed, ("api", value)
        with speaking("en"):
            if asked := asker.form(field, written(value, here)):
                assert by_form(asked) == said, ("form", value)
        if (limit.low, limit.high) == (here.low, here.high):
            assert by_command(asker.words(option, repr(value))) == said, ("command", value)


@pytest.mark.slow
def test_what_may_be_chosen_is_the_same_for_every_asker(as_member, tmp_path):
    for kind, field in (("lab", "subject"), ("lab", "strategy"), ("planner", "equity"), ("planner", "mixing")):
        asker = KINDS[kind](tmp_path) if kind == "planner" else KINDS[kind]()
        limit = limits(overdose.Arm if field == "strategy" else asker.model)[field]
        said = by_api(as_member, asker.url, asker.body(field, "nosuch"))
        assert "“nosuch” was given; allowed is " in said
        assert by_command(asker.words(limit.option, "nosuch")) == said
        with speaking("en"):
            assert by_form(asker.form(field, "nosuch")) == said


def test_no_limit_stands_in_a_form_or_an_api_of_its_own():
    """The walk above covers what there is: no question has a number that it does not meet."""
    assert {param.values[1] for param in WALK} >= {
        *("dose_mg", "n", "seed", "delay_s", "target", "budget", "floor", "unwitnessed", "at_risk_total", "draws"),
        *("days", "replicates", "overrides.home_stock_share"),
    }
    assert {limits(model)["seed"].high for model in (overdose.Question, need.Question, dispensing.Question)} == {
        2**53 - 1
    }
