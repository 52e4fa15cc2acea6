"""The decision tree: how likely an overdose is to kill, given how often a witness uses naloxone.

Two settings, public and private. A witness gives naloxone (p), or calls for an ambulance, or neither; without a witness
nothing is done. Source: PROFOUND (Zang et al. 2022). Fatality is a straight line in p: two values describe it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

PARAMETERS = (
    "public_share",
    "witnessed_public",
    "witnessed_private_ratio",
    "call_public",
    "call_private_ratio",
    "fatality_untreated",
    "fatality_naloxone",
    "ems_ratio",
)


@dataclass(frozen=True)
class DecisionTree:
    """The tree's numbers; each may be a float or an array of draws. Names and sources: content/parameters/need.toml."""

    public_share: Any
    witnessed_public: Any
    witnessed_private_ratio: Any
    call_public: Any
    call_private_ratio: Any
    fatality_untreated: Any
    fatality_naloxone: Any
    ems_ratio: Any

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "DecisionTree":
        """The tree with the register's values."""
        return cls(**{name: values[name] for name in PARAMETERS})

    def _settings(self):
        """(share of overdoses, share witnessed, share of witnesses who call) in public and in private."""
        yield self.public_share, self.witnessed_public, self.call_public
        private = self.witnessed_public * self.witnessed_private_ratio
        yield 1 - self.public_share, private, self.call_public * self.call_private_ratio

    def witnessed(self):
        """Share of overdoses that have a witness."""
        return sum(share * witnessed for share, witnessed, _ in self._settings())

    def unwitnessed_deaths(self):
        """Deaths per overdose without a witness: what no kit can prevent."""
        return sum(share * (1 - witnessed) for share, witnessed, _ in self._settings()) * self.fatality_untreated

    def fatality(self, p):
        """Deaths per overdose when naloxone is used in the share p of witnessed overdoses."""
        total = self.unwitnessed_deaths()
        for share, witnessed, calls in self._settings():
            untreated = self.fatality_untreated * (calls * self.ems_ratio + 1 - calls)
            total = total + share * witnessed * (p * self.fatality_naloxone + (1 - p) * untreated)
        return total

    def unwitnessed_share_of_deaths(self):
        """Share of deaths without a witness when no naloxone is used."""
        return self.unwitnessed_deaths() / self.fatality(0.0)

    def with_unwitnessed_share(self, share: float) -> "DecisionTree":
        """The tree whose private ratio makes this share of deaths, without naloxone, unwitnessed.

        Solves (1 - s) U = s W, both linear in the share witnessed at home.
        """
        (public, seen, calls), (private, _, calls_home) = self._settings()
        without_ambulance = calls * self.ems_ratio + 1 - calls
        at_home = calls_home * self.ems_ratio + 1 - calls_home
        unseen = public * (1 - seen) + private
        witnessed_home = ((1 - share) * unseen - share * public * seen * without_ambulance) / (
            private * (1 - share + share * at_home)
        )
        return replace(self, witnessed_private_ratio=witnessed_home / self.witnessed_public)

    def potent(self, *, fatality_factor: float, witness_factor: float) -> "DecisionTree":
        """The tree under a more potent opioid: deadlier untreated, and less time for a witness to act."""
        return replace(
            self,
            fatality_untreated=self.fatality_untreated * fatality_factor,
            witnessed_public=self.witnessed_public * witness_factor,
        )
