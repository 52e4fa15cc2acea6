"""A worker process of its own on the test's database: toy_worker.py DATABASE RESULTS."""

import signal
import sys
from pathlib import Path

database, results = sys.argv[1], Path(sys.argv[2])

import django  # noqa: E402
from django.conf import settings  # noqa: E402

settings.DATABASES["default"]["NAME"] = database
settings.RESULTS_DIR = results
django.setup()

from beredd.web.jobs import kinds  # noqa: E402
from beredd.web.jobs.worker import Worker  # noqa: E402

kinds.register(
    kinds.Kind(
        name="toy",
        schema="beredd/toy/1",
        work="toy_work:work",
        environment={"PYTHONPATH": str(Path(__file__).parent)},
    )
)
worker = Worker()
signal.signal(signal.SIGTERM, worker.stop)
worker.run()
