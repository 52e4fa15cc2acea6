"""A toy model and a plan of a few injects: the rules of a play without an engine."""

from dataclasses import replace
from functools import cache

from beredd.exercises.acts import Act
from beredd.exercises.store import read_exercises
from beredd.play.playing import Play


class Toy:
    """`dos-utan` grows by ten an hour until decisions halve its growth; each hour is a count of its own."""

    def __init__(self, hours=24 * 28):
        self.last_hour, self.hour = hours, 0
        self.taken = {}
        self.series = [0]

    def take(self, name, effects):
        starts = [one.starts for one in (*effects.dose, *effects.event)]
        day, clock = starts[0][1:].split("h")
        lasts = next(one.lasts for one in (*effects.dose, *effects.event))
        start = int(day) * 24 + int(clock[:2])
        self.taken[name] = start, self.last_hour if isinstance(lasts, str) else start + lasts

    def lift(self, name, effects):
        del self.taken[name]
        if effects is not None:
            self.take(name, effects)

    def advance(self, to_hour):
        assert to_hour >= self.hour
        while self.hour < to_hour:
            grows = 16 >> sum(start <= self.hour < end for start, end in self.taken.values())
            self.series.append(self.series[-1] + grows)
            self.hour += 1

    gives = ("dos-utan", "kritiska-utan", "koetid")

    def values(self, hour, names):
        assert hour <= self.hour
        found = {"dos-utan": self.series[hour], "kritiska-utan": self.series[hour] // 10, "koetid": None}
        return {name: found[name] for name in names if name in found}

    def kpi(self):
        return {"peak": max(self.series), "hours": sum(self.series)}

    def close(self):
        pass


@cache
def shipped():
    return read_exercises()


@cache
def plan(**changed):
    """The plan of S5; `conditions` changes the condition of injects."""
    return replace(shipped().plan("s5-rullen-som-inte-kom"), **changed)


def with_conditions(**by_id):
    """S5 with other conditions: `i9="…"`."""
    read = plan()
    injects = tuple(
        replace(one, condition=by_id[f"i{one.id}"], at=None) if f"i{one.id}" in by_id else one for one in read.injects
    )
    return replace(read, injects=injects)


def decision(at, id="b1", lever="L8", by="region", **more):
    return Act(at=at, by=by, id=id, lever=lever, reason="därför", **more)


def fresh(read):
    """A play in which nothing has happened."""
    return Play(read, shipped().catalogue, Toy(), seed=1)


def begun(read=None, model=None, **how):
    """A play that has started, and its model."""
    model = model or Toy()
    one = Play(read or plan(), shipped().catalogue, model, seed=1, **how)
    one.start()
    return one


def contents(run, kind):
    return {event.about: event.content for event in run.events if event.kind == kind}
