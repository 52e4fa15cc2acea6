"""`manage work`: the worker process."""

import os
import signal
import sys
import threading

from django.core.management.base import BaseCommand

from beredd.web.jobs.worker import Worker


class Command(BaseCommand):
    """Runs background jobs until told to stop."""

    help = "Run background jobs until stopped by Ctrl-C or SIGTERM."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Stop when the queue is empty.")
        parser.add_argument("--with-parent", action="store_true", help="Stop when standard input closes.")

    def handle(self, *args, once=False, with_parent=False, **options):
        worker = Worker()
        signal.signal(signal.SIGTERM, worker.stop)
        signal.signal(signal.SIGINT, worker.stop)
        if with_parent:
            threading.Thread(target=_stop_at_end_of_input, args=(worker,), daemon=True).start()
        worker.run(once=once)


def _stop_at_end_of_input(worker: Worker) -> None:
    # os.read, not sys.stdin: a thread that holds a buffered reader stops the interpreter from ending.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    worker.stop()
