"""The question's command: options where arms are every product, way and delay; else a file that it names."""

import shlex

import pytest

from beredd.descriptions import read_question
from beredd.overdose import Arm, Question, arm_words, command_of
from beredd.wording import speaking

SPRAY = Arm("in-4mg")


def question(*arms, **how):
    return Question(**{"opioid": "fentanyl", "dose_mg": 1.625, "arms": arms, "n": 8, **how})


def test_arms_of_every_product_and_way_are_options_and_need_no_file():
    command, files = command_of(question(*(Arm(a, s) for a in ("in-4mg", "iv-2mg") for s in ("1-dose", "2-doses"))))
    assert files == {}
    words = shlex.split(command)
    assert words[:3] == ["beredd", "overdose", "run"]
    assert [words[k + 1] for k, word in enumerate(words) if word == "--antagonist"] == ["in-4mg", "iv-2mg"]
    assert [words[k + 1] for k, word in enumerate(words) if word == "--strategy"] == ["1-dose", "2-doses"]


@pytest.mark.parametrize(
    "arms",
    [
        (SPRAY, Arm("im-generic-2mg", "2-doses")),
        (SPRAY, Arm("in-4mg", "2-doses-rapid"), Arm("in-4mg", "1-dose", 180.0)),
        (Arm("in-4mg", "2-doses"), Arm("iv-2mg", "2-doses"), Arm("in-4mg"), Arm("iv-2mg")),  # every one, other order
    ],
)
def test_other_arms_stand_in_a_file_that_gives_the_same_question(arms, tmp_path):
    asked = question(*arms)
    command, files = command_of(asked)
    (name,) = files
    assert f"--question {name}" in command
    (tmp_path / name).write_text(asked.as_file(), encoding="utf-8")
    assert read_question(tmp_path / name, Question) == asked


def test_values_are_not_rounded():
    command, _files = command_of(question(SPRAY, dose_mg=0.1 + 0.2))
    assert "--dose-mg 0.30000000000000004" in command


def test_an_arm_is_said_in_words():
    with speaking("sv"):
        assert arm_words(Arm("iv-0.4mg", "2-doses", 90)).endswith("efter 90 s")
        assert "0,4 mg" in arm_words(Arm("iv-0.4mg"))
    assert arm_words(Arm("in-4mg", "breathing"), is_short=True) == arm_words(Arm("iv-2mg", "breathing"), is_short=True)
