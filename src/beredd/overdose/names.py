"""What products, ways and arms are called, in the language that is spoken."""

from beredd.overdose.question import Arm
from beredd.overdose.strategies import strategy
from beredd.overdose.substances import Product, product
from beredd.wording import Sentence, in_language


def product_name(one: Product) -> str:
    """With the dose, which an intravenous product has in its id only."""
    if not one.is_iv:
        return in_language(one)
    return str(Sentence("overdose.with-dose", product=in_language(one), dose=one.dose_mg))


def arm_words(arm: Arm, *, is_short: bool = False) -> str:
    """An arm in words: product, way, and its delay unless `is_short`. Breathing alone has no product."""
    plan = strategy(arm.strategy)
    way = in_language(plan)
    parts = [product_name(product(arm.antagonist)), way[:1].lower() + way[1:]] if plan.doses else [way]
    if not is_short:
        parts.append(str(Sentence("overdose.after", delay=arm.delay_s)))
    return " · ".join(parts)
