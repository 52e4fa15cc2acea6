"""A site that publishes itself again: a withdrawn step is off it at the next look."""

import pytest

from beredd.publishing import Settings
from beredd.publishing.watching import watch_store


@pytest.mark.slow
def test_a_step_that_is_withdrawn_in_the_store_is_off_the_site_at_the_next_look(files, tmp_path):
    folder, out = tmp_path / "store", tmp_path / "site"
    for name, raw in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(raw)
    steps = out / "sv" / "steps" / "index.html"
    watched = watch_store(folder, out, is_demo=True, settings=Settings(), look_s=0.01)
    next(watched)
    assert "Ge naloxon" in steps.read_text()

    whole = (folder / "emergency.yaml").read_text()
    (folder / "emergency.yaml").write_text("half a fi")
    assert "emergency.yaml" in str(next(watched))
    assert "Ge naloxon" in steps.read_text()

    stop = "- id: breathe\n  stopped: {kind: withdrawn, on: 2026-11-27, by: K K, why: Wrong}\n"
    (folder / "emergency.yaml").write_text(whole.replace("- id: breathe\n", stop, 1))
    next(watched)
    assert "Ge naloxon" not in steps.read_text()
    assert "tel:112" in steps.read_text()
