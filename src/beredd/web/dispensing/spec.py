"""What may be asked of a run: the same limits for the studio's form and for the API."""

from django.utils.translation import gettext as _

from beredd.web.dispensing import catalogue
from beredd.web.dispensing.errors import SpecRefused

MAX_DAYS = 365
MAX_REPLICATES = 50
MAX_SEED = 2**31 - 1


def check_spec(*, scenario: str, days: int, seed: int, replicates: int, network: str, overrides: dict) -> dict:
    """The description in the form that is stored and hashed; SpecRefused names the first field that cannot be used."""
    _whole("days", _("Antal dagar"), days, 1, MAX_DAYS)
    _whole("seed", _("Fröet"), seed, 0, MAX_SEED)
    _whole("replicates", _("Antal replikat"), replicates, 1, MAX_REPLICATES)
    _one_of("scenario", _("Scenariot"), scenario, [item["id"] for item in catalogue.scenarios()])
    _one_of("network", _("Nätet"), network, [item["id"] for item in catalogue.networks()])
    return {
        "scenario": scenario,
        "network": network,
        "days": days,
        "seed": seed,
        "replicates": replicates,
        "overrides": _overrides(overrides),
    }


def _whole(field: str, label: str, value, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise SpecRefused(
            _("%(label)s är %(value)r; tillåtet är ett heltal från %(low)d till %(high)d.")
            % {"label": label, "value": value, "low": low, "high": high},
            field,
        )


def _one_of(field: str, label: str, value, allowed: list[str]) -> None:
    if value not in allowed:
        raise SpecRefused(
            _("%(label)s heter %(value)r; det som finns är %(allowed)s.")
            % {"label": label, "value": value, "allowed": ", ".join(allowed)},
            field,
        )


def _overrides(given: dict) -> dict[str, float]:
    """Names and values in the register's range; always floats, so that 1 and 1.0 have one fingerprint."""
    known = {item["name"]: item for item in catalogue.parameters()}
    checked = {}
    for name, value in given.items():
        field = f"overrides.{name}"
        if name not in known:
            raise SpecRefused(_("Det finns ingen parameter som heter %(name)r.") % {"name": name}, field)
        low, high = known[name]["range"]
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not low <= value <= high or (known[name]["integer"] and value != int(value)):
            text = (
                _("Parametern %(name)s är %(value)r; tillåtet är ett heltal från %(low)g till %(high)g.")
                if known[name]["integer"]
                else _("Parametern %(name)s är %(value)r; tillåtet är ett tal från %(low)g till %(high)g.")
            )
            raise SpecRefused(text % {"name": name, "value": value, "low": low, "high": high}, field)
        checked[name] = float(value)
    return checked
