"""A warm process: what it answers, what it keeps, and what happens when it dies, is slow or has too much to do."""

import os
import signal
import sys
import threading

import pytest

from beredd.errors import BereddError
from beredd.web.engines.errors import EngineUnavailable
from beredd.web.engines.warm import Answers, _by_value

pytestmark = pytest.mark.slow


def test_an_answer_comes_from_a_process_of_its_own_that_is_kept_and_knows_no_django(make_engine):
    engine = make_engine(prepare="toy_engine:prepare")
    one, two = engine.ask("toy_engine:describe", "a"), engine.ask("toy_engine:describe", "b")
    assert one["pid"] == two["pid"] == engine.pid != os.getpid()
    assert (one["word"], one["ready"], one["modules"]) == ("a", ["ready"], False)
    assert "toy_engine" not in sys.modules


def test_the_same_question_is_computed_once_and_its_answer_cannot_be_spoilt(make_engine):
    engine = make_engine()
    engine.ask("toy_engine:describe", "a")["word"] = "spoilt"
    engine.stop()
    assert engine.ask("toy_engine:describe", "a")["word"] == "a"
    assert engine.pid is None
    same = "".join(["a", ""])
    assert engine.ask("toy_engine:describe", same)["word"] == "a"
    assert engine.pid is None
    engine.ask("toy_engine:describe", "b")
    assert engine.pid is not None


def test_equal_questions_are_one_whatever_objects_they_are_made_of():
    word = "".join(["fen", "tanyl"])
    assert _by_value(("f", (word, word))) == _by_value(("f", ("fentanyl", "".join(["fent", "anyl"]))))
    assert _by_value(("f", (1,))) != _by_value(("f", (1.0,)))


def test_a_refusal_is_raised_as_it_was(make_engine):
    engine = make_engine()
    with pytest.raises(BereddError) as refused:
        engine.ask("toy_engine:refuse", 7)
    assert (refused.value.field, dict(refused.value.sentence.values)["n"]) == ("dose", 7)
    assert str(refused.value).startswith("7 questions")


def test_a_refusal_that_cannot_travel_keeps_its_sentence(make_engine):
    with pytest.raises(BereddError, match=r"^2 questions "):
        make_engine().ask("toy_engine:refuse_oddly")


def test_a_fault_of_the_program_is_logged_and_not_shown(make_engine, caplog):
    engine = make_engine()
    with pytest.raises(EngineUnavailable) as failed:
        engine.ask("toy_engine:fail")
    assert "ZeroDivisionError" not in str(failed.value)
    assert "a fault of the program's own" in caplog.text
    assert engine.ask("toy_engine:describe", "a")["word"] == "a"


def test_a_process_that_dies_once_is_started_anew_unseen(make_engine, tmp_path):
    engine = make_engine()
    first = engine.ask("toy_engine:describe", "a")["pid"]
    assert engine.ask("toy_engine:die_once", str(tmp_path / "died")) == "alive"
    assert engine.pid != first
    os.kill(engine.pid, signal.SIGKILL)
    assert engine.ask("toy_engine:describe", "b")["word"] == "b"


def test_a_question_that_kills_twice_is_not_asked_a_third_time(make_engine, tmp_path):
    engine = make_engine()
    with pytest.raises(EngineUnavailable):
        engine.ask("toy_engine:die", str(tmp_path / "died"))
    assert (tmp_path / "died").read_text() == "xx"
    assert engine.ask("toy_engine:describe", "a")["word"] == "a"


def test_a_slow_answer_is_stopped_and_the_next_question_answered(make_engine):
    engine = make_engine(limit_s=0.3)
    with pytest.raises(EngineUnavailable, match=r"\b0\b"):
        engine.ask("toy_engine:sleep", 60)
    engine.limit_s = 30.0
    assert engine.ask("toy_engine:sleep", 0) == 0


def test_more_questions_than_may_wait_are_refused(make_engine):
    engine = make_engine(most_waiting=1)
    engine.is_ready(20)
    began = threading.Event()

    def ask():
        began.set()
        engine.ask("toy_engine:sleep", 1)

    asking = threading.Thread(target=ask)
    asking.start()
    began.wait(5)
    while not engine._waiting:
        pass
    with pytest.raises(EngineUnavailable):
        engine.ask("toy_engine:describe", "a")
    asking.join()
    assert engine.ask("toy_engine:describe", "a")["word"] == "a"


def test_questions_at_once_are_all_answered(make_engine):
    engine, found = make_engine(), {}

    def ask(word):
        found[word] = engine.ask("toy_engine:describe", word)["word"]

    threads = [threading.Thread(target=ask, args=(str(k),)) for k in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {str(k): str(k) for k in range(8)}


def test_readiness_is_waited_for_and_a_failure_is_tried_again(make_engine, caplog):
    engine = make_engine(prepare="toy_engine:prepare_badly")
    assert not engine.is_ready()
    engine._getting_ready.join(20)
    assert not engine.is_ready()
    assert "no room for kernels" in caplog.text
    engine._getting_ready.join(20)
    engine.prepare = "toy_engine:prepare"
    assert engine.is_ready(20)
    assert engine.is_ready()


def test_a_process_ends_when_nobody_asks_and_when_it_has_grown(make_engine):
    idle = make_engine(idle_s=0.05)
    assert idle.ask("toy_engine:describe", "a")["word"] == "a"
    idle._child.wait(10)
    assert not idle.is_ready()
    assert idle.ask("toy_engine:describe", "b")["word"] == "b"
    grown = make_engine(most_mib=200)
    assert grown.ask("toy_engine:grow", 300) == 300 << 20
    assert grown._child.wait(10) == 0
    assert grown.ask("toy_engine:grow", 1) == 1 << 20


def test_a_process_ends_with_the_one_that_asked(make_engine):
    engine = make_engine()
    engine.ask("toy_engine:describe", "a")
    child = engine._child
    engine._line.close()
    assert child.wait(10) == 0


def test_what_a_library_prints_disturbs_nothing(make_engine):
    assert make_engine().ask("toy_engine:talk") == "quiet"


def test_kept_answers_are_bounded_in_number_and_in_size():
    kept = Answers(3, 1000)
    for k in range(5):
        kept.put(b"%d" % k, b"x" * 99)
    assert len(kept) == 3
    assert kept.get(b"2")
    kept.put(b"5", b"x" * 99)
    assert kept.get(b"3") is None
    assert kept.get(b"2")
    kept.put(b"large", b"x" * 2000)
    assert (len(kept), kept.n_bytes) == (0, 0)
