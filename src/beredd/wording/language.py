"""The language that is spoken here and now: English at the command line; the site sets each reader's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LANGUAGES = ("en", "sv")

_spoken: ContextVar[str] = ContextVar("language", default="en")


def language() -> str:
    """The code of the language that is spoken: `en` or `sv`."""
    return _spoken.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speaks `code` inside the block, in this thread or task only."""
    if code not in LANGUAGES:
        raise ValueError(f"The language {code!r} is not spoken; spoken are {', '.join(LANGUAGES)}.")
    token = _spoken.set(code)
    try:
        yield
    finally:
        _spoken.reset(token)
