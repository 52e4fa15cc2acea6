"""Writes the table of docs/explanation/load-and-faults.md from the storm's figures; nothing is typed by hand.

    .venv/bin/python bench/storm --out bench/storm/figures.json
    .venv/bin/python bench/storm/pages.py

The table stands between `<!-- storm -->` and `<!-- end of storm -->`; tests/house/test_storm.py holds it to the file.
"""

import json
import re
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).with_name("figures.json")
PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "load-and-faults.md"

SAID = {
    # trial: (what was done, what came of it)
    "kill": (
        "kill -9 × {kills}: web {web}, worker {worker}, computing child {child}, two workers, while people start, save "
        "and read",
        "{runs} runs ended once, {saved} answers saved once; {pages} pages asked for; the site back in {web_back_s} s "
        "(median)",
    ),
    "twin": (
        "kill -9 × {kills} of a twin that is stepped, with decisions, a journal and snapshots",
        "{twins} twins at the same end; {hours_compared} hours compared; replay equals",
    ),
    "workers": (
        "{workers} workers at one queue",
        "{runs} runs, {started} begun; {workers_that_took} workers took some",
    ),
    "disk": ("disk full × {times_full}", "{runs} runs; work was sent back {sent_back} times, no attempt spent"),
    "files": (
        "{damages} damages to the files of a result",
        "each page answers; run again: the same integers and files",
    ),
    "clock": (
        "the clock moved {jumps} times, by 40 minutes to a day, and a worker killed after it",
        "{runs} runs ended once; all done {settled_s} s after the last jump",
    ),
    "postgresql": (
        "PostgreSQL restarted × {restarts} under load, in order and at once",
        "{runs} runs; the site well again after {back_s} s at most",
    ),
    "slow": (
        "{connections} clients that send a byte a second or never read",
        "others are answered in {health_slowest_s} s (health) and {start_page_slowest_s} s (start page) at worst",
    ),
    "flood": (
        "{threads} at once ask for what is dear, as fast as they can",
        "{answered} answers, none a fault; well again after {back_s} s",
    ),
}


def table(found: dict[str, Any]) -> str:
    """Markdown: each trial with what was done, what came of it, and whether all held."""
    lines = ["| What | What came of it | Nothing lost, nothing doubled | Load, wall |", "|---|---|---|---|"]
    for name, (done, came) in SAID.items():
        told = found["trials"].get(name)
        if told is None:
            continue
        if "not_tried" in told:
            lines.append(f"| {name} | not tried: {told['not_tried']} | – | – |")
            continue
        told = told | {"answered": sum(told.get("answers", {}).values())}
        try:
            words = (done.format(**told), came.format(**told))
        except KeyError as missing:
            words = (name, f"not carried to its end ({missing})")
        held = "yes" if not told["faults"] else "**no**: " + "; ".join(told["faults"])
        how = f"{told['load']}, {told['wall_s']:.0f} s" + (", short" if told["is_short"] else "")
        lines.append("| " + " | ".join((*words, held, how)) + " |")
    return "\n".join(lines)


def page(text: str) -> str:
    """The page with its table as the file has it."""
    block = f"<!-- storm -->\n{table(json.loads(FIGURES.read_text(encoding='utf-8')))}\n<!-- end of storm -->"
    return re.sub(r"(?s)<!-- storm -->\n.*?<!-- end of storm -->", lambda _found: block, text)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
