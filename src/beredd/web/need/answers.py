"""Asking the need model: a plan with its document, and what budgets reach.

`plan_of` and `curve_of` ask the engine's own process (web/engines); what they ask for runs there and needs no Django.
"""

from dataclasses import dataclass
from typing import Any

from beredd import need
from beredd.need.plan import BudgetCurve
from beredd.need.table import AreaTable
from beredd.web.engines.warm import Engine

POINTS = 24


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A plan and its document, rows unrounded."""

    plan: "need.Plan"
    found: dict[str, Any]


def warm_up() -> None:
    """Load what an answer needs."""
    from beredd.need.demonstration import demonstration

    compute(demonstration(), need.Question(budget=9000.0, floor=0.3, draws=10))


ENGINE = Engine("need", prepare=f"{__name__}:warm_up", prepare_s=300.0)


FILES = Engine("files", limit_s=10.0, kept=8, idle_s=300.0, most_mib=600)
"""Reads tables of people's own: a process that can be ended, whatever is in a file."""


def own_table(raw: bytes, name: str) -> tuple[AreaTable, str]:
    """The table in a file and its text; FileRefused says what is wrong, EngineUnavailable that it took too long."""
    found: tuple[AreaTable, str] = FILES.ask(f"{__name__}:read_table", raw, name)
    return found


def read_table(raw: bytes, name: str) -> tuple[AreaTable, str]:
    """As the page wants them: the table, and the text that the form carries along."""
    sheet = need.planner_sheet(raw, name=name)
    return need.area_table(sheet), sheet.as_csv()


def plan_of(table: AreaTable, question: "need.Question") -> Planned:
    """The plan for a table; refuses as `need.make_plan` does."""
    # As the description itself: one made under the site's ceilings is of a class that cannot be pickled.
    found: Planned = ENGINE.ask(f"{__name__}:compute", table, need.Question(**question.as_data()))
    return found


def compute(table: AreaTable, question: "need.Question") -> Planned:
    """Plan, with intervals."""
    plan = need.make_plan(table, question)
    return Planned(plan=plan, found=need.document(plan))


def curve_of(plan: "need.Plan", highest: float) -> BudgetCurve:
    """What budgets from none to the highest reach; the same while only the budget moves."""
    still = plan.question.but(budget=None, draws=0, seed=0)
    found: BudgetCurve = ENGINE.ask(f"{__name__}:compute_curve", plan.table, still, highest)
    return found


def compute_curve(table: AreaTable, question: "need.Question", highest: float) -> BudgetCurve:
    """The curve at evenly spaced budgets, for a table as a plan has it."""
    from beredd.need.plan import budget_curve

    return budget_curve(table, question, tuple(highest * k / POINTS for k in range(POINTS + 1)))
