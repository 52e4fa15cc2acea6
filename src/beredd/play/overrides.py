"""Control takes a quantity in hand: what is shown and what conditions look at. The model goes on beneath.

    steered = Steered(model)
    steered.steer(Override("koetid", "pin", hour=52, value=40))

`model` is still the model's own, so that what was computed can be told from what control said.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from beredd.dispensing.scenarios.effects import Effects
from beredd.exercises.acts import How
from beredd.exercises.firing import Values
from beredd.play.errors import PlayError
from beredd.play.model import Model


@dataclass(frozen=True)
class Override:
    """From `hour` on until the next one of the same quantity.

    how   freeze    stands at what it was
          pin       stands at `value`
          slow      changes by `value` (0..1) times what the model changes by
          force     is `value`, and then changes as the model does
          release   is the model's again
    """

    quantity: str
    how: How
    hour: int
    value: float | int | None = None


class Steered:
    """A model with quantities in control's hand; everything else is the model's."""

    def __init__(self, model: Model):
        self.model = model
        self.overrides: tuple[Override, ...] = ()

    def steer(self, override: Override) -> None:
        """Take a quantity in hand, or give it back; PlayError where the model gives no such value."""
        known = tuple(sorted(self.model.gives))
        if override.quantity not in known:
            raise PlayError("play.no-quantity", id=override.quantity, known=known or ("–",))
        if override.how == "slow" and not 0 <= (override.value or 0) <= 1:
            raise PlayError("play.slow", found=str(override.value))
        self.overrides = (*self.overrides, override)

    @property
    def steered(self) -> tuple[str, ...]:
        """Quantities that have been in hand at any time."""
        return tuple(dict.fromkeys(one.quantity for one in self.overrides))

    def values(self, hour: int, names: Collection[str]) -> Values:
        """What is shown of those quantities when `hour` whole hours had passed."""
        return {name: self._value(name, hour, own) for name, own in self.model.values(hour, names).items()}

    def _value(self, name: str, hour: int, own: float | int | None) -> float | int | None:
        mine = [one for one in self.overrides if one.quantity == name and one.hour <= hour]
        if not mine or mine[-1].how == "release":
            return own
        last = mine[-1]
        if last.how == "pin":
            return last.value
        before = self._before(last)
        if last.how == "freeze":
            return before
        then = self.model.values(last.hour, (name,))[name]
        start = last.value if last.how == "force" else before
        if own is None or then is None or start is None:
            return own if start is None else start
        share = last.value if last.how == "slow" and last.value is not None else 1
        moved = start + share * (own - then)
        return round(moved) if isinstance(own, int) else round(moved, 1)

    def _before(self, override: Override) -> float | int | None:
        """What was shown when a quantity was taken in hand."""
        earlier = Steered(self.model)
        at = self.overrides.index(override)
        earlier.overrides = tuple(one for one in self.overrides[:at] if one.quantity == override.quantity)
        return earlier.values(override.hour, (override.quantity,))[override.quantity]

    # -- the model's own ------------------------------------------------------------------------------------------

    @property
    def hour(self) -> int:
        """Whole hours that have passed."""
        return self.model.hour

    @property
    def gives(self) -> Collection[str]:
        """All quantities that it gives."""
        return self.model.gives

    @property
    def last_hour(self) -> int:
        """As far as it goes."""
        return self.model.last_hour

    def take(self, name: str, effects: Effects) -> None:
        """What a decision changes."""
        self.model.take(name, effects)

    def lift(self, name: str, effects: Effects | None) -> None:
        """What is left of a decision that ends early."""
        self.model.lift(name, effects)

    def advance(self, to_hour: int) -> None:
        """Go on."""
        self.model.advance(to_hour)

    def kpi(self) -> Mapping[str, Any]:
        """Figures of the model, untouched by control's hand."""
        return self.model.kpi()

    def close(self) -> None:
        """Give back what the model holds."""
        self.model.close()
