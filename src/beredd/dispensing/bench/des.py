"""dispensing-bench as a SimPy model: one process per line, per pharmacy and per order.

Written as a SimPy user would write it, so that the comparison of speed is one of ways to work. Moments of a day:
deliveries on the day's first stroke, then lines ask, then pharmacies serve and order, then the waiting are counted.
"""

from collections.abc import Generator

import numpy as np
import simpy

from beredd.dispensing.bench.instance import Instance
from beredd.dispensing.bench.outcome import Outcome, sum_up
from beredd.provenance import below_plain, philox_plain, threshold

ASK, SERVE, COUNT = 0.25, 0.5, 0.75
"""Moments of a day after the deliveries, as parts of it; exact in binary."""


class Chain:
    """Pharmacies, lines and what has been counted so far."""

    def __init__(self, env: simpy.Environment, instance: Instance):
        self.env = env
        self.instance = instance
        self.key = instance.seed & 0xFFFFFFFF, instance.seed >> 32
        self.divert_below = threshold(instance.divert_share)
        self.missed = [0] * instance.n_products
        self.backlog = np.zeros((instance.horizon_days, instance.n_pharmacies), dtype=np.int64)
        self.requests = self.dispensed = self.same_day = self.delivered = 0
        self.pharmacies = [Pharmacy(self, number) for number in range(instance.n_pharmacies)]
        for pharmacy in self.pharmacies:
            if instance.closed[pharmacy.number]:
                self.pharmacies[instance.alternative[pharmacy.number]].sends_here.append(pharmacy)
        self.lines = [
            Line(self, number, pharmacy)
            for pharmacy in self.pharmacies
            for number in range(instance.off[pharmacy.number], instance.off[pharmacy.number + 1])
        ]
        env.process(self.count_daily())

    @property
    def today(self) -> int:
        """The current day's number."""
        return int(self.env.now)

    def is_outage(self) -> bool:
        """True while the closed pharmacies are shut."""
        return self.instance.outage_days[0] <= self.today < self.instance.outage_days[1]

    def count_daily(self) -> Generator:
        """Write down who is still waiting, each day after service."""
        yield self.env.timeout(COUNT)
        while True:
            self.backlog[self.today] = [len(pharmacy.waiting) for pharmacy in self.pharmacies]
            yield self.env.timeout(1)


class Line:
    """One prescription line: lives on its home stock, asks in time, waits until served."""

    __slots__ = ("chain", "home", "number", "product", "refills", "runout", "served", "visit")

    def __init__(self, chain: Chain, number: int, home: "Pharmacy"):
        instance = chain.instance
        self.chain, self.number, self.home = chain, number, home
        self.product = int(instance.product[number])
        self.runout, self.visit = int(instance.runout_day[number]), int(instance.visit_day[number])
        self.refills = 0
        self.served: simpy.Event | None = None
        chain.env.process(self.live())

    def diverts(self) -> bool:
        """True when this visit goes to the alternative should home be closed."""
        return philox_plain(self.number, self.refills, 0, 0, *self.chain.key)[1] < self.chain.divert_below

    def lead(self) -> int:
        """Days before run-out that the next visit is made."""
        word = philox_plain(self.number, self.refills, 0, 0, *self.chain.key)[0]
        return below_plain(word, self.chain.instance.max_lead)

    def live(self) -> Generator:
        """Ask, wait, take home a pack; again and again."""
        chain = self.chain
        horizon, pack_days = chain.instance.horizon_days, int(chain.instance.pack_days[self.number])
        yield chain.env.timeout(self.visit + ASK)
        while True:
            chain.requests += 1
            self.served = chain.env.event()
            self.home.waiting[self] = None
            yield self.served
            today = chain.today
            chain.dispensed += 1
            chain.same_day += self.visit == today
            chain.missed[self.product] += max(0, today - self.runout)
            self.refills += 1
            self.runout = max(self.runout, today) + pack_days
            self.visit = max(today + 1, self.runout - self.lead())
            if self.visit >= horizon:
                return
            yield chain.env.timeout(self.visit + ASK - chain.env.now)


class Pharmacy:
    """Serves once a day, in order of visit day and line number, and orders from an ample wholesaler."""

    def __init__(self, chain: Chain, number: int):
        instance = chain.instance
        cells = slice(number * instance.n_products, (number + 1) * instance.n_products)
        self.chain, self.number = chain, number
        self.capacity, self.closes = int(instance.capacity[number]), bool(instance.closed[number])
        self.reorder_point = instance.reorder_point[cells].tolist()
        self.order_up_to = instance.order_up_to[cells].tolist()
        self.stock, self.on_order = list(self.order_up_to), [0] * instance.n_products
        self.waiting: dict[Line, None] = {}  # an ordered set
        self.sends_here: list[Pharmacy] = []
        chain.env.process(self.serve_daily())

    def queue(self) -> list[Line]:
        """Who is attempted here today, first in order first."""
        outage = self.chain.is_outage()
        queue = [] if outage and self.closes else list(self.waiting)
        if outage:
            for closed in self.sends_here:
                queue += [line for line in closed.waiting if line.diverts()]
        return sorted(queue, key=lambda line: (line.visit, line.number))

    def serve_daily(self) -> Generator:
        """One service round a day, then a review of every product asked for."""
        yield self.chain.env.timeout(SERVE)
        while True:
            asked = []
            for line in self.queue()[: self.capacity]:
                asked.append(line.product)
                if self.stock[line.product]:
                    self.stock[line.product] -= 1
                    del line.home.waiting[line]
                    if line.served is not None:
                        line.served.succeed()
            for product in asked:
                self.review(product)
            yield self.chain.env.timeout(1)

    def review(self, product: int) -> None:
        """Order up to the level when stock and packs on order have come down to the reorder point."""
        position = self.stock[product] + self.on_order[product]
        packs = self.order_up_to[product] - position
        if position <= self.reorder_point[product] and packs:
            self.on_order[product] += packs
            self.chain.env.process(self.delivery(product, packs))

    def delivery(self, product: int, packs: int) -> Generator:
        """Packs on their way; they arrive on the first stroke of a day."""
        yield self.chain.env.timeout(self.chain.instance.delivery_days - SERVE)
        self.stock[product] += packs
        self.on_order[product] -= packs
        self.chain.delivered += packs


def simulate(instance: Instance) -> Outcome:
    """Run every day of the instance; same integers as every other engine."""
    env = simpy.Environment()
    chain = Chain(env, instance)
    env.run(until=instance.horizon_days)
    for line in chain.lines:
        chain.missed[line.product] += max(0, instance.horizon_days - line.runout)
    return sum_up(
        instance,
        missed=np.array(chain.missed, dtype=np.int64),
        backlog=chain.backlog,
        requests=chain.requests,
        dispensed=chain.dispensed,
        same_day=chain.same_day,
        stock_end=sum(sum(pharmacy.stock) for pharmacy in chain.pharmacies),
        delivered=chain.delivered,
    )
