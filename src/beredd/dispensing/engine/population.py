"""The synthetic people and their prescription lines: who lives where, takes what, and how much is left at home.

Prose: docs/explanation/dispensing-model.md, "People". A person is drawn by birth index (municipality by municipality);
people are then sorted by the pharmacy they usually go to, and lines by person. Compiled here; `reference_population.py`
says the same in plain Python and must agree to the integer.
"""

import itertools
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numba import njit
from numba.cpython.unsafe.numbers import trailing_zeros

from beredd.dispensing.engine.compiling import UNCOUNTED, fetch, kernel, part
from beredd.dispensing.engine.plan import MU_ONE, NEVER, PopulationPlan, World
from beredd.dispensing.engine.streams import GROUPS, LINE, PERSON
from beredd.dispensing.engine.visits import is_usually_shut, planned_day
from beredd.provenance import below, philox

MAX_LINES = 256
"""A person has fewer; the number is kept in eight bits."""
LIVED_DAYS = 90
"""People live this long and up to twice as long before day 0: each their own time, so no day is special afterwards."""
FETCH_AHEAD = 12
"""People: those of a pharmacy lie apart in order of birth, so what is known of them is asked for ahead."""
VISIT_HOUR = 13
"""The hour of the day at which those earlier visits are taken to be."""


class Population(NamedTuple):
    """People sorted by usual pharmacy, lines sorted by person. N people, L lines. Hours count from the start."""

    person_from: np.ndarray  # (P+1,) int64: people of pharmacy p
    municipality: np.ndarray  # (N,) int16
    age: np.ndarray  # (N,) uint8: age band
    lead_days: np.ndarray  # (N,) int8: how long before run-out they refill; negative for those who come late
    line_from: np.ndarray  # (N+1,) int32
    article: np.ndarray  # (L,) uint16
    runout_h: np.ndarray  # (L,) int16: the hour at which home stock is used up
    visit_day: np.ndarray  # (N,) int16
    mean_packs: np.ndarray  # (P, K) int64: mean demand a day in packs * MU_ONE, courses not included
    one_off_expected: np.ndarray  # (P,) int64: one-off courses a day * MU_ONE


@part
def _pick(to, start, end, word):
    """Index of the first cumulative threshold above the word, by halving; which half cannot be foreseen: no branch."""
    n = end - start
    while n > 1:
        half = n // 2
        start += half * (np.uint64(word) >= to[start + half - 1])
        n -= half
    return start


philox_here = njit(forceinline=True, **UNCOUNTED)(philox.py_func)
"""`philox` without a call: where it is drawn for many counters in a row the compiler draws eight at a time."""


@part
def _groups_hit(j, seed_low, seed_high, below_word, word):
    """Bit mask of the groups whose word is below their threshold, for person j.

    below_word   (4, B) uint64, threshold of group 4 b + w at [w, b]
    word         (4, B) uint32, room for the words
    """
    n_blocks = word.shape[1]
    for b in range(n_blocks):
        word[0, b], word[1, b], word[2, b], word[3, b] = philox_here(j, b, GROUPS, 0, seed_low, seed_high)
    hit = np.uint64(0)
    for w in range(4):
        for b in range(n_blocks):
            hit |= np.uint64(np.uint64(word[w, b]) < below_word[w, b]) << np.uint64(4 * b + w)
    return hit


@kernel
def _people(
    first, last, municipality_from, plan, below_word, word, seed_low, seed_high, home, place, band, lead, mask, lines
):
    """Draw people first … last-1: usual pharmacy, place, refill habit, groups (bit mask) and number of lines.

    below_word   (2, A, 4, B) uint64: `plan.group_below` in the order of the words, see `_by_word`
    word         (4, B) uint32, room
    """
    m = 0
    for j in range(first, last):
        while j >= municipality_from[m + 1]:
            m += 1
        age_word, channel_word, shop_word, habit_word = philox(j, 0, PERSON, 0, seed_low, seed_high)
        days_word, need_word, _c, _d = philox(j, 1, PERSON, 0, seed_low, seed_high)
        need = 1 if np.uint64(need_word) < plan.heavy_below else 0
        age = _pick(plan.age_to[m], 0, plan.age_to.shape[1], age_word)
        if np.uint64(channel_word) < plan.web_below[age]:
            home[j] = plan.web[_pick(plan.web_to, 0, plan.web_to.shape[0], shop_word)]
        else:
            home[j] = plan.shop[_pick(plan.shop_to, plan.shop_from[m], plan.shop_from[m + 1], shop_word)]
        place[j] = m
        band[j] = age
        habit = _pick(plan.lead_to, 0, 3, habit_word)
        if habit == 0:
            lead[j] = -(1 + below(days_word, 5))
        elif habit == 1:
            lead[j] = 15 + below(days_word, 16)
        else:
            lead[j] = 1 + below(days_word, 13)
        hit = _groups_hit(j, seed_low, seed_high, below_word[need, age], word)
        bits = np.uint64(0)
        count = 0
        while hit != 0:
            g = np.int64(trailing_zeros(hit))
            hit &= hit - np.uint64(1)
            pair = plan.group_pair[g]
            if pair >= 0 and (bits >> np.uint64(pair)) & np.uint64(1) == 0:
                continue
            bits |= np.uint64(1) << np.uint64(g)
            more = 0
            if plan.group_more_below[g] > 0:
                _w, _x, more_word, _y = philox(j, count, LINE, 0, seed_low, seed_high)
                more = 1 if np.uint64(more_word) < plan.group_more_below[g] else 0
            count += plan.group_lines[g] + more
        mask[j] = bits
        lines[j] = count


