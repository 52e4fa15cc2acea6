"""One run for each kind of event, and the figures that show whether the chain behaves, before and after a change.

    python battery.py run --out dispensing-3.json --work DIR [--only staff-away]
    python pages.py     # the table before -> after in docs/explanation/validation.md

Every run is national, seed 1, one replicate. Figures marked "beyond" are less those of the same scenario without its
events under the same chance. The scenarios lie in `events/`; those of the package are run too. Results stay in DIR,
and a scenario whose results are there is read, not run: a new figure costs nothing.
"""

import argparse
import contextlib
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from beredd.dispensing import ENGINE, load_network, load_scenario, run
from beredd.dispensing.errors import ScenarioError

HERE = Path(__file__).parent
PACKAGED = ("b2016-04-05", "s1-erecept", "s2-kedja", "s6-morkt")
VASTERBOTTEN = "24"
OPEN_AT_NIGHT = 17


class Results:
    """One run's files as arrays over days (D) and hours (H), the whole country."""

    def __init__(self, folder: Path, days: int):
        self.folder, self.days = folder, days
        self.summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
        self.day = self._columns(f"select * from '{folder}/day_national.parquet' order by day")
        self.hour = self._columns(
            "select hour, sum(turned_away) as turned_away, sum(waiting) as waiting, sum(served) as served, "
            f"sum(arrivals) as arrivals from '{folder}/hour_county.parquet' group by hour order by hour"
        )
        self.tier = self.people("people_without", "true")
        """(H, 5): people without by tier."""

    def people(self, column: str, where: str) -> np.ndarray:
        """(H, 5) of a column of hour_county_tier."""
        rows = duckdb.sql(
            f"select sum({column}) from '{self.folder}/hour_county_tier.parquet' where {where} "
            "group by hour, tier order by hour, tier"
        ).fetchnumpy()
        return next(iter(rows.values())).astype(float).reshape(-1, 5)

    @staticmethod
    def _columns(query: str) -> dict[str, np.ndarray]:
        return {name: np.asarray(values, float) for name, values in duckdb.sql(query).fetchnumpy().items()}

    def turned_away(self, first: int = 0, last: int | None = None) -> float:
        """Attempts that failed, days first … last - 1."""
        return float(self.hour["turned_away"][24 * first : 24 * (self.days if last is None else last)].sum())


Figure = Callable[[Results, Results], float]


@dataclass(frozen=True)
class Case:
    """A scenario, and what is looked at in it; `should` is what must hold, said before it was run."""

    scenario: str
    figures: tuple[tuple[str, str, Figure], ...]


def person_days(tiers=slice(None), first=0, last=None) -> Figure:
    """Person-days without beyond the calm run."""

    def figure(r: Results, calm: Results) -> float:
        span = slice(24 * first, 24 * (r.days if last is None else last))
        return float((r.tier[span, tiers].sum() - calm.tier[span, tiers][: len(r.tier[span])].sum()) / 24)

    return figure


def beyond(column: str, first: int, last: int) -> Figure:
    """A column of the national days, days first … last - 1, less the calm run's. The backlog is that of the morning."""
    return lambda r, calm: float((r.day[column][first:last] - calm.day[column][first:last]).sum())


def times(column: str, first: int, last: int) -> Figure:
    """The same as a ratio."""
    return lambda r, calm: float(r.day[column][first:last].sum() / calm.day[column][first:last].sum())


def peak(column: str, first: int, last: int) -> Figure:
    """The largest value of days first … last - 1."""
    return lambda r, _: float(r.day[column][first:last].max())


def turned_away(first: int, last: int) -> Figure:
    """Turn-aways beyond the calm run."""
    return lambda r, calm: r.turned_away(first, last) - calm.turned_away(first, last)


def fill(first: int, last: int) -> Figure:
    """Line fill of days first … last - 1."""
    return lambda r, _: float(
        r.day["filled_first_lines"][first:last].sum() / r.day["requested_lines"][first:last].sum()
    )


def mean_wait(first: int, last: int) -> Figure:
    """Minutes in the queue per customer served."""

    def figure(r: Results, _: Results) -> float:
        span = slice(24 * first, 24 * last)
        return float(60 * r.hour["waiting"][span].sum() / r.hour["served"][span].sum())

    return figure


def weekly(tiers, week: int, where: str = "true") -> Figure:
    """People without at noon, the mean of a week (counted from 1)."""

    def figure(r: Results, _: Results) -> float:
        noon = r.people("people_without", where)[12::24, tiers].sum(axis=1)
        return float(noon[7 * (week - 1) : 7 * week].mean())

    return figure


