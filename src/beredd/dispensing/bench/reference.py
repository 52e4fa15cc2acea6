"""dispensing-bench in plain Python, in the order of its specification. Slow on purpose: it is read, not raced."""

import numpy as np

from beredd.dispensing.bench.instance import Instance
from beredd.dispensing.bench.outcome import Outcome, sum_up
from beredd.provenance import below_plain, philox_plain, threshold


def simulate(instance: Instance) -> Outcome:
    """Run every day of the instance; same integers as every other engine."""
    products, horizon = instance.n_products, instance.horizon_days
    n_lines, n_pharmacies = instance.n_lines, instance.n_pharmacies
    home = np.repeat(np.arange(n_pharmacies), np.diff(instance.off)).tolist()
    product, pack_days = instance.product.tolist(), instance.pack_days.tolist()
    capacity, closed, alternative = instance.capacity.tolist(), instance.closed.tolist(), instance.alternative.tolist()
    reorder_point, order_up_to = instance.reorder_point.tolist(), instance.order_up_to.tolist()
    first_outage, end_outage = instance.outage_days
    key = instance.seed & 0xFFFFFFFF, instance.seed >> 32
    divert_below = threshold(instance.divert_share)

    def lead(line: int, refill: int) -> int:
        return below_plain(philox_plain(line, refill, 0, 0, *key)[0], instance.max_lead)

    def diverts(line: int, refill: int) -> bool:
        return philox_plain(line, refill, 0, 0, *key)[1] < divert_below

    # State: run-out day r, visit day v and refill number n of each line; stock and packs on order of each cell.
    runout, visit = instance.runout_day.tolist(), instance.visit_day.tolist()
    refills = [0] * n_lines
    stock, on_order = list(order_up_to), [0] * len(order_up_to)
    arrivals: dict[int, list[tuple[int, int]]] = {}  # day -> (cell, packs)
    calls: list[list[int]] = [[] for _ in range(horizon)]  # day -> lines whose visit day it is
    for line in range(n_lines):
        if visit[line] < horizon:
            calls[visit[line]].append(line)
    pending: set[int] = set()

    missed = [0] * products
    backlog = np.zeros((horizon, n_pharmacies), dtype=np.int64)
    requests = dispensed = same_day = delivered = 0

    for today in range(horizon):
        # 1. Orders due today arrive.
        for cell, packs in arrivals.pop(today, ()):
            stock[cell] += packs
            on_order[cell] -= packs
            delivered += packs

        # 2. Each pending line turns to its home, or during the outage to the alternative, or waits.
        requests += len(calls[today])
        pending.update(calls[today])
        queue: list[list[int]] = [[] for _ in range(n_pharmacies)]
        for line in pending:
            target = home[line]
            if closed[target] and first_outage <= today < end_outage:
                if not diverts(line, refills[line]):
                    continue
                target = alternative[target]
            queue[target].append(line)

        # 3. Each pharmacy serves in order of visit day and line number, as many as it has capacity for.
        attempted: list[int] = []
        for pharmacy in range(n_pharmacies):
            queue[pharmacy].sort(key=lambda line: (visit[line], line))
            for line in queue[pharmacy][: capacity[pharmacy]]:
                cell = pharmacy * products + product[line]
                attempted.append(cell)
                if stock[cell] < 1:
                    continue
                stock[cell] -= 1
                dispensed += 1
                same_day += visit[line] == today
                missed[product[line]] += max(0, today - runout[line])
                refills[line] += 1
                runout[line] = max(runout[line], today) + pack_days[line]
                visit[line] = max(today + 1, runout[line] - lead(line, refills[line]))
                pending.remove(line)
                if visit[line] < horizon:
                    calls[visit[line]].append(line)

        # 4. Every cell attempted today, served or not, is reviewed and ordered up.
        for cell in attempted:
            position = stock[cell] + on_order[cell]
            if position <= reorder_point[cell]:
                packs = order_up_to[cell] - position
                on_order[cell] += packs
                arrivals.setdefault(today + instance.delivery_days, []).append((cell, packs))

        # 5. Who is still waiting, by home.
        for line in pending:
            backlog[today, home[line]] += 1

    for line in range(n_lines):
        if runout[line] < horizon:
            missed[product[line]] += horizon - runout[line]
    return sum_up(
        instance,
        missed=np.array(missed, dtype=np.int64),
        backlog=backlog,
        requests=requests,
        dispensed=dispensed,
        same_day=same_day,
        stock_end=sum(stock),
        delivered=delivered,
    )
