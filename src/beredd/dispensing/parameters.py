"""The numbers the dispensing engines use that are no rows of the network: `content/parameters/dispensing.toml`."""

from collections.abc import Mapping

from beredd.parameters import Register, load


def load_parameters() -> Register:
    """The register of the dispensing chain."""
    return load("dispensing")


def resolve(overrides: Mapping[str, float] | None = None) -> dict[str, float]:
    """Every parameter's value, a scenario's or a user's overrides applied; what is not allowed is a ParameterError."""
    return load_parameters().resolve(overrides)
