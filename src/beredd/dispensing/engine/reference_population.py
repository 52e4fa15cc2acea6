"""The people of `population.py`, drawn in plain Python one at a time. Slow, short, and the one to believe."""

from dataclasses import dataclass, field

from beredd.dispensing.engine.plan import MU_ONE, NEVER, PopulationPlan, World
from beredd.dispensing.engine.streams import GROUPS, LINE, PERSON
from beredd.provenance import below_plain, philox_plain

LIVED_DAYS, VISIT_HOUR = 90, 13


@dataclass
class Line:
    """One prescription line."""

    article: int
    runout_h: int
    is_pending: bool = False
    is_waiting: bool = False


@dataclass
class Person:
    """One person as drawn; the engine adds what happens to them."""

    home: int
    municipality: int
    age: int
    lead_days: int
    lines: list[Line] = field(default_factory=list)
    visit_day: int = NEVER


@dataclass
class Calendar:
    """Days off and opening hours as people know them: from the calendar, and as in ordinary weeks beyond it."""

    world: World
    start_weekday: int
    is_workday: list = field(default_factory=list)
    hours_as: list = field(default_factory=list)

    def is_rest(self, day: int) -> bool:
        """A weekend or a holiday."""
        if 0 <= day < len(self.is_workday):
            return not self.is_workday[day]
        return (self.start_weekday + day) % 7 >= 5

    def usual_hours(self, p: int, day: int) -> range:
        """The hours in which pharmacy p is open on that day when nothing happens to it."""
        known = 0 <= day < len(self.hours_as)
        weekday = self.hours_as[day] if known else (self.start_weekday + day) % 7
        return range(int(self.world.opens_h[p, weekday]), int(self.world.closes_h[p, weekday]))


def _pick(cumulative, word):
    return next(n for n, to in enumerate(cumulative) if word < int(to) or n == len(cumulative) - 1)


def draw_people(plan: PopulationPlan, world: World, *, start_weekday: int) -> tuple[list[Person], list[dict[int, int]]]:
    """All people in order of usual pharmacy, and per pharmacy article -> mean packs a day * MU_ONE."""
    key = (world.seed_low, world.seed_high)
    people: list[Person] = []
    mean_packs: list[dict[int, int]] = [{} for _ in range(plan.n_pharmacies)]
    j = 0
    for m, count in enumerate(plan.people):
        for _ in range(int(count)):
            person = _draw_person(plan, world, key, j, m)
            for line in person.lines:
                packs = mean_packs[person.home]
                packs[line.article] = packs.get(line.article, 0) + MU_ONE * 24 // int(
                    world.article_pack_h[line.article]
                )
            people.append(person)
            j += 1
    people.sort(key=lambda person: person.home)  # stable: birth order within a pharmacy
    for i, person in enumerate(people):
        _live_until_day_0(person, i, Calendar(world, start_weekday))
    return people, mean_packs


