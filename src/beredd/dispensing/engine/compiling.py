"""How kernels are compiled.

Kernels allocate nothing, so they need no reference counts; counting them for every array handed along costs more than
most functions do. What is used in one place is inlined for the same reason.
"""

from numba import njit

kernel = njit(cache=True, nogil=True, _nrt=False)
"""Called from Python over a block of pharmacies, without the GIL."""
part = njit(_nrt=False)
"""Used by several kernels."""
inlined = njit(inline="always", _nrt=False)
"""Used in one place."""
