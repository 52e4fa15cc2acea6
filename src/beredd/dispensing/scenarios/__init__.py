"""Scenarios: what happens, described in files, and what it means hour by hour for a network."""

from beredd.dispensing.scenarios.compiler import compile_conditions
from beredd.dispensing.scenarios.conditions import CALENDAR_AHEAD, Change, Conditions
from beredd.dispensing.scenarios.files import list_scenarios, load_scenario, make_event, make_scenario
from beredd.dispensing.scenarios.goods import with_cover
from beredd.dispensing.scenarios.rules import load_rules
from beredd.dispensing.scenarios.scenario import MAX_DAYS, STATE_NAMES, Event, Scenario

__all__ = [
    "CALENDAR_AHEAD",
    "MAX_DAYS",
    "STATE_NAMES",
    "Change",
    "Conditions",
    "Event",
    "Scenario",
    "compile_conditions",
    "list_scenarios",
    "load_rules",
    "load_scenario",
    "make_event",
    "make_scenario",
    "with_cover",
]