def _draw_person(plan, world, key, j, m):
    age_word, channel_word, shop_word, habit_word = philox_plain(j, 0, PERSON, 0, *key)
    days_word, need_word, born_word, _d = philox_plain(j, 1, PERSON, 0, *key)
    need = 1 if need_word < plan.heavy_below else 0
    age = _pick(plan.age_to[m], age_word)
    if channel_word < int(plan.web_below[age]):
        home = int(plan.web[_pick(plan.web_to, shop_word)])
    else:
        a, b = int(plan.shop_from[m]), int(plan.shop_from[m + 1])
        home = int(plan.shop[a + _pick(plan.shop_to[a:b], shop_word)])
    habit = _pick(plan.lead_to, habit_word)
    lead_days = (
        -(1 + below_plain(days_word, 5))
        if habit == 0
        else 15 + below_plain(days_word, 16)
        if habit == 1
        else 1 + below_plain(days_word, 13)
    )
    person = Person(home, m, age, lead_days)
    born_h = 24 * (LIVED_DAYS + below_plain(born_word, LIVED_DAYS))
    for article, phase_word in _draw_lines(plan, world, key, j, age, need):
        shipped = world.web_ship_h if world.pharmacy_is_web[home] else 0
        cycle = int(world.article_pack_h[article]) + max(0, 24 * ((VISIT_HOUR + shipped) // 24 - lead_days))
        own_lead = min(24 * lead_days, int(world.article_early_h[article]))
        person.lines.append(Line(article, below_plain(phase_word, cycle) + own_lead - born_h))
    return person


def _live_until_day_0(person: Person, index: int, calendar: Calendar) -> None:
    """Visits by the rules of visits, from birth to the first that is not before day 0."""
    world, earliest = calendar.world, -(1 << 20)
    while person.lines:
        day = planned_day(person, index, calendar, earliest)
        for _ in range(7):
            day += not calendar.usual_hours(person.home, day)
        if day >= 0:
            person.visit_day = day
            return
        earliest = day + 1
        shipped = world.web_ship_h if world.pharmacy_is_web[person.home] else 0
        for line in person.lines:
            if line.runout_h < collected_until(person, line, world, day):
                at_home = max(line.runout_h, 24 * day + VISIT_HOUR + shipped)
                line.runout_h = at_home + int(world.article_pack_h[line.article])


def first_due(person: Person, world: World) -> tuple[int, Line]:
    """(hour, line) of the next refill by habit: the earliest, by line order when equal."""
    dues = [
        (x.runout_h - min(24 * person.lead_days, int(world.article_early_h[x.article])), n)
        for n, x in enumerate(person.lines)
    ]
    due, n = min(dues)
    return due, person.lines[n]


def collect_window_h(person: Person, line: Line, world: World) -> int:
    """How long before run-out the person collects this line along with another, in hours."""
    return min(int(world.article_early_h[line.article]), 24 * person.lead_days + world.collect_window_h)


def collected_until(person: Person, line: Line, world: World, day: int) -> int:
    """The line is collected on `day` when its run-out lies before this hour."""
    return 24 * (day + 1) + collect_window_h(person, line, world)


def planned_day(person: Person, index: int, calendar: Calendar, earliest: int) -> int:
    """The day of the next refill, not before `earliest`.

    Whose day is a day off that they avoid, or one on which their pharmacy is shut, comes on a working day of their own
    before, one to five back; else on the nearest possible day before; else on the day itself.
    """
    world = calendar.world
    due, trigger = first_due(person, world)
    day, own_lead = due // 24, min(24 * person.lead_days, int(world.article_early_h[trigger.article]))
    slack_days = (collect_window_h(person, trigger, world) - own_lead) // 24
    mixed = index * 2654435761 & 0xFFFFFFFF
    avoids = mixed < world.avoids_weekend_below

    def is_shut(c):
        return not calendar.usual_hours(person.home, c)

    if is_shut(day) or (avoids and calendar.is_rest(day)):
        before = [c for c in range(day - 1, day - slack_days - 1, -1) if c >= earliest and not is_shut(c)]
        workdays = [c for c in before if not calendar.is_rest(c)]
        back = 5 - mixed % 5
        if len(workdays) >= back:
            day = workdays[back - 1]
        else:
            possible = workdays if avoids else before
            day = possible[0] if possible else day
    return max(day, earliest)


def _draw_lines(plan, world, key, j, age, need):
    lines, has = [], set()
    for g in range(len(plan.group_pair)):
        pair = int(plan.group_pair[g])
        if pair >= 0 and pair not in has:
            continue
        if philox_plain(j, g // 4, GROUPS, 0, *key)[g % 4] >= int(plan.group_below[need, g, age]):
            continue
        has.add(g)
        more = philox_plain(j, len(lines), LINE, 0, *key)[2] < int(plan.group_more_below[g])
        a, b = int(plan.group_article_from[g]), int(plan.group_article_from[g + 1])
        for _ in range(int(plan.group_lines[g]) + more):
            article_word, phase_word, _m, _y = philox_plain(j, len(lines), LINE, 0, *key)
            lines.append((a + _pick(plan.article_to[a:b], article_word), phase_word))
    return lines
