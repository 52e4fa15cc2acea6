"""Shared by all tests: hypothesis without a deadline, because the first call of a kernel compiles it."""

from hypothesis import settings

settings.register_profile("beredd", deadline=None, derandomize=True)
settings.load_profile("beredd")
