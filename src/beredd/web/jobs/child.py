"""What runs one job: `python -m beredd.web.jobs.child`, a fresh process that knows no database.

The worker writes one line of JSON to stdin and keeps it open; this process answers with lines of JSON on stdout:
`{"progress": [done, total, message]}` any number of times, then one `{"summary": …}`, `{"bad_input": {"code": …}}`,
`{"disk_full": …}` or `{"error": …}`. When stdin closes, the worker is gone and this process ends at once: nobody
waits for its answer.
"""

import json
import os
import sys
import threading
import time
import traceback
from pathlib import Path

ORPHANED = 70
PROGRESS_EVERY_S = 0.2


def _end_with_worker() -> None:
    sys.stdin.buffer.read()
    os._exit(ORPHANED)


def main() -> None:
    """Read the order, work, answer."""
    # Whatever a library prints must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    line = sys.stdin.buffer.readline()
    if not line:  # the worker died before it had said what to do
        os._exit(ORPHANED)
    order = json.loads(line)
    threading.Thread(target=_end_with_worker, daemon=True).start()

    def answer(value: dict) -> None:
        answers.write(json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n")
        answers.flush()

    said_at = 0.0

    def progress(done: int, total: int, message: str = "") -> None:
        nonlocal said_at
        now = time.monotonic()
        if now - said_at >= PROGRESS_EVERY_S or done >= total:
            said_at = now
            answer({"progress": [int(done), int(total), str(message)]})

    from beredd.errors import BereddError
    from beredd.web.jobs.kinds import work_function
    from beredd.web.jobs.trouble import is_disk_full

    try:
        answer({"summary": work_function(order["work"])(order["payload"], Path(order["out"]), progress)})
    except BereddError as error:
        answer({"disk_full": str(error)} if is_disk_full(error) else {"bad_input": error.sentence.as_json()})
    except Exception as error:  # the worker logs it and the job fails; no other end to a job is silent
        answer({"disk_full": str(error)} if is_disk_full(error) else {"error": traceback.format_exc()})
    answers.close()
    # Not the interpreter's own farewell: a thread still sits in stdin, and the answer is already given.
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
