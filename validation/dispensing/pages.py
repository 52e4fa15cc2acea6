"""Writes the tables of docs/explanation/validation.md from what the program has printed; nothing is typed by hand.

    beredd dispensing validate --json > targets.json
    beredd dispensing sensitivity --json > sensitivity.json
    python waiting.py > waiting.json
    python battery.py run --out dispensing-3.json --work DIR
    python pages.py            # the tables, in place

A table stands between `<!-- NAME -->` and `<!-- end of NAME -->`. `tests/dispensing/test_validation.py` holds the page
to these files, and the files' targets to the program's.
"""

import json
import re
from pathlib import Path

from beredd.dispensing.sensitivity import as_markdown

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "explanation" / "validation.md"
TARGETS = HERE / "targets.json"
SENSITIVITY = HERE / "sensitivity.json"
WAITING = HERE / "waiting.json"
EDITIONS = tuple(HERE / f"dispensing-{number}.json" for number in (1, 2, 3))
"""What each edition of the engine gave; the last one's rows are the table's."""


def targets_table(told: dict) -> str:
    """Markdown: each target beside ours; what lies outside its band is bold."""
    lines = ["| Target | Value | Band | Model (seed 1) | Unit | Kind | Use |", "|---|---:|---:|---:|---|---|---|"]
    for r in told["targets"]:
        model = shown(r["model"]) if r["inside"] else f"**{shown(r['model'])}**"
        band = f"{shown(r['low'])} – {shown(r['high'])}"
        cells = (r["target"], shown(r["value"]), band, model, r["unit"], r["kind"], r["use"])
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def battery_table(editions: list[dict]) -> str:
    """Markdown: every figure by edition of the engine, with what should hold."""
    found = [{(row["scenario"], row["figure"]): row["value"] for row in one["rows"]} for one in editions]
    engines = " | ".join(f"`{one['engine']}`" for one in editions)
    lines = [f"| Event | Figure | Should be | {engines} |", "|---|---|---|" + "---:|" * len(editions)]
    for row in editions[-1]["rows"]:
        values = (shown(one.get((row["scenario"], row["figure"]))) for one in found)
        lines.append("| " + " | ".join((row["scenario"], row["figure"], row["should"], *values)) + " |")
    return "\n".join(lines)


def sensitivity_block(told: dict) -> str:
    """Markdown: how it was made, how many signs are right, and the table of them."""
    made = f"Engine `{told['engine']}`, counties {', '.join(told['counties'])}, {told['seeds']} seeds."
    return f"{made} {told['summary']}\n\n{as_markdown(told['sensitivities'])}"


def december_table(told: dict) -> str:
    """Markdown: who waits beyond the everyday, hour by hour after the stop."""
    head = ("When", "Beyond the everyday", "Wait for goods", "of them, asked on the Tuesday", "Turned away")
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    for r in told["december_2021"]:
        counts = (shown(r[name]) for name in ("beyond", "goods", "goods_asked_that_day", "turned_away"))
        lines.append("| " + " | ".join((r["when"], *counts)) + " |")
    return "\n".join(lines)


def new_year_table(told: dict) -> str:
    """Markdown: who waits on two mornings, by when they asked."""
    lines = ["| Asked | Tuesday, 5 January | Tuesday, 8 December | Times |", "|---|---:|---:|---:|"]
    for r in told["new_year"]:
        times = r["new_year"] / r["ordinary"]
        lines.append(f"| {r['asked']} | {shown(r['new_year'])} | {shown(r['ordinary'])} | {times:.2f} |")
    return "\n".join(lines)


def shown(value: float | None) -> str:
    """A number as on the page: whole from a thousand on, else four figures."""
    if value is None:
        return "–"
    return f"{value:,.0f}".replace(",", " ") if abs(value) >= 1000 else f"{value:.4g}"


def page(text: str) -> str:
    """The page with its tables as the files have them."""
    files = (TARGETS, SENSITIVITY, WAITING, *EDITIONS)
    told, signs, waiting, *editions = (json.loads(path.read_text(encoding="utf-8")) for path in files)
    tables = {
        "targets": targets_table(told),
        "sensitivity": sensitivity_block(signs),
        "december-2021": december_table(waiting),
        "new-year": new_year_table(waiting),
        "battery": battery_table(editions),
    }
    for name, table in tables.items():
        pattern = rf"(?s)<!-- {name} -->\n.*?<!-- end of {name} -->"
        if not re.search(pattern, text):
            raise SystemExit(f"{PAGE.name} has no place for the table of {name}: <!-- {name} --> is missing.")
        block = f"<!-- {name} -->\n{table}\n<!-- end of {name} -->"
        text = re.sub(pattern, lambda _, block=block: block, text)
    return text


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
