"""Run by test_web_process.py in a process of its own: serves the rooms as a site does, then says what it has imported.

With a number: so many rounds of questions, and the process's memory after each tenth of them, MiB.
"""

import json
import os
import sys
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

HEAVY = ("numba", "llvmlite", "simpy", "highspy", "beredd.dispensing.engine", "beredd.overdose.engine.block")


def memory_mib() -> int:
    """Resident memory of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20


def make_site() -> tuple[Client, str]:
    """A signed-in member of an agency, and a run that is done."""
    from django.conf import settings
    from fake_results import write_results

    from beredd.web.accounts.models import Membership, Organisation, User
    from beredd.web.runs.models import Run

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    settings.ALLOWED_HOSTS = ["testserver"]
    user = User.objects.create_user("analytiker@example.se")
    agency = Organisation.objects.create(slug="m", name="Myndigheten", kind="agency")
    Membership.objects.create(user=user, organisation=agency, role="analyst")
    spec = {"scenario": "s1-erecept", "network": "sweden", "days": 3, "seed": 1, "replicates": 3, "overrides": {}}
    run = Run.objects.create(
        **{"id": "k-000001", "kind": "dispensing.run", "topic": "s1-erecept", "spec": spec, "spec_hash": "0" * 16},
        **{"spec_schema": "beredd/run-spec/1", "state": "done", "finished_at": timezone.now(), "organisation": agency},
        summary={"fingerprint": "f" * 16},
    )
    write_results(run.folder, scenario="s1-erecept", days=3, replicates=3)
    client = Client()
    client.force_login(user)
    return client, f"/rakna/{run.pk}/"


def pages(run: str, number: int) -> list[tuple[str, dict]]:
    """What people look at: other hours, other questions each time."""
    hour = number % 72
    return [
        ("/", {}),
        ("/rakna/", {}),
        ("/rakna/parametrar/", {}),
        (run, {"tid": hour}),
        (run, {"tid": hour, "karta": "kommun"}),
        (f"{run}tabell/timmar.csv", {}),
        ("/korningar/", {}),
        ("/behov/", {"budget": 5000 + 10 * number}),
        ("/behov/fil/plan.xlsx", {"budget": 5000 + 10 * number}),
        ("/labbet/", {"opioid": "fentanyl", "dos": "1.625", "person": "chronic", "n": 200, "fro": 1 + number % 50}),
        ("/api/v1/scenarios", {}),
        ("/api/v1/runs", {}),
        ("/api/v1/overdose/products", {}),
    ]


def main(rounds: int) -> None:
    """Serve, then tell."""
    client, run = make_site()
    from beredd.web.need.answers import ENGINE as need
    from beredd.web.overdose.answers import ENGINE as overdose

    assert overdose.is_ready(900)
    assert need.is_ready(300)
    told, slow = [], {}
    for number in range(rounds):
        for address, asked in pages(run, number):
            answer = client.get(address, asked)
            assert answer.status_code == 200, (address, answer.status_code)
            slow[address] = slow.get(address, 0) + 1
        if rounds < 10 or number % (rounds // 10) == 0:
            told.append(memory_mib())
    asked = {"scenario": "vardag", "days": 2}
    started = client.post("/api/v1/runs", json.dumps(asked), content_type="application/json")
    assert started.status_code == 201, started.content
    print(json.dumps({"imported": [name for name in HEAVY if name in sys.modules], "memory_mib": told}))
    need.stop()
    overdose.stop()


main(int(sys.argv[1]))
