"""A run of S5 without its model, driven by hand: `go()` is one round of the driver."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.test import Client

from beredd.web.exercises import shelf
from beredd.web.play import actions, driver, ledger
from beredd.web.play.models import LiveRun

S5 = "s5-rullen-som-inte-kom"


@dataclass
class Live:
    """A run, its driver, and browsers that sit in it."""

    run: LiveRun
    driver: driver.Driver
    control: Client

    def go(self) -> None:
        self.driver.step()

    def client(self, room: str, role: str = "") -> Client:
        """Another browser."""
        _seat, key = actions.take_seat(self.run, room=room, role=role, name="Någon")
        return with_seat(self.run, key)

    def do(self, client: Client, **given: Any) -> Any:
        """What a script posts, carried out."""
        answer = client.post(f"/ova/korning/{self.run.pk}/gor/", given, headers={"accept": "application/json"})
        return answer

    def state(self) -> Any:
        return ledger.run_of(self.run).state


def with_seat(run: LiveRun, key: str) -> Client:
    client = Client()
    client.cookies["beredd_seat"] = key
    return client


@pytest.fixture
def live(db, reader, monkeypatch):
    """A run in its lobby whose driver works when something is asked for."""
    ledger.forget()
    plan = shelf.version_of(S5).plan
    plan = replace(plan, scenario=replace(plan.scenario, id=""))
    run, key = actions.make_run(by=reader, plan=plan)
    one = Live(run=run, driver=driver.Driver(run.pk), control=with_seat(run, key))
    monkeypatch.setattr(driver.SUPERVISOR, "wake", lambda _id: one.go())
    yield one
    one.driver.close()


@pytest.fixture
def started(live):
    """The same run after STARTEX."""
    assert live.do(live.control, verb="start").json()["ok"]
    return live
