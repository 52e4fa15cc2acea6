"""What plans' stored words are called on pages, by id."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STATES = {
    # status: (what it is called, mark)
    "draft": (_("Utkast"), "mute"),
    "reviewed": (_("Granskad"), "info"),
    "approved": (_("Godkänd"), "ok"),
}
MODES = {
    "seminar": _("seminarium"),
    "simulation": _("simulering"),
    "paper": _("papper"),
    "micro": _("mikroövning"),
}
PREPAREDNESS = {
    # id: (what it is called, place on Beredskapslinjen)
    "everyday": (_("Vardag"), 1),
    "peacetime-crisis": (_("Fredstida kris"), 2),
    "heightened": (_("Skärpt beredskap"), 3),
    "highest": (_("Högsta beredskap"), 4),
}
SOURCES = {
    "log": _("loggen"),
    "model": _("modellen"),
    "observation": _("observation"),
    "survey": _("enkäten"),
}
LINKS = {
    "prescribing": _("förskrivning"),
    "dispensing": _("dispensering"),
    "handing-out": _("utlämnande"),
    "all": _("hela kedjan"),
}
PLAYED = {
    "exercised": pgettext_lazy("exercise", "övad"),
    "control": _("övningsledning"),
    "observer": _("observatör"),
}
CHANNELS = {
    # channel: (what it is called, icon)
    "mail": (_("Mejl"), "mail"),
    "sms": (_("Sms"), "sms"),
    "phone": (_("Telefon"), "tel"),
    "counter": (_("Disken"), "shop"),
    "media": (_("Media"), "media"),
    "meeting": (_("Möte"), "meet"),
    "paper": (_("Papper"), "paper"),
    "control": (_("Spelledning"), "clock"),
}
CLASSES = {
    # information class: (what it is called, what it means, mark, icon)
    "open": (_("Öppen"), _("Får visas och delas fritt."), "ok", "eye"),
    "limited": (_("Begränsad"), _("Visas bara för dem som deltar."), "warn", "lock"),
    "secret": (
        _("Kan omfattas av sekretess"),
        _("Visas bara på en installation som är avsedd för det."),
        "bad",
        "lock",
    ),
}
STEPS = {
    "written": _("skrev"),
    "reviewed": _("granskade"),
    "approved": _("godkände"),
    "run": _("genomförde"),
}
FORMS = {"exact": _("exakt"), "interval": _("som intervall"), "sum": _("bara i en summa")}
PRINTS = {
    "spelledarens-guide": _("Spelledarens guide"),
    "rollkort": _("Rollkort"),
    "inspelskort": _("Inspelskort"),
    "beslutskort": _("Beslutskort"),
    "observatorsblad": _("Observatörsblad"),
    "deltagarblad": _("Deltagarblad"),
}

CHOSEN = {
    # last word of a field's key: stored -> what a form calls it
    "status": {id: label for id, (label, _mark) in STATES.items()},
    "link": LINKS,
    "source": SOURCES,
    "played": PLAYED,
    "form": FORMS,
    "channel": {id: label for id, (label, _icon) in CHANNELS.items()},
    "modes": MODES,
    "preparedness": {id: label for id, (label, _place) in PREPAREDNESS.items()},
    "information_class": {id: label for id, (label, *_more) in CLASSES.items()},
}
TIMES = _("T+26:30, eller dag och klockslag: dag 2 08:10.")
HINTS = {
    # field's key: what to write
    "at": _("T+26:30, eller dag och klockslag: dag 2 08:10. Tomt: på villkor, eller i reserv."),
    "condition": _(
        "Till exempel: storhet dos-utan > 40 åter 25. Eller: beslut L8 av region. Eller: inspel 7 ej uppfyllt."
    ),
    "words": _("Tal skrivs som {namn} och hämtas ur modellen; tal som hör till berättelsen som {=84 år}."),
    "id": _("Ändras aldrig när planen har skrivits ut."),
    "model": _("Vad som händer i modellen, till exempel kapacitet dosapotek-a 0."),
    "measure": _("Vad programmet räknar ur loggen, till exempel time-to-decision 4."),
    "policy": _("Vad aktören gör när ingen spelar den."),
    "competes": _("Namnet på marknaden, om aktören konkurrerar med en annan i övningen."),
    "answer": _("Numret på det rätta svaret."),
    "scenario.id": _("Id i räknerummet, till exempel s5a-dos. Tomt: övningen räknas inte."),
    "duration": _("Till exempel T+24:00."),
    "starts": _("Till exempel 08:00."),
    "years": _("Ett år per rad."),
}
HEADERS = (
    # What the columns of a plan's workbook are called; written here so that they are translated.
    *(_("Nr"), _("Scenariotid (T+ / dag kl)"), _("Reell tid"), _("Skede"), _("Kanal"), _("Från (spelad av)")),
    *(_("Till (aktör/roll)"), _("Rubrik"), _("Text"), _("Bilaga"), _("Förväntad åtgärd"), _("Delmål"), _("Indikator")),
    *(_("Ansvarig motspelare"), _("Villkor"), _("Modellhändelse"), _("Status"), _("Notering"), _("Led i kedjan")),
    *(_("Inom (minuter)"), _("Namn"), _("Vad som ska klaras"), _("Bedömningsgrund"), _("Datakälla"), _("Enhet")),
    *(_("Mått ur loggen"), _("Storhet"), _("Nivåer, bäst först"), _("Aktör"), _("Utpekad i uppdraget")),
    *(_("Konkurrerar på marknaden"), _("Gör när ingen spelar"), _("Roll"), _("Spelas som"), _("Rollkort"), _("Vet")),
    *(_("Får"), _("Fördröjning (timmar)"), _("Omfattar"), _("Börjar (T+ / dag kl)"), _("Läge"), _("Spak")),
    *(_("Aktörer"), _("Gånger per aktör"), _("Fråga"), _("Val"), _("Värde"), _("Vad"), _("Antaget"), _("Bygger på")),
    *(_("Blad"), _("Följer"), _("Indikatorer"), _("Frågor"), _("Till"), _("Form"), _("Svar"), _("Rätt svar (nr)")),
    *(_("Förklaring"), _("Uppgift"), _("Källa"), _("Steg"), _("Av"), _("Datum"), _("Sigill"), _("Format"), _("Plan")),
    *(_("Version"), _("Program"), _("Sammanfattning"), _("Syfte"), _("Uppdragsgivare"), _("Bakgrund")),
    *(_("Omfattar inte"), _("Resurser"), _("Former"), _("Beredskap"), _("Informationsklass"), _("Fullgör uppdraget")),
    *(_("Börjar klockan"), _("Längd (T+)"), _("Längsta väntan för en roll (timmar)"), _("Scenario i modellen")),
    *(_("Frö"), _("Scenariots första dag"), _("Om scenariot"), _("Regel"), _("Steg för spelledaren")),
    *(_("Bedömningsskala"), _("Utvärderingsmetod"), _("Fråga i direktåterföringen"), _("Påstående i enkäten")),
    *(_("Anonym enkät"), _("Inspelslista"), _("Roller"), _("Rollernas bild"), _("Skeden"), _("Beslutskort")),
    *(_("Värden"), _("Observatörer"), _("Delning"), _("Kunskapsfrågor"), _("Underlag"), _("Historik")),
    *(_("År"), _("Inriktning"), _("Tema"), _("När"), _("Deltar"), _("Möte"), _("Överenskommet"), _("Vem")),
    *(_("Senast"), _("Ändamål"), _("Förmåga")),
)
