"""What the child process does for a run: calls the engine. Knows no Django."""

from pathlib import Path

from beredd.web.jobs.kinds import Progress


def run_dispensing(payload: dict, out: Path, progress: Progress) -> dict:
    """Runs the dispensing chain as the payload says, files into `out`; returns the run's summary."""
    from beredd import dispensing

    question = dispensing.Question(**payload)
    return dispensing.run(**question.as_data(), out=out, progress=lambda done, total: progress(done, total, ""))
