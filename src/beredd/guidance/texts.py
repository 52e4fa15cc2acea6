"""What is said to whom: the variant that fits, or the claim's own sentence, with its numbers filled in."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from babel.numbers import format_decimal

from beredd.guidance.claims import Claim, Number, Variant
from beredd.guidance.registers import Unit
from beredd.guidance.store import Store

PLACE = re.compile(r"\{([a-z][a-z0-9_]*)(\.bare)?\}")
"""Where a number goes: `{wait}` with its unit, `{wait.bare}` without."""
Outputs = Callable[[str], float | None]
"""Gives a study's named output, or None where it does not know the name. Handed in by whoever may run engines."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """A claim as it is said to an audience in an edition.

    text          filled in; Markdown of paragraphs, lists and emphasis
    variant       None where it is the claim's own sentence
    edition       the one it is in; another than was asked where there is nothing easier (`sv` for `sv-easy`)
    placeholder   whether it is a layout draft's placeholder and no guidance at all
    """

    claim: Claim
    text: str
    variant: Variant | None
    edition: str
    placeholder: bool = False


def text_for(
    store: Store,
    claim: Claim,
    *,
    audience: str,
    edition: str,
    sex: str = "all",
    variants: Iterable[Variant] | None = None,
    outputs: Outputs | None = None,
) -> Said | None:
    """The claim's text for an audience, or None where nothing is written in that language.

    variants   those that may be used; every variant of the claim where it is None
    """
    language = store.language(edition)
    if language.is_layout_draft:
        return Said(claim=claim, text=language.placeholder, variant=None, edition=edition, placeholder=True)
    there = store.variants.get(claim.id, ()) if variants is None else variants
    found = chosen(claim, there, audience=audience, edition=edition, sex=sex)
    if found is None:
        return None
    wanted, variant = found
    text = claim.says[wanted] if variant is None else variant.text
    text = fill(store, claim, text, language=language.id, outputs=outputs)
    return Said(claim=claim, text=text, variant=variant, edition=wanted)


def chosen(
    claim: Claim, variants: Iterable[Variant], *, audience: str, edition: str, sex: str = "all"
) -> tuple[str, Variant | None] | None:
    """The edition that a text for an audience is taken from, and the variant; None for it is the claim's sentence."""
    there = tuple(variants)
    for wanted in editions_for(edition):
        fitting = [v for v in there if v.edition == wanted and is_for(v, audience, sex)]
        if fitting:
            return wanted, max(fitting, key=lambda v: (bool(v.audiences), v.sex != "all", -len(v.audiences)))
        if wanted in claim.says:
            return wanted, None
    return None


def editions_for(edition: str) -> tuple[str, ...]:
    """The editions that a text may come from, the one that is asked for first."""
    plain = edition.removesuffix("-easy")
    return (edition,) if edition == plain else (edition, plain)


def is_for(variant: Variant, audience: str, sex: str) -> bool:
    """Whether a variant may be shown to an audience, and to everyone, women or men of it."""
    return (not variant.audiences or audience in variant.audiences) and variant.sex in {"all", sex}


def words(said: dict[str, str], edition: str) -> str:
    """Words of a heading or a name in an edition: its own, else the plain ones of its language, else Swedish."""
    return next((said[one] for one in (*editions_for(edition), "sv") if one in said), "")


def fill(store: Store, claim: Claim, text: str, *, language: str, outputs: Outputs | None = None) -> str:
    """The text with its numbers in it. A place that names no number stays as it is; `rules` refuses it."""

    def number(match: re.Match[str]) -> str:
        wanted = claim.numbers.get(match[1])
        if wanted is None:
            return match[0]
        unit = store.units[wanted.unit]
        return written(wanted, unit, language=language, is_bare=bool(match[2]), outputs=outputs)

    return PLACE.sub(number, text)


def written(number: Number, unit: Unit, *, language: str, is_bare: bool = False, outputs: Outputs | None = None) -> str:
    """A number as a reader of the language writes it: `2–3 minuter`, with a space that does not break."""
    values = _values(number, outputs)
    text = "–".join(_decimal(value, number.decimals, language) for value in dict.fromkeys(values))
    if is_bare or unit.id == "none":
        return text
    forms = unit.one if values == (1.0,) and unit.one else unit.name
    return f"{text}\u00a0{words(forms, language)}"


def _values(number: Number, outputs: Outputs | None) -> tuple[float, ...]:
    """The number itself, its two ends, or what the study gives now; without the study, the band."""
    computed = outputs(number.output) if number.output and outputs else None
    if computed is not None:
        return (computed,)
    return tuple(value for value in (number.value, number.low, number.high) if value is not None)


@lru_cache(maxsize=4096)  # few numbers are said many times, and writing one takes as long as all else about a text
def _decimal(value: float, decimals: int | None, language: str) -> str:
    form = "#,##0.####" if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=form, locale=language)


def named_places(text: str) -> Iterator[str]:
    """The names of the numbers that a text holds."""
    return (match[1] for match in PLACE.finditer(text))