def at_hour(hour: int) -> Figure:
    """Turned away in an hour of the day, the mean of the working days after the second week."""

    def figure(r: Results, _: Results) -> float:
        by_day = r.hour["turned_away"].reshape(-1, 24)[14:, hour]
        return float(by_day[np.arange(14, r.days) % 7 < 5].mean())

    return figure


def thinnest_saturday(r: Results, _: Results) -> float:
    """The smallest Saturday's lines, as a share of the median Saturday's."""
    lines = r.day["requested_lines"][5::7]
    return float(lines.min() / np.median(lines))


def first_day_below(level: float) -> Figure:
    """Days from the event (day 7) until the line fill falls below a level; -1 when it does not."""

    def figure(r: Results, _: Results) -> float:
        below = np.flatnonzero(r.day["filled_first_lines"] < level * r.day["requested_lines"])
        below = below[below >= 7]
        return float(below[0] - 7) if len(below) else -1.0

    return figure


def group_fill(group: str, first: int, last: int) -> Figure:
    """Line fill of one product group, days first … last - 1."""

    def figure(r: Results, _: Results) -> float:
        return float(
            duckdb.sql(
                f"select sum(filled_first_lines) / sum(requested_lines) from '{r.folder}/day_county_group.parquet' "
                f"where \"group\" = '{group}' and day >= {first} and day < {last}"
            ).fetchall()[0][0]
        )

    return figure


def group_bites(group: str, by: float) -> Figure:
    """Days from the event (day 7) until a group's fill of seven days has lost so much; -1 when it never does."""

    def figure(r: Results, calm: Results) -> float:
        usual = group_fill(group, 0, 7)(r, calm)
        for day in range(7, r.days - 7):
            if group_fill(group, day, day + 7)(r, calm) < usual - by:
                return float(day - 7)
        return -1.0

    return figure


def largest_delivery(first: int, last: int) -> Figure:
    """The largest day's delivered packs, times the calm run's mean working day of the same weeks."""

    def figure(r: Results, calm: Results) -> float:
        usual = calm.day["delivered_packs"][first:last]
        return float(r.day["delivered_packs"][first:last].max() / usual[usual > 0].mean())

    return figure


def urgent_fill(r: Results, _: Results) -> float:
    """How much better what is urgent is filled than what is not, weeks 3–17."""
    tiers = {group: int(tier) for group, tier in zip(NETWORK.group_id, NETWORK.group_tier, strict=True)}
    rows = duckdb.sql(
        'select "group", sum(filled_first_lines), sum(requested_lines) '
        f"from '{r.folder}/day_county_group.parquet' where day >= 14 group by 1"
    ).fetchall()
    fills = []
    for chosen in ((0, 1), (3, 4)):
        some = [(filled, asked) for group, filled, asked in rows if tiers.get(group) in chosen]
        fills.append(sum(f for f, _ in some) / sum(a for _, a in some))
    return float(fills[0] - fills[1])


