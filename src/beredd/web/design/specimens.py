"""What the living page shows: invented values, drawn by the code that draws real ones."""

from django.utils.translation import gettext as _

from beredd.figures import Column, Curve, Line, Map, Origin, Table, atlas, classes_for, table_of

HUMP = (5, 16, 30, 41, 47.8, 44, 36, 26, 18, 12, 8, 6, 5.4, 5.1, 5)
SECOND = (1, 2, 3, 4, 5, 7, 9, 12, 14, 15, 14, 12, 10, 8, 7)
ORIGIN = Origin(
    engine="dispensing/3",
    version="0.1.0",
    run="k-2f91c4",
    seed=20261124,
    commands=("beredd dispensing run s2-kedja --days 14 --seed 20261124 --replicates 20",),
)
"""Of an example: there is no such run and so no record to lead to."""


def example_map() -> Map:
    """Sweden with five classes and one county of which nothing is known."""
    records = [
        {"code": code, "county": county["name"], "value": float((index * 37) % 66) if code != "09" else None}
        for index, (code, county) in enumerate(atlas()["counties"].items())
    ]
    columns = [
        Column(key="county", label=_("Län"), kind="text"),
        Column(key="code", kind="text"),
        Column(key="value", label=_("Per 10 000")),
    ]
    table = table_of("exempelkarta", _("Exempelkarta"), columns, records)
    return Map(
        name="exempelkarta",
        title=_("Exempelkarta"),
        alt=_("Påhittade värden i fem klasser; ett län saknar uppgift."),
        table=table,
        code="code",
        value="value",
        level="counties",
        classes=classes_for([record["value"] for record in records if record["value"] is not None]),
        unit=_("Per 10 000"),
        selected="22",
    )


def example_curve() -> Curve:
    """A baseline, a curve with its interval, a second one, a limit and where one is."""
    columns = [
        Column(key="day", label=_("Dag")),
        Column(key="baseline", label=_("Vardag")),
        Column(key="disturbed", label=_("Störning")),
        Column(key="disturbed_interval", label=_("Intervall"), kind="interval", decimals=1),
        Column(key="helped", label=_("Med åtgärd")),
    ]
    records = [
        {
            "day": day,
            "baseline": 4.0,
            "disturbed": people,
            "disturbed_interval": (people * 0.86, people * 1.13),
            "helped": helped,
        }
        for day, (people, helped) in enumerate(zip(HUMP, SECOND, strict=True))
    ]
    title = _("Exempelkurva")
    return Curve(
        name="exempelkurva",
        title=title,
        alt=_("Exempelkurva: påhittade värden som stiger till 48 dag 4 och faller."),
        table=table_of("exempelkurva", title, columns, records),
        x="day",
        lines=[
            Line(label=_("Vardag"), column="baseline", is_baseline=True),
            Line(label=_("Störning"), column="disturbed", interval="disturbed_interval"),
            Line(label=_("Med åtgärd"), column="helped"),
        ],
        ticks=[(0, _("dag 0")), (7, "7"), (14, "14")],
        limit=(30, _("gräns 30")),
        now=(4, _("nu")),
    )


def example_table() -> Table:
    """Two counties, ordered, one selected, with bars."""
    columns = [
        Column(key="county", label=_("Län"), kind="text", sort="lan", descends=False, link="#c-tabell"),
        Column(key="people", label=_("Personer"), kind="count", sort="personer", link="#c-tabell"),
        Column(key="share", label=_("Per 10 000")),
    ]
    rate = columns[2]
    records = [
        {
            "county": "Västernorrland",
            "note": "Y",
            "people": 1500,
            "share": rate.cell(66, bar=(82, 73, 92)),
            "is_selected": True,
        },
        {"county": "Stockholm", "note": "AB", "people": 14080, "share": rate.cell(61, bar=(76, 68, 86))},
    ]
    return table_of("exempel", _("Exempeltabell"), columns, records, sort="lan")
