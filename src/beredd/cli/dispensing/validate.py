"""`beredd dispensing`: validate."""


def register(app):
    """Add the commands of this file to the noun's app."""
