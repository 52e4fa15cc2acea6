"""What has happened: stops of the e-prescription service, a chain's weekend, holidays."""

from collections.abc import Iterator

import numpy as np

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.figures import ANY_TIER
from beredd.dispensing.validation.runs import Life, Runs, backtest, event, scenario
from beredd.dispensing.validation.target import Target, compared

CHAIN_SHOPS = 350


def history_targets(runs: Runs) -> Iterator[Target]:
    """In the order in which it happened, then the holidays of every year."""
    yield _april_2016(runs)
    yield from _chain_weekend(runs)
    yield from _november_2021(runs)
    yield from _december_2021(runs)
    yield from _holidays(runs)


def _april_2016(runs: Runs) -> Target:
    past = backtest("b2016-04-05").model_copy(update={"days": 3})
    stopped, calm = runs.with_everyday("5 April 2016", past)
    return compared(
        "People delayed by the stop of 5 April 2016",
        57_500,
        50_000,
        65_000,
        (stopped.day(T.ENTERED) - calm.day(T.ENTERED))[1],
        "people",
        kind="own estimate",
        source="own estimate: 0.4–0.5 of a day's customers for 14:30–21:45",
        explained="the-stop-of-5-april-2016",
    )


def _chain_weekend(runs: Runs) -> Iterator[Target]:
    shops = np.bincount(runs.network.pharmacy_owner[~runs.network.pharmacy_is_ecommerce])
    owner = runs.network.owner_id[int(np.argmin(np.abs(shops - CHAIN_SHOPS)))]
    life = runs.undated(
        "a chain's weekend",
        21,
        event("dispensing_system", "d12h00", 24, where=[owner]),
        event("dispensing_system", "d13h00", 24, where=[owner], level=0.5),
    )
    told = {"source": "dagenshandel.se, undated: about 350 pharmacies, a total stop on the Saturday, customers sent on"}
    gone, away = (_beyond(life, runs.calm, row, 12, 13) for row in (T.DIVERTED, T.PEOPLE_TURNED_AWAY))
    yield compared(
        "Customers of a chain's dark Saturday who went to another pharmacy",
        0.7,
        0.4,
        0.9,
        gone / max(1.0, gone + away),
        "share",
        kind="own estimate",
        explained="a-chains-weekend",
        **told,
    )
    yield compared(
        "People still waiting on the Thursday after a chain's weekend",
        0,
        -2_000,
        3_000,
        life.day(T.BACKLOG)[17] - runs.calm.day(T.BACKLOG)[17],
        "people beyond the everyday",
        kind="own estimate",
        explained="a-chains-weekend",
        **told,
    )


def _november_2021(runs: Runs) -> Iterator[Target]:
    stop = event("erecept", "d5h20", 15)
    life, calm = runs.with_everyday("27–28 November 2021", scenario("2021-11-22", 14, stop))
    source = "Region Sörmland 2021-11-26: planned, Saturday 20:00 to Sunday 11:00, no dispensing"
    yield compared(
        "People turned away by the fifteen hours of 27–28 November 2021",
        3_000,
        0,
        8_000,
        _beyond(life, calm, T.PEOPLE_TURNED_AWAY, 5, 7),
        "people beyond the everyday",
        kind="own estimate",
        source=f"{source}; own estimate: shops are shut for most of it, and people were told",
        explained="the-stops-of-2021",
    )
    yield _soon_over("27–28 November 2021", life, calm, day=9, source=source)


def _december_2021(runs: Runs) -> Iterator[Target]:
    stop = event("erecept", "d8h12", 3, share=0.5)
    life, calm = runs.with_everyday("14 December 2021", scenario("2021-12-06", 14, stop))
    source = "Läkartidningen 2021-12: about 3 h from lunch, some pharmacies could not dispense"
    yield compared(
        "People who had to come another day because of 14 December 2021",
        5_000,
        0,
        12_000,
        _beyond(life, calm, T.PEOPLE_TURNED_AWAY, 8, 9),
        "people beyond the everyday",
        kind="own estimate",
        source=f"{source}; own estimate: of some 20 000 who met it most came back or went elsewhere the same day",
        explained="the-stops-of-2021",
    )
    yield _soon_over("14 December 2021", life, calm, day=11, source=source)


def _soon_over(name: str, life: Life, calm: Life, *, day: int, source: str) -> Target:
    return compared(
        f"People still waiting three days after {name}",
        0,
        -2_000,
        3_000,
        life.day(T.BACKLOG)[day] - calm.day(T.BACKLOG)[day],
        "people beyond the everyday",
        kind="own estimate",
        source=f"{source}; no lasting queues were reported",
        explained="the-stops-of-2021",
    )


def _beyond(life: Life, calm: Life, row: int, first: int, last: int) -> float:
    return float(life.hours(row, first, last).sum() - calm.hours(row, first, last).sum())


HOLIDAYS = (
    # name, a Monday before, days, the holiday's days, as many ordinary days, the section
    ("Easter", "2027-03-01", 42, (24, 38), (7, 21)),
    ("Christmas and New Year", "2026-11-30", 49, (21, 42), (0, 21)),
)


def _holidays(runs: Runs) -> Iterator[Target]:
    for name, start, days, days_off, usual in HOLIDAYS:
        life = runs.dated(name, scenario(start, days))
        queues, people = (
            [float(measure[slice(*(scale * d for d in span))].max()) for span in (days_off, usual)]
            for measure, scale in ((life.day(T.BACKLOG), 1), (life.people(ANY_TIER), 24))
        )
        for what, (there, ordinary) in (("customers waiting for another day", queues), ("people without", people)):
            yield compared(
                f"{name}: most {what}, times ordinary weeks'",
                1.0,
                0.7,
                1.5,
                there / max(1.0, ordinary),
                "times",
                kind="own estimate",
                source="own estimate: known beforehand every year, and no holiday was reported as a crisis",
                explained="holidays",
            )
