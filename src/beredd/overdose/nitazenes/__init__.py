"""A scenario for nitazenes: opioids slower at the receptor than fentanyl, at an equally deadly dose.

    found = answer_to(NitazeneQuestion(arms=(Arm("in-4mg"),)))
    document(found)

No data from people stand behind it. Specified in docs/explanation/overdose-model.md.
"""

from typing import Any

from beredd import late

_HOME = {
    **dict.fromkeys(("KIND", "NitazeneQuestion", "command_of", "slowest_with_ground"), "question"),
    **dict.fromkeys(("SCENARIO", "Answer", "Lasting", "Point", "document", "notes_of"), "answer"),
    "answer_to": "computation",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    return late.find(__name__, _HOME, name)
