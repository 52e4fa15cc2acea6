"""An engine's own process: `python -m beredd.web.engines.child FD PREPARE IDLE_S MOST_MIB`. Knows no Django.

Through the socket FD come orders `(function, arguments)` as pickles, and go `(True, answer)` or `(False, error)`.
It ends when the other side is gone, when nothing has been asked for IDLE_S, and after an answer when it has grown past
MOST_MIB: the next question starts it anew. PREPARE (`module:function`, may be empty) loads what the first answer needs.
"""

import contextlib
import importlib
import os
import pickle
import resource
import sys
import traceback
from multiprocessing.connection import Connection
from typing import Any


def function_of(reference: str) -> Any:
    """The function that `module:function` names."""
    module, _colon, function = reference.partition(":")
    return getattr(importlib.import_module(module), function)


def answer_to(order: tuple[str, tuple[Any, ...]]) -> bytes:
    """The reply to an order, pickled."""
    from beredd.errors import BereddError

    try:
        try:
            reference, arguments = order
            return pickle.dumps((True, function_of(reference)(*arguments)))
        except BereddError as error:
            return _portable(error)
    except Exception:  # the other side logs it; an order must always have a reply
        return pickle.dumps((False, traceback.format_exc()))


def _portable(error: Exception) -> bytes:
    from beredd.errors import BereddError

    try:
        said = pickle.dumps((False, error))
        if str(pickle.loads(said)[1]) == str(error):
            return said
    except Exception:  # whatever an exception's own constructor raises
        pass
    return pickle.dumps((False, BereddError("engines.refused", why=str(error))))


def main(fd: int, prepare: str, idle_s: float, most_mib: int) -> None:
    """Answer until nobody asks."""
    # Whatever a library prints goes to the log, not to a pipe that nobody reads.
    os.dup2(2, 1)
    line = Connection(fd)
    if prepare:
        line.send_bytes(answer_to((prepare, ())))
    while line.poll(idle_s):
        try:
            order = line.recv()
        except EOFError:
            return
        line.send_bytes(answer_to(order))
        if _largest_kib() > most_mib * 1024:
            return


def _largest_kib() -> int:
    """The largest memory of this process, KiB. `ru_maxrss` begins with that of the process that started it."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    # The side that asked is gone, and with it whoever would read the answer.
    with contextlib.suppress(ConnectionError):
        main(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]), int(sys.argv[4]))