NETWORK = load_network("sweden")
URGENT, ALL = slice(0, 1), slice(None)
STOPPED = "N03A:epilepsi"
CASES = (
    Case(
        "at-rest",
        (
            ("tier 0 without at noon, week 2", "no trend", weekly(URGENT, 2)),
            ("tier 0 without at noon, week 17", "as week 2", weekly(URGENT, 17)),
            ("all tiers without at noon, week 2", "no trend", weekly(ALL, 2)),
            ("all tiers without at noon, week 17", "as week 2", weekly(ALL, 17)),
            ("Västerbotten without at noon, week 2", "no trend", weekly(ALL, 2, f"county_code = '{VASTERBOTTEN}'")),
            ("Västerbotten without at noon, week 17", "as week 2", weekly(ALL, 17, f"county_code = '{VASTERBOTTEN}'")),
            ("backlog, day 0", "as later", lambda r, _: float(r.day["backlog_people"][0])),
            ("backlog, mean of weeks 3–17", "no trend", lambda r, _: float(r.day["backlog_people"][14:].mean())),
            ("line fill of tiers 0–1 less tiers 3–4", "0 or more", urgent_fill),
            ("turned away at 17 a working day", "some hundreds at most", at_hour(OPEN_AT_NIGHT)),
            ("thinnest Saturday, share of the median", "near 1", thinnest_saturday),
            ("line fill, weeks 3–17", "0.94–0.97", fill(14, 119)),
        ),
    ),
    Case("stop-day-1", (("person-days beyond, 20 days", "as from day 15", person_days(first=1, last=21)),)),
    Case("stop-day-15", (("person-days beyond, 20 days", "as from day 1", person_days(first=15, last=35)),)),
    Case(
        "easter",
        (
            (
                "backlog peak, Maundy Thursday to the week after",
                "near an ordinary week's",
                peak("backlog_people", 24, 36),
            ),
            ("backlog peak, an ordinary week", "", peak("backlog_people", 14, 21)),
            ("turned away, the same days", "near an ordinary week's", lambda r, _: r.turned_away(24, 36)),
            ("turned away, twelve ordinary days", "", lambda r, _: r.turned_away(7, 19)),
        ),
    ),
    Case(
        "christmas",
        (
            ("backlog peak, 24 December to 10 January", "near an ordinary week's", peak("backlog_people", 24, 42)),
            ("backlog peak, an ordinary week", "", peak("backlog_people", 7, 14)),
            ("turned away, the same days", "near ordinary weeks'", lambda r, _: r.turned_away(24, 42)),
            ("turned away, eighteen ordinary days", "", lambda r, _: r.turned_away(4, 22)),
        ),
    ),
    Case(
        "december-2021",
        (
            ("turned away that day, beyond", "well below 46 000", turned_away(8, 9)),
            ("backlog that night, beyond", "below the turned away: some come back", beyond("backlog_people", 9, 10)),
            ("person-days beyond", "near 0", person_days(first=8)),
        ),
    ),
    Case(
        "november-2021",
        (
            ("turned away, beyond", "small: shops are shut at night", turned_away(12, 14)),
            ("person-days beyond", "near 0", person_days(first=12)),
        ),
    ),
    Case(
        "chain-weekend",
        (
            ("diverted or turned away Saturday, beyond", "a quarter of Saturday's customers", turned_away(12, 13)),
            ("backlog Sunday night, beyond", "gone within days", beyond("backlog_people", 14, 15)),
            ("backlog the Friday after, beyond", "near 0", beyond("backlog_people", 18, 19)),
            ("person-days of tier 0 beyond", "small", person_days(URGENT, first=12)),
        ),
    ),
    Case(
        "march-2020",
        (
            ("orders, times normal", "1.4–1.6", times("ordered_packs", 0, 28)),
            ("packs delivered, times normal", "follows", times("delivered_packs", 0, 28)),
            ("line fill", "0.90–0.97", fill(0, 28)),
            ("backlog peak", "no collapse", peak("backlog_people", 0, 28)),
            ("mean wait, min", "under the patience", mean_wait(0, 28)),
        ),
    ),
    Case(
        "staff-away",
        (
            ("mean wait, min", "under the patience of 120", mean_wait(7, 21)),
            ("backlog peak", "a fraction of a day's customers a day", peak("backlog_people", 7, 35)),
            ("turned away, beyond", "", turned_away(7, 35)),
            ("person-days beyond", "", person_days(first=7)),
        ),
    ),
    Case(
        "wholesale-stop",
        (
            ("largest delivery after it, times a usual day", "as capacity allows, under 2", largest_delivery(20, 49)),
            ("packs delivered in the first three days after, times usual", "under 2", times("delivered_packs", 21, 25)),
            ("line fill, second week of it", "", fill(14, 21)),
            ("person-days beyond", "", person_days(first=7)),
        ),
    ),
    Case(
        "roads-closed",
        (
            (
                "packs delivered day 9 to 27",
                "0 or what was on the road",
                lambda r, _: float(r.day["delivered_packs"][9:28].sum()),
            ),
            ("packs delivered day 24, times usual", "0", times("delivered_packs", 22, 26)),
            ("person-days beyond", "", person_days(first=7)),
        ),
    ),
    Case(
        "distributor-week",
        (
            ("line fill during it", "falls a little", fill(7, 14)),
            ("line fill the week after", "back as capacity allows", fill(14, 21)),
            ("person-days beyond", "", person_days(first=7)),
        ),
    ),
    Case(
        "no-inflow",
        (
            ("days until line fill is below 0.94", "weeks: some articles have little", first_day_below(0.94)),
            ("days until line fill is below 0.90", "before 90", first_day_below(0.90)),
            ("line fill, day 60 to 90 of it", "clearly lower", fill(67, 97)),
            ("person-days beyond", "above 0", person_days(first=7)),
        ),
    ),
    *(
        Case(
            f"group-stopped-{days}",
            (
                ("its line fill in the last week of the stop", "lower the longer", group_fill(STOPPED, days, 7 + days)),
                (
                    "days until its fill has lost 5 points",
                    "weeks: some articles have little",
                    group_bites(STOPPED, 0.05),
                ),
                ("days until its fill has lost 20 points", "before 90", group_bites(STOPPED, 0.20)),
                ("person-days beyond", "more the longer", person_days(first=7)),
            ),
        )
        for days in (30, 60, 90)
    ),
    *(
        Case(
            f"service-at-{level}",
            (
                ("tier 0 person-days beyond", "never more than at 0 %", person_days(URGENT, first=7)),
                ("all person-days beyond", "falls with the level", person_days(first=7)),
            ),
        )
        for level in (0, 2, 5, 10)
    ),
    Case(
        "web-shut",
        (
            ("turned away, beyond", "people go to shops", turned_away(7, 14)),
            ("person-days beyond", "small", person_days(first=7)),
        ),
    ),
    Case(
        "county-dark",
        (
            ("person-days beyond", "", person_days(first=7)),
            ("of these tier 0", "", person_days(URGENT, first=7)),
            ("backlog a week after, beyond", "near 0", beyond("backlog_people", 17, 18)),
        ),
    ),
    *(Case(scenario, (("person-days beyond", "", person_days()),)) for scenario in PACKAGED),
)
LEADING = ("people_past_limit_peak", "people_past_limit_beyond_everyday", "person_days_past_limit_beyond_everyday")
"""Key figures the second edition leads with; taken over where a run has them."""


