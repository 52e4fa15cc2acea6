"""Draws of what we do not know: sets of parameters, by address, the same for every measure.

A parameter's column depends on the seed, its own name and the number of draws, and on no other parameter: another
uncertain parameter in the register moves no draw of this one.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.stats import beta, lognorm, qmc, spearmanr, uniform

from beredd.dispensing.dose.question import dose_register
from beredd.dispensing.errors import ParameterError
from beredd.dispensing.parameters import load_parameters
from beredd.parameters import Parameter, Register
from beredd.provenance import entity_of

CAUSE = "measures/draws"
NORMAL_95 = 1.959963984540054


def uncertain(register: Register) -> tuple[Parameter, ...]:
    """The parameters that have an uncertainty of their own; the others are taken as they stand."""
    return tuple(one for one in register.values() if one.uncertainty is not None)


def quantile(parameter: Parameter, u: np.ndarray) -> np.ndarray:
    """Values of a parameter at shares `u` of its own uncertainty; whole where the parameter is."""
    how, value = parameter.uncertainty, parameter.number
    if how is None:
        return np.full(np.shape(u), value)
    match how.kind:
        case "uniform":
            drawn = uniform.ppf(u, how.low, how.high - how.low)
        case "beta":
            drawn = beta.ppf(u, how.a, how.b)
        case "lognormal":
            drawn = lognorm.ppf(u, how.sigma, scale=value)
        case _:  # a beta with the value as mean, and the interval's width as 95 per cent
            spread = (how.high - how.low) / (2 * NORMAL_95)
            size = value * (1 - value) / spread**2 - 1
            drawn = beta.ppf(u, value * size, (1 - value) * size)
    return np.rint(drawn) if parameter.integer else drawn


def draw_parameters(register: Register, n: int, *, seed: int) -> list[dict[str, float]]:
    """`n` sets of values, name -> value, of a register's uncertain parameters: a Latin hypercube.

    Raises ParameterError where a draw lies outside what the parameter may be: the register contradicts itself.
    """
    columns: dict[str, np.ndarray] = {}
    for one in uncertain(register):
        address = (seed, entity_of(f"{CAUSE}/{register.name}/{one.name}"))
        sampler = qmc.LatinHypercube(d=1, rng=np.random.default_rng(address))
        columns[one.name] = quantile(one, sampler.random(n)[:, 0])
        for value in columns[one.name]:
            if not one.allows(float(value)):
                raise ParameterError("measures.draw-outside", name=one.name, found=float(value), allowed=one.allowed)
    return [{name: float(column[k]) for name, column in columns.items()} for k in range(n)]


def draw_worlds(n: int, *, seed: int) -> list[tuple[dict[str, float], dict[str, float]]]:
    """`n` pairs (chain's parameters, dose chain's parameters)."""
    chain = draw_parameters(load_parameters(), n, seed=seed)
    return list(zip(chain, draw_parameters(dose_register(), n, seed=seed), strict=True))


def strongest(worlds: Sequence[Mapping[str, float]], effects: np.ndarray, *, few: int = 5) -> list[dict[str, Any]]:
    """The parameters whose draws go most with the effects (K,), by Spearman's rank correlation, with their source.

    A first sign from draws that are there anyway; `screening` says it properly.
    """
    registers = (load_parameters(), dose_register())
    found: list[dict[str, Any]] = []
    for name in worlds[0]:
        drawn = np.array([values[name] for values in worlds])
        if drawn.std() and effects.std():
            one = next(register[name] for register in registers if name in register)
            known = {"source": one.source, "confidence": one.confidence}
            found.append(
                {"name": name, "rank_correlation": round(float(spearmanr(drawn, effects).statistic), 3), **known}
            )
    return sorted(found, key=lambda row: -abs(row["rank_correlation"]))[:few]


def undrawn() -> dict[str, Any]:
    """How many parameters are drawn, and which are not."""
    registers: Mapping[str, Register] = {"chain": load_parameters(), "dose": dose_register()}
    return {
        name: {
            "drawn": [one.name for one in uncertain(register)],
            "not_drawn": [one.name for one in register.values() if one.uncertainty is None],
        }
        for name, register in registers.items()
    }
