"""The ten families S1–S10 as figures.

    python families.py --work DIR [--only s3-felorder]   # writes families.json
    python family_pages.py                               # writes docs/explanation/scenarios/ from it

Each scenario is run nationally as it stands, and once for each alternative: something done, or something that does not
happen, all else and all chance being the same. Seed 1, one replicate: differences between runs say more than figures.
A test holds the pages against `families.json`, and that file against what the scenarios say now.
"""

import argparse
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from beredd.dispensing.dose import DoseQuestion, run_dose, summary_of
from beredd.dispensing.experiment import ENGINE, run
from beredd.dispensing.scenarios import Scenario, load_scenario
from beredd.dispensing.scenarios.effects import Effects, with_effects

HERE = Path(__file__).parent
KEPT = HERE / "families.json"
ORDINARY = (
    (
        "people_past_limit_beyond_everyday",
        "people who have waited too long, more than on an ordinary day, at the worst hour",
    ),
    ("person_days_past_limit_beyond_everyday", "person-days of it"),
    ("people_turned_away", "people turned away"),
    ("mean_wait_min", "minutes in the queue, mean"),
    ("line_fill", "share of lines filled at once"),
    ("unregistered_lines", "lines handed out on paper, to be registered"),
)
"""Key figures of an ordinary run that a page shows."""
DOSE = (
    ("patients_without_peak", "dose patients without, the worst day"),
    ("patient_days_without", "patient-days without"),
    ("patients_ever_without", "dose patients ever without"),
    ("rolls_late", "rolls that came late"),
    ("acute_orders_missing", "acute orders for missing rolls"),
    ("nurse_minutes", "nurse minutes for dosettes"),
    ("patient_days_wrong_content", "patient-days with wrong content"),
)
"""The same of a run of the dose chain."""


@dataclass(frozen=True)
class Other:
    """An alternative: events that do not happen, and what is added."""

    name: str
    without: tuple[str, ...] = ()
    adds: dict[str, Any] | None = None

    def of(self, scenario: Scenario) -> Scenario:
        """The scenario as it would then be."""
        left = {
            "event": tuple(e for e in scenario.event if e.id not in self.without),
            "dose": tuple(e for e in scenario.dose if e.id not in self.without),
        }
        return with_effects(scenario.model_copy(update=left), {"other": Effects(**(self.adds or {}))})


def _event(**keys: Any) -> dict[str, Any]:
    return {"event": ({"id": "lever", **keys},)}


def _dose(*events: dict[str, Any]) -> dict[str, Any]:
    return {"dose": tuple({"id": f"lever-{n}", **event} for n, event in enumerate(events))}


PAPER = {"hit": "rule:connection", "mode": "paper_log"}
FAMILIES: dict[str, tuple[Other, ...]] = {
    "s1-erecept": (
        Other(
            "a paper log for everyone from the second hour (L18)", adds=_event(**PAPER, **{"from": "d1h10", "for": 8})
        ),
    ),
    "s2-kedja": (
        Other(
            "the other chains stay open two hours longer (L13)",
            adds=_event(
                hit="opening_hours",
                where=["kedja-b", "kedja-c", "kedja-d"],
                extend_h=2,
                **{"from": "d2h00", "for": 168},
            ),
        ),
    ),
    "s3-felorder": (Other("the second wrong order is stopped in time", without=("igen", "igen-for-hand")),),
    "s4-brist": (
        Other("nobody collects early", without=("rykte", "dodsfall", "havd-grans")),
        Other("distributors hold 40 days instead of 19", adds={"cover": {"insulin-aspart": 40}}),
    ),
    "s5a-dos": (
        Other(
            "another plant takes a thousand patients a day from the third day (L7)",
            adds=_dose(
                {"hit": "takeover", "where": "dos-a1", "to": "dos-b2", "amount": 1000, "from": "d2h08", "for": "rest"}
            ),
        ),
        Other(
            "whole packs and dosettes everywhere from the third day (L6)",
            adds=_dose({"hit": "dosett", "where": "national", "from": "d2h08", "for": "rest"}),
        ),
    ),
    "s5b-dos": (
        Other(
            "the plants pack by the last list (L8)",
            adds=_dose({"hit": "prolonged_list", "where": "national", "from": "d1h08", "for": "rest"}),
        ),
    ),
    "s5c-dos": (Other("nobody takes over", without=("overtag", "lista")),),
    "s5d-dos": (Other("all transports get through", without=("vagar",)),),
    "s5e-dos": (Other("the fault is never found", without=("aterkallade",)),),
    "s6-morkt": (
        Other(
            "a fifth of the area's pharmacies have power and links of their own (L13)",
            adds={
                "event": tuple(
                    {
                        "id": f"appointed-{what}",
                        "hit": f"reserve:{what}",
                        "where": ["22", "23", "24"],
                        "share": 0.2,
                        "from": "d2h17",
                        "for": 168,
                    }
                    for what in ("power", "telecom")
                )
            },
        ),
    ),
    "s7-sjukpersonal": (
        Other(
            "pharmacies simplify service where the queue is half an hour",
            adds={"parameters": {"simplified_from_min": 30.0}},
        ),
        Other("nobody collects early", without=("rusning",)),
    ),
    "s8-sannfalsk": (
        Other("nobody obeys the false message or joins the rush", without=("falskt-sms", "rusning")),
        Other("the chain stays open", without=("avvakta",)),
        Other("electronic identification holds", without=("legitimation",)),
    ),
    "s9-skarpt": (
        Other("deliveries every day", without=("inte-onsdag-torsdag", "inte-helg-mandag")),
        Other("no pharmacist is called up", without=("inkallade",)),
    ),
    "s10-hogsta": (
        Other(
            "a paper log for everyone while the register is gone (L18, L22)",
            adds=_event(**PAPER, **{"from": "d2h08", "for": 193}),
        ),
        Other(
            "the distributor's goods come from elsewhere after a week",
            without=("navet",),
            adds=_event(hit="site", where=["distributor-1"], **{"from": "d1h03", "for": 168}),
        ),
        Other("no pharmacist is away", without=("inkallade",)),
    ),
}


