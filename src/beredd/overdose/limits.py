"""What the model does not know. Known before the engine is loaded: pages and answers always say it."""

from beredd.wording import Sentence

LIMITS = (
    Sentence("overdose.limit-other-causes"),
    Sentence("overdose.limit-injected"),
    Sentence("overdose.limit-one-body"),
    Sentence("overdose.limit-habit"),
    Sentence("overdose.limit-opioids"),
    Sentence("overdose.limit-arrest"),
    Sentence("overdose.limit-no-advice"),
)
