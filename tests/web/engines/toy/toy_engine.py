"""What a toy engine can be asked."""

import os
import sys
import time

from beredd.errors import BereddError

READY: list[str] = []


class Odd(BereddError):
    """An exception whose constructor takes something else than its text."""

    def __init__(self, *, faults):
        super().__init__("engines.busy", n=len(faults))
        self.faults = faults


def prepare():
    READY.append("ready")


def prepare_badly():
    raise OSError("no room for kernels")


def describe(word):
    return {"word": word, "pid": os.getpid(), "ready": list(READY), "modules": "django" in sys.modules}


def refuse(waiting):
    raise BereddError("engines.busy", n=waiting, field="dose")


def refuse_oddly():
    raise Odd(faults=["a", "b"])


def fail():
    raise ZeroDivisionError("a fault of the program's own")


def die(path):
    with open(path, "a", encoding="utf-8") as file:
        file.write("x")
    os.kill(os.getpid(), 9)


def die_once(path):
    if os.path.exists(path):
        return "alive"
    die(path)


def sleep(seconds):
    time.sleep(seconds)
    return seconds


def talk():
    print("a library says something")
    return "quiet"


def grow(mib):
    return len(bytearray(mib << 20))


def large(kib):
    return bytes(kib << 10)
