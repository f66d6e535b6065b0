"""The processor's hint to fetch memory that a kernel will soon need: numba has no name for it."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba.core import types
from numba.core.cgutils import get_or_insert_function
from numba.extending import intrinsic

_FOR_WRITING, _KEEP_IN_ALL_CACHES, _DATA = 1, 3, 1


def _prefetch(_context: Any, array: Any, _index: Any) -> Any:
    def generate(context, builder, signature, arguments):
        flag, address = ir.IntType(32), ir.IntType(8).as_pointer()
        hint = get_or_insert_function(
            builder.module, ir.FunctionType(ir.VoidType(), [address, flag, flag, flag]), "llvm.prefetch.p0"
        )
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        place = builder.bitcast(builder.gep(data, [arguments[1]]), address)
        builder.call(hint, [place, flag(_FOR_WRITING), flag(_KEEP_IN_ALL_CACHES), flag(_DATA)])
        return context.get_dummy_value()

    return types.void(array, types.int64), generate


prefetch: Any = intrinsic(_prefetch)
"""``prefetch(array, index)``: begin to fetch ``array[index]``. The array is flat; any index is harmless."""