SHORTER = {"s4-brist": 84}
"""Days that are run, where a scenario goes on for longer than its page shows."""


def at_noon(folder: Path) -> dict[str, list[int]]:
    """People past their limit at noon of each day, and on the ordinary day beside it."""
    rows = duckdb.sql(
        "select sum(people_past_limit), sum(people_past_limit_everyday) "
        f"from '{folder}/day_municipality.parquet' group by day order by day"
    ).fetchnumpy()
    here, everyday = rows.values()
    return {"here": [int(v) for v in here], "everyday": [int(v) for v in everyday]}


def ordinary(scenario: Scenario, folder: Path, days: int) -> dict[str, Any]:
    """Key figures and days of an ordinary run; read where the folder has them."""
    if not (folder / "summary.json").exists():
        run(scenario=scenario, days=days, seed=1, out=folder)
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    if any(summary["ledger"].values()):
        sys.exit(f"{folder.name}: the books do not balance: {summary['ledger']}")
    return {"kpi": {name: summary["kpi"][name] for name, _ in ORDINARY}, "days": at_noon(folder)}


def dose(scenario: Scenario) -> dict[str, Any]:
    """Key figures and days of a run of the dose chain."""
    done = run_dose(scenario=scenario, days=scenario.days, seed=1)
    summary = summary_of(DoseQuestion(scenario=scenario.id, days=scenario.days, seed=1), done)
    if any(summary["books"].values()):
        sys.exit(f"{scenario.id}: the dose books do not balance: {summary['books']}")
    return {"kpi": {name: summary["kpi"][name] for name, _ in DOSE}, "days": {"here": summary["without_by_day"]}}


def measured(scenario: Scenario, folder: Path) -> dict[str, Any]:
    """Both parts of a scenario, each where it has events."""
    found = {}
    if scenario.event:
        found["ordinary"] = ordinary(scenario, folder, SHORTER.get(scenario.id, scenario.days))
    if scenario.dose:
        found["dose"] = dose(scenario)
    return found


def run_families(work: Path, only: str) -> None:
    """Run the families; those that are left out keep what the file holds."""
    for id, others in FAMILIES.items():
        if only and only != id:
            continue
        started, scenario = time.perf_counter(), load_scenario(id)
        found = {"as it stands": measured(scenario, work / id)}
        for n, other in enumerate(others):
            found[other.name] = measured(other.of(scenario), work / f"{id}-{n}")
        kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
        kept[id] = {
            "engine": ENGINE,
            "fingerprint": scenario.fingerprint,
            "days": SHORTER.get(id, scenario.days),
            "runs": found,
        }
        KEPT.write_text(
            json.dumps({id: kept[id] for id in FAMILIES if id in kept}, indent=1, ensure_ascii=False) + "\n",
            encoding="utf-8",
        )
        print(f"{id}: {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)


def main() -> None:
    """Run those that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="where results lie; what is there is read, not run")
    parser.add_argument("--only", default="", choices=["", *FAMILIES])
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    run_families(given.work, given.only)


if __name__ == "__main__":
    main()
