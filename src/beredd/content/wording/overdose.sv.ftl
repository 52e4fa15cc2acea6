# Vad modellen inte vet
limit-other-causes = Modellen känner inte till stopp i luftvägarna, stelhet i bröstkorgen, hjärt-lungräddning eller andra droger som tagits samtidigt.
limit-injected = Opioiden ges på en gång i ett blodkärl; opioider som svalts, rökts eller snortats ingår inte.
limit-one-body = Kroppen är en vuxen på 70 kg; mellan personerna varierar bara kinetik och receptorbindning.
limit-habit = Ovana och vana användare skiljer sig bara i två exponenter.
limit-opioids = Karfentanilets kinetik är antagen i den publicerade modellen; nitazenerna är ett scenariosvep utan data från människor.
limit-arrest = Hjärtstopp är en kalibrerad regel (arteriellt PO2 högst 15 mmHg i 220 s), inte en observerad gräns.
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
note-sweep = Nitazenerna är ett scenario: fentanyls kinetik med långsammare dissociation och en dos i mg fentanyl med samma verkan. Det finns inga data från människor.
note-beyond = Sätt som går utöver den publicerade valideringen har ingen publicerad siffra att jämföra med.
note-failed = { $n ->
    [one] En beräkning
   *[other] { $n } beräkningar
 } föll ut numeriskt och räknas inte med i andelarna.
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
column-failed = Räknefel
column-difference = Skillnad i hjärtstopp
column-points = Procentenheter
column-saved = Bara stopp i det andra
column-lost = Bara stopp i det första
column-excludes-zero = Intervallet utesluter noll
column-minute = Minut
column-without = Utan
less = { $one } minus { $other }
between = { $low } till { $high }
figure-shares = Hjärtstopp i populationen, procent
figure-ventilation = Ventilation, liter per minut
figure-po2 = Arteriellt PO2, mmHg
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
