"""Descriptions: what is asked, frozen and validated, with its limits as data (docs/adr/0015).

class Question(Description):
    delay_s: Annotated[float, Field(ge=5, le=1800, description="…"), Asked(Sentence("room.delay"), unit="s")] = 60.0

Question(delay_s=3)          # Refused: "Delay: 3 s was given; allowed is from 5 to 1,800 s."
limits(Question)["delay_s"]  # low, high, unit, step, choices, default, label: the command line and forms read these
read_question(path, Question)
"""

from typing import Any

from beredd import late

_HOME = {
    **dict.fromkeys(("Description", "faults_of", "limit_of", "on_site", "overrides_of"), "description"),
    **dict.fromkeys(("Fault", "Refused"), "errors"),
    "command_words": "commands",
    "read_question": "files",
    **dict.fromkeys(("MOST_SEED", "Asked", "Checked", "Limit", "OneOf", "Seed", "limits"), "fields"),
    "read_number": "numbers",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    return late.find(__name__, _HOME, name)
