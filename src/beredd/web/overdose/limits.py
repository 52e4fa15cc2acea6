"""What the overdose model does not know, in the page's language. Known before the engine is: it is always in sight."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Promise] = {
    "The model knows no airway obstruction, chest-wall rigidity, resuscitation or other drugs taken together.": _(
        "Modellen känner inte till stopp i luftvägarna, stelhet i bröstkorgen, hjärt-lungräddning eller andra droger "
        "som tagits samtidigt."
    ),
    "The opioid is injected at once into a vein; swallowed, smoked or snorted opioids are not in the model.": _(
        "Opioiden ges på en gång i ett blodkärl; opioider som svalts, rökts eller snortats ingår inte."
    ),
    "The body is one 70 kg adult; only kinetics and receptor binding vary between subjects.": _(
        "Kroppen är en vuxen på 70 kg; mellan personerna varierar bara kinetik och receptorbindning."
    ),
    "Naive and chronic users differ in two exponents only.": _(
        "Ovana och vana användare skiljer sig bara i två exponenter."
    ),
    "Carfentanil's kinetics are assumed in the published model; nitazenes are a scenario sweep without human data.": _(
        "Karfentanilets kinetik är antagen i den publicerade modellen; nitazenerna är ett scenariosvep utan data från "
        "människor."
    ),
    "Cardiac arrest is a calibrated rule (arterial PO2 at or below 15 mmHg for 220 s), not an observed threshold.": _(
        "Hjärtstopp är en kalibrerad regel (arteriellt PO2 högst 15 mmHg i 220 s), inte en observerad gräns."
    ),
    "Research and training support; no medical device and no advice on treatment.": _(
        "Stöd för forskning och utbildning; ingen medicinteknisk produkt och inga råd om behandling."
    ),
}
"""Each sentence of `beredd.overdose.results.LIMITS` -> its words on the page."""
