"""Scenarios: what happens, described in files, and what it means hour by hour for a network."""

from typing import Any

from beredd import late

_HOME = {
    "compile_conditions": "compiler",
    "CALENDAR_AHEAD": "conditions",
    "Change": "conditions",
    "Conditions": "conditions",
    "list_scenarios": "files",
    "load_scenario": "files",
    "make_event": "files",
    "make_scenario": "files",
    "as_found": "reinforcements",
    "with_cover": "goods",
    "scenario_ids": "files",
    "load_rules": "rules",
    "MAX_DAYS": "scenario",
    "STATE_NAMES": "scenario",
    "Event": "scenario",
    "Scenario": "scenario",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    return late.find(__name__, _HOME, name)
