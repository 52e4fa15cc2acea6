"""Opening hours from registers, to whole hours: `9-18`, `closed`, or empty where it is not known.

A week is read from left to right, one word at a time, so that no text can take long: days, then spans of hours, then
the next days. Swedish and English names of days count, and OpenStreetMap's. Rules for holidays, dates and months are
left aside; the ordinary week counts.
"""

import re

from beredd.dispensing.registers.entries import UNKNOWN_HOURS

MOST_CHARACTERS = 600
LATEST = 4
"""No pharmacy is open later at night: 9-6 is six in the evening, as the English write it, and not understood."""
CLOSED = {"stängt", "stangt", "closed", "off", "stängd"}
WEEK = range(7)
DAYS = {
    name: number
    for number, names in enumerate(
        (
            ("mo", "mon", "monday", "mondays", "må", "mån", "måndag", "måndagar", "mandag"),
            ("tu", "tue", "tues", "tuesday", "tuesdays", "ti", "tis", "tisdag", "tisdagar"),
            ("we", "wed", "wednesday", "wednesdays", "on", "ons", "onsdag", "onsdagar"),
            ("th", "thu", "thur", "thursday", "thursdays", "to", "tor", "tors", "torsdag", "torsdagar"),
            ("fr", "fri", "friday", "fridays", "fre", "fredag", "fredagar"),
            ("sa", "sat", "saturday", "saturdays", "lö", "lör", "lördag", "lördagar", "lordag"),
            ("su", "sun", "sunday", "sundays", "sö", "sön", "söndag", "söndagar", "sondag"),
        )
    )
    for name in names
}
SEVERAL = {
    "vardag": range(5), "vardagar": range(5), "weekdays": range(5), "helgfria": range(5),
    "dagligen": WEEK, "daily": WEEK, "alla": WEEK, "varje": WEEK, "helg": range(5, 7), "helger": range(5, 7),
    "weekend": range(5, 7), "weekends": range(5, 7),
}  # fmt: skip
HOLIDAYS = {"ph", "sh", "helgdag", "helgdagar", "holidays", "storhelger", "röda"}
DATES = {
    *("jan", "feb", "mar", "apr", "may", "maj", "jun", "jul", "aug", "sep", "oct", "okt", "nov", "dec"),
    *("januari", "februari", "mars", "april", "juni", "juli", "augusti", "september", "oktober", "november"),
    *("december", "week", "vecka", "easter", "påsk", "jul", "nyår", "midsommar", "skärtorsdag"),
}
FILLERS = {"kl", "dag", "dagar", "öppet", "open", "klockan"}
_WORD = re.compile(
    r"(?P<date>[0-9]{4}(?:-[0-9]{2}-[0-9]{2})?(?![0-9:.]))(?=\s+[a-z]|$)"
    r"|(?P<span>[0-9]{1,2}(?:[:.]?[0-9]{2})?\s?-\s?[0-9]{1,2}(?:[:.]?[0-9]{2})?)(?![0-9:+])"
    r"|(?P<name>[a-zåäöé]+)|(?P<sign>[-,:;|&/.])|(?P<blank>\s)|(?P<other>.)"
)
_SPAN = re.compile(r"([0-9]{1,2})(?:[:.]?([0-9]{2}))?\s?-\s?([0-9]{1,2})(?:[:.]?([0-9]{2}))?")


def day_hours(text: str) -> str:
    """One day's hours from a cell such as `09:30-18`, `0930-1800` or `Stängt`; minutes are cut from both ends.

    Of several spans (a lunch break) the outer ends count.
    """
    text = _plain(text)
    if not text:
        return ""
    if text in CLOSED or text == "-":
        return "closed"
    spans = [part.removeprefix("kl.").removeprefix("kl").strip() for part in re.split(r"[,;&]", text)]
    return _outer([_hours(span, may_pass_midnight=False) for span in spans if span], text)


