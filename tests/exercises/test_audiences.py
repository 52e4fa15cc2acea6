"""What each participant may know: every kind of event by every kind of participant, and nothing that is control's."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredd.exercises.audiences import ALLOWED, EVERYTHING, VIEWERS, figures, view
from beredd.exercises.log import KINDS, Head, Run
from beredd.exercises.plan import Knowledge, Sharing
from beredd.exercises.store import read_exercises

PLAN = read_exercises().plan("s5-rullen-som-inte-kom")
OBSERVER = replace(PLAN.roles[0], id="o", actor="omvarlden", played="observer")
PLAN = replace(PLAN, roles=(*PLAN.roles, OBSERVER))
ROLES = {role.id: f"P{n}" for n, role in enumerate(PLAN.roles, 1)}


def told(secret="hemligt"):
    """A run with an event of every kind; what is control's alone says the secret."""
    run = Run(Head("s5", "1", "d", 1))
    for role in PLAN.roles:
        run = run.added("joined", wall=0, salt="s", by=ROLES[role.id], role=role.id, actor=role.actor)
    run = run.added("clock", wall=0, salt="s", about="start", value=0, at=0)
    content = {
        "at": 0, "due": 0, "channel": "mail", "sender": "x", "title": "t", "text": "öppen", "to": ["region", "mas"],
        "because": "condition", "condition": secret, "quantities": {secret: 1}, "values": {secret: {"value": 1}},
    }  # fmt: skip
    run = run.added("inject", wall=1, salt="s", about="9", **content)
    run = run.added("correction", wall=2, salt="s", about="9", at=2, text="rättad text", why=secret)
    run = run.added("share", wall=3, salt="s", about="9", by=ROLES["region"], roles=["apotek"], text="delad", at=3)
    run = run.added(
        "decision", wall=4, salt="s", about="b1", by=ROLES["region"], lever="L8", actor="region", parameters={},
        scope=["national"], starts=4, until=None, reason="skäl", legal="grund", at=4, hour=6, computed=True, why=secret,
    )  # fmt: skip
    run = run.added("lift", wall=4, salt="s", about="b1", by=ROLES["region"], at=4, hour=7, reason="slut", why=secret)
    run = run.added("override", wall=5, salt="s", about="dos-utan", quantity="dos-utan", how="pin", text=secret, at=5)
    spelledare = {"wall": 5, "salt": "s", "by": ROLES["spelledare"]}
    run = run.added("judgement", **spelledare, about="9", outcome="uppfyllt", text=f"bedömt {secret}", at=5)
    run = run.added("observation", **spelledare, about="9", text=f"sett {secret}", indicator="M1.1", inject="9", at=5)
    run = run.added("note", **spelledare, text=f"noterat {secret}", at=5)
    return run.added("end", wall=6, salt="s", at=6, kpi={secret: 1}, series={secret: [1]})


SEEN = {
    # kind: who among the exercised sees it
    "clock": {"region", "mas", "apotek", "tlv"},
    "joined": {"region", "mas", "apotek", "tlv"},
    "inject": {"region", "mas"},
    "correction": {"region", "mas"},
    "share": {"region", "apotek"},
    "decision": {"region"},
    "lift": {"region"},
    "judgement": set(),
    "override": set(),
    "observation": set(),
    "note": set(),
    "end": {"region", "mas", "apotek", "tlv"},
}


def test_the_table_has_every_kind_of_event_and_of_participant():
    assert set(ALLOWED) == set(KINDS) == set(SEEN)
    assert all(set(by) == set(VIEWERS) and by["control"] == EVERYTHING for by in ALLOWED.values())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", ["region", "mas", "apotek", "tlv", "o", "spelledare"])
def test_each_role_sees_of_each_kind_what_the_table_says(kind, role):
    run = told()
    mine = [one for one in view(PLAN, run, role) if one["kind"] == kind]
    played = next(one.played for one in PLAN.roles if one.id == role)
    allowed = ALLOWED[kind][played]
    if played == "exercised":
        assert bool(mine) == (role in SEEN[kind])
    else:
        assert bool(mine) == bool(allowed)
    for one in mine:
        fields = set(one) - {"number", "kind", "about"}
        whole = next(event for event in run.events if event.number == one["number"])
        if allowed == EVERYTHING:
            assert fields == {*whole.content, "wall", "by"}
        else:
            assert fields == set(allowed) & set(whole.content)


@pytest.mark.slow
@settings(max_examples=50)
@given(st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=12, max_size=40))
def test_no_text_of_a_field_that_is_controls_is_in_another_view(secret):
    run = told(secret)
    written = json.dumps(secret, ensure_ascii=False)[1:-1]
    assert written in json.dumps(view(PLAN, run, "spelledare"), ensure_ascii=False)
    for role in PLAN.roles:
        if role.played == "exercised":
            assert written not in json.dumps(view(PLAN, run, role.id), ensure_ascii=False), role.id
    noted = ("judgement", "observation", "end")
    observed = [one for one in view(PLAN, run, "o") if one["kind"] not in noted]
    assert written not in json.dumps(observed, ensure_ascii=False)


def test_what_a_role_is_told_is_as_old_and_as_wide_as_its_knowledge():
    mas = next(one for one in PLAN.roles if one.id == "mas")
    knows = Knowledge(quantity="dos-utan", delay_h=24, coverage="hela landet")
    wide = replace(mas, knowledge=(knows, *mas.knowledge[1:]))
    plan = replace(PLAN, roles=(wide, *(one for one in PLAN.roles if one.id != "mas")))

    def look(name, hour):
        return 100 * hour

    def of(read, role, hour):
        return figures(read, role, look, hour=hour, quantities=("dos-utan", "skoterskegap"))

    assert of(plan, "mas", 30)["dos-utan"] == {"value": 600, "hour": 6, "coverage": "hela landet"}
    assert of(plan, "mas", 20)["dos-utan"]["value"] is None
    assert of(PLAN, "mas", 30)["dos-utan"] == {"value": None, "hour": 6, "coverage": "den egna kommunen"}
    assert {one["value"] for one in of(plan, "spelledare", 30).values()} == {3000}
    assert of(plan, "apotek", 30) == of(plan, "o", 30) == {}


def test_what_another_actor_shares_comes_in_the_form_it_chose():
    shared = (
        Sharing(actor="dosapotek-b", quantity="dos-utan", to=("lakemedelsverket",), form="interval"),
        Sharing(actor="kommun", quantity="skoterskegap", to=("region",), form="exact"),
    )
    plan = replace(PLAN, sharing=shared)

    def of(role):
        return figures(plan, role, lambda name, hour: 3467, hour=1, quantities=("dos-utan", "skoterskegap"))

    assert of("lakemedelsverket") == {"dos-utan": {"value": [3000, 4000], "hour": 1, "coverage": "dosapotek-b"}}
    assert of("region") == {"skoterskegap": {"value": 3467, "hour": 1, "coverage": "kommun"}}
    assert of("dos-b") == {}
