"""The pages docs/explanation/scenarios/ from the scenarios' own texts and from families.json.

    python family_pages.py

No number is written by hand: those of a page's result are the kept ones, and a test builds the pages anew.
"""

import json
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from families import DOSE, FAMILIES, KEPT, ORDINARY

from beredd.dispensing.scenarios import STATE_NAMES, Scenario, load_scenario
from beredd.dispensing.scenarios.moments import hour_of
from beredd.figures import Column, Curve, Line, Row, Table
from beredd.figures.numbers import number, percent
from beredd.wording import speaking

PAGES = Path(__file__).parents[2] / "docs" / "explanation" / "scenarios"
BUILT = (
    "Built by `validation/dispensing/family_pages.py` from the scenario's file and from kept results "
    "(`families.json` beside it); edit there."
)
SHARES = ("line_fill",)
WHAT = {
    "ordinary": ("people who have waited too long for a medicine, at noon", "Ordinary pharmacies"),
    "dose": ("dose patients without anything for the day", "The dose chain"),
}


def rows_of(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown, all columns but the first to the right where they hold numbers."""
    lines = [tuple(head), *map(tuple, rows)]
    marks = ("---", *("--:" for _ in lines[0][1:]))
    return "".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in (lines[0], marks, *lines[1:])
    )


def lasting(lasts: Any) -> str:
    """How long an event lasts, in words."""
    if isinstance(lasts, str):
        return "to the end"
    if isinstance(lasts, dict):
        (form, (one, other)), *_ = lasts.items()
        return f"{one:g}–{other:g} h" if form == "uniform_h" else f"about {one:g} h, drawn"
    return f"{lasts:g} h" if lasts < 48 else f"{lasts / 24:g} days".replace(".0 ", " ")


def events_of(scenario: Scenario) -> str:
    """What happens, in the file's order, ordinary pharmacies first."""
    names = {e.id: e.name.en if e.name else e.id for e in (*scenario.event, *scenario.dose)}
    rows = []
    for part, events in (("", scenario.event), ("dose: ", scenario.dose)):
        for e in events:
            after = getattr(e, "after", None)
            when = f"after “{names[after]}”" if after else _when(scenario, e.starts)
            repeat = getattr(e, "repeat", None)
            lasts = lasting(e.lasts) + (f", {repeat.times} times" if repeat else "")
            where = ", ".join((*getattr(e, "what", ()), *(w for w in e.where if w != "national"))) or "everywhere"
            rows.append((part + names[e.id], when, lasts, where))
    return rows_of(("what", "from", "how long", "where"), rows).replace("--:", "---")


def _when(scenario: Scenario, starts: str) -> str:
    day, hour = divmod(hour_of(starts), 24)
    return f"day {day + 1}, {scenario.start + timedelta(day):%A} {hour:02}"


def told_of(found: dict[str, Any], part: str) -> dict[str, Any]:
    """Name -> a part's figures: as it stands, and the alternatives that touch this part."""
    runs = {name: run[part] for name, run in found["runs"].items() if part in run}
    first = next(iter(runs))
    return {name: run for name, run in runs.items() if name == first or run["days"] != runs[first]["days"]}


def figures_of(found: dict[str, Any], part: str) -> str:
    """Key figures of a part, a column per run; a row that is zero everywhere is left out."""
    rows = []
    for name, label in ORDINARY if part == "ordinary" else DOSE:
        values = [run["kpi"][name] for run in told_of(found, part).values()]
        if any(values):
            rows.append(
                (
                    label,
                    *(
                        percent(v, 1) if name in SHARES else number(v, 1 if isinstance(v, float) and v < 100 else 0)
                        for v in values
                    ),
                )
            )
    return rows_of(("", *told_of(found, part)), rows)


def curve_of(id: str, found: dict[str, Any], part: str) -> Curve:
    """A part's days: each run a line, the ordinary day dashed."""
    runs, what = told_of(found, part), WHAT[part][0]
    series = {f"run{n}": run["days"]["here"] for n, run in enumerate(runs.values())}
    labels = {f"run{n}": name for n, name in enumerate(runs)}
    usual = next(iter(runs.values()))["days"].get("everyday")
    if usual:
        series["usual"], labels["usual"] = usual, "an ordinary day"
    columns = [
        Column(key="day", label="day", decimals=0),
        *(Column(key=k, label=labels[k], kind="count") for k in series),
    ]
    days = range(1, len(series["run0"]) + 1)
    rows = [
        Row(cells=[c.cell(v) for c, v in zip(columns, (day, *(one[day - 1] for one in series.values())), strict=True)])
        for day in days
    ]
    peak = max(series["run0"])
    at = series["run0"].index(peak) + 1
    every = 7 if len(days) > 21 else 2
    return Curve(
        name=f"{id}-{part}",
        title=f"{WHAT[part][1]}: {what}",
        alt=f"{what}, day by day as the scenario stands: at most {number(peak)} on day {at}, "
        f"{number(series['run0'][-1])} on day {len(days)}.",
        table=Table(name=f"{id}-{part}", caption=what, columns=columns, rows=rows),
        x="day",
        lines=[Line(label=_short(labels[k]), column=k, words=labels[k], is_baseline=k == "usual") for k in series],
        ticks=[(day, str(day)) for day in days if day % every == 1 or every == 1],
        says_x="day {x}",
        names_apart=True,
    )


def _short(label: str) -> str:
    return {"as it stands": "as it stands", "an ordinary day": "ordinary"}.get(label, label.split(" (")[0][:34])


def page_of(id: str, found: dict[str, Any] | None) -> tuple[str, dict[str, str]]:
    """A scenario's page and its drawings by file name."""
    scenario = load_scenario(id)
    family = id.split("-")[0].upper()
    sources = "".join(f"- {one}\n" for one in scenario.sources) or "None: nothing in it rests on a published figure.\n"
    text = f"# {family}: {scenario.name.en}\n\n{BUILT}\n\n"
    text += f"`{id}` · {STATE_NAMES[scenario.state].in_('en')} · {scenario.days} days from {scenario.start}\n\n"
    text += f"## Story\n\n{scenario.summary.en}\n\n{events_of(scenario)}\n"
    text += f"## What is assumed, and how sure\n\n{scenario.assumed.en}\n\nWhat rests on a source:\n\n{sources}\n"
    text += f"## What the model does not carry\n\n{scenario.not_carried.en}\n\n## Result\n\n"
    drawings: dict[str, str] = {}
    if found is None:
        text += (
            "None is kept yet: `python validation/dispensing/families.py --work DIR --only " + id + "` makes it.\n\n"
        )
        return text + _end(scenario, scenario.days), drawings
    text += f"{found['days']} days, seed 1, one replicate, engine `{found['engine']}`. "
    text += "Read the differences between columns, not the figures: all chance is shared.\n\n"
    for part in next(iter(found["runs"].values())):
        curve = curve_of(id, found, part)
        drawings[f"{curve.name}.svg"] = str(curve.standalone()) + "\n"
        text += f"### {WHAT[part][1]}\n\n{figures_of(found, part)}\n![{curve.alt}]({curve.name}.svg)\n\n"
    return text + _end(scenario, found["days"]), drawings


def _end(scenario: Scenario, days: int) -> str:
    text = f"## What would change it\n\n{scenario.would_change.en}\n\n## Run it\n\n"
    if scenario.event:
        text += f"    ./run dispensing run {scenario.id} --days {days}\n"
    if scenario.dose:
        text += f"    ./run dispensing dose-run {scenario.id} --days {days}\n"
    return text


def index_of(kept: dict[str, Any]) -> str:
    """The list of the families."""
    rows = []
    for id in FAMILIES:
        scenario, stands = load_scenario(id), next(iter(kept[id]["runs"].values())) if id in kept else {}
        if not stands:
            told = "not kept yet"
        elif "ordinary" in stands:
            told = (
                f"{number(stands['ordinary']['kpi']['person_days_past_limit_beyond_everyday'], 0)} person-days too long"
            )
        else:
            told = f"{number(stands['dose']['kpi']['patient_days_without'], 0)} patient-days without a roll"
        rows.append((f"[{id}]({id}.md)", scenario.name.en, STATE_NAMES[scenario.state].in_("en"), told))
    text = "# The ten families of scenarios\n\n" + BUILT + "\n\n"
    text += "S11, a round at one pharmacy's table, is an exercise without a model. Person-days count those who\n"
    text += "have waited longer than their medicine allows, beyond what an ordinary day has.\n"
    text += "Each page says what is left out.\n\n"
    return text + rows_of(("scenario", "name", "state", "result as it stands"), rows).replace("--:", "---")


def pages() -> dict[str, str]:
    """File name -> text, of all pages and drawings."""
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    with speaking("en"):
        made = {"README.md": index_of(kept)}
        for id in FAMILIES:
            made[f"{id}.md"], drawings = page_of(id, kept.get(id))
            made |= drawings
    return made


if __name__ == "__main__":
    PAGES.mkdir(exist_ok=True)
    for name, text in pages().items():
        (PAGES / name).write_text(text, encoding="utf-8")
