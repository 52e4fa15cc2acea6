"""Every number of the need model that is no row of the user's file: `content/parameters/need.toml`."""

from collections.abc import Mapping

from beredd.parameters import Register, load


def load_parameters() -> Register:
    """The register of the need model."""
    return load("need")


def resolve(overrides: Mapping[str, float] | None = None) -> dict[str, float]:
    """Every parameter's value, the overrides applied; what is not allowed is a ParameterError."""
    return load_parameters().resolve(overrides)
