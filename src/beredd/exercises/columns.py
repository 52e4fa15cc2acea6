"""A plan as sheets: which worksheet and column holds which field, and in what words.

The first columns of `Inspelslista` are fixed, so that lists move between exercise tools by spreadsheet.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from beredd.exercises import plan

Kind = Literal["text", "whole", "number", "day", "truth", "time", "ids", "receivers", "lines", "words"]
"""What a cell holds: `ids` parted by commas, `lines` by line breaks, `words` one of `Column.words`."""

STATUS = {"draft": "utkast", "reviewed": "granskad", "approved": "godkänd"}
STEPS = {"written": "skriven", "reviewed": "granskad", "approved": "godkänd", "run": "genomförd"}
LINKS = {
    "prescribing": "förskrivning", "dispensing": "dispensering", "handing-out": "utlämnande", "all": "hela kedjan",
}  # fmt: skip
MODES = {"seminar": "seminarium", "simulation": "simulering", "paper": "papper", "micro": "mikro"}
PREPAREDNESS = {
    "everyday": "vardag", "peacetime-crisis": "fredstida kris",
    "heightened": "skärpt beredskap", "highest": "högsta beredskap",
}  # fmt: skip
SOURCES = {"log": "logg", "model": "modell", "observation": "observation", "survey": "enkät"}
PLAYED = {"exercised": "övad", "control": "spelledning", "observer": "observatör"}
FORMS = {"exact": "exakt", "interval": "intervall", "sum": "summa"}
TRUTH = {True: "ja", False: "nej"}


@dataclass(frozen=True)
class Column:
    """A column, or a line of the sheet `Plan`.

    key      the field that it holds; `expected.text` one of a nested list, "" none: it is for a run
    words    what is stored -> what stands in the cell; `catalogue` names the list of the catalogue that gives them
    offers   the worksheet whose first column the cell offers to choose from
    """

    header: str
    key: str
    kind: Kind = "text"
    width: int = 18
    words: Mapping[str, str] = field(default_factory=dict)
    catalogue: str = ""
    offers: str = ""


@dataclass(frozen=True)
class Layout:
    """A worksheet for one list of a plan. With `owner`, the list is one of each item of `part[0]`."""

    title: str
    part: tuple[str, ...]
    item: type
    columns: tuple[Column, ...]
    owner: str = ""


def _words(header: str, key: str, words: Mapping[str, str], width: int = 14) -> Column:
    return Column(header, key, "words", width, MappingProxyType(words))


INJECTS = Layout(
    "Inspelslista",
    ("injects",),
    plan.Inject,
    (
        Column("Nr", "id", width=6),
        Column("Scenariotid (T+ / dag kl)", "at", "time", 16),
        Column("Reell tid", "real", width=12),
        Column("Skede", "phase", width=16, offers="Skeden"),
        Column("Kanal", "channel", "words", 14, catalogue="channels"),
        Column("Från (spelad av)", "sender", width=24),
        Column("Till (aktör/roll)", "to", "receivers", 24, offers="Roller"),
        Column("Rubrik", "title", width=26),
        Column("Text", "text", width=60),
        Column("Bilaga", "attachment", width=16),
        Column("Förväntad åtgärd", "expected.text", width=44),
        Column("Delmål", "expected.objective", width=9, offers="Delmål"),
        Column("Indikator", "expected.indicator", width=10, offers="Indikatorer"),
        Column("Ansvarig motspelare", "by", width=18, offers="Roller"),
        Column("Villkor", "condition", width=28),
        Column("Modellhändelse", "model", width=22),
        _words("Status", "status", STATUS, 12),
        Column("Verklig tid", "", width=12),
        Column("Notering", "note", width=24),
        _words("Led i kedjan", "link", LINKS),
        Column("Inom (minuter)", "expected.within_min", "whole", 10),
    ),
)

LAYOUTS = (
    INJECTS,
    Layout(
        "Delmål",
        ("objectives",),
        plan.Objective,
        (
            Column("Delmål", "id", width=10),
            Column("Namn", "name", width=34),
            Column("Vad som ska klaras", "text", width=70),
        ),
    ),
    Layout(
        "Indikatorer",
        ("indicators",),
        plan.Indicator,
        (
            Column("Indikator", "id", width=10),
            Column("Delmål", "objective", width=10, offers="Delmål"),
            Column("Bedömningsgrund", "text", width=60),
            _words("Datakälla", "source", SOURCES),
            Column("Enhet", "unit", width=12),
            Column("Mått ur loggen", "measure", width=22),
            Column("Storhet", "quantity", width=18),
            Column("Nivåer, bäst först", "levels", "lines", 50),
        ),
    ),
    Layout(
        "Aktörer",
        ("actors",),
        plan.Actor,
        (
            Column("Aktör", "id", width=18),
            Column("Namn", "name", width=34),
            Column("Utpekad i uppdraget", "is_in_assignment", "truth", 12),
            Column("Konkurrerar på marknaden", "competes", width=16),
            Column("Gör när ingen spelar", "policy", width=60),
        ),
    ),
    Layout(
        "Roller",
        ("roles",),
        plan.Role,
        (
            Column("Roll", "id", width=18),
            Column("Namn", "name", width=30),
            Column("Aktör", "actor", width=18, offers="Aktörer"),
            _words("Spelas som", "played", PLAYED),
            Column("Rollkort", "brief", width=60),
            Column("Vet", "knows", "lines", 40),
            Column("Får", "may", "lines", 40),
        ),
    ),
    Layout(
        "Rollernas bild",
        ("roles", "knowledge"),
        plan.Knowledge,
        (
            Column("Storhet", "quantity", width=18),
            Column("Fördröjning (timmar)", "delay_h", "number", 12),
            Column("Omfattar", "coverage", width=40),
        ),
        owner="Roll",
    ),
    Layout(
        "Skeden",
        ("phases",),
        plan.Phase,
        (
            Column("Skede", "name", width=20),
            Column("Börjar (T+ / dag kl)", "at", "time", 16),
            Column("Läge", "situation", width=70),
        ),
    ),
    Layout(
        "Beslutskort",
        ("cards",),
        plan.DecisionCard,
        (
            Column("Spak", "lever", width=8),
            Column("Aktörer", "actors", "ids", 30, offers="Aktörer"),
            Column("Gånger per aktör", "count", "whole", 10),
            Column("Fråga", "question", width=50),
            Column("Val", "choices", "lines", 40),
        ),
    ),
    Layout(
        "Värden",
        ("values",),
        plan.Value,
        (
            Column("Värde", "id", width=18),
            Column("Vad", "text", width=40),
            Column("Enhet", "unit", width=12),
            Column("Storhet", "quantity", width=16),
            Column("Antaget", "assumed", "whole", 12),
            Column("Bygger på", "basis", width=60),
        ),
    ),
    Layout(
        "Observatörer",
        ("observers",),
        plan.ObserverSheet,
        (
            Column("Blad", "id", width=16),
            Column("Namn", "name", width=36),
            Column("Följer", "follows", "ids", 30, offers="Aktörer"),
            Column("Indikatorer", "indicators", "ids", 24, offers="Indikatorer"),
            Column("Frågor", "questions", "lines", 60),
        ),
    ),
    Layout(
        "Delning",
        ("sharing",),
        plan.Sharing,
        (
            Column("Aktör", "actor", width=18, offers="Aktörer"),
            Column("Storhet", "quantity", width=18),
            Column("Till", "to", "ids", 30, offers="Aktörer"),
            _words("Form", "form", FORMS),
            Column("Notering", "note", width=50),
        ),
    ),
    Layout(
        "Kunskapsfrågor",
        ("evaluation", "knowledge"),
        plan.Question,
        (
            Column("Fråga", "text", width=60),
            Column("Svar", "choices", "lines", 50),
            Column("Rätt svar (nr)", "answer", "whole", 10),
            Column("Förklaring", "why", width=60),
        ),
    ),
    Layout(
        "Underlag",
        ("facts",),
        plan.Fact,
        (Column("Uppgift", "text", width=80), Column("Källa", "source", width=60)),
    ),
    Layout(
        "Historik",
        ("history",),
        plan.Step,
        (
            _words("Steg", "step", STEPS),
            Column("Av", "by", width=30),
            Column("Datum", "on", "day", 12),
            Column("Sigill", "seal", width=20),
        ),
    ),
)

FIELD, VALUE = "Fält", "Värde"
LINES = (
    Column("Format", "format", "whole"),
    Column("Plan", "id"),
    Column("Namn", "name"),
    Column("Version", "version", "whole"),
    _words("Status", "status", STATUS),
    Column("Program", "programme"),
    Column("Sammanfattning", "summary"),
    Column("Syfte", "aim"),
    Column("Uppdragsgivare", "directive.sponsor"),
    Column("Bakgrund", "directive.background"),
    Column("Omfattar", "directive.scope"),
    Column("Omfattar inte", "directive.outside"),
    Column("Resurser", "directive.resources"),
    Column("Former", "modes", "words", words=MappingProxyType(MODES)),
    _words("Beredskap", "preparedness", PREPAREDNESS),
    Column("Informationsklass", "information_class", "words", catalogue="classes"),
    Column("Fullgör uppdraget", "serves_assignment", "truth"),
    Column("Börjar klockan", "starts"),
    Column("Längd (T+)", "duration"),
    Column("Längsta väntan för en roll (timmar)", "idle_hours", "whole"),
    Column("Scenario i modellen", "scenario.id"),
    Column("Frö", "scenario.seed", "whole"),
    Column("Scenariots första dag", "scenario.starts_on", "day"),
    Column("Om scenariot", "scenario.note"),
    Column("Regel", "rules", "lines"),
    Column("Steg för spelledaren", "steps", "lines"),
    Column("Bedömningsskala", "evaluation.scale", "words", catalogue="scales"),
    Column("Utvärderingsmetod", "evaluation.method"),
    Column("Fråga i direktåterföringen", "evaluation.hot_wash", "lines"),
    Column("Påstående i enkäten", "evaluation.survey", "lines"),
    Column("Anonym enkät", "evaluation.is_survey_anonymous", "truth"),
)
"""The sheet `Plan`: one line a field; a list has a line for each of its items."""
LISTS = ("modes", "rules", "steps", "evaluation.hot_wash", "evaluation.survey")
