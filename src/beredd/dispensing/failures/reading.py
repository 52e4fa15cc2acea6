"""A screening as people read it: who is worst, each county's list, and pairs."""

from collections.abc import Mapping, Sequence
from typing import Any

from beredd.figures import Column, Table, table_of
from beredd.wording import say


def _columns(found: Mapping[str, Any], *, with_county: bool) -> list[Column]:
    county = [Column(key="county", label=say("failures.column-county") if with_county else "", kind="text")]
    shops = [
        Column(key="nearest_km", label=say("failures.column-nearest"), decimals=1),
        Column(key="has_alternative", label=say("failures.column-alternative"), kind="truth"),
    ]
    return [
        Column(key="name", label=say("failures.column-name"), kind="text"),
        Column(key="id", kind="text"),
        Column(key="rank", label=say("failures.column-place")),
        *county,
        Column(key="municipality", label=say("failures.column-municipality"), kind="text"),
        Column(key="effect", label=say("failures.column-effect"), kind="estimate"),
        Column(key="interval", label=say("failures.column-interval"), kind="interval", decimals=0),
        Column(key="nation", label=say("failures.column-nation"), kind="estimate"),
        *(shops if found["what"] == "pharmacies" else []),
        Column(key="runs", kind="count"),
    ]


def _records(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            **row,
            "rank": row["place"],
            "place": "",
            "interval": None if row["low"] is None else (row["low"], row["high"]),
            "nation": None if row["confirmed"] is None else row["confirmed"]["effect"],
        }
        for row in rows
    ]


def worst_table(found: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Table:
    """These elements, worst first."""
    return table_of("varst", say("failures.worst"), _columns(found, with_county=True), _records(rows))


def county_table(found: Mapping[str, Any], county: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    """A county's elements, worst first."""
    name = f"lan-{rows[0]['id'][:2]}"
    return table_of(name, county, _columns(found, with_county=False), _records(rows))


def pairs_table(found: Mapping[str, Any]) -> Table:
    """Pairs by how much more they hurt together than apart."""
    columns = [
        Column(key="pair", label=say("failures.column-pair"), kind="text"),
        Column(key="together", label=say("failures.column-together"), kind="estimate"),
        Column(key="beyond_each_alone", label=say("failures.column-beyond"), kind="estimate"),
        Column(key="interval", label=say("failures.column-interval"), kind="interval", decimals=0),
        Column(key="is_worse_together", label=say("failures.column-worse"), kind="truth"),
    ]
    names = {row["id"]: row["name"] for row in found["elements"]}
    rows = [
        {
            **row,
            "pair": say("failures.pair", first=names[row["first"]], second=names[row["second"]]),
            "interval": (row["low"], row["high"]),
        }
        for row in found["pairs"]
    ]
    return table_of("par", say("failures.pairs-title"), columns, rows)
