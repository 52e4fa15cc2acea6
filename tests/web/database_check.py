"""Run by test_migrations.py on an empty database: migrate, migrate again, seed, let two threads claim, break rules."""

import threading

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import IntegrityError, connection, transaction  # noqa: E402

from beredd.web.jobs import actions, kinds  # noqa: E402
from beredd.web.jobs.models import Job, State  # noqa: E402
from beredd.web.runs import actions as run_actions  # noqa: E402
from beredd.web.runs.models import Run, RunEvent  # noqa: E402

for _time in range(2):
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
call_command("check", databases=["default"], fail_level="WARNING")

kinds.register(kinds.Kind(name="toy", schema="beredd/toy/1", work="toy_work:work"))
for number in range(8):
    actions.enqueue(kind="toy", payload={"number": number})

claimed: list[str] = []


def claim_all() -> None:
    """Claims until nothing waits."""
    while (job := actions.claim(worker=threading.current_thread().name)) is not None:
        claimed.append(str(job.pk))
        actions.finish(job=job, summary={})
    connection.close()


threads = [threading.Thread(target=claim_all) for _number in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
lost = Job.objects.exclude(state=State.DONE).count()
assert len(claimed) == len(set(claimed))

run = Run.objects.create(id="k-000001", kind="toy", spec={}, spec_schema="beredd/toy/1", spec_hash="0" * 16)


def append_many() -> None:
    """Twenty-five events of one run."""
    for _number in range(25):
        run_actions.append_event(run=run, kind=RunEvent.Kind.REQUEUED)
    connection.close()


threads = [threading.Thread(target=append_many) for _number in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
numbers = list(run.events.values_list("number", flat=True))
assert numbers == list(range(1, 51)), numbers

for wrong in ({"state": "asleep"}, {"state": State.RUNNING}, {"progress_done": 3}, {"attempts": 9}):
    try:
        with transaction.atomic():
            Job.objects.update(**wrong)
    except IntegrityError:
        continue
    raise AssertionError(f"the database took {wrong}")
print(f"{connection.vendor}: {len(claimed)} claimed once each, {lost} lost, {len(numbers)} events, rules held")
