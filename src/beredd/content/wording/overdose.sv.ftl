# Vad modellen inte vet
limit-other-causes = Modellen känner inte till stopp i luftvägarna, stelhet i bröstkorgen, hjärt-lungräddning eller andra droger som tagits samtidigt.
limit-injected = Opioiden ges på en gång i ett blodkärl; opioider som svalts, rökts eller snortats ingår inte.
limit-one-body = Kroppen är en vuxen på 70 kg; mellan personerna varierar bara kinetik och receptorbindning.
limit-habit = Den som är ovan och den som är van vid opioider skiljer sig bara i två exponenter.
limit-opioids = Karfentanilets kinetik är antagen i den publicerade modellen; nitazener finns bara som scenarioanalys utan data från människor.
limit-arrest = Hjärtstopp är en kalibrerad regel (arteriellt PO2 högst 15 mmHg, 2,0 kPa, i 220 s), inte en observerad gräns.
limit-no-advice = Stöd för forskning och utbildning; ingen medicinteknisk produkt och inga råd om behandling.

# Namn
unknown-subject = Det finns ingen persontyp ”{ $found }”; välj någon av { $allowed }.
unknown-strategy = Det finns inget sätt att ge som heter ”{ $found }”; välj något av { $allowed }.
unknown-opioid = Det finns ingen opioid ”{ $found }”; välj någon av { $allowed }.
unknown-product = Det finns ingen antagonistprodukt ”{ $found }”; välj någon av { $allowed } (valfritt antal mg).

# Mängder
row-distance = Raderna ska ligga { $found } s isär; tillåtet är { $low } till { $high } s.
threads = Antalet trådar är { $found }; det måste vara minst 1.
counts-milligrams = Sättet ”{ $strategy }” räknar milligram i ett blodkärl; ”{ $product }” ges { $route ->
        [im] i en muskel
        [in] i näsan
       *[other] på annat sätt ({ $route })
    }.
opioid-dose = Dosen av { $opioid } är { $found } mg; den måste vara större än 0 och högst { $high } mg (publicerade doser: { $published } mg; 1 mg = 1000 µg).
iv-dose = Produkten ”{ $product }” är { $found } mg; en intravenös dos måste vara större än 0 och högst { $high } mg.

# Mappar med populationens rader
no-folder = Det finns ingen mapp ”{ $folder }” med populationens rader.
no-file = Mappen ”{ $folder }” har ingen fil ”{ $file }”.
unreadable = Filen ”{ $file }” kan inte läsas: { $reason }.
no-rows = Filen ”{ $file }” har inga rader under sin rubrikrad.
no-number = Filen ”{ $file }” har inget tal i kolumnen ”{ $column }” på rad { NUMBER($row, useGrouping: 0) }.
no-column = Filen ”{ $file }” har ingen kolumn ”{ $column }”; den har { $found }.
too-few = Filen ”{ $file }” har { $found } personer, men { $asked } efterfrågades.
not-positive = Filen ”{ $file }” har { $found } i kolumnen ”{ $column }” på rad { NUMBER($row, useGrouping: 0) }; varje värde måste vara ett tal större än noll.
no-share = Filen ”{ $file }” har biotillgängligheten { $found } på rad { NUMBER($row, useGrouping: 0) }; den är en andel, högst 1.

# Vad som frågas
opioid = Opioid
dose = Dos i blodet på en gång
subject = Person
arms = Sätt att ge en antagonist
arm-twice = Sättet { $arm } står två gånger. Varje sätt får stå en gång.
population = Personer i populationen
antagonist = Antagonist
strategy = Sätt att ge
delay = Fördröjning
recovery = Återhämtning i artärblodet

# Vad som är bra att veta om ett svar
note-fitted = Etikettanpassade produkter rangordnas inte. Etiketten säger inget om de första minuterna, och det är de som avgör utfallet. Därför räknas inga skillnader för dem, deras tal är spann över alla kurvor som passar etiketten, och deras ordning är den du skrev.
note-beyond = Sätt som går utöver den publicerade valideringen har ingen publicerad siffra att jämföra med.
note-failed = { $n ->
    [one] En beräkning
   *[other] { $n } beräkningar
 } gick inte att slutföra och är inte med i andelarna.
review = Inte granskat. Ska granskas av kliniker innan något används eller sprids.
cite-as = Beredd { $version }, motor { $engine }, körning { $id }, frö { $seed }, { $n } virtuella personer.
after = efter { $delay } s
with-dose = { $product }, { $dose } mg

