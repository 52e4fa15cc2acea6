"""What there is to run: scenarios, networks and parameters, asked of the engine. The one place that knows its names.

The engine is imported at the first question, not when the site starts.
"""

from functools import cache

REFERENCE_NETWORK = "sweden"
EVERYDAY = "vardag"
"""The scenario without a disturbance."""


@cache
def scenarios() -> list[dict]:
    """The package's scenarios, `vardag` first: id, name and summary per language, state, start, days, sources …"""
    from beredd.dispensing.scenarios import list_scenarios

    found = []
    for scenario in list_scenarios():
        data = scenario.model_dump(mode="json", by_alias=True)
        for words in ("name", "summary", "assumed", "not_carried", "would_change"):
            data |= {f"{words}_{language}": text for language, text in data.pop(words).items()}
        found.append({**data, "fingerprint": scenario.fingerprint})
    return found


def scenario(scenario_id: str) -> dict | None:
    """One scenario, None when there is no such."""
    return next((item for item in scenarios() if item["id"] == scenario_id), None)


def networks() -> list[dict]:
    """The networks that runs may use."""
    return [{"id": REFERENCE_NETWORK, "name_sv": "Sverige", "name_en": "Sweden"}]


@cache
def parameters() -> list[dict]:
    """The parameter register in its own order, as plain dictionaries."""
    from beredd.dispensing.parameters import load_parameters

    return [parameter.model_dump(mode="json") for parameter in load_parameters().values()]
