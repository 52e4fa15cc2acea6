"""The emergency page: one document without anything beside it, kept offline by one tap; a file to send on; a module.

When a step is withdrawn or barred, or nobody has approved the steps, the fixed page "Call 112" stands in their place.
"""

import base64
import hashlib
from collections.abc import Iterator
from functools import cache, partial
from typing import Any

from beredd.guidance.emergency import Step
from beredd.publishing.ground import ASSETS, HOME, Ground
from beredd.publishing.placing import Page, as_is


def pages(ground: Ground) -> Iterator[Page]:
    """The emergency page of every edition, with what belongs to it."""
    for edition in ground.editions:
        parts = [repr(ground.emergency(edition)), repr(ground.store.sequence.steps)]
        for name, template, is_listed in (
            ("steps/index.html", "steps.html", True),
            ("steps/steps.html", "send.html", False),
            ("steps/embed.html", "embed.html", False),
            ("module/index.html", "module.html", True),
        ):
            yield ground.page(
                f"{edition}/{name}",
                template,
                parts,
                partial(context, ground, edition, name.removesuffix("index.html")),
                is_listed=is_listed,
            )
        for name in ("keep.js", "worker.js"):
            yield as_is(f"{edition}/steps/{name}", (ASSETS / name).read_bytes())


def context(ground: Ground, edition: str, name: str) -> dict[str, Any]:
    """What the emergency page shows in an edition."""
    return {
        "edition": edition,
        "others": [(one, f"{one}/{name}") for one in ground.editions],
        "emergency": ground.emergency(edition),
        "steps": steps_of(ground, edition),
        "style": style(),
        "style_hash": csp_hash(style()),
        "is_draft": ground.store.language(edition).is_layout_draft,
        "here": ground.address(f"{edition}/steps/"),
    }


def steps_of(ground: Ground, edition: str) -> tuple[Step, ...]:
    """The steps of the version that is shown; those of the latest where only placeholders are."""
    shown = ground.emergency(edition).version
    return (shown or ground.store.sequence).steps


@cache
def style() -> str:
    """The stylesheet that stands within pages that must hold alone."""
    tokens = (HOME.parent / "figures/style/tokens.css").read_text(encoding="utf-8")
    return tokens + (ASSETS / "steps.css").read_text(encoding="utf-8")


def csp_hash(text: str) -> str:
    """What a content security policy calls a style or script that stands within the page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
