"""The command line that makes a plan again."""

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beredd.need.plan import Question


def command_of(file: str, question: "Question", *, at_risk_total: float | None = None, shrink: bool = False) -> str:
    """Every word quoted, every value unrounded; `file` is the table's name."""
    words = ["beredd", "need", "plan", file, "--target", repr(question.target), "--mixing", question.mixing]
    for name, value in (
        ("--budget", question.budget),
        ("--floor", question.floor),
        ("--unwitnessed", question.unwitnessed),
        ("--at-risk-total", at_risk_total),
    ):
        if value is not None:
            words += [name, repr(float(value))]
    words += ["--equity", question.mode, "--scenario", question.scenario]
    words += ["--shrink"] if shrink else []
    for name, value in question.overrides.items():
        words += ["--set", f"{name}={value!r}"]
    return shlex.join([*words, "--draws", str(question.draws), "--seed", str(question.seed)])
