"""What makes a report a decision: its number, who decides, who presents, who has reviewed it."""

from dataclasses import dataclass

from beredd.wording import Sentence


@dataclass(frozen=True, kw_only=True)
class Decided:
    """Empty is what is not known yet; with anything empty nothing can be signed."""

    diary_number: str = ""
    decision_maker: str = ""
    presenter: str = ""
    reviewer: str = ""

    @staticmethod
    def called(name: str) -> Sentence:
        """A field's name in words."""
        return {
            "diary_number": Sentence("reports.diary-number"),
            "decision_maker": Sentence("reports.decision-maker"),
            "presenter": Sentence("reports.presenter"),
            "reviewer": Sentence("reports.reviewer"),
        }[name]


UNDECIDED = Decided()
