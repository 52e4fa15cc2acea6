"""The arms of an answer as readers tell them apart: a letter, words, and a mark where a reader must know more."""

from collections.abc import Sequence
from dataclasses import dataclass

from beredd.overdose.answer import Answer
from beredd.overdose.names import arm_words
from beredd.overdose.results import ArmResult
from beredd.wording import say


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One arm as it is named; the one without antagonist has no letter."""

    letter: str
    words: str
    result: ArmResult

    @property
    def name(self) -> str:
        """What stands on its curve."""
        return self.letter or say("overdose.without")

    @property
    def full_name(self) -> str:
        """Letter and words."""
        return f"{self.letter} {self.words}".strip()

    @property
    def key(self) -> str:
        """What it is, for a figure that stands alone."""
        mark = mark_of(self)
        return f"{self.full_name} · {mark}" if mark else self.full_name


def shown_arms(answer: Answer, letters: Sequence[str]) -> list[Shown]:
    """The arms with their letters, the one without antagonist first."""
    without, *given = answer.result.arms
    asked = zip(letters, answer.result.question.arms, given, strict=True)
    return [
        Shown(letter="", words=say("overdose.without-antagonist"), result=without),
        *(Shown(letter=letter, words=arm_words(arm), result=result) for letter, arm, result in asked),
    ]


def mark_of(arm: Shown) -> str:
    """What a reader must know of an arm beside its name; empty where it is as published."""
    if arm.result.is_label_fitted:
        return say("overdose.mark-fitted")
    return "" if arm.result.is_within_published else say("overdose.mark-beyond")
