"""Invented figures for 21 counties, women and men: to show the planner without anybody's data.

Populations are real and halved; people at risk, deaths and kits are invented by a rule that anyone can check, and agree
with no statistics.
"""

import csv
from importlib.resources import files

from beredd.need.table import AreaTable, parse_table

NAME = "pahittade-tal.csv"
MARK = "påhittade tal"
AT_RISK_PER_10000 = {"men": 26, "women": 9}
DEATHS_PER_100_AT_RISK = {"men": 2.4, "women": 2.9}
KITS_PER_100_AT_RISK = {"men": (30, 9, 6), "women": (17, 6, 8)}


def demonstration_csv() -> str:
    """The planner's file of invented figures; a column `anm` says on every row that they are."""
    tables = files("beredd.content") / "networks" / "sweden"
    with (tables / "municipalities.csv").open(encoding="utf-8") as file:
        people: dict[str, int] = {}
        for row in csv.DictReader(file):
            people[row["county_code"]] = people.get(row["county_code"], 0) + int(row["population"])
    with (tables / "counties.csv").open(encoding="utf-8") as file:
        names = {row["county_code"]: row["county"] for row in csv.DictReader(file)}
    lines = ["county_code,county,sex,population,at_risk,opioid_deaths,kits_community,kits_pharmacy,kits_prescriber,anm"]
    for number, (code, name) in enumerate(sorted(names.items())):
        for sex in ("men", "women"):
            half = people[code] // 2
            # A made-up wave over the counties, so that they differ: 0.7 to 1.3 times the rule.
            wave = 0.7 + 0.6 * ((number * 8 + (5 if sex == "women" else 0)) % 21) / 20
            at_risk = max(round(half * AT_RISK_PER_10000[sex] / 10_000 * wave), 10)
            deaths = round(at_risk * DEATHS_PER_100_AT_RISK[sex] / 100 * (2 - wave))
            reach = 0.5 + ((number * 5) % 21) / 20
            kits = [round(at_risk * share / 100 * reach) for share in KITS_PER_100_AT_RISK[sex]]
            lines.append(",".join(map(str, (code, name, sex, half, at_risk, deaths, *kits, MARK))))
    return "\n".join(lines) + "\n"


def demonstration() -> AreaTable:
    """The invented figures as a table."""
    return parse_table(demonstration_csv().encode(), name=NAME)
