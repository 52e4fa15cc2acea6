"""A run from its lobby to its export: who may what, what is stored, and what survives."""

import json
import os
import signal
import time

import pytest
from django.db import IntegrityError, transaction

from beredd.exercises.record import proved
from beredd.web.play import actions, driver, ledger, showing
from beredd.web.play.models import AppendOnly, LiveEvent, LiveRun, Seat
from beredd.web.play.showing import Audience

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
S5 = "s5-rullen-som-inte-kom"


def address(live):
    return f"/ova/korning/{live.run.pk}/"


def test_who_is_signed_in_makes_a_run_and_sits_down_as_its_control(client, reader):
    client.force_login(reader)
    assert "Rullen som inte kom" in client.get(f"/ova/korning/ny?plan={S5}").content.decode()
    answer = client.post("/ova/korning/ny", {"plan": S5})
    run = LiveRun.objects.get()
    assert answer["Location"] == f"/ova/korning/{run.pk}/"
    page = client.get(answer["Location"]).content.decode()
    assert run.player_code in page
    assert "STARTEX" in page


def test_who_is_not_signed_in_makes_no_run(client):
    assert client.post("/ova/korning/ny", {"plan": S5}).status_code == 302
    assert not LiveRun.objects.exists()


def test_a_player_joins_with_link_and_code_and_no_account(client, live):
    page = client.get(f"/ova/korning/anslut/{live.run.player_code}/").content.decode()
    assert "MAS" in page
    answer = client.post("/ova/korning/anslut/", {"code": live.run.player_code, "role": "mas", "name": "Maj"})
    page = client.get(answer["Location"]).content.decode()
    assert "Ni spelar" in page
    assert "ÖVNING ÖVNING ÖVNING" in page
    assert live.run.control_code not in page


@pytest.mark.parametrize("role", ["control", "observer", "spelledare"])
def test_the_players_code_opens_no_other_room(client, live, role):
    answer = client.post("/ova/korning/anslut/", {"code": live.run.player_code, "role": role})
    assert answer.status_code == 404
    assert not Seat.objects.exclude(user=live.run.made_by).exists()


def test_a_code_that_is_none_says_so(client, live):
    page = client.post("/ova/korning/anslut/", {"code": "XXX-XXX"})
    assert page.status_code == 404
    assert "Ingen övning har koden XXX-XXX" in page.content.decode()


def test_startex_sends_the_first_inject_to_whom_it_is_for_and_to_no_other(started):
    inbox = started.client(Seat.Room.PLAYER, "krisledning").get(address(started)).content.decode()
    assert "Brand i produktionshallen" in inbox
    assert (
        "Brand i produktionshallen"
        not in started.client(Seat.Room.PLAYER, "mas").get(address(started)).content.decode()
    )


def test_a_decision_is_logged_with_its_reason_and_shown_to_its_own_actor_and_to_control(started):
    region = started.client(Seat.Room.PLAYER, "region")
    answer = started.do(region, verb="decision", lever="L8", reason="Rullar ska kunna packas av andra.", scope="dos-a1")
    assert answer.json() == {"ok": True, "says": "Gjort."}
    assert "Rullar ska kunna packas av andra." in region.get(address(started)).content.decode()
    assert "Rullar ska kunna packas av andra." in started.control.get(address(started)).content.decode()
    other = started.client(Seat.Room.PLAYER, "tlv").get(address(started)).content.decode()
    assert "Rullar ska kunna packas av andra." not in other


def test_a_lever_that_the_role_has_no_card_for_is_refused_with_a_sentence(started):
    answer = started.do(started.client(Seat.Room.PLAYER, "mas"), verb="decision", lever="L7", reason="Vi vill.")
    assert answer.status_code == 409
    assert "inget kort för L7" in answer.json()["says"]


def test_the_second_in_a_role_advises_and_does_not_decide(started):
    started.client(Seat.Room.PLAYER, "region")
    second = started.client(Seat.Room.PLAYER, "region")
    assert started.do(second, verb="decision", lever="L8", reason="x").status_code == 403
    assert not started.state().decisions


@pytest.mark.parametrize("verb", ["start", "clock", "jump", "send", "judgement", "finish", "observation"])
def test_a_player_steers_nothing(started, verb):
    player = started.client(Seat.Room.PLAYER, "mas")
    before = len(ledger.run_of(started.run).events)
    given = {"verb": verb, "action": "pause", "to": "dag 2 08:00", "inject": "22", "outcome": "sett", "text": "x"}
    assert started.do(player, **given).status_code == 403
    assert len(ledger.run_of(started.run).events) == before


def test_an_order_that_is_sent_twice_is_done_once(started):
    region = started.client(Seat.Room.PLAYER, "region")
    for _ in range(2):
        started.do(region, verb="note", text="Vi har ringt.", token="samma")
    notes = [event for event in ledger.run_of(started.run).events if event.kind == "note"]
    assert len(notes) == 1


def test_control_sends_pauses_changes_speed_and_jumps(started):
    for given in (
        {"verb": "send", "inject": "22"},
        {"verb": "clock", "action": "speed", "value": "60"},
        {"verb": "clock", "action": "pause", "value": "0"},
        {"verb": "jump", "to": "dag 2 08:00"},
    ):
        assert started.do(started.control, **given).json()["ok"], given
    state = started.state()
    assert state.clock.state == "paused"
    assert showing.moment_of(started.run.pk).when(state.clock.at) == "dag 2 08:00"
    assert {"22", "2", "3", "4", "5", "6"} <= set(state.released)


