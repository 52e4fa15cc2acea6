"""Template tags of the look: icons, marks and numbers. `{% load look %}`."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredd.figures import Column, Figure, Origin, Table, numbers
from beredd.web.downloads import Files
from beredd.wording import language, source

register = template.Library()

STATUS_ICONS = {"ok": "ok", "info": "info", "warn": "warn", "bad": "bad", "mute": "draft"}
SOURCES = {
    # kind: (letter, css, what it says, what it means)
    "found": ("K", "", gettext_lazy("källa"), gettext_lazy("namngiven källa")),
    "derived": ("H", "", gettext_lazy("härlett"), gettext_lazy("härlett ur källor")),
    "secondary": ("A", "two", gettext_lazy("andrahand"), gettext_lazy("andrahands- eller äldre källa")),
    "estimated": ("U", "est", gettext_lazy("uppskattat"), gettext_lazy("uppskattat, kontrollera före användning")),
    "chosen": ("V", "set", gettext_lazy("valt här"), gettext_lazy("valt i scenariot eller av dig")),
    "judged": ("B", "est", gettext_lazy("bedömt"), gettext_lazy("vår egen bedömning, med skäl")),
}
"""All but the last are the registers' own; levers have judgements too."""


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of the sprite: decoration beside a word, or with a name of its own when `label` is given."""
    href = f"{static('design/icons.svg')}#i-{name}"
    if label:
        return format_html(
            '<svg class="i {}" viewBox="0 0 24 24" role="img" aria-label="{}"><use href="{}"/></svg>', css, label, href
        )
    return format_html('<svg class="i {}" viewBox="0 0 24 24" aria-hidden="true"><use href="{}"/></svg>', css, href)


@register.simple_tag
def status(kind: str, text: str, icon_name: str = "") -> SafeString:
    """A status mark: shape, word, then colour. Kinds: ok, info, warn, bad, mute."""
    return format_html('<span class="st {}">{}{}</span>', kind, icon(icon_name or STATUS_ICONS[kind]), text)


@register.simple_tag
def source_mark(kind: str) -> SafeString:
    """The mark that says how sure a parameter is: found, derived, secondary, estimated or chosen."""
    letter, css, says, _means = SOURCES[kind]
    return format_html('<span class="src {}"><i aria-hidden="true">{}</i>{}</span>', css, letter, says)


@register.simple_tag
def source_text(text: str) -> SafeString | str:
    """A source or a reason in the page's language; what is only there in English is marked as English."""
    said = source(text)
    return format_html('<span lang="en">{}</span>', said) if said == text and language() != "en" else said


@register.inclusion_tag("design/source_legend.html")
def source_legend() -> dict:
    """What the source marks mean."""
    return {
        "sources": [{"letter": s[0], "css": s[1], "means": s[3]} for kind, s in SOURCES.items() if kind != "judged"]
    }


@register.inclusion_tag("design/preparedness.html")
def preparedness(level: int = 1, meaning: str = "real") -> dict:
    """Beredskapslinjen. `level` 1 (vardag) … 5 (krig); `meaning` real, played or scenario."""
    names = [_("Vardag"), _("Fredstida kris"), _("Skärpt beredskap"), _("Högsta beredskap"), _("Krig")]
    says = {"real": _("verkligt"), "played": _("spelat"), "scenario": _("i scenariot")}[meaning]
    return {
        "steps": [
            {"name": n, "css": "now" if i == level else "on" if i < level else ""} for i, n in enumerate(names, 1)
        ],
        "says": says,
        "is_played": meaning == "played",
    }


@register.filter
def num(value, decimals: str = "") -> str:
    """A number in the page's language; `decimals` fixes how many."""
    return numbers.number(value, int(decimals) if decimals != "" else None)


@register.filter
def pct(value, decimals: str = "0") -> str:
    """A share 0..1 as per cent."""
    return numbers.percent(value, int(decimals))


@register.simple_tag
def interval(low, high, kind: str = "number", decimals: int | None = None) -> str:
    """Two ends with a dash between."""
    return numbers.interval(low, high, kind, decimals)


@register.inclusion_tag("design/figure.html")
def figure(figure: Figure, files: Files | None = None, low: bool = False, table: bool = True) -> dict:
    """A drawing, its table behind a fold (`table=False`: it stands elsewhere on the page), and where to fetch both."""
    return {"figure": figure, "svg": figure.svg(low=low), "files": files, "has_table": table}


@register.inclusion_tag("design/table.html")
def table(table: Table) -> dict:
    """A table: what pages show of it."""
    columns = table.shown_columns
    rows = [(row, list(zip(columns, cells, strict=True))) for row, cells in table.shown_rows]
    return {"table": table, "columns": columns, "rows": rows}


@register.inclusion_tag("design/downloads.html")
def downloads(thing: Figure | Table, files: Files) -> dict:
    """Links to a table's files, or to a figure's and its table's, and to the record of its numbers."""
    what = thing.title if isinstance(thing, Figure) else thing.caption
    return {"found": files.of(thing), "form": files.form, "files": files, "what": what}


@register.inclusion_tag("design/record.html")
def record(files: Files, what: str = "") -> dict:
    """The way to the record of a page's numbers: what made them, to cite and to make them again."""
    return {"address": files.record, "form": files.form, "what": what}


@register.inclusion_tag("design/origin.html")
def origin(origin: Origin, address: str = "") -> dict:
    """Where numbers come from: engine, version, fingerprint, command, and the record; `address` asks the same again."""
    return {"origin": origin, "address": address}


@register.simple_tag
def sorted_by(column: Column, table: Table) -> SafeString | str:
    """The attribute of the heading that a table is ordered by."""
    if not column.sort or column.sort != table.sort:
        return ""
    return format_html(' aria-sort="{}"', "descending" if column.descends else "ascending")


@register.simple_tag
def bar(ends: tuple[float, float, float]) -> SafeString:
    """A bar beside a number, with its interval: (length, low, high) per cent."""
    length, low, high = ends
    return format_html(
        '<svg class="bar" aria-hidden="true"><rect width="{}%" height="100%"/>'
        '<rect class="ci" x="{}%" y="25%" width="{}%" height="50%"/></svg>',
        f"{max(length, 0):.1f}",
        f"{low:.1f}",
        f"{high - low:.1f}",
    )


@register.inclusion_tag("design/pages.html", takes_context=True)
def pages(context, page) -> dict:
    """Pagination that keeps the other parameters of the address."""
    query = context["request"].GET.copy()
    query.pop("sida", None)
    rest = query.urlencode()
    return {
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number),
        "rest": f"&{rest}" if rest else "",
    }