# Tabeller och figurer
without = utan
without-antagonist = Utan antagonist
no-antagonist = Ingen antagonist är vald
mark-fitted = etikettanpassad
mark-beyond = utöver publicerad validering
note-span = etikettanpassad: spann över alla kurvor
table-arms = Sätten sida vid sida
table-differences = Vad som skiljer, och hur säkert
column-arm = Sätt
column-arrest = Hjärtstopp, %
column-interval = 95 % intervall
column-rescue = Åter över 40 % av vila, s
column-hypoxia = Minuter med syrebrist i hjärnan
column-doses = Doser, medel
column-failed = Ej beräknade
column-difference = Skillnad i hjärtstopp
column-points = Procentenheter
column-saved = Hjärtstopp bara i det andra
column-lost = Hjärtstopp bara i det första
column-excludes-zero = Skild från noll
column-minute = Minut
column-without = Utan
less = { $one } minus { $other }
between = { $low } till { $high }
figure-shares = Hjärtstopp i populationen, procent
figure-ventilation = Ventilation, liter per minut
figure-po2 = Arteriellt PO2, mmHg (100 mmHg är 13,3 kPa)
column-pressure = { $label }, mmHg (kPa)
with-kpa = { $mmhg } mmHg ({ $kpa } kPa)
figure-opioid = Receptorer som opioiden håller, procent
figure-antagonist = Receptorer som antagonisten håller, procent
share-span = { $span } % (alla kurvor)
of-rest = { $share } % av vila
tick-minutes = { $n } min
alt-shares = Hjärtstopp i populationen. { $rows }. Talen finns i tabellen.
alt-course = Kurva: { $title }, den typiska patienten, från att opioiden ges. { $spans }. Talen finns i tabellen.
alt-arm = { $letter } är lägst { $low } och { $last } efter en halvtimme
given-typical = { $opioid } { $dose } mg, typisk patient.
given-population = { $opioid } { $dose } mg, { $n } personer.
for-research = Modellresultat för forskning och utbildning. Ska granskas av kliniker innan något används eller sprids.

# Nitazener: en scenarioanalys
reference-dose = Fentanyldos som är måttet
slowest = Långsammast, gånger fentanyl
steps = Steg per axel
until = Personen följs i
scenario-only = Scenarioanalys, inga data från människor
cannot-answer-slower = Modellen kan inte svara om en opioid som är { $found } gånger långsammare än fentanyl. Den långsammaste som modellen är anpassad till, karfentanil, släpper receptorn { $high } gånger långsammare.
cannot-answer-longer = Modellen kan inte svara efter { $found } minuter. De publicerade studierna följde personen i { $high } minuter: 75 när något ges i näsan eller ett blodkärl, 90 när allt ges i en muskel.
cannot-answer-lasting = Modellen kan inte svara: längre än de { $until } minuter som personen följs.
cannot-answer-episodes = Modellen kan inte svara: muskelmodellen bortser från senare episoder.
cannot-answer-fitted = Modellen kan inte svara: etiketten ger inte de första minuterna.
cannot-answer-dose = Modellen kan inte svara: ingen dos upp till gränsen är lika dödlig.
table-scenario = Lika dödlig dos: vad varje sätt når mot varje opioid
column-opioid = Opioid
column-dose-ratio = Dos, gånger fentanyls
column-untreated = Hjärtstopp utan antagonist, %
column-half-life = Halveringstid vid receptorn, min
column-holds = Opioiden håller ensam, min
column-left = Håller efter { $until } min, %
column-arm-arrest = { $arm }: hjärtstopp, %
column-arm-later = { $arm }: ny episod, personer
column-ground = Vad raden vilar på
ground-published = publicerad modell
fentanyl-itself = Fentanyl
slower-off = Släpper { $r } gånger långsammare
slower-on = Binder { $s } gånger långsammare
short-off = Släpper × { $factor }
short-on = Binder × { $factor }
short-both = Båda × { $factor }
slower-both = Släpper { $r } och binder { $s } gånger långsammare
figure-plane = { $arm }: hjärtstopp vid lika dödlig dos, procent
figure-opioids = { $arm }: hjärtstopp mot varje opioid, procent
axis-residence = Släpper: gånger långsammare
axis-onset = Binder: gånger långsammare
alt-plane = Rutnät: { $title }. Lägst { $low } procent, högst { $high }. { $cells } Scenarioanalys, inga data från människor. Talen finns i tabellen.
alt-cell = Släpper × { $r }, binder × { $s }: { $share }.
alt-opioids = { $title }. { $rows }. Scenarioanalys, inga data från människor. Talen finns i tabellen.
lead-equal = Doserna är lika dödliga: utan hjälp får { $untreated } av 100 hjärtstopp.
lead-arm = { $arm } ger hjärtstopp hos { $base } av 100 mot fentanyl, { $off } om opioiden släpper receptorn { $factor } gånger långsammare, { $on } om den binder { $factor } gånger långsammare och { $both } om den gör båda.
lead-lasting = För hälften av personerna håller opioiden ensam farligt många receptorer i högst { $base } minuter med fentanyl och { $both } minuter om den är långsammare på båda sätten; minst så länge måste antagonistens verkan räcka.
lead-lasting-open = Hur länge antagonistens verkan måste räcka mot den långsammaste opioiden kan modellen inte svara på: längre än de { $until } minuter som personen följs.
cannot-answer = modellen kan inte svara
given-scenario = Fentanyl { $dose } mg är måttet, { $n } personer. Scenarioanalys, inga data från människor.

# Återhämtning
table-recovery = Minuter till återhämtning i blodet
column-brain = PO2 i hjärnan över { $limit }
column-pao2 = Arteriellt PO2 över { $limit }
column-saturation = Mättnad över { $limit } %
column-paco2 = Arteriellt PCO2 under { $limit }
median-and-quartiles = { $middle } ({ $ends })
