"""Which conditioned injects of a plan fire: a fold over quantities hour by hour and over what has been logged."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from beredd.exercises.conditions import Condition, OnDecision, OnInject, OnQuantity, Together, leaves, parse
from beredd.exercises.log import State
from beredd.exercises.plan import Plan

Values = Mapping[str, float | int | None]
"""Quantity -> its value; None where the model does not give it."""


@dataclass(frozen=True)
class Firing:
    """What is met so far. A quantity that has passed its limit stays met until it is back at its lower one."""

    conditions: Mapping[str, Condition]
    """Inject -> its condition, in the plan's order."""
    met: frozenset[OnQuantity] = field(default_factory=frozenset)

    def quantities_of(self, inject: str) -> tuple[str, ...]:
        """What the condition of one inject looks at."""
        return tuple(leaf.quantity for leaf in leaves(self.conditions[inject]) if isinstance(leaf, OnQuantity))

    def awaited(self, state: State) -> tuple[str, ...]:
        """Quantities that an inject not released yet waits for."""
        waiting = (id for id in self.conditions if id not in state.released)
        return tuple(sorted({name for id in waiting for name in self.quantities_of(id)}))

    def at(self, values: Values) -> "Firing":
        """With the quantities of one more hour. A value that is not there meets nothing, and changes nothing."""
        met = set(self.met)
        for condition in self.conditions.values():
            for leaf in leaves(condition):
                value = values.get(leaf.quantity) if isinstance(leaf, OnQuantity) else None
                if value is not None and isinstance(leaf, OnQuantity):
                    (met.add if leaf.is_met(value, was_met=leaf in self.met) else met.discard)(leaf)
        return Firing(self.conditions, frozenset(met))

    def due(self, state: State) -> tuple[str, ...]:
        """Injects whose condition holds and that have not been released, in the plan's order."""
        waiting = ((id, one) for id, one in self.conditions.items() if id not in state.released)
        return tuple(id for id, condition in waiting if self._holds(condition, state))

    def _holds(self, condition: Condition, state: State) -> bool:
        match condition:
            case Together(needs, parts):
                return (all if needs == "all" else any)(self._holds(part, state) for part in parts)
            case OnQuantity():
                return condition in self.met
            case OnDecision(lever, actor, is_absent):
                contents = (event.content or {} for event in state.decisions.values())
                taken = any(one.get("lever") == lever and actor in ("", one.get("actor")) for one in contents)
                return taken != is_absent
            case OnInject(inject, outcome):
                if outcome == "sänt":
                    return inject in state.released
                judged = state.judgements.get(inject, ())
                return bool(judged) and outcome in _IMPLIES[(judged[-1].content or {}).get("outcome", "")]
        return False


_IMPLIES: dict[str, tuple[str, ...]] = {
    "": (),
    "sett": ("sett",),
    "besvarat": ("sett", "besvarat"),
    "uppfyllt": ("sett", "besvarat", "uppfyllt"),
    "ej uppfyllt": ("sett", "besvarat", "ej uppfyllt"),
}
"""The last outcome that was judged -> what it says."""


def firing_of(plan: Plan) -> Firing:
    """The plan's conditions, nothing met."""
    found = {one.id: parse(one.condition) for one in plan.injects if one.condition}
    return Firing({id: condition for id, condition in found.items() if condition is not None})
