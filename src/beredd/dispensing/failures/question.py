"""What is asked of a screening for single failures."""

from typing import Annotated, Literal

from pydantic import Field

from beredd.descriptions import Asked, Description, Seed
from beredd.dispensing.question import NetworkAsked
from beredd.wording import Sentence

KIND = "dispensing.failures"

What = Literal["pharmacies", "sites", "plants", "owners", "municipalities"]


NAMES = {
    "pharmacies": Sentence("failures.pharmacies"),
    "sites": Sentence("failures.sites"),
    "plants": Sentence("failures.plants"),
    "owners": Sentence("failures.owners"),
    "municipalities": Sentence("failures.municipalities"),
}
"""What the kinds of elements are called."""


class FailureQuestion(Description):
    """Each element of a kind out for some hours, one at a time, and what that does to people."""

    what: Annotated[
        What,
        Field(description="What goes out, one at a time."),
        Asked(Sentence("failures.what")),
    ] = "pharmacies"
    pairs: Annotated[
        bool,
        Field(description="Then two at a time: the worst with each other and with their nearest alternative."),
        Asked(Sentence("failures.pairs")),
    ] = False
    hours: Annotated[
        int,
        Field(ge=1, le=336, description="How long each is out, in hours."),
        Asked(Sentence("failures.hours"), unit="h"),
    ] = 72
    days: Annotated[
        int,
        Field(ge=2, le=60, description="Days to follow; each goes out at the second day's first hour."),
        Asked(Sentence("failures.days")),
    ] = 10
    network: NetworkAsked = None
    keep: Annotated[
        int,
        Field(ge=2, le=200, description="How many are looked at most closely in the end."),
        Asked(Sentence("failures.keep"), site_most=20),
    ] = 16
    confirm: Annotated[
        int,
        Field(ge=0, le=100, description="How many of the worst are run again in the whole country; 0 for none."),
        Asked(Sentence("failures.confirm"), site_most=10),
    ] = 10
    whole: Annotated[
        bool,
        Field(description="The whole country from the start instead of the small one."),
        Asked(Sentence("measures.whole")),
    ] = False
    seed: Seed = 1
