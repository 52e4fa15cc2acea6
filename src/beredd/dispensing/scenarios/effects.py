"""What a lever, a measure or a decision changes in a scenario: the one vocabulary they share with what disrupts.

    with_effects(scenario, {"extra-cover": Effects(cover={"insulin": 120}), "shifts": Effects(dose=(…,))})

is a scenario: anything that can run, step or compare scenarios takes levers and measures too.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import Field, StrictInt

from beredd.dispensing.errors import ScenarioError
from beredd.dispensing.scenarios.scenario import MAX_DAYS, Described, DoseEvent, Event, Reinforcement, Scenario


class Effects(Described):
    """Additions to a scenario: `event` and `dose` hold from their hours, everything else from the start."""

    parameters: dict[str, Annotated[float, Field(strict=True)]] = Field(default={})
    cover: dict[str, Annotated[StrictInt, Field(ge=1, le=MAX_DAYS)]] = Field(default={})
    event: tuple[Event, ...] = ()
    dose: tuple[DoseEvent, ...] = ()
    reinforce: tuple[Reinforcement, ...] = ()
    dose_parameters: dict[str, Annotated[float, Field(strict=True)]] = Field(default={})

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in type(self).model_fields)

    @property
    def touches_chain(self) -> bool:
        """Can it change anything at pharmacies and distributors?"""
        return bool(self.parameters or self.cover or self.event or self.reinforce)

    @property
    def touches_dose(self) -> bool:
        """Can it change anything in the dose chain?"""
        return bool(self.parameters or self.dose or self.dose_parameters or self.reinforce)


def with_effects(scenario: Scenario, effects: Mapping[str, Effects]) -> Scenario:
    """The scenario with what each named lever or measure adds; the same scenario when they add nothing.

    Event ids get the name before them. A value replaces the scenario's own. Raises ScenarioError where two of them
    contradict each other: the same parameter or cover with different values.
    """
    added = {name: one for name, one in effects.items() if one}
    if not added:
        return scenario
    return scenario.model_copy(
        update={
            "parameters": _together(scenario.parameters, ((name, one.parameters) for name, one in added.items())),
            "cover": _together(scenario.cover, ((name, one.cover) for name, one in added.items())),
            "event": (*scenario.event, *(_named(name, e) for name, one in added.items() for e in one.event)),
            "dose": (*scenario.dose, *(_named(name, e) for name, one in added.items() for e in one.dose)),
            "reinforce": (
                *scenario.reinforce,
                *(_named(name, e) for name, one in added.items() for e in one.reinforce),
            ),
            "dose_parameters": _together(
                scenario.dose_parameters, ((name, one.dose_parameters) for name, one in added.items())
            ),
        }
    )


def _named(name, event):
    return event.model_copy(update={"id": f"{name}-{event.id}".lower()})


def _together(base: Mapping, additions: Iterable[tuple[str, Mapping]]) -> dict:
    whole, by = dict(base), {}
    for name, values in additions:
        for key, value in values.items():
            if key in by and whole[key] != value:
                raise ScenarioError(
                    "scenarios.contradiction", key=key, one=by[key], first=whole[key], other=name, second=value
                )
            whole[key], by[key] = value, name
    return whole
