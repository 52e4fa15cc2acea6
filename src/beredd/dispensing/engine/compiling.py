"""How kernels are compiled.

Kernels allocate nothing, so they need no reference counts; counting them for every array handed along costs more than
most functions do. What is used in one place is inlined for the same reason.
"""

from typing import Any

from numba import njit

UNCOUNTED: dict[str, Any] = {"_nrt": False}

kernel = njit(cache=True, nogil=True, **UNCOUNTED)
"""Called from Python over a block of pharmacies, without the GIL."""
part = njit(**UNCOUNTED)
"""Used by several kernels."""
inlined = njit(inline="always", **UNCOUNTED)
"""Used in one place."""
