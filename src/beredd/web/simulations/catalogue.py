"""What there is to run: scenarios, networks and parameters, asked of the engine. The one place that knows its names."""

import tomllib
from functools import cache
from importlib.resources import files

REFERENCE_NETWORK = "sweden"


@cache
def scenarios() -> list[dict]:
    """The package's scenarios, each at least with `id`, `name`, `name_en` and `description`."""
    found = []
    for file in sorted((files("beredd.content") / "scenarios").iterdir(), key=lambda item: item.name):
        if file.name.endswith(".toml"):
            found.append({"id": file.name.removesuffix(".toml"), **tomllib.loads(file.read_text(encoding="utf-8"))})
    return found


def scenario(scenario_id: str) -> dict | None:
    """One scenario, None when there is no such."""
    return next((item for item in scenarios() if item["id"] == scenario_id), None)


def networks() -> list[dict]:
    """The networks that runs may use."""
    return [{"id": REFERENCE_NETWORK, "name": "Sverige", "name_en": "Sweden"}]


@cache
def parameters() -> list[dict]:
    """The parameter register in its own order, as plain dictionaries."""
    from beredd.dispensing.parameters import load_parameters

    return [parameter.model_dump(mode="json") for parameter in load_parameters().values()]
