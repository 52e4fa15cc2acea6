"""How far the small country is off: effects of measures there and in the whole country, relative to what is without.

    .venv/bin/python bench/small_country.py [SCENARIO [MEASURE …]]

Prints a Markdown table: for each measure the leading figure's effect as a share of the figure without measures, in
both, and the difference in percentage points. Five replicates.
"""

import sys

from beredd.dispensing.measures import CompareQuestion, compare

USUAL = (
    "packning-pa-helger",
    "nattskift-i-dosfabriker",
    "dosett-med-forstarkning",
    "dosforrad-i-kommunen",
    "dosfabriker-hjalps-at",
    "tak-for-akuta-rullar",
)


def shares(scenario: str, measures: tuple[str, ...], *, small: bool) -> dict[str, float]:
    """Measure -> effect on the leading figure over that figure without measures."""
    found = compare(CompareQuestion(scenario=scenario, measures=measures, replicates=5, small=small))
    return {
        row["measure"]: row["effect"] / row["without"]
        for row in found["effects"]
        if (row["kpi"], row["area"], row["tier"]) == (found["leading"], "national", "all")
    }


def main(scenario: str, measures: tuple[str, ...]) -> None:
    """Print the table."""
    small, whole = (shares(scenario, measures, small=small) for small in (True, False))
    print(f"| {scenario} | whole country | small country | off by, points |")
    print("|---|---|---|---|")
    for name in measures:
        print(f"| {name} | {whole[name]:+.1%} | {small[name]:+.1%} | {100 * (small[name] - whole[name]):+.1f} |")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "s5a-dos", tuple(sys.argv[2:]) or USUAL)
