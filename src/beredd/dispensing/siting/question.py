"""What is asked of siting: how many pharmacies, by which goal, and what every set must keep to."""

from typing import Annotated, Literal

from pydantic import Field

from beredd.descriptions import Asked, Description, Seed
from beredd.dispensing.question import NetworkAsked, ScenarioAsked
from beredd.wording import Sentence

KIND = "dispensing.site"
MOST = 10_000

Goal = Literal["coverage", "distance"]


class SitingQuestion(Description):
    """So many pharmacies to appoint, chosen so that people are near one."""

    count: Annotated[
        int,
        Field(ge=1, le=MOST, description="How many pharmacies to choose."),
        Asked(Sentence("siting.count")),
    ] = 300
    goal: Annotated[
        Goal,
        Field(description="Most people within reach, or the fewest person-kilometres."),
        Asked(Sentence("siting.goal")),
    ] = "coverage"
    within: Annotated[
        float,
        Field(gt=0, le=500, description="Reach in km by road, for coverage."),
        Asked(Sentence("siting.within"), unit="km"),
    ] = 10.0
    one_per_county: Annotated[
        bool,
        Field(description="At least one in each county that has a pharmacy."),
        Asked(Sentence("siting.one-per-county")),
    ] = False
    municipality_within: Annotated[
        float | None,
        Field(gt=0, le=500, description="No municipality's seat farther than so many km from a chosen one."),
        Asked(Sentence("siting.municipality-within"), unit="km"),
    ] = None
    worst_county_first: Annotated[
        bool,
        Field(description="First the highest share for the county that has the lowest; only for coverage."),
        Asked(Sentence("siting.worst-county-first")),
    ] = False
    fixed: Annotated[
        str | None,
        Field(
            max_length=400, description="File with ids of pharmacies that are chosen already, one a line or a column."
        ),
        Asked(Sentence("siting.fixed")),
    ] = None
    network: NetworkAsked = None
    gap: Annotated[
        float,
        Field(ge=0, le=0.5, description="Stop when no set can be better than so."),
        Asked(Sentence("siting.gap"), is_share=True),
    ] = 0.0005
    seconds: Annotated[
        float,
        Field(ge=1, le=3600, description="Stop the exact solver after so long."),
        Asked(Sentence("siting.seconds"), unit="s", site_most=60),
    ] = 60.0
    scenarios: Annotated[
        tuple[ScenarioAsked, ...],
        Field(max_length=4, description="Then the set in these scenarios, beside other sets. May be repeated."),
        Asked(Sentence("siting.scenarios"), option="--scenario"),
    ] = ()
    replicates: Annotated[
        int,
        Field(ge=2, le=50, description="Runs of each scenario with other chance."),
        Asked(Sentence("dispensing.replicates"), site_most=10),
    ] = 5
    seed: Seed = 1


METHODS = {
    "exact": Sentence("siting.method-exact"),
    "rule": Sentence("siting.method-rule"),
    "greedy": Sentence("siting.method-greedy"),
    "random": Sentence("siting.method-random"),
    "all": Sentence("siting.method-all"),
}
"""What the ways to choose are called."""
