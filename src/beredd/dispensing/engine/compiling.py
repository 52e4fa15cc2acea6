"""How kernels are compiled.

Kernels allocate nothing, so they need no reference counts; counting them for every array handed along costs more than
most functions do. What is used in one place is inlined for the same reason.
"""

from typing import Any

from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

UNCOUNTED: dict[str, Any] = {"_nrt": False}

kernel = njit(cache=True, nogil=True, **UNCOUNTED)
"""Called from Python over a block of pharmacies, without the GIL."""
part = njit(**UNCOUNTED)
"""Used by several kernels."""
inlined = njit(inline="always", **UNCOUNTED)
"""Used in one place."""


@intrinsic
def fetch(typingctx, array, index):
    """Ask for the cache line of `array[index]`, one-dimensional, to be there soon; nothing waits, nothing changes.

    An index beyond the array is harmless. It saves what lies between the asking and the use, at most a tenth of a
    microsecond a line; a core's second cache holds some 10 000 lines. docs/adr/0022.
    """
    if not isinstance(array, types.Array) or array.ndim != 1:
        return None

    def code(context, builder, signature, arguments):
        array_type, index_type = signature.args
        view = context.make_array(array_type)(context, builder, arguments[0])
        at = context.cast(builder, arguments[1], index_type, types.intp)
        address = builder.bitcast(
            cgutils.get_item_pointer(context, builder, array_type, view, [at], wraparound=False), cgutils.voidptr_t
        )
        flag = ir.IntType(32)
        called = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, flag, flag, flag])
        llvm = cgutils.get_or_insert_function(builder.module, called, "llvm.prefetch.p0")
        builder.call(llvm, [address, flag(0), flag(3), flag(1)])  # to read, to be kept near, data
        return context.get_dummy_value()

    return types.void(array, index), code
