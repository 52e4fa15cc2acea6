"""The rooms of the site. A folder here with an `apps.py` is one; all that the site must know of it stands there.

docs/how-to/add-a-room.md shows a whole room.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from django.apps import AppConfig, apps
from django.http import HttpRequest
from django.utils.functional import Promise, SimpleLazyObject


@dataclass(frozen=True, kw_only=True)
class Item:
    """A room's entry in the main menu."""

    key: str
    """What the room's pages call themselves, in `room` of their context."""
    label: str | Promise
    address: str
    """Name of the address."""
    place: int
    """Entries stand in this order."""
    may: str = ""
    """Shown to those whom `policy.may_…` admits; to everyone when empty."""


class Room(AppConfig):
    """What a room declares in its `apps.py`. Its parts are found by their names: `urls.py`, `api.py`."""

    prefix: str | None = None
    """Under which address `urls.py` lies, such as `behov/`; None for a room without pages."""
    menu: Item | None = None
    run_kinds: tuple[str, ...] = ()
    """`module:NAME` of each kind of run (runs.kinds.RunKind) that the room makes."""

    default = False  # of the two configurations that a room's `apps` module knows, the room's own

    def __init_subclass__(cls) -> None:
        cls.default = True

    def ready(self) -> None:
        """Makes the room's kinds of run known."""
        for reference in self.run_kinds:
            from beredd.web.runs import kinds

            module, _colon, name = reference.partition(":")
            kinds.register(getattr(importlib.import_module(f"{self.name}.{module}"), name))


def installed() -> list[str]:
    """The packages of all rooms, for INSTALLED_APPS; found without importing them."""
    import beredd.web

    found = pkgutil.iter_modules(beredd.web.__path__, "beredd.web.")
    return [part.name for part in found if part.ispkg and find_spec(f"{part.name}.apps") is not None]


def all_rooms() -> list[Room]:
    """Every room that declares itself as one."""
    return [config for config in apps.get_app_configs() if isinstance(config, Room)]


def routers() -> Iterator[tuple[str, Any]]:
    """(prefix, router) of every room's `api.py`: operations under `/api/v1`."""
    for room in all_rooms():
        if find_spec(f"{room.name}.api") is not None:
            module = importlib.import_module(f"{room.name}.api")
            yield getattr(module, "PREFIX", ""), module.router


def menu(request: HttpRequest) -> dict[str, Any]:
    """For every template: `menu`, the entries of the main menu that are for this reader, in order."""
    return {"menu": SimpleLazyObject(lambda: _shown_to(request))}


def _shown_to(request: HttpRequest) -> list[Item]:
    from django.contrib.auth.models import AnonymousUser

    from beredd.web.accounts import policy

    # A request that was refused before anyone was recognised still gets a page.
    user = getattr(request, "user", AnonymousUser())
    items = [room.menu for room in all_rooms() if room.menu is not None]
    admitted = [item for item in items if not item.may or getattr(policy, f"may_{item.may}")(user)]
    return sorted(admitted, key=lambda item: item.place)
