"""What can go wrong with asking an engine.

BereddError
└── EngineUnavailable       the engine cannot answer now: too many wait, it took too long, or its process died twice
"""

from beredd.errors import BereddError


class EngineUnavailable(BereddError):
    """The engine cannot answer now; the same question may be asked again."""

    kind = "unavailable"
