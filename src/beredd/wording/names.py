"""The name that a thing carries itself, in the language that is spoken: `name_sv` and `name_en`, `label_sv` …"""

from collections.abc import Mapping
from typing import Any

from beredd.wording.language import language


def in_language(thing: Any, name: str = "name") -> str:
    """`name_en` or `name_sv` of a thing or a table row, else plain `name`, else the other language's; "" for none."""
    other = "sv" if language() == "en" else "en"
    for key in (f"{name}_{language()}", name, f"{name}_{other}"):
        found = thing.get(key) if isinstance(thing, Mapping) else getattr(thing, key, None)
        if found:
            return str(found).strip()
    return ""