def measured(case: Case, work: Path) -> list[dict]:
    """Run one case and its companion without events; a row per figure."""
    path = HERE / "events" / f"{case.scenario}.toml"
    scenario = load_scenario(path if path.exists() else case.scenario)
    longest = max(s.days for s in _scenarios() if (s.start, s.parameters) == (scenario.start, scenario.parameters))
    still = scenario.model_copy(update={"event": (), "days": longest})
    calm = _results(still, work / f"calm-{scenario.start}-{len(scenario.parameters)}")
    results = calm if not scenario.event else _results(scenario, work / case.scenario)
    rows = [
        {"scenario": case.scenario, "figure": name, "should": should, "value": figure(results, calm)}
        for name, should, figure in case.figures
    ]
    kpi = results.summary["kpi"]
    return rows + [
        {"scenario": case.scenario, "figure": name, "should": "", "value": kpi[name]} for name in LEADING if name in kpi
    ]


def _scenarios():
    for name in (*sorted((HERE / "events").glob("*.toml")), *PACKAGED):
        with contextlib.suppress(ScenarioError):
            yield load_scenario(name)


def _results(scenario, folder: Path) -> Results:
    if not folder.exists():
        started = time.perf_counter()
        summary = run(scenario=scenario, days=scenario.days, seed=1, out=folder)
        if any(summary["ledger"].values()):
            sys.exit(f"{scenario.id}: the books do not balance: {summary['ledger']}")
        print(
            f"{folder.name}, {scenario.days} days: {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True
        )
    return Results(folder, scenario.days)


def run_battery(out: Path, work: Path, only: str) -> None:
    """Run the cases and write their figures; cases that are left out keep what the file holds."""
    work.mkdir(parents=True, exist_ok=True)
    kept = json.loads(out.read_text(encoding="utf-8"))["rows"] if only and out.exists() else []
    order = [case.scenario for case in CASES]
    for case in CASES:
        if only and case.scenario not in only.split(","):
            continue
        try:
            rows = measured(case, work)
        except ScenarioError as error:  # the first edition cannot stop a product group
            print(f"{case.scenario}: {error}", file=sys.stderr)
            rows = []
        kept = [row for row in kept if row["scenario"] != case.scenario] + rows
        kept.sort(key=lambda row: order.index(row["scenario"]))
        out.write_text(json.dumps({"engine": ENGINE, "seed": 1, "rows": kept}, ensure_ascii=False, indent=1) + "\n")


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    running = commands.add_parser("run")
    running.add_argument("--out", type=Path, required=True)
    running.add_argument("--work", type=Path, required=True, help="folder for the runs' results")
    running.add_argument("--only", default="", help="scenarios, comma-separated")
    words = parser.parse_args()
    run_battery(words.out, words.work, words.only)


if __name__ == "__main__":
    main()
