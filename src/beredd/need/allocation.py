"""How to share a budget of kits: water-filling, four kinds of equity, and what each does.

Everywhere: maximise the sum of worth_i (1 - exp(-K_i / scale_i)) over kits K_i >= 0 that add up to the budget, where
worth_i is deaths averted per year if every overdose that group i could reach met naloxone, and
scale_i = cap N_i / slope. The best split gives the next kit to the steepest group until all are level; what differs
between modes is what else must hold. Explained in docs/explanation/need-model.md.
"""

import numpy as np

from beredd.need.errors import AllocationError

MODES = ("efficient", "proportional", "max-min", "women-at-least-men", "floor")
STEPS = 64
"""Halvings of a bracket: past the resolution of a float64."""


def water_fill(worth, scale, budget):
    """The efficient split, (n,): K_i = max(0, scale_i ln(worth_i / (scale_i lambda))), adding up to the budget.

    lambda is exact, found by sorting: of groups in order of steepness, those steeper than lambda get kits. Where
    nothing is worth anything the split is proportional to scale.
    """
    worth, scale = np.asarray(worth, float), np.asarray(scale, float)
    steepness = np.maximum(worth, 0.0) / scale
    order = np.argsort(-steepness, kind="stable")
    order = order[steepness[order] > 0]
    kits = np.zeros(len(scale))
    if budget <= 0:
        return kits
    if len(order) == 0:
        return budget * scale / scale.sum()
    log_steep = np.log(steepness[order])
    log_lambda = (np.cumsum(scale[order] * log_steep) - budget) / np.cumsum(scale[order])
    n_active = int(np.count_nonzero(log_steep > log_lambda))
    active = order[:n_active]
    kits[active] = scale[active] * (log_steep[:n_active] - log_lambda[n_active - 1])
    return kits


def least_kits(level, scale, *, cap, group, weight):
    """The fewest kits with which every group of linked rows has the availability `level`, and the groups' prices.

    group, weight   (n,): a group's availability is the sum of weight times q over its one or two rows (Mixing.groups)
    price           (n,) by group: deaths need not matter for it; it is what a unit of availability costs at the margin
    """
    n = len(scale)
    ratio = cap * weight / scale

    def price_of(chosen):
        together = np.bincount(group[chosen], cap * weight[chosen], n) - level
        return together / np.maximum(np.bincount(group[chosen], scale[chosen], n), 1e-300)

    price = price_of(np.ones(n, bool))
    # Of two rows the less steep one may get nothing; then the other alone sets the price.
    active = ratio > price[group]
    price = np.maximum(price_of(active), 1e-300)
    kits = np.where(active, scale * np.log(np.where(active, ratio, 1.0) / np.where(active, price[group], 1.0)), 0.0)
    return kits, price


def fill_to(level, worth, scale, *, cap, group, weight, log_lambda):
    """Kits that are best at the price lambda while every group of linked rows reaches the level of availability.

    A group that falls short is paid more for availability until it does not. For a row on its own that means the least
    kits; for two linked rows the payment is found by bisection.
    """
    price = np.exp(log_lambda)
    worth = np.maximum(worth, 0.0)
    kits = scale * np.log(np.maximum(worth / (scale * price), 1.0))
    least, least_price = least_kits(level, scale, cap=cap, group=group, weight=weight)
    reached = np.bincount(group, weight * -cap * np.expm1(-kits / scale), len(scale))
    wanting = (reached < level)[group]
    alone = np.bincount(group, minlength=len(scale))[group] == 1
    kits = np.where(wanting & alone, np.maximum(kits, least), kits)
    linked = np.flatnonzero(wanting & ~alone)
    if len(linked):
        names, index = np.unique(group[linked], return_inverse=True)
        c, b, m = scale[linked], worth[linked], cap * weight[linked]
        low, high = np.zeros(len(names)), price / least_price[names]
        for _ in range(STEPS):
            middle = 0.5 * (low + high)
            trial = c * np.log(np.maximum((b + middle[index] * m) / (c * price), 1.0))
            below = np.bincount(index, -m * np.expm1(-trial / c)) < level
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        kits[linked] = c * np.log(np.maximum((b + high[index] * m) / (c * price), 1.0))
    return kits


def max_min(scale, budget, *, cap, group, weight):
    """The split that lifts the lowest availability as far as the budget goes, and that availability."""
    if budget <= 0:
        return np.zeros(len(scale)), 0.0
    # In ln(1 - level / cap): an availability close to the cap needs more digits than a share has.
    low, high = -1.0 - budget / scale.sum() * len(scale), 0.0
    kits = np.zeros(len(scale))
    for _ in range(STEPS):
        middle = 0.5 * (low + high)
        found, _ = least_kits(-cap * np.expm1(middle), scale, cap=cap, group=group, weight=weight)
        if found.sum() > budget:
            low = middle
        else:
            high, kits = middle, found
    # What rounding left over goes out in proportion, so that the budget is spent to the last kit.
    return kits + (budget - kits.sum()) * scale / scale.sum(), float(-cap * np.expm1(high))


def with_floor(floor, worth, scale, budget, *, cap, group, weight):
    """The best split in which no group of linked rows has less availability than the floor."""
    least = least_kits(floor, scale, cap=cap, group=group, weight=weight)[0].sum()
    if least > budget * (1 + 1e-9):
        _, highest = max_min(scale, budget, cap=cap, group=group, weight=weight)
        possible = np.floor(highest * 1000) / 1000
        raise AllocationError(
            "need.floor-needs", field="floor", floor=floor, needed=least, budget=budget, highest=possible
        )
    limits = {"cap": cap, "group": group, "weight": weight}
    steep = np.maximum(worth, 0.0) / scale
    if not (steep > 0).any():
        kits, _ = least_kits(floor, scale, **limits)
        return kits + max(budget - kits.sum(), 0.0) * scale / scale.sum()
    high = np.log(steep.max()) + 1.0
    # Below that price every availability is at the cap to the last digit; what is left then goes out in proportion.
    low = max(np.log(steep[steep > 0].min()) - budget / scale[steep > 0].sum() - 1.0, -650.0)
    high = max(high, low)
    for _ in range(STEPS):
        middle = 0.5 * (low + high)
        if fill_to(floor, worth, scale, **limits, log_lambda=middle).sum() > budget:
            low = middle
        else:
            high = middle
    kits = fill_to(floor, worth, scale, **limits, log_lambda=high)
    rest = budget - kits.sum()
    return kits + max(rest, 0.0) * scale / scale.sum()


def women_at_least_men(worth, scale, budget, *, cap, advantage):
    """The best split in which women's availability, over all areas, is at least men's.

    advantage   (n,): what a unit of availability among the holders of row i adds to women's availability less men's
    """

    def lead(kits):
        return float(advantage @ (-cap * np.expm1(-kits / scale)))

    kits = water_fill(worth, scale, budget)
    if lead(kits) >= 0 or budget <= 0:
        return kits

    def kits_at(extra):
        return water_fill(worth + extra * advantage * cap, scale, budget)

    low, high = 0.0, max(float(np.max(worth)), 1e-9)
    for _ in range(STEPS):
        if lead(kits_at(high)) >= 0:
            break
        low, high = high, 2 * high
    else:
        raise AllocationError("need.women-cannot-reach", field="mode")
    for _ in range(STEPS):
        middle = 0.5 * (low + high)
        if lead(kits_at(middle)) >= 0:
            high = middle
        else:
            low = middle
    return kits_at(high)
