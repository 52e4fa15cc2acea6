# Vad modellen inte vet
limit-other-causes = Modellen känner inte till stopp i luftvägarna, stelhet i bröstkorgen, hjärt-lungräddning eller andra droger som tagits samtidigt.
limit-injected = Opioiden ges på en gång i ett blodkärl; opioider som svalts, rökts eller snortats ingår inte.
limit-one-body = Kroppen är en vuxen på 70 kg; mellan personerna varierar bara kinetik och receptorbindning.
limit-habit = Ovana och vana användare skiljer sig bara i två exponenter.
limit-opioids = Karfentanilets kinetik är antagen i den publicerade modellen; nitazenerna är ett scenariosvep utan data från människor.
limit-arrest = Hjärtstopp är en kalibrerad regel (arteriellt PO2 högst 15 mmHg i 220 s), inte en observerad gräns.
limit-no-advice = Stöd för forskning och utbildning; ingen medicinteknisk produkt och inga råd om behandling.
