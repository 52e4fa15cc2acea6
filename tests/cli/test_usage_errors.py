"""What the program does with words it does not know."""

import sys

import pytest

from beredd.cli import main


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["dispensing", "nonsense"], "No such command 'nonsense'"),
        (["dispensing", "scenarios", "--jsn"], "--jsn"),
        (["dispensing", "bench"], "--instance"),
        (["dispensing", "bench", "--instance", "missing.npz"], "missing.npz does not exist"),
    ],
)
def test_a_usage_error_is_a_sentence_and_exit_code_2(monkeypatch, capsys, words, said):
    monkeypatch.setattr(sys, "argv", ["beredd", *words])
    with pytest.raises(SystemExit) as stopped:
        main()
    captured = capsys.readouterr()
    assert stopped.value.code == 2
    assert captured.out == ""
    assert said in captured.err


def test_help_lists_the_nouns(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["beredd", "--help"])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 0
    assert "dispensing" in capsys.readouterr().out
