"""Writes the tables of docs/explanation/validation.md from what the program has printed; nothing is typed by hand.

    beredd dispensing validate --json > targets.json
    python battery.py run --out dispensing-3.json --work DIR
    python pages.py            # both tables, in place

A table stands between `<!-- NAME -->` and `<!-- end of NAME -->`. `tests/dispensing/test_validation.py` holds the page
to these files, and the files' targets to the program's.
"""

import json
import re
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "explanation" / "validation.md"
TARGETS = HERE / "targets.json"
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


def shown(value: float | None) -> str:
    """A number as on the page: whole from a thousand on, else four figures."""
    if value is None:
        return "–"
    return f"{value:,.0f}".replace(",", " ") if abs(value) >= 1000 else f"{value:.4g}"


def page(text: str) -> str:
    """The page with its tables as the files have them."""
    told, *editions = (json.loads(path.read_text(encoding="utf-8")) for path in (TARGETS, *EDITIONS))
    for name, table in (("targets", targets_table(told)), ("battery", battery_table(editions))):
        pattern = rf"(?s)<!-- {name} -->\n.*?<!-- end of {name} -->"
        if not re.search(pattern, text):
            raise SystemExit(f"{PAGE.name} has no place for the table of {name}: <!-- {name} --> is missing.")
        block = f"<!-- {name} -->\n{table}\n<!-- end of {name} -->"
        text = re.sub(pattern, lambda _, block=block: block, text)
    return text


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