def test_a_break_reaches_every_room_and_stops_the_clock(started):
    player = started.client(Seat.Room.PLAYER, "mas")
    started.control.post(f"{address(started)}bryt/", {"reason": "Larm på riktigt."})
    page = player.get(address(started)).content.decode()
    assert 'data-say="assertive"' in page
    assert "ÖVNING BRYT" in page
    assert "Larm på riktigt." in page
    assert started.state().clock.state == "paused"


def test_events_are_appended_and_never_changed(started):
    event = LiveEvent.objects.filter(run=started.run).first()
    with pytest.raises(AppendOnly):
        event.save()
    with pytest.raises(AppendOnly):
        LiveEvent.objects.update(about="x")
    last = ledger.run_of(started.run).events[-1]
    with pytest.raises(IntegrityError), transaction.atomic():
        ledger.append(started.run, [last])


def test_the_export_is_proved_and_holds_every_event(started):
    started.do(started.control, verb="jump", to="dag 2 08:00")
    assert started.do(started.control, verb="finish").json()["ok"]
    raw = started.control.get(f"{address(started)}RUN.json").content
    run = proved(raw)
    assert run.state.ended
    assert len(run.events) == LiveEvent.objects.filter(run=started.run).count()
    assert "8" not in run.state.released  # what was not due when control ended it never came
    assert started.client(Seat.Room.PLAYER, "mas").get(f"{address(started)}RUN.json").status_code == 403


def test_a_killed_model_is_begun_again_from_the_log_at_the_same_hour(started):
    started.do(started.control, verb="jump", to="dag 2 08:00")
    before = ledger.run_of(started.run)
    os.kill(started.driver.process.pid, signal.SIGKILL)
    answer = started.do(started.client(Seat.Room.PLAYER, "region"), verb="decision", lever="L8", reason="Efter felet.")
    assert answer.json()["ok"]
    after = ledger.run_of(started.run)
    assert after.events[: len(before.events)] == before.events
    assert len(after.state.decisions) == 1
    assert proved_chain(started)


def proved_chain(live):
    from beredd.exercises.record import as_bytes

    return proved(as_bytes(ledger.run_of(live.run))).hash


def test_another_process_takes_over_when_the_lease_is_out_and_not_before(started, monkeypatch):
    other = driver.Driver(started.run.pk)
    assert not other.step()
    LiveRun.objects.update(lease_until=driver.timezone.now() - driver.LEASE)
    try:
        assert other.step()
        assert not started.driver.step()
        before = ledger.run_of(started.run)
        monkeypatch.setattr(driver.SUPERVISOR, "wake", lambda _id: other.step())
        assert started.do(started.control, verb="send", inject="22").json()["ok"]
        assert ledger.run_of(started.run).events[: len(before.events)] == before.events
    finally:
        other.close()


def test_time_stands_still_while_nobody_drives(started):
    started.do(started.control, verb="clock", action="pause", value="0")
    started.driver.beat()
    wall = LiveRun.objects.get().wall_ms
    started.driver.close()
    time.sleep(0.3)
    started.go()
    assert started.driver.wall() - wall < 250


def wire(live, role):
    """All that a player's screens are ever sent: the page and its fragments."""
    page = live.client(Seat.Room.PLAYER, role).get(address(live)).content.decode()
    audience = Audience(live.run.pk, Seat.Room.PLAYER, role, "sv")
    return page + json.dumps(showing.fragments(audience, showing.moment_of(live.run.pk)), ensure_ascii=False)


def test_no_player_is_sent_what_only_control_may_know(started):
    """Over a played S5, every role: no inject that did not come, no note, no code, no judgement."""
    plan = ledger.plan_of(started.run)
    started.do(started.control, verb="note", text="Hemligt för ledningen.")
    started.do(started.control, verb="judgement", inject="1", outcome="uppfyllt", text="Bra gjort i tysthet.")
    for to in ("dag 2 08:00", "dag 5 08:00", "dag 9 09:00"):
        assert started.do(started.control, verb="jump", to=to).json()["ok"]
        released = started.state().released
        for role in (one.id for one in plan.roles if one.played == "exercised"):
            seen = wire(started, role)
            for inject in plan.injects:
                has_come = inject.id in released and {role, "all"} & set(inject.to)
                if not has_come:
                    assert inject.title not in seen, (to, role, inject.id)
                for expected in inject.expected:
                    assert expected.text not in seen, (to, role, inject.id)
            for secret in (
                "Hemligt för ledningen.",
                "Bra gjort i tysthet.",
                started.run.control_code,
                started.run.secret,
            ):
                assert secret not in seen


def test_a_seat_of_one_run_opens_no_other(started, reader):
    other, _key = actions.make_run(by=reader, plan=ledger.plan_of(started.run))
    player = started.client(Seat.Room.PLAYER, "mas")
    assert player.get(f"/ova/korning/{other.pk}/").status_code == 302
    assert player.post(f"/ova/korning/{other.pk}/gor/", {"verb": "note", "text": "x"}).status_code == 403