def week_hours(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(the ordinary week, what was left aside) from text such as OpenStreetMap's `opening_hours`.

    Days that are not mentioned are closed; past midnight is cut at 24. What is not understood raises ValueError.
    """
    text = _plain(text)
    if not text:
        return UNKNOWN_HOURS, ()
    text = text.replace("24/7", "mo-su 0-24").replace("dygnet runt", "0-24")
    week, aside, known = ["closed"] * 7, [], False
    for rule in re.split(r";|\|\|", text):
        for days, value, left in _rules(rule):
            if left:
                aside.append(left)
            for day in days:
                week[day] = value or week[day]
            known = known or bool(days)
    if not known:
        raise ValueError(text)
    return tuple(week), tuple(aside)


def _plain(text: str) -> str:
    """Lower case, line breaks as semicolons, one kind of dash, one blank between words."""
    if len(text) > MOST_CHARACTERS:
        raise ValueError(text[:40])
    text = re.sub(r"[\r\n]+", ";", text.strip()).casefold()
    text = re.sub(r"[‐‑‒–—−]", "-", text)
    text = re.sub(r"(?<=[0-9]) ?(?:till|to|tom) ?(?=[0-9])", "-", text)
    return " ".join(re.sub(r"\b(?:och|and)\b", ",", text).split()).strip(" ;,")


def _rules(text: str):
    """(days, hours, what was left aside) for each rule in a text without semicolons."""
    state = _Rule()
    for word in _WORD.finditer(text):
        kind, found = word.lastgroup, word[0]
        if kind == "blank" or (kind == "name" and found in FILLERS):
            continue
        is_new = kind == "name" and found not in CLOSED and found not in ("till", "tom")
        if (is_new or kind == "date") and state.is_complete:
            yield state.result()
            state = _Rule()
        state.read(kind, found)
    if state.words:
        yield state.result()


class _Rule:
    """One rule as it is read: the days it names, its spans, whether it is about holidays or dates."""

    def __init__(self):
        self.days: list[int] = []
        self.ends: list[tuple[int, int]] = []
        self.words: list[str] = []
        self.is_closed = self.is_aside = self.names_holiday = self.runs = False
        self.open_spans = 0
        """How many spans stand before the word for closed."""

    @property
    def is_complete(self) -> bool:
        """Whether hours have been read, so that another day begins another rule."""
        return bool(self.ends) or self.is_closed

    def read(self, kind: str | None, found: str) -> None:
        """Take one word."""
        self.words.append(found)
        if kind == "date" or (kind == "name" and found in DATES):
            self.is_aside = True
        elif self.is_aside:
            if kind == "name" and found in CLOSED:
                self.is_closed = True
        elif kind == "span":
            self.ends.append(_hours(found, may_pass_midnight=True))
        elif found in ("-", "till", "tom"):
            self.runs = True
        elif kind == "name":
            self.name(found)
        elif kind != "sign" or found not in ",:.&":
            raise ValueError(found)

    def name(self, found: str) -> None:
        """Take a name: of a day, of several, of holidays, or the word for closed."""
        if found in CLOSED:
            self.is_closed, self.open_spans = True, len(self.ends)
        elif found in HOLIDAYS:
            self.names_holiday = True
        elif found in SEVERAL:
            self.days += SEVERAL[found]
        elif found in DAYS:
            day = DAYS[found]
            if self.runs and self.days:
                first = self.days[-1]
                self.days += range(first, day + 1) if first <= day else [*range(first, 7), *range(day + 1)]
            else:
                self.days.append(day)
        else:
            raise ValueError(found)
        self.runs = False

    def result(self) -> tuple[list[int], str, str]:
        """(days, hours, what was left aside)."""
        said = " ".join(self.words)
        if self.is_aside:
            return [], "", said
        left = said if self.names_holiday else ""
        days = self.days or ([] if self.names_holiday else list(WEEK))
        if self.is_closed and self.ends:
            # Closed for some hours is a break, which is left aside: the ends of the day count.
            opens = self.ends[: self.open_spans] if self.open_spans < len(self.ends) else []
            return days, _outer(opens, said) if opens else "", said
        if self.is_closed:
            return days, "closed", left
        return days, _outer(self.ends, said), left


def _hours(text: str, *, may_pass_midnight: bool) -> tuple[int, int]:
    match = _SPAN.fullmatch(text)
    if not match:
        raise ValueError(text)
    opens, closes, minutes = int(match[1]), int(match[3]), int(match[4] or 0)
    if opens > 24 or closes > 24 or max(int(match[2] or 0), minutes) > 59:
        raise ValueError(text)
    if closes == 0 or (closes, minutes) == (23, 59) or (may_pass_midnight and closes <= LATEST and closes < opens):
        closes = 24
    if opens > 23 or closes < opens:
        raise ValueError(text)
    return opens, max(closes, opens + 1)


def _outer(ends: list[tuple[int, int]], said: str) -> str:
    if not ends:
        raise ValueError(said)
    return f"{min(a for a, _ in ends)}-{max(b for _, b in ends)}"
