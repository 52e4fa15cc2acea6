"""What may happen in the dose chain and be done about it, and the one sentence said when an entry is impossible.

A closed vocabulary: a new lever is a new entry in a file, with a hit from HITS, from when and how much.
"""

from collections.abc import Sequence
from typing import NamedTuple

from beredd.dispensing.scenarios.checks import Complaint
from beredd.dispensing.scenarios.moments import minutes_of
from beredd.dispensing.scenarios.scenario import REST, DoseEvent
from beredd.parameters import nearest
from beredd.wording import Sentence


class Hit(NamedTuple):
    """Whom a hit concerns (`plants`, `counties`, `places`), keys of which it needs one, is it something done."""

    whom: str
    needs: tuple[str, ...]
    is_lever: bool


HITS: dict[str, Hit] = {
    "plant": Hit("plants", ("level",), False),
    "staff": Hit("plants", ("level",), False),
    "goods": Hit("plants", ("level",), False),
    "content": Hit("plants", ("share",), False),
    "ordering": Hit("counties", ("level",), False),
    "transport": Hit("places", ("level",), False),
    "nurses": Hit("places", ("level", "factor"), False),
    "prescribers": Hit("places", ("level", "factor"), False),
    "pharmacies": Hit("places", ("level", "factor"), False),
    "recall": Hit("plants", ("of",), True),
    "shifts": Hit("plants", ("factor",), True),
    "rest_days": Hit("plants", ("level",), True),
    "packing_order": Hit("plants", ("first",), True),
    "takeover": Hit("plants", ("to",), True),
    "prolonged_list": Hit("counties", (), True),
    "dosett": Hit("places", (), True),
    "requisition": Hit("places", ("amount",), True),
    "supply_48h": Hit("places", ("amount",), True),
    "buffer": Hit("places", ("amount",), True),
    "help_order": Hit("places", ("first",), True),
}
KEYS = ("level", "factor", "share", "amount", "to", "of", "first")
_AMOUNT_TOO = ("takeover",)


def check_dose_events(events: Sequence[DoseEvent], *, days: int, file: str) -> None:
    """Refuse what an entry cannot say; places are checked against a dose network when a run is made."""
    by_id = {event.id: event for event in events}
    for event in events:
        complain = Complaint(file, event.id)
        hit = HITS.get(event.hit)
        if hit is None:
            complain("hit", event.hit, nearest(event.hit, HITS))
        allowed = {*hit.needs, *(("amount",) if event.hit in _AMOUNT_TOO else ())}
        for key in KEYS:
            given = getattr(event, key)
            if given is not None and key not in allowed:
                takes = tuple(repr(name) for name, one in HITS.items() if key in one.needs)
                complain(key, given, Sentence("scenarios.only-with-hit", hits=takes))
        given = [key for key in hit.needs if getattr(event, key) is not None]
        if hit.needs and len(given) != 1:
            needs = tuple(map(repr, hit.needs))
            complain(
                hit.needs[0], getattr(event, hit.needs[0]), Sentence("scenarios.dose-needs", hit=event.hit, needs=needs)
            )
        if event.hit in _AMOUNT_TOO and event.amount is None:
            complain("amount", None, Sentence("scenarios.hit-needs-it", hit=event.hit))
        _check_times(event, complain, days)
        if event.of is not None and (event.of not in by_id or by_id[event.of].hit != "content"):
            contents = tuple(one.id for one in events if one.hit == "content")
            complain("of", event.of, Sentence("scenarios.dose-content-event", allowed=contents or ("–",)))


def _check_times(event: DoseEvent, complain: Complaint, days: int) -> None:
    start, horizon = minutes_of(event.starts), days * 24 * 60
    if start >= horizon:
        complain("from", event.starts, Sentence("scenarios.after-the-end", days=days, last=f"d{days - 1}h23"))
    if isinstance(event.lasts, dict) or (event.lasts != REST and not isinstance(event.lasts, float)):
        complain("for", event.lasts, Sentence("scenarios.dose-duration"))
    if isinstance(event.lasts, float) and start + event.lasts * 60 > horizon:
        left = (horizon - start) / 60
        complain("for", event.lasts, Sentence("scenarios.hours-left", left=left, days=days))
