"""Guidance as people meet it: a static site, prints, a training, JSON and FHIR; made only of what may be published."""

from typing import Any

from beredd import late

_HOME = {
    "Settings": "settings",
    "PublishingError": "errors",
    "publish": "site",
    "Published": "placing",
    "make_print": "prints",
    "count": "counting",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    return late.find(__name__, _HOME, name)
