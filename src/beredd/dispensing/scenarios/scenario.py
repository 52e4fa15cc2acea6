"""What a scenario file may say: frozen, validated descriptions that know no network and no chance."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt

from beredd.dispensing.scenarios.moments import FORM
from beredd.provenance import fingerprint
from beredd.wording import Sentence

State = Literal["vardag", "fredstida_kris", "skarpt_beredskap", "hogsta_beredskap", "krig"]
"""States of preparedness, from everyday to war."""

STATE_NAMES = {
    "vardag": Sentence("scenarios.state-vardag"),
    "fredstida_kris": Sentence("scenarios.state-fredstida-kris"),
    "skarpt_beredskap": Sentence("scenarios.state-skarpt-beredskap"),
    "hogsta_beredskap": Sentence("scenarios.state-hogsta-beredskap"),
    "krig": Sentence("scenarios.state-krig"),
}

REST = "rest"
"""A duration: until the end of the run."""

MAX_DAYS = 366
"""Longest scenario and longest run: a year of any kind."""


def _moment(value):
    if isinstance(value, dict) and set(value) <= {"day", "hour", "minute"} and "day" in value:
        parts = (value["day"], value.get("hour", 0), value.get("minute", 0))
    elif isinstance(value, str) and (match := FORM.fullmatch(value)):
        parts = tuple(int(g or 0) for g in match.groups())
    else:
        raise ValueError(Sentence("scenarios.not-a-moment", found=repr(value)))
    day, hour, minute = parts
    if not all(type(p) is int for p in parts) or day < 0 or not 0 <= hour < 24 or not 0 <= minute < 60:
        raise ValueError(Sentence("scenarios.not-a-moment", found=repr(value)))
    return f"d{day}h{hour:02}:{minute:02}"


def _duration(value):
    if value == REST and isinstance(value, str):
        return REST
    if _is_number(value) and value > 0:
        return float(value)
    if isinstance(value, dict) and len(value) == 1:
        (form, pair), *_ = value.items()
        if form in ("lognormal_h", "uniform_h") and isinstance(pair, list | tuple) and len(pair) == 2:
            a, b = pair
            if _is_number(a) and _is_number(b) and a > 0 and b > 0 and (form == "lognormal_h" or a <= b):
                return {form: (float(a), float(b))}
    raise ValueError(Sentence("scenarios.not-a-duration", found=repr(value)))


def _delay(value):
    return 0.0 if _is_number(value) and value == 0 else _duration(value)


def _where(value):
    if value == "national":
        return ("national",)
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list | tuple) and value and all(isinstance(v, str) for v in value):
        return tuple(value)
    raise ValueError(Sentence("scenarios.not-a-place", found=repr(value)))


def _what(value):
    if isinstance(value, str) and value:
        return (value,)
    if isinstance(value, list | tuple) and value and all(isinstance(v, str) and v for v in value):
        return tuple(value)
    raise ValueError(Sentence("scenarios.not-goods", found=repr(value)))


def _named_levels(value):
    if not value:
        raise ValueError(Sentence("scenarios.no-levels"))
    return value


def _text(value):
    return {"sv": value, "en": value} if isinstance(value, str) else value


def _is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9


class Described(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Described):
    """A text in Swedish and English; a plain string in a file stands for both."""

    sv: str
    en: str


Label = Annotated[Text, BeforeValidator(_text)]
Moment = Annotated[str, BeforeValidator(_moment)]
Duration = Annotated[float | str | dict[str, tuple[float, float]], BeforeValidator(_duration)]
Delay = Annotated[float | str | dict[str, tuple[float, float]], BeforeValidator(_delay)]
Share = Annotated[float, Field(strict=True, ge=0, le=1)]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]


class Ramp(Described):
    """The way back after an event's end: level `start` at once, then in a straight line to normal over `hours`."""

    hours: Annotated[float, Field(strict=True, gt=0, le=24 * 365)]
    start: Share = Field(alias="from")


class Repeat(Described):
    """The event comes again `times` times in all, every `every_h` hours.

    With `groups` the municipalities are dealt into so many groups by chance; each group's turn begins
    every_h / groups hours before the previous group's, as in rotating disconnection.
    """

    every_h: Annotated[int, Field(strict=True, ge=1)]
    times: Annotated[int, Field(strict=True, ge=1, le=1000)]
    groups: Annotated[int, Field(strict=True, ge=1, le=24)] = 1


