"""Work for the toy kind of job. Knows no Django."""

import errno
import os
import signal
import time

from beredd.errors import BereddError
from beredd.writing import fresh_folder


def work(payload, out, progress):
    """Does as the payload says: counts, refuses, breaks, sleeps, or kills itself."""
    do = payload["do"]
    (out / "started.json").write_text(str(os.getpid()))
    if do == "count":
        print("a library that talks on stdout")
        for step in range(1, payload["to"] + 1):
            progress(step, payload["to"], f"step {step}")
        (out / "numbers.json").write_text("[1, 2, 3]")
        return {"fingerprint": "abc", "count": payload["to"]}
    if do == "write-slowly":
        (out / "started.json").unlink()
        with fresh_folder(out) as work:
            (work / "half.json").write_text("1")
            while not (out.parent / "go-on").exists() and work.exists():
                time.sleep(0.02)
            (work / "whole.json").write_text("2")
        return {"fingerprint": "written"}
    if do == "refuse":
        raise BereddError("overdose.threads", found=-1)
    if do == "break":
        raise ZeroDivisionError("division by zero")
    if do == "sleep":
        progress(1, 10, "asleep")
        time.sleep(payload.get("seconds", 60))
        return {"fingerprint": "slept"}
    if do in ("fill", "fill-in-words"):
        full = OSError(errno.ENOSPC, "No space left on device")
        if do == "fill":
            raise full
        raise BereddError("overdose.threads", found=-1) from full
    if do == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError(do)
