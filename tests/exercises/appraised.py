"""An evaluation of a run of two events, whole: tests change one thing of it."""

import json
from dataclasses import replace

from beredd.exercises.appraisal import appraisal_of
from beredd.exercises.log import Head, Run
from beredd.exercises.plan import Question
from beredd.exercises.store import read_exercises
from beredd.intake.structured import parse

EXERCISES = read_exercises()
S5 = EXERCISES.plan("s5-rullen-som-inte-kom")
QUESTION = Question(text="Vem beslutar?", choices=("Regionen", "Ingen"), answer=1, why="Den har avtalet.")
PLAN = replace(S5, evaluation=replace(S5.evaluation, knowledge=(QUESTION,)))
SCALE = EXERCISES.catalogue.scales[PLAN.evaluation.scale]
RUN = Run(Head("s5", "1", "d", 1))
RUN = RUN.added("clock", wall=0, salt="s", about="start", value=0, at=0)
RUN = RUN.added("end", wall=1, salt="s", at=0, kpi={}, series={})

FINDING = {
    "id": "F1", "kind": "deficiency", "observation": "Två aktörer arbetade efter olika ordning.", "objective": "M4",
    "conclusion": "Ingen ägde prioriteringen.", "actors": ["region"], "evidence": ["event:1", "held:h1"],
}  # fmt: skip
PROPOSAL = {
    "id": "A1", "text": "Regionen leder prioriteringen.", "findings": ["F1"], "owner": "region", "due": "2027-06-30",
    "cost_class": "small", "changes_law": False, "actors": "in_interplay", "tags": ["ansvar"], "measure": "dose-buffer",
    "assent": "reserves", "reservation": "Om staten betalar.",
}  # fmt: skip
HELD = {"id": "h1", "name": "Länsövning", "on": "2026-03-02", "organiser": "Region", "text": "Samma.", "source": "RS"}
WHOLE = {
    "format": 1, "run": RUN.hash, "by": "Utvärderaren", "on": "2026-11-27", "summary": "Det gick.",
    "ratings": [{"indicator": "M7.dos", "level": 2, "by": "P1", "evidence": ["indicator:M7.dos"]}],
    "findings": [FINDING], "proposals": [PROPOSAL], "held": [HELD],
}  # fmt: skip


def read(**changed):
    """The evaluation with other parts."""
    file = parse(json.dumps(WHOLE | changed, ensure_ascii=False).encode(), name="utvardering.json")
    return appraisal_of(file, PLAN, SCALE, RUN)