def _by_word(group_below: np.ndarray) -> np.ndarray:
    """(2, A, 4, B) uint64 of (2, G, A): group 4 b + w at [..., w, b]; what is beyond the last group is never hit."""
    n_needs, n_groups, n_ages = group_below.shape
    whole = np.zeros((n_needs, -(-n_groups // 4) * 4, n_ages), np.uint64)
    whole[:, :n_groups] = group_below
    return np.ascontiguousarray(whole.reshape(n_needs, -1, 4, n_ages).transpose(0, 3, 2, 1))


@kernel
def _sort_by_home(home, n_pharmacies, count, person_from, birth):
    """Stable counting sort: birth indices in order of usual pharmacy."""
    for j in range(home.shape[0]):
        count[home[j] + 1] += 1
    for p in range(n_pharmacies):
        count[p + 1] += count[p]
    for p in range(n_pharmacies + 1):
        person_from[p] = count[p]
    for j in range(home.shape[0]):
        birth[count[home[j]]] = j
        count[home[j]] += 1


@part
def _settle_habit(i, p, k, lead_h, ship_h, runout, own_lead, reach, pack, world, calendar):
    """Live from the hour of birth to day 0 by the rules of visits; the first visit day from then on.

    Of each of the person's k lines: `runout` in hours, which moves; `own_lead`, how long before it the line is due;
    `reach`, how long after the end of a day it may lie to be collected then; `pack`, hours.
    """
    if k == 0:
        return NEVER
    is_workday, hours_as, start_weekday = calendar
    opens, closes = world.opens_h[p], world.closes_h[p]
    earliest = np.int64(-(1 << 20))
    while True:
        due, trigger = np.int64(1) << 40, 0
        for n in range(k):
            own = runout[n] - own_lead[n]
            if own < due:
                due, trigger = own, n
        day = planned_day(
            i,
            due // 24,
            (reach[trigger] - own_lead[trigger]) // 24,
            earliest,
            is_workday,
            hours_as,
            start_weekday,
            opens,
            closes,
            world.avoids_weekend_below,
        )
        for _ in range(7):
            if not is_usually_shut(day, hours_as, start_weekday, opens, closes):
                break
            day += 1
        if day >= 0:
            break
        earliest = day + 1
        for n in range(k):
            if runout[n] < 24 * (day + 1) + reach[n]:
                runout[n] = max(runout[n], 24 * day + VISIT_HOUR + ship_h) + pack[n]
    return day


@kernel
def _lines(p_first, p_last, birth, place, band, lead, mask, plan, world, pop, room, calendar):
    """Write the lines of the people of pharmacies p_first … p_last-1, and each pharmacy's mean demand.

    `room` is (4, MAX_LINES) int64 for the lines of one person, see `_settle_habit`.
    """
    runout, own_lead, reach, pack = room[0], room[1], room[2], room[3]
    for p in range(p_first, p_last):
        for i in range(pop.person_from[p], pop.person_from[p + 1]):
            j = birth[i]
            soon = birth[min(i + FETCH_AHEAD, birth.shape[0] - 1)]
            fetch(place, soon)
            fetch(band, soon)
            fetch(lead, soon)
            fetch(mask, soon)
            pop.municipality[i] = place[j]
            pop.age[i] = band[j]
            pop.lead_days[i] = lead[j]
            lead_h = np.int64(lead[j]) * 24
            _days, _need, born_word, _d = philox(j, 1, PERSON, 0, world.seed_low, world.seed_high)
            born_h = 24 * (LIVED_DAYS + below(born_word, LIVED_DAYS))
            ship_h = world.web_ship_h if world.pharmacy_is_web[p] else 0
            at = np.int64(pop.line_from[i])
            k = 0
            bits = mask[j]
            while bits != 0:
                g = np.int64(trailing_zeros(bits))
                bits &= bits - np.uint64(1)
                left = plan.group_lines[g]
                first = True
                while left > 0:
                    article_word, phase_word, more_word, _y = philox(j, k, LINE, 0, world.seed_low, world.seed_high)
                    if first:
                        first = False
                        if np.uint64(more_word) < plan.group_more_below[g]:
                            left += 1
                    a = _pick(plan.article_to, plan.group_article_from[g], plan.group_article_from[g + 1], article_word)
                    pop.article[at + k] = a
                    # A line's cycle is the pack, and for the late the days until they come: uniform over all of it.
                    early = np.int64(world.article_early_h[a])
                    own_lead[k] = min(lead_h, early)
                    reach[k] = min(early, lead_h + world.collect_window_h)
                    pack[k] = world.article_pack_h[a]
                    cycle = pack[k] + max(0, (VISIT_HOUR + ship_h) // 24 * 24 - lead_h)
                    runout[k] = below(phase_word, cycle) + own_lead[k] - born_h
                    pop.mean_packs[p, a] += (MU_ONE * 24) // pack[k]
                    k += 1
                    left -= 1
            pop.visit_day[i] = _settle_habit(i, p, k, lead_h, ship_h, runout, own_lead, reach, pack, world, calendar)
            for n in range(k):
                pop.runout_h[at + n] = runout[n]
    return 0


def build_population(
    plan: PopulationPlan, world: World, one_off_per_day: float, *, start_weekday: int, threads: int
) -> Population:
    """Draw the whole population; the same for any number of threads.

    `one_off_per_day` courses a day are expected in proportion to each pharmacy's people.
    """
    n, n_pharmacies, n_articles = int(plan.people.sum()), plan.n_pharmacies, len(world.article_group)
    municipality_from = np.concatenate([[0], np.cumsum(plan.people)]).astype(np.int64)
    home, place, band = np.empty(n, np.int16), np.empty(n, np.int16), np.empty(n, np.uint8)
    lead, lines, mask = np.empty(n, np.int8), np.empty(n, np.uint8), np.empty(n, np.uint64)
    with ThreadPoolExecutor(threads) as pool:
        cuts = np.linspace(0, n, 4 * threads + 1).astype(np.int64)
        below_word = _by_word(plan.group_below)
        args = (world.seed_low, world.seed_high, home, place, band, lead, mask, lines)

        def draw(cut):
            word = np.empty(below_word.shape[2:], np.uint32)
            return _people(*cut, municipality_from, plan, below_word, word, *args)

        list(pool.map(draw, itertools.pairwise(cuts)))
        person_from, birth = np.empty(n_pharmacies + 1, np.int64), np.empty(n, np.int32)
        _sort_by_home(home, n_pharmacies, np.zeros(n_pharmacies + 1, np.int64), person_from, birth)
        del home
        line_from = np.zeros(n + 1, np.int32)
        np.cumsum(lines[birth], out=line_from[1:], dtype=np.int32)
        total = int(line_from[-1])
        share = np.diff(person_from) / max(1, n)
        pop = Population(
            person_from=person_from,
            municipality=np.empty(n, np.int16),
            age=np.empty(n, np.uint8),
            lead_days=np.empty(n, np.int8),
            line_from=line_from,
            article=np.empty(total, np.uint16),
            runout_h=np.empty(total, np.int16),
            visit_day=np.empty(n, np.int16),
            mean_packs=np.zeros((n_pharmacies, n_articles), np.int64),
            one_off_expected=np.floor(share * one_off_per_day * MU_ONE).astype(np.int64),
        )
        blocks = pharmacy_blocks(person_from, 4 * threads)
        calendar = np.zeros(0, np.uint8), np.zeros(0, np.int8), np.int64(start_weekday)  # ordinary weeks
        list(
            pool.map(
                lambda c: _lines(
                    *c, birth, place, band, lead, mask, plan, world, pop, np.empty((4, MAX_LINES), np.int64), calendar
                ),
                blocks,
            )
        )
    return pop


def pharmacy_blocks(person_from: np.ndarray, n_blocks: int) -> list[tuple[int, int]]:
    """Contiguous ranges of pharmacies with about equally many people each; fewer when there are few pharmacies."""
    n_pharmacies = len(person_from) - 1
    cuts = np.searchsorted(person_from, np.linspace(0, person_from[-1], n_blocks + 1))
    cuts[0], cuts[-1] = 0, n_pharmacies
    cuts = np.unique(np.clip(cuts, 0, n_pharmacies))
    return [(int(a), int(b)) for a, b in itertools.pairwise(cuts)]
