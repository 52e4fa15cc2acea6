"""An exercise played against the chain: decisions move the model, the model's quantities move the exercise.

The only room that knows both. `Play` is one run that goes on; `play` a whole one from a script; `counterfactual` the
same one with another decision. Prose: docs/explanation/exercise-play.md.
"""

from typing import Any

from beredd import late

_HOME = {
    "Model": "model",
    "NationalModel": "national",
    "Play": "playing",
    "counterfactual": "counterfactuals",
    "effects_of": "levers",
    "play": "playing",
    "replay": "playing",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    return late.find(__name__, _HOME, name)
