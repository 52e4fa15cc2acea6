"""Guidance made of claims: what each rests on, how it is said to whom, what may be shown, and what has become stale."""

from typing import Any

from beredd import late

_HOME = {
    "Claim": "claims",
    "Number": "claims",
    "Variant": "claims",
    "Evidence": "evidence",
    "Source": "evidence",
    "Sequence": "emergency",
    "Publication": "publications",
    "Notice": "publications",
    "Store": "store",
    "read_store": "store",
    "shipped": "store",
    "GuidanceError": "errors",
    "NotAllowed": "errors",
    "Unknown": "errors",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    return late.find(__name__, _HOME, name)
