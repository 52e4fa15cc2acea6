# Åtgärder
unknown = Det finns ingen åtgärd '{ $name }'; { $hint }.
not-computed = Åtgärden '{ $name }' kan inte jämföras: { $why }
id = { $file }, åtgärd '{ $name }': id:t står två gånger eller har ett +; tillåtet är ett eget id utan +.
effects-or-why = { $file }, åtgärd '{ $name }': behöver antingen effects eller not_modelled, inte båda.

# En jämförelse
measures = Åtgärder
uncertainty = Dragningar av parametrar
until-width = Intervallets bredd
small = Litet land
width-alone = --until-width räknar själv ut antalet körningar; utelämna { $option }.
draw-outside = En dragning av { $name } är { $found }; tillåtet är { $allowed }. Registrets osäkerhet är bredare än dess gränser.
draws-dropped = Av { $asked } dragningar har { $left } en vanlig vecka inom valideringens gränser; en jämförelse behöver { $least }. Begär fler.

# Screening
paths = Morrisvägar
sobol = Sobolpunkter
whole = Hela landet
power-of-two = --sobol var { $found }; tillåtet är 0 eller en tvåpotens, som 16 eller 32.

# Att läsa en jämförelse
kpi-person-days-past-limit = persondygn över gräns
kpi-person-days-without = persondygn utan läkemedel
kpi-people-past-limit-peak = personer över gräns, som mest
kpi-people-turned-away = personer som gått med oförrättat ärende
kpi-queue-hours = timmar i kö
kpi-unregistered-lines = rader som lämnats ut utan registrering
kpi-phone-minutes = minuter med telefonrecept
kpi-patient-days-without = patientdygn utan dosläkemedel
kpi-patients-ever-without = dospatienter som någon gång varit utan
kpi-patients-without-peak = dospatienter utan, som mest
kpi-acute-orders = akuta rullar
kpi-nurse-minutes = minuter för sjuksköterskor
kpi-prescriber-minutes = minuter för förskrivare
kpi-dosett-errors = felfyllda dosetter
interval-chance = Intervallen visar vad slumpen gör, inte hur osäkra modellens parametrar är.
interval-draws = Intervallen visar både slumpen och hur osäkra parametrarna är, så långt registret vet.
interval-none = En enda körning säger inget om slumpen; inga intervall visas.
lead-best = Mest gör ”{ $name }”: { $fewer } färre { $figure } på { $days } dygn ({ $ends }), { $share } av dem utan åtgärd.
lead-same = Lika bra, så vitt det går att skilja dem åt: { $names }.
lead-nothing = Ingen av åtgärderna går säkert att skilja från att inte göra något, mätt i { $figure }.
lead-one-replicate = En körning räcker inte för att säga om någon åtgärd hjälper. Kör flera.
lead-worse = { $n ->
    [one] Den här gör det sämre: { $names }.
   *[other] De här gör det sämre: { $names }.
 }
column-measure = Åtgärd
column-effect = Skillnad
column-interval = Intervall, { $share }
column-share = Del av det utan åtgärd
column-better = Sannolikhet att den hjälper
column-place = Plats
column-without = Utan åtgärd
column-figure = Mått
column-tier = Hur länge man kan vara utan
column-county = Län
column-first = Den ena
column-second = Den andra
column-difference = Den andra minus den ena
column-corrected = Intervall, korrigerat för antalet par
column-second-better = Sannolikhet att den andra är bättre
column-apart = Går att skilja åt
column-helps = Hjälper säkert i
column-judged = Bedömning
table-effects = Skillnad i { $figure } på { $days } dygn
table-figures = Allt som åtgärderna ändrar i riket
table-tiers = Skillnad i { $figure }, efter hur länge man kan vara utan
table-counties = Skillnad i { $figure } efter län, störst först
table-pairs = Vilka går att skilja åt i { $figure }
table-matrix = Åtgärder mot scenarier
not-told-apart = går inte att skilja från att inte göra något
nothing = Ingen åtgärd
takes = vad den kräver
figure-alt = { $n ->
    [one] En åtgärd som punkt med intervall bredvid nollan.
   *[other] { $n } åtgärder som punkter med intervall bredvid nollan.
 } { $lead }
together-more = ”{ $name }” gör tillsammans { $n } mer nytta än summan av delarna ({ $ends }).
together-less = ”{ $name }” gör tillsammans { $n } mindre nytta än summan av delarna ({ $ends }).
together-unclear = ”{ $name }” gör lika mycket tillsammans som var för sig, så vitt det går att säga ({ $ends }).
helps-of = { $helps } av { $tried }
cell-none = inget att minska
judged-robust = robust: hjälper i de flesta, skadar i inget
judged-specific = särskild: hjälper i några
judged-once = hjälper; prövad i ett scenario
judged-harms = skadar, hjälper i inget
judged-nothing = ingen säker skillnad
site-scenario = Scenario: { $name } finns inte bland paketets scenarier. Välj ett i listan.
site-unknown = Åtgärder: { $name } går inte att jämföra. Välj bland dem som modellen räknar på.
site-too-many = Åtgärder: { $found } valdes; högst { $most } går att jämföra på en gång, "alla tillsammans" inräknat.

# Flera maskiner
cluster-missing = För ett Dask-kluster behövs paketet distributed: installera Beredd med tillägget cluster.
cluster-unreachable = Klustret { $address } svarar inte. Kontrollera adressen (tcp://värd:port) och att dess schemaläggare är igång.
cluster-version = Klustrets arbetare har Beredd { $found }, här är det { $here }; olika versioner kan ge olika tal. Installera samma.
cluster-empty = Klustret { $address } har inga arbetare. Starta minst en: dask worker { $address }.
worker-died = En av { $hands } processer dog; troligen tog minnet slut. Begär färre med --workers.
workers-or-cluster = --workers och --cluster går inte att ge samtidigt; välj en av dem.
workers = --workers var { $found }; tillåtet är 1 eller fler.
