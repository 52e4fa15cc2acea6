"""`beredd dispensing network`: what a network holds, per county, and what in it is estimated."""

from typing import Annotated, Any

import numpy as np
import typer

from beredd.cli.output import Json, print_json, stdout


def register(app):
    """Add the commands of this file to the noun's app."""
    app.command("network")(show_network)


def show_network(
    network: Annotated[str, typer.Option(help="`sweden`, or a network folder.")] = "sweden",
    json: Json = False,
) -> None:
    """Show a network: pharmacies and people per county, totals, sources, and the share that is estimated."""
    from beredd.dispensing.network import load_network

    answer = describe(load_network(network))
    if json:
        print_json(answer)
    else:
        _print(answer)


def describe(network) -> dict[str, Any]:
    """The network in numbers, ready for JSON."""
    from beredd.dispensing.network.completion import group_lines, lines_by_place

    base = vars(network)
    n_counties = len(network.county_code)
    county = network.municipality_county.astype(np.int64)
    is_shop = ~network.pharmacy_is_ecommerce
    shop_county = county[network.pharmacy_municipality[is_shop]]
    shops = np.bincount(shop_county, minlength=n_counties)
    pharmacists = np.bincount(shop_county, network.pharmacy_pharmacists[is_shop], n_counties)
    people = np.bincount(county, network.municipality_population, n_counties)
    lines = np.bincount(county, lines_by_place(base).sum(axis=1), n_counties)
    with_shop = np.unique(network.pharmacy_municipality[is_shop])
    hours = (network.pharmacy_closes_h.astype(int) - network.pharmacy_opens_h).sum(axis=1)[is_shop]
    shop_owner, web_owner = (
        np.bincount(network.pharmacy_owner[rows], minlength=len(network.owner_id)) for rows in (is_shop, ~is_shop)
    )
    return {
        "name": network.name,
        "fingerprint": network.fingerprint,
        "counties": [
            {
                "county_code": network.county_code[c],
                "county": network.county_name[c],
                "municipalities": int((county == c).sum()),
                "population": int(people[c]),
                "pharmacies": int(shops[c]),
                "pharmacists": int(pharmacists[c]),
                "lines_per_day": round(float(lines[c])),
                "estimated": round(float(network.estimated_by_county[c]), 3),
            }
            for c in range(n_counties)
        ],
        "owners": [
            {
                "owner_id": network.owner_id[o],
                "owner": network.owner_name[o],
                "pharmacies": int(shop_owner[o]),
                "ecommerce": int(web_owner[o]),
            }
            for o in range(len(network.owner_id))
        ],
        "totals": {
            "counties": n_counties,
            "municipalities": len(network.municipality_code),
            "municipalities_without_pharmacy": len(network.municipality_code) - len(with_shop),
            "population": int(network.municipality_population.sum()),
            "pharmacies": int(is_shop.sum()),
            "pharmacies_estimated": int((network.pharmacy_estimated & is_shop).sum()),
            "ecommerce": int((~is_shop).sum()),
            "open_hours_per_week": round(float(hours.mean()), 1),
            "distributors": len(network.distributor_id),
            "sites": len(network.site_id),
            "groups": len(network.group_id),
            "articles": len(network.article_group),
            "active_lines": round(float((network.group_people * network.group_lines_per_person).sum())),
            "lines_per_day": round(float(group_lines(base).sum())),
            "dormant_prescriptions": network.dormant_prescriptions,
        },
        "estimated": network.estimated,
        "sources": list(network.sources),
    }


def _print(answer: dict[str, Any]) -> None:
    from rich.table import Table

    counties = Table(title=f"Network {answer['name']}")
    for column in ("code", "county"):
        counties.add_column(column)
    for column in ("municipalities", "population", "pharmacies", "lines/day", "estimated"):
        counties.add_column(column, justify="right")
    for row in answer["counties"]:
        counties.add_row(
            row["county_code"],
            row["county"],
            f"{row['municipalities']}",
            f"{row['population']:,}",
            f"{row['pharmacies']:,}",
            f"{row['lines_per_day']:,}",
            f"{row['estimated']:.0%}",
        )
    stdout.print(counties)
    totals = Table(title="Totals", show_header=False)
    totals.add_column("what")
    totals.add_column("value", justify="right")
    for name, value in answer["totals"].items():
        totals.add_row(name.replace("_", " "), f"{value:,}")
    stdout.print(totals)
    shares = ", ".join(f"{name} {share:.0%}" for name, share in answer["estimated"].items())
    stdout.print(f"Estimated cells: {shares}.")
    for source in answer["sources"]:
        stdout.print(f"Source: {source}", markup=False)
