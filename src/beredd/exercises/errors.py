"""What can be wrong with an exercise.

BereddError
└── ExerciseError      a plan, a run or what is asked of them cannot be used
    ├── UnknownPlan    there is no such plan
    ├── RunBroken      a run's file is not as it was written
    └── RuleBroken     the plan's or the run's state does not allow it
"""

from beredd.errors import BereddError


class ExerciseError(BereddError):
    """A plan, a run or what is asked of them cannot be used."""


class UnknownPlan(ExerciseError):
    """There is no such plan."""

    kind = "not_found"


class RuleBroken(ExerciseError):
    """The state of the plan or the run does not allow it."""

    kind = "conflict"


class RunBroken(ExerciseError):
    """A run's file is not as it was written: the sentence names the event."""
