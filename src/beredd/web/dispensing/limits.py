"""What the engine says that it does not know, in the page's language. The record itself holds the English sentence."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "Population, pharmacies and shelves are synthetic; estimated cells are marked in the network.": _(
        "Befolkning, apotek och lager är syntetiska; uppskattade celler är märkta i nätverket."
    ),
    "Dose-dispensed rolls, hospital pharmacies and over-the-counter sales are not modelled.": _(
        "Dosrullar, sjukhusapotek och receptfri försäljning ingår inte."
    ),
    "People without a medicine are counted; harm to them is not computed.": _(
        "Människor utan läkemedel räknas; vilken skada de tar räknas inte."
    ),
    "Substitution between articles of a group is not modelled, so shortages of single articles are overstated.": _(
        "Utbyte mellan artiklar i samma grupp ingår inte, så brist på enstaka artiklar överskattas."
    ),
    "Prescribers write no new chronic prescriptions during a run; expired prescriptions are not modelled.": _(
        "Förskrivare skriver inga nya långtidsrecept under en körning, och recept som går ut ingår inte."
    ),
}


def in_words(limits: list[str]) -> list[dict[str, str]]:
    """Each limit as text and language; one without a translation stays English and says so to a screen reader."""
    return [
        {"text": str(SENTENCES[limit]), "lang": ""} if limit in SENTENCES else {"text": limit, "lang": "en"}
        for limit in limits
    ]
