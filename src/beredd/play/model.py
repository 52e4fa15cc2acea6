"""What a play needs of a model: a small port, so that the rules of an exercise are tested with a toy."""

from collections.abc import Collection, Mapping
from typing import Protocol

from beredd.dispensing.scenarios.effects import Effects
from beredd.exercises.firing import Values


class NoModel:
    """Where nothing is computed: a run from paper, of a plan without a scenario."""

    gives = ()

    def __init__(self, hours: int):
        self.hour, self.last_hour = 0, hours

    def take(self, name: str, effects: Effects) -> None:
        """Nothing."""

    def lift(self, name: str, effects: Effects | None) -> None:
        """Nothing."""

    def advance(self, to_hour: int) -> None:
        """Time goes on."""
        self.hour = to_hour

    def values(self, hour: int, names: Collection[str]) -> Values:
        """None of them."""
        return {}

    def kpi(self) -> Mapping[str, float | int | None]:
        """None."""
        return {}

    def close(self) -> None:
        """Nothing is held."""


class Model(Protocol):
    """A model that stands at an hour. Hours count from midnight of the exercise's first day.

    Whatever the pattern of the steps, the same effects taken at the same hours give the same values of each hour.
    """

    @property
    def hour(self) -> int:
        """Whole hours that have passed."""

    @property
    def gives(self) -> Collection[str]:
        """All quantities that it gives."""

    @property
    def last_hour(self) -> int:
        """As far as it goes."""

    def take(self, name: str, effects: Effects) -> None:
        """What a decision changes, from now on; refused with one sentence where the model cannot say it."""

    def lift(self, name: str, effects: Effects | None) -> None:
        """From now on a decision that was taken changes only this, None: nothing; what has passed stands."""

    def advance(self, to_hour: int) -> None:
        """Go on to an hour not before this one."""

    def values(self, hour: int, names: Collection[str]) -> Values:
        """Those of the quantities that it gives, when `hour` whole hours had passed; any hour up to `self.hour`."""

    def close(self) -> None:
        """Give back what it holds; it can still be read."""

    def kpi(self) -> Mapping[str, float | int | None]:
        """Figures of the whole run so far."""
