"""The process that computes may be killed at any moment; the log brings it back."""

import os
import signal
from functools import partial

import pytest
from toy import decision, fresh, plan

from beredd.exercises.acts import Act
from beredd.exercises.errors import RuleBroken
from beredd.exercises.record import as_bytes
from beredd.play.errors import PlayError
from beredd.play.playing import HOUR, MINUTE
from beredd.play.process import PlayProcess

ACTS = (
    decision("dag 2 10:00"),
    Act(at="dag 4 08:00", act="jump", to="dag 6 08:00"),
    decision("dag 10 08:00", "b2", "L6"),
)


def lived(live, kill_after=()):
    """The whole exercise, step by step; the process is killed after these steps."""
    for number, (verb, *given) in enumerate(
        (("start",), *(("do", act) for act in ACTS), ("advance", 300 * HOUR), ("clock", "pause", 300 * HOUR),
         ("clock", "resume", 301 * HOUR), ("finish",))
    ):  # fmt: skip
        getattr(live, verb)(*given)
        if number in kill_after:
            os.kill(live.pid, signal.SIGKILL)
    return live.run


@pytest.mark.slow
def test_killed_anywhere_it_comes_back_to_the_same_log():
    with PlayProcess(partial(fresh, plan())) as undisturbed:
        whole = lived(undisturbed)
    with PlayProcess(partial(fresh, plan())) as live:
        killed = lived(live, kill_after=(1, 3, 5))
        assert live.deaths == 3
    assert as_bytes(killed) == as_bytes(whole)
    with PlayProcess(partial(fresh, plan()), run=killed) as over, pytest.raises(RuleBroken, match="lies before"):
        over.do(Act(at="T+514:00", act="note", by="spelledare", text="för sent"))


@pytest.mark.slow
def test_what_it_refuses_is_refused_here_and_it_goes_on():
    with PlayProcess(partial(fresh, plan())) as live:
        live.start()
        with pytest.raises(RuleBroken, match="has no card for L8"):
            live.do(decision("T+1:00", by="tlv"))
        (event,) = (one for one in live.do(decision("T+2:00")) if one.kind == "decision")
        assert event.content["at"] == 120 * MINUTE
    alone = fresh(plan())
    alone.start()
    alone.do(decision("T+2:00"))
    assert live.run == alone.run


def refused():
    raise PlayError("play.short", plan="toy", hours=48, model=24)


def test_what_cannot_begin_is_refused_in_its_own_words_and_no_death_is_counted():
    with PlayProcess(refused) as live:
        with pytest.raises(PlayError, match="toy"):
            live.start()
        assert live.deaths == 0
