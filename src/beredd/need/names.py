"""What equity modes, mixings and scenarios are called."""

from beredd.wording import Sentence

EQUITY = {
    "efficient": Sentence("need.efficient"),
    "proportional": Sentence("need.proportional"),
    "max-min": Sentence("need.max-min"),
    "women-at-least-men": Sentence("need.women-at-least-men"),
    "floor": Sentence("need.by-floor"),
}
MIXING = {
    "holders": Sentence("need.by-holders"),
    "identity": Sentence("need.by-own-sex"),
    "even": Sentence("need.by-both"),
}
SCENARIO = {
    "none": Sentence("need.drugs-of-today"),
    "nitazene": Sentence("need.nitazenes"),
    "nitazene-severe": Sentence("need.nitazenes-severe"),
}
