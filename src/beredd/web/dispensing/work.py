"""What the child process does for a run: calls the engine. Knows no Django."""

import json
from pathlib import Path

from beredd.web.jobs.kinds import Progress

MOST_TOLD = 1000
"""Runs of a screening, about: what its progress is told in."""


def run_dispensing(payload: dict, out: Path, progress: Progress) -> dict:
    """Runs the dispensing chain as the payload says, files into `out`; returns the run's summary."""
    from beredd import dispensing

    question = dispensing.Question(**payload)
    return dispensing.run(**question.as_data(), out=out, progress=lambda done, total: progress(done, total, ""))


def run_failures(payload: dict, out: Path, progress: Progress) -> dict:
    """Screens for what must not fail, all of it in `answer.json` of `out`; returns what the run's record needs."""
    from beredd.dispensing.failures import FailureQuestion, screen

    done = [0]

    def told(runs: int) -> None:
        done[0] += runs
        progress(min(done[0], MOST_TOLD - 1), MOST_TOLD, "")

    found = screen(FailureQuestion(**payload), progress=told)
    out.mkdir(parents=True, exist_ok=True)
    (out / "answer.json").write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return {name: found[name] for name in ("what", "kpi", "fingerprint", "provenance", "wall_s")}
