"""The figures of a run's page: the map and the curves, also as files that stand alone."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from beredd.dispensing.reading import Band, Results
from beredd.figures.numbers import number, percent
from beredd.web.design.curves import Curve, curve_chart
from beredd.web.design.maps import Classes, choropleth, classes_for
from beredd.web.dispensing.lens import Lens, tier_labels
from beredd.web.dispensing.places import counties, municipalities

MOST_POINTS = 420
"""Points drawn per curve; a longer run is drawn at every n-th hour. The table and the file hold every hour."""
FIGURES = ("karta", "utan", "koer", "direkt")


def _per_10000(results: Results, baseline: Results | None, lens: Lens) -> dict[str, list[float]]:
    """Code -> people without per 10,000 inhabitants at each step of time; beyond the everyday where that is asked."""
    in_counties = lens.division == "lan"
    places = counties() if in_counties else municipalities()
    bands = results.county_hours(lens.tiers) if in_counties else results.municipality_days(lens.tiers)
    everyday: dict[str, Band] = {}
    if baseline is not None and lens.measure == "utover":
        everyday = baseline.county_hours(lens.tiers) if in_counties else baseline.municipality_days(lens.tiers)
    found = {}
    for code, band in bands.items():
        if code not in places or not places[code].people:
            continue
        values = [10_000 * value / places[code].people for value in band.median]
        if code in everyday:
            before = everyday[code].median
            values = [value - 10_000 * b / places[code].people for value, b in zip(values, before, strict=False)]
        found[code] = values
    return found


def map_classes(values: dict[str, list[float]], lens: Lens) -> Classes:
    """The same classes for every moment of the run, so that maps can be compared."""
    seen = [value for steps in values.values() for value in steps]
    if lens.measure == "utover":
        # Fewer than on an ordinary day is no class of its own: the lowest class begins at nothing.
        seen = [max(value, 0.0) for value in seen]
    if lens.division != "lan" and seen:
        # A few tiny municipalities must not wash out the rest: the top class takes in the highest 1 % of values.
        seen.sort()
        seen = seen[: max(1, int(0.99 * len(seen)))]
    return classes_for(seen)


def map_values(results: Results, baseline: Results | None, lens: Lens) -> dict[str, float]:
    """Code -> what the map shows at the moment looked at."""
    step = lens.hour if lens.division == "lan" else lens.day
    every = _per_10000(results, baseline, lens)
    return {code: steps[step] for code, steps in every.items() if step < len(steps)}


def map_figure(
    results: Results, baseline: Results | None, lens: Lens, *, title: str, standalone: bool = False
) -> SafeString:
    """The choropleth at the moment looked at."""
    places = counties() if lens.division == "lan" else municipalities()
    values = map_values(results, baseline, lens)
    worst = sorted(values, key=lambda code: -values[code])[:3]
    names = ", ".join(f"{places[code].name} ({number(values[code], 0)})" for code in worst)
    return choropleth(
        level=lens.level,
        values=values,
        classes=map_classes(_per_10000(results, baseline, lens), lens),
        unit=_("Fler per 10 000") if lens.measure == "utover" else _("Per 10 000"),
        title=title,
        description=_("%(moment)s. Högst: %(names)s per 10 000 invånare. Alla värden står i tabellen.")
        % {"moment": lens.moment(), "names": names},
        selected=lens.selected,
        standalone=standalone,
    )


def map_title(lens: Lens) -> str:
    """What the map shows, in words."""
    if lens.measure == "utover":
        return _("Fler utan ordinerat läkemedel än en vanlig vecka, per 10 000 invånare")
    return _("Personer utan ordinerat läkemedel per 10 000 invånare")


def worst_hour(results: Results, baseline: Results | None) -> int:
    """The hour when most people are without beyond the everyday; without a baseline, when most are without."""
    here = results.national_hours().median
    if baseline is not None:
        here = tuple(a - b for a, b in zip(here, baseline.national_hours().median, strict=False))
    return max(range(len(here)), key=here.__getitem__, default=0)


def _every(values: tuple[float, ...], step: int) -> tuple[float, ...]:
    return values[::step]


def _thinned(band: Band, step: int) -> Band:
    return Band(median=_every(band.median, step), low=_every(band.low, step), high=_every(band.high, step))


def _day_ticks(days: int, per_day: float) -> list[tuple[float, str]]:
    """At most seven ticks, the first saying what is counted."""
    apart = next(step for step in (1, 2, 3, 5, 7, 10, 15, 30, 60, 100) if days / step <= 7)
    marks = range(0, days + 1, apart)
    return [(day * per_day, _("dag %(day)d") % {"day": day} if day == 0 else str(day)) for day in marks]


def _curves(band: Band, everyday: Band | None, label: str) -> list[Curve]:
    curves = []
    if everyday is not None:
        same = len(band.median)
        curves.append(
            Curve(
                label=_("Vardag"),
                median=everyday.median[:same],
                low=everyday.low[:same],
                high=everyday.high[:same],
                is_baseline=True,
            )
        )
    return [*curves, Curve(label=label, median=band.median, low=band.low, high=band.high)]


def without_curve(results: Results, baseline: Results | None, lens: Lens, *, label: str, **how) -> SafeString:
    """People without, hour by hour."""
    step = -(-results.hours // MOST_POINTS)
    band = results.national_hours(lens.tiers)
    everyday = baseline.national_hours(lens.tiers) if baseline else None
    peak = max(range(results.hours), key=band.median.__getitem__)
    text = _(
        "Kurva: personer utan minst ett ordinerat läkemedel, %(tiers)s. Börjar på %(first)s, är som mest %(peak)s dag "
        "%(day)d kl. %(hour)d och slutar på %(last)s.%(everyday)s Samma tal finns i tabellen."
    ) % {
        "tiers": tier_labels()[lens.tier_key].lower(),
        "first": number(round(band.median[0])),
        "peak": number(round(band.median[peak])),
        "day": peak // 24,
        "hour": peak % 24,
        "last": number(round(band.median[-1])),
        "everyday": _(" En vanlig vecka är det som mest %(n)s.") % {"n": number(round(max(everyday.median)))}
        if everyday
        else "",
    }
    return curve_chart(
        curves=_curves(_thinned(band, step), _thinned(everyday, step) if everyday else None, label),
        description=text,
        ticks=[(x / step, t) for x, t in _day_ticks(results.days, 24)],
        now=lens.hour / step,
        now_label=lens.moment(),
        **how,
    )


def _daily(
    band: Band, everyday: Band | None, lens: Lens, *, label: str, description: str, unit: str = "", **how
) -> SafeString:
    return curve_chart(
        curves=_curves(band, everyday, label),
        description=description,
        ticks=_day_ticks(len(band.median) - 1, 1),
        unit=unit,
        now=lens.day,
        now_label=_("dag %(day)d") % {"day": lens.day},
        low=True,
        **how,
    )


def queue_curve(results: Results, baseline: Results | None, lens: Lens, *, label: str, **how) -> SafeString:
    """Hours that customers stand in queues, day by day."""
    band = results.national_days("queue_hours")
    peak = max(range(results.days), key=band.median.__getitem__)
    return _daily(
        band,
        baseline.national_days("queue_hours") if baseline else None,
        lens,
        label=label,
        description=_(
            "Kurva: kötimmar per dag, alla kunder. Som mest %(peak)s dag %(day)d. Talen finns i tabellen Dag för dag."
        )
        % {"peak": number(round(band.median[peak])), "day": peak},
        **how,
    )


def fill_curve(results: Results, baseline: Results | None, lens: Lens, *, label: str, **how) -> SafeString:
    """Share of lines handed out at once, day by day, in per cent."""
    expression = "100.0 * filled_first_lines / nullif(requested_lines, 0)"
    band = results.national_days(expression)
    worst = min(range(results.days), key=band.median.__getitem__)
    return _daily(
        band,
        baseline.national_days(expression) if baseline else None,
        lens,
        label=label,
        unit="%",
        top=100.0,
        description=_(
            "Kurva: andel rader som lämnas ut direkt. Lägst %(worst)s dag %(day)d. Talen finns i tabellen Dag för dag."
        )
        % {"worst": percent(band.median[worst] / 100, 1), "day": worst},
        **how,
    )


def figure(name: str, results: Results, baseline: Results | None, lens: Lens, *, label: str) -> SafeString | None:
    """A figure as a file of its own; None when there is no such figure."""
    if name == "karta":
        return map_figure(results, baseline, lens, title=map_title(lens), standalone=True)
    makers = {
        "utan": (without_curve, _("Personer utan ordinerat läkemedel")),
        "koer": (queue_curve, _("Timmar i kö per dag")),
        "direkt": (fill_curve, _("Rader som lämnas ut direkt, procent")),
    }
    if name not in makers:
        return None
    make, title = makers[name]
    return make(results, baseline, lens, label=label, title=title, standalone=True)
