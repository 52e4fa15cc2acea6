"""Runs that are done, with made-up results, so that the studio is tested without the engine."""

import json
import sys
from pathlib import Path

import pytest
from django.utils import timezone

sys.path.insert(0, str(Path(__file__).parents[2] / "dispensing"))


@pytest.fixture(scope="session")
def ready_results(tmp_path_factory):
    """Two result folders, written once: a disruption and the everyday days beside it."""
    from fake_results import write_results

    folder = tmp_path_factory.mktemp("ready")
    return {
        "s1-erecept": write_results(folder / "s1", scenario="s1-erecept", days=3, replicates=3),
        "vardag": write_results(folder / "v", scenario="vardag", days=3, replicates=3, strength=0.0),
    }


@pytest.fixture
def finish(results, ready_results):
    """finish(run): the run is done, its folder holds the made-up results of its scenario."""
    from beredd.web.jobs.models import Job
    from beredd.web.runs.models import Run

    def finish_one(run):
        source = ready_results[run.topic]
        run.folder.parent.mkdir(parents=True, exist_ok=True)
        run.folder.symlink_to(source, target_is_directory=True)
        now = timezone.now()
        Job.objects.filter(pk=run.job_id).update(state="done", finished_at=now, lease_until=None)
        Run.objects.filter(pk=run.pk).update(
            state="done", summary=json.loads((source / "summary.json").read_text()), finished_at=now
        )
        run.refresh_from_db()
        return run

    return finish_one


@pytest.fixture
def done_run(make_run, finish):
    """A disruption that is done, and its baseline, also done."""
    run = finish(make_run(scenario="s1-erecept", days=3, replicates=3))
    finish(make_run(scenario="vardag", days=3, replicates=3))
    return run