class Event(Described):
    """One thing that happens: what is hit, where, what share, from when, for how long, how badly."""

    id: Identifier
    hit: str
    name: Label | None = None
    where: Annotated[tuple[str, ...], BeforeValidator(_where)] = ("national",)
    what: Annotated[tuple[str, ...], BeforeValidator(_what)] = ()
    """Which goods: product groups, substances, articles, suppliers. Only for `inflow`; everything when left out."""
    share: Share = 1.0
    starts: Moment | None = Field(None, alias="from")
    after: str | None = None
    delay: Delay = 0.0
    lasts: Duration = Field(alias="for")
    level: Share = 0.0
    levels: Annotated[dict[str, Share], AfterValidator(_named_levels)] = {}
    """Instead of `where` and `level`: each place's or owner's own level. In one named twice the lowest holds."""
    ramp: Ramp | None = None
    repeat: Repeat | None = None
    # Only for some hits; `checks.KEYS` says which.
    early_permille: Annotated[int, Field(strict=True, ge=0, le=1000)] | None = None
    extend_h: Annotated[int, Field(strict=True, ge=-12, le=12)] | None = None
    hours: tuple[Annotated[int, Field(strict=True, ge=0, le=24)], Annotated[int, Field(strict=True, ge=0, le=24)]] | (
        None
    ) = None
    factor: Annotated[float, Field(strict=True, ge=1, le=5)] | None = None
    mode: str | None = None
    source: str = ""

    def as_data(self) -> dict:
        """The event as in a file; `Event(**data)` makes it again."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)


class DoseEvent(Described):
    """One thing that happens in the dose chain, or is done about it; `dose_events.HITS` says which key it takes."""

    id: Identifier
    hit: str
    name: Label | None = None
    where: Annotated[tuple[str, ...], BeforeValidator(_where)] = ("national",)
    starts: Moment = Field(alias="from")
    lasts: Annotated[float | str, BeforeValidator(_duration)] = Field(alias="for")
    level: Annotated[float | None, Field(strict=True, ge=0, le=1)] = None
    """What is left, 0..1."""
    factor: Annotated[float | None, Field(strict=True, ge=1, le=20)] = None
    """How many times the ordinary."""
    share: Annotated[float | None, Field(strict=True, ge=0, le=1)] = None
    """Of rolls that are hit."""
    amount: Annotated[int | None, Field(strict=True, ge=0, le=10**7)] = None
    """At most so many: patients, supplies or patient-days, as the hit says."""
    to: str | None = None
    """The plant that takes over."""
    of: str | None = None
    """The event whose rolls are called back."""
    first: Literal["home", "care_housing"] | None = None
    """Who comes first."""
    source: str = ""

    def as_data(self) -> dict:
        """The event as in a file; `DoseEvent(**data)` makes it again."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)


class Reinforcement(Described):
    """What stands ready before the first day: a change of the network, by a rule and not by names."""

    id: Identifier
    gives: Literal["backup_power", "prescriber_time"]
    where: Annotated[tuple[str, ...], BeforeValidator(_where)] = ("national",)
    """Counties; the whole network when left out."""
    hours: Annotated[int | None, Field(strict=True, ge=0, le=24 * 30)] = None
    """Of power of its own, for `backup_power`."""
    pharmacies: Annotated[int | None, Field(strict=True, ge=0, le=100_000)] = None
    """How many shops get it, for `backup_power`."""
    choose: Literal["busiest", "spread"] | None = None
    """`busiest` first, or `spread`: the busiest of each municipality before any second one, for `backup_power`."""
    factor: Annotated[float | None, Field(strict=True, ge=1, le=5)] = None
    """Times the ordinary minutes a day in which prescribers can be phoned, for `prescriber_time`."""
    source: str = ""


def _named_once(events):
    seen = set()
    for event in events:
        if event.id in seen:
            raise ValueError(Sentence("scenarios.id-twice", found=event.id))
        seen.add(event.id)
    return events


class Scenario(Described):
    """A validated scenario. `id` is the file's name without its ending."""

    id: str
    name: Label
    summary: Label = Text(sv="", en="")
    state: State = "vardag"
    network: str = "sweden"
    start: date = date(2026, 9, 7)
    days: Annotated[StrictInt, Field(ge=1, le=MAX_DAYS)] = 90
    rules: date | None = None
    """The day whose dependency rules apply; the start when left out."""
    parameters: dict[str, Annotated[float, Field(strict=True)]] = {}
    cover: dict[str, Annotated[StrictInt, Field(ge=1, le=MAX_DAYS)]] = {}
    """Product group, substance, article or supplier -> days of use that distributors hold of it."""
    sources: tuple[str, ...] = ()
    assumed: Label = Text(sv="", en="")
    """What in it is invented or judged."""
    not_carried: Label = Text(sv="", en="")
    """What of the story the model does not follow: said, not faked by a multiplier."""
    would_change: Label = Text(sv="", en="")
    """What would change the result."""
    backtest: StrictBool = False
    """Stands for something that has happened."""
    event: Annotated[tuple[Event, ...], AfterValidator(_named_once)] = ()
    dose: Annotated[tuple[DoseEvent, ...], AfterValidator(_named_once)] = ()
    """What happens in the dose chain; an ordinary run does not follow it (`beredd dispensing dose-run` does)."""
    reinforce: Annotated[tuple[Reinforcement, ...], AfterValidator(_named_once)] = ()
    """What stands ready from the start that the network does not have."""
    dose_parameters: dict[str, Annotated[float, Field(strict=True)]] = {}
    """Parameters of the dose chain's register, as `parameters` are of the chain's."""

    @property
    def rules_day(self) -> date:
        """The day whose dependency rules apply."""
        return self.rules or self.start

    @property
    def fingerprint(self) -> str:
        """Changes with anything that happens; names, summaries and sources may be reworded."""
        words = {"name", "summary", "assumed", "not_carried", "would_change", "sources"}
        told: dict = self.model_dump(
            mode="json",
            by_alias=True,
            exclude_defaults=True,
            exclude={**dict.fromkeys(words, True), "event": {"__all__": {"name", "source"}}},
        )
        return fingerprint(told)

    def as_data(self) -> dict:
        """The scenario as in a file, with its id; `Scenario(**data)` makes it again."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
