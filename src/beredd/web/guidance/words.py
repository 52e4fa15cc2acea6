"""What the fields of a claim are called on the room's pages."""

from babel import Locale
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beredd.guidance.texts import words
from beredd.wording import language

STATES = {
    # state: (what it is called, the kind of its mark, what it means)
    "draft": (_("Utkast"), "mute", _("Ingen har godkänt det. Det publiceras inte.")),
    "in-review": (_("Under granskning"), "info", _("Skickat till granskning; godkännanden saknas.")),
    "approved": (_("Godkänt"), "ok", _("Godkänt som det står, och granskningen gäller.")),
    "stale": (_("Inaktuellt"), "warn", _("Något har ändrats sedan det godkändes, eller det är stoppat.")),
    "overdue": (_("Granskning försenad"), "warn", _("Godkänt, men dagen för ny granskning har passerat.")),
    "stopped": (_("Stoppat"), "bad", _("Indraget eller spärrat. Det visas aldrig mer.")),
}
RISKS = {"low": _("låg"), "medium": _("medel"), "high": _("hög")}
CONFIDENCES = {
    "A": _("A: originalet eller en officiell text är läst"),
    "B": _("B: en ansedd andrahandskälla är läst"),
    "C": _("C: nyhet, enstaka källa eller utbildningsmaterial"),
}
OPENNESS = {
    "public": _("för alla"),
    "professional": _("bara för yrkesgrupper"),
    "internal": _("internt, publiceras aldrig"),
}
CERTAINTIES = {
    "high": _("hög"),
    "moderate": _("måttlig"),
    "low": _("låg"),
    "very-low": _("mycket låg"),
    "not-graded": _("ej graderad"),
}
STRENGTHS = {
    "strong": _("stark rekommendation"),
    "conditional": _("villkorad rekommendation"),
    "good-practice": _("god praxis"),
    "product-text": _("produkttext"),
    "law": _("lag eller föreskrift"),
    "none": _("ger inget råd"),
}
BEARINGS = {
    "supports": (_("stöder"), "ok"),
    "against": (_("talar emot"), "bad"),
    "other-order": (_("annan ordning"), "warn"),
    "context": (_("bakgrund"), "mute"),
}
SEEN = {
    "full": _("hela texten läst"),
    "excerpt": _("utdrag läst"),
    "abstract": _("sammanfattning läst"),
    "second-hand": _("läst i andra hand"),
}
SOURCES = {
    "assignment": _("regeringsuppdrag"),
    "guideline": _("riktlinje"),
    "product-text": _("produkttext"),
    "law": _("lag"),
    "official-decision": _("myndighetsbeslut"),
    "official-statistics": _("officiell statistik"),
    "systematic-review": _("systematisk översikt"),
    "trial": _("prövning"),
    "observational-study": _("observationsstudie"),
    "laboratory-study": _("laboratoriestudie"),
    "qualitative-study": _("kvalitativ studie"),
    "model": _("modell"),
    "programme": _("program"),
    "surveillance": _("övervakning"),
    "position-statement": _("ställningstagande"),
    "public-information": _("information till allmänheten"),
    "training-material": _("utbildningsmaterial"),
    "news": _("nyhet"),
    "other": _("annat"),
}
PERISHABLE = {"nitazenes": _("nitazener"), "price": _("pris"), "law": _("lag")}
MEASURES = {"cause-of-death-register": _("dödsorsaksregistret"), "eu-drug-deaths": _("EU:s mått på narkotikadöda")}
ROLES = {"clinician": _("kliniker"), "reader": _("språkgranskare")}
KINDS = {
    "claim": _("påstående"),
    "variant": _("variant"),
    "sequence": _("nödsekvensen"),
    "publication": _("publikation"),
    "notice": _("snabbmeddelande"),
    "topic": _("ämne"),
    "horizon": _("omvärld"),
    "page": _("sida"),
    "card": _("kort"),
    "leaflet": _("folder"),
    "poster": _("affisch"),
    "quiz": _("quiz"),
    "checklist": _("checklista"),
}
SEXES = {"all": _("alla"), "women": _("kvinnor"), "men": _("män")}
REGIONS = {"sweden": _("Sverige"), "nordics": _("Norden"), "eu": _("EU"), "world": _("världen")}
TOOK = {
    "taken": (_("taget med"), "ok"),
    "left": (_("lämnat"), "mute"),
    "watched": (_("bevakas"), "info"),
    "not-found": (_("hittades inte"), "warn"),
}
LEVELS = {"error": _("fel"), "flag": _("flagga")}


def named(said: dict[str, str]) -> str:
    """A name or heading of the store in the reader's language."""
    return words(said, language())


def edition_name(edition: str) -> str:
    """`svenska`, `svenska, lättläst` …"""
    code, _dash, level = edition.partition("-")
    name = Locale.parse(language()).languages.get(code, code)
    return gettext("%(language)s, lättläst") % {"language": name} if level else name


def country(code: str) -> str:
    """A country's name; `EU` and what no country has made alone."""
    if code == "INT":
        return gettext("internationellt")
    return "EU" if code == "EU" else Locale.parse(language()).territories.get(code, code)
