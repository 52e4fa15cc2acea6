"""Registers in reports: frozen queries, money to the öre, and what the public edition leaves out."""

import json
from datetime import date

import pytest

from beredd.assignments.accounts import Cost
from beredd.assignments.evidence import Evidence, coverage
from beredd.assignments.store import read_assignments
from beredd.documents.model import Table
from beredd.reports.build import build_report
from beredd.reports.cited import recompute
from beredd.reports.errors import ReportError
from beredd.reports.registers import Registers, answer
from beredd.reports.template import read_template

ALL = read_assignments()
NALOXONE, DOSE = ALL["opioidantagonister-2025"], ALL["beredskap-2026"]


def cost(ore, on=date(2025, 5, 2), assignment=NALOXONE, what="Översättning", reference="V1"):
    return Cost(assignment=assignment.id, on=on, ore=ore, what=what, reference=reference)


def registers(*costs, assignment=NALOXONE, evidence=()):
    return Registers(assignment=assignment, on=date(2026, 3, 30), costs=costs, evidence=evidence)


def built(given, edition="internal"):
    template = read_template(given.assignment.id, "economic")
    answered = coverage(given.assignment, given.evidence, today=given.on)
    return build_report(template, given, answered, edition=edition, port=answer)


def words(report):
    text = "".join(span.text for span in report.document.spans()).replace("\u00a0", " ")
    return text


def test_an_economic_report_adds_up_to_the_ore():
    report = built(registers(cost(1_234_550), cost(1, on=date(2025, 11, 30), what="Öresavrundning")))
    text = words(report)
    assert "har använt 12 345,51 kr [R1] av de 500 000,00 kr [R1]" in text
    assert "487 654,49 kr [R1] har inte använts och betalas tillbaka" in text
    assert "senast den 31 mars 2026" in text
    assert "S2025/00578" in text
    assert not report.is_demo
    assert "Till Kammarkollegiet. Beslut 20 mars 2025, S2025/00578." in text


def test_costs_are_listed_with_their_sum_and_vouchers_only_inside():
    inside, outside = (built(registers(cost(100), cost(7)), edition) for edition in ("internal", "public"))

    def listed(report):
        tables = [one for one in report.document.blocks if isinstance(one, Table)]
        return next(one for one in tables if "Avser" in one.head)

    tables = [listed(inside), listed(outside)]
    assert [table.head for table in tables] == [("Dag", "Avser", "Verifikation", "Belopp"), ("Dag", "Avser", "Belopp")]
    assert "Summa 2025" in str(tables[1].rows[-1])
    assert "1,07" in str(tables[1].rows[-1])
    assert "V1" not in words(outside)
    assert "V1" not in outside.bundle.decode()


def test_money_of_a_year_is_that_years_alone():
    report = built(registers(cost(500, on=date(2026, 2, 1), assignment=DOSE), assignment=DOSE))
    text = words(report)
    assert "För 2026 har 5,00 kr [R1] använts av de 3 000 000,00 kr [R1]" in text
    assert "För 2027 har 0,00 kr [R2] använts av 3 000 000,00 kr [R2]" in text
    assert report.is_demo  # the decision at hand has no day and no number


def test_what_the_decision_does_not_give_is_not_accounted_for():
    with pytest.raises(ReportError, match=r"costs of 2025 are 0\.01 kr more than the decision gives"):
        built(registers(cost(50_000_001)))
    assert built(registers(cost(50_000_000))).numbers


def test_a_report_without_costs_is_a_demonstration():
    assert built(registers()).is_demo


def test_a_frozen_query_is_computed_again_from_its_rows_alone():
    report = built(registers(cost(100), cost(7)))
    assert [one.state for one in recompute(report.bundle, answer)] == ["holds"]
    (figure,) = json.loads(report.bundle)["figures"]
    assert [row["ore"] for row in figure["question"]["rows"]] == [100, 7]
    assert figure["values"] == {"granted_ore": 50_000_000, "left_ore": 49_999_893, "spent_ore": 107}


def test_the_public_edition_says_that_a_register_is_not_computed_again():
    report = built(registers(cost(100)), "public")
    (figure,) = json.loads(report.bundle)["figures"]
    assert "rows" not in figure["question"]
    assert figure["result"] == ""
    assert [one.state for one in recompute(report.bundle, answer)] == ["frozen"]


def test_dialogue_counts_who_was_heard_until_the_day():
    def talk(on, *parties, led_to="", status="done"):
        return Evidence(
            clauses=("nara-dialog",),
            kind="dialogue",
            what="Samråd",
            status=status,
            on=on,
            parties=parties,
            led_to=led_to,
        )

    given = registers(
        assignment=DOSE,
        evidence=(
            talk(date(2026, 1, 2), "regioner", "tlv", led_to="Inspel 7"),
            talk(date(2026, 2, 2), "regioner"),
            talk(date(2026, 4, 2), "dosapotek"),
            talk(date(2026, 1, 2), "partihandel", status="planned"),
        ),
    )
    found = answer("register.dialogue", given.frozen("register.dialogue", {}))
    assert found.values == {"occasions": 2, "led_to_something": 1, "parties": 11, "heard": 2, "not_heard": 9}


def test_reach_adds_up_kits_by_setting_and_sex():
    rows = [("protected_housing", "women", 3), ("needle_exchange", "men", 5), ("needle_exchange", "unknown", 2)]
    given = Registers(
        assignment=NALOXONE, on=date(2026, 1, 1), reach=tuple({"setting": s, "sex": x, "kits": n} for s, x, n in rows)
    )
    found = answer("register.reach", given.frozen("register.reach", {}))
    assert found.values == {"kits": 10, "kits_women": 3, "kits_men": 5, "kits_unknown": 2, "settings": 2}


def test_money_of_a_year_that_there_is_none_for_is_refused():
    with pytest.raises(ReportError, match="opioidantagonister-2025 has no money for 2026"):
        registers().frozen("register.costs", {"year": 2026})
