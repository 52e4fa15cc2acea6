# Vad modellen inte vet
limit-synthetic = Befolkning, apotek och lager är syntetiska; uppskattade celler är märkta i nätet.
limit-not-modelled = Dosrullar, sjukhusapotek och receptfri försäljning ingår inte.
limit-harm = Människor utan läkemedel räknas; vilken skada de lider räknas inte.
limit-substitution = Artiklar byts bara mot artiklar av samma substans. Byte till en annan substans efter förskrivarens beslut ingår inte, så följderna av att en substans tar slut överskattas.
limit-prescribing = Förskrivare skriver inga nya långtidsrecept under en körning, och recept som går ut ingår inte.

# En körning
threads = Antalet trådar (--threads) är { $found }; det måste vara minst 1.
days = Dagar
replicates = Replikat
scenario = Scenario
network = Nät
overrides = Parametrar
not-empty = { $folder } finns och är ingen tom mapp; resultat skrivs aldrig över. Ange en annan.
no-parent = { $folder } finns inte; skapa den först eller ange en annan plats för resultaten.
no-about = { $folder } har ingen läsbar { $file }: { $why }.
no-arrays = I { $file } står inte vilka tabeller mappen har.
unreadable = { $file } går inte att läsa: { $why }.
changed = { $file } har ändrats sedan den skrevs.
snapshot-exists = { $folder } finns redan; en ögonblicksbild skrivs aldrig över. Ange en annan mapp.
no-snapshot = { $folder } är ingen ögonblicksbild av en tvilling: { $why }
twin-not-there = Tvillingen är vid timme { $hour } och ombads gå till timme { $to }; tillåtet är { $hour } till { $last }.
twin-event-past = Händelsen ”{ $event }” börjar timme { $starts }, men tvillingen är vid timme { $hour }; tillåtet är från och med nu.
other-snapshot = { $folder } är en ögonblicksbild av { $found }; tillåtet är { $allowed }. Spela upp körningen i stället.
other-network = { $folder } gjordes på ett annat nät än ”{ $network }”; ange det som den gjordes på.
expectation = { $file }, ”{ $name }”: läge ”{ $setting }”, tecken ”{ $sign }”; tillåtna är filens lägen och + - 0.

# Tables and figures of a run
people-past-limit-peak = Väntat för länge, som mest
people-past-limit-beyond-everyday = Fler än en vanlig dag som väntat för länge, som mest
person-days-past-limit = Persondygn av för lång väntan
people-without-peak = Utan läkemedel, som mest
people-without-critical-peak = Utan tidskritiskt läkemedel (nivå 0–1), som mest
person-days-without = Persondygn utan läkemedel
all-at-first-visit = Får allt vid första besöket
line-fill = Rader som lämnas ut direkt
mean-wait-min = Väntetid i kö, medel (minuter)
queue-hours = Timmar i kö, alla kunder
turned-away = Avvisade besök
people-turned-away = Avvisade personer
diverted = Går till ett annat apotek
unregistered-open-end = Ej efterregistrerat vid slutet (rader)
phone-minutes = Förskrivares tid i telefon (minuter)
backlog-peak = Kunder som väntar på nytt försök, som mest
unregistered-lines = Utlämnat utan registrering (rader)
customers-per-day = Receptkunder per dygn
lines-per-day = Expedierade rader per dygn
delivered-packs = Levererade förpackningar
stock-days-pharmacy = Apotekens lager (dygn)
stock-days-distributor = Distributörernas lager (dygn)

table-key-figures = Nyckeltal för hela körningen
table-counties = Län för län
table-municipalities = Kommun för kommun
table-days = Dag för dag, hela landet (median)
table-hours = { $who }, timme för timme
table-durations = Hur länge människor var utan
table-groups = Varugrupper, hela körningen

column-key-figure = Nyckeltal
column-median = Median
column-interval = Spridning
column-everyday = En vanlig dag
column-county = Län
column-municipality = Kommun
column-people = Personer
column-per-10000 = Per 10 000 invånare
column-beyond-per-10000 = Fler per 10 000 invånare
column-waiting = Väntar i kö
column-open-pharmacies = Öppna apotek
column-day = Dag
column-without-at-noon = Utan läkemedel kl. 12
column-customers = Receptkunder
column-dispensed-lines = Utlämnade rader
column-lines-at-once = Rader direkt
column-all-first = Allt vid första besöket
column-queue-hours = Timmar i kö
column-backlog = Väntar på nytt försök
column-unregistered = Ej efterregistrerat
column-stock-days = Apotekens lager, dygn
column-time = Tid
column-duration = Varaktighet
column-group = Varugrupp
column-requested = Efterfrågade rader
column-missing = Inte direkt
column-at-once = Direkt
lasted-6h = under 6 timmar
lasted-24h = 6–24 timmar
lasted-3d = 1–3 dygn
lasted-7d = 3–7 dygn
lasted-longer = över 7 dygn

tiers-all = Alla, nivå 0–4
tiers-critical = Tidskritiskt, nivå 0–1
tier-0 = Nivå 0: skada inom ett dygn
tier-1 = Nivå 1: skada inom tre dygn
tier-2 = Nivå 2: skada inom en vecka
tier-3 = Nivå 3: skada inom tre veckor
tier-4 = Nivå 4: skada först senare

on-day = Dag { $day }
moment = Dag { $day } kl. { $hour }
moment-weekday = Dag { $day } · { $weekday } kl. { $hour }
tick-day = dag { $day }

figure-queue = Timmar i kö per dag
figure-at-once = Rader som lämnas ut direkt, procent
figure-map = Personer utan läkemedel per 10 000 invånare
figure-map-beyond = Fler utan läkemedel än en vanlig dag, per 10 000 invånare
alt-queue = Kurva: timmar i kö per dag, alla kunder. Som mest { $peak } dag { $day }. Talen finns i tabellen Dag för dag.
alt-at-once = Kurva: andel rader som lämnas ut direkt. Lägst { $worst } dag { $day }. Talen finns i tabellen Dag för dag.
alt-map = { $moment }. Högst: { $names } per 10 000 invånare. Alla värden står i tabellen.

# What a run comes to
lead-past-limit = Som mest har { $people } fler än en vanlig dag väntat längre än läkemedlet tål, { $moment }{ $places }; { $again }.
lead-without = Inte fler än en vanlig dag väntar längre än läkemedlet tål. Som mest är { $people } fler än en vanlig dag utan läkemedel, { $moment }{ $places }; { $again }.
lead-no-difference = Inget skiljer sig från en vanlig dag: lika många är utan läkemedel, timme för timme.
lead-within-chance = Skillnaden mot en vanlig dag är mindre än slumpens.
lead-no-everyday = Körningen är gjord innan den vanliga dagen räknades med. Kör om den för att se vad störningen gör.
lead-most-in = , mest i { $place }
lead-most-in-two = , mest i { $first } och { $second }
lead-everywhere = , ungefär lika mycket i hela landet
lead-again = normalt igen dag { $day }
lead-not-again = ännu inte normalt när körningen slutar, dag { $day }
lead-county = { $place }: som mest { $here } i stället för { $everyday }, { $moment }.
lead-moment = dag { $day } kl. { $hour }
lead-moment-weekday = { $weekday ->
    [0] måndag
    [1] tisdag
    [2] onsdag
    [3] torsdag
    [4] fredag
    [5] lördag
   *[6] söndag
} kl. { $hour } (dag { $day })
people-without-beyond-everyday = Fler än en vanlig dag utan läkemedel, som mest
column-beyond = Skillnad
column-past-limit-at-noon = Väntat för länge kl. 12
shut = stängt
part-past-limit = Väntat för länge
part-without = Utan läkemedel
line-run = med störning
line-everyday = en vanlig dag
the-country = hela landet
figure-people = { $who }, { $where }
figure-map-past-limit = Personer som väntat längre än läkemedlet tål, per 10 000 invånare
figure-map-past-limit-beyond = Fler än en vanlig dag som väntat längre än läkemedlet tål, per 10 000 invånare
alt-people-alone = Kurva: { $who }, { $where }, { $tiers }. Börjar på { $first }, är som mest { $peak } { $moment } och slutar på { $last }. Samma tal finns i tabellen.
alt-people = Kurva: { $who }, { $where }, { $tiers }. Börjar på { $first }, är som mest { $peak } { $moment } (samma timme en vanlig dag { $everyday }) och slutar på { $last }. Samma tal finns i tabellen.

# What the figures stand on
basis-one = Ett enda replikat: hur mycket slumpen betyder går inte att se.
basis-few = Det mindre talet är spridningen mellan { $n } replikat: så mycket betyder slumpen, inte hela osäkerheten.
basis-many = Det mindre talet rymmer 90 % av { $n } replikat: så mycket betyder slumpen, inte hela osäkerheten.
basis-normal = Normalt igen: mindre än { $share } av den största skillnaden mot en vanlig dag är kvar, och det förblir så till körningens slut.
basis-estimated = { $share } av nätets uppgifter är uppskattade. Läs talen som storleksordningar.
basis-decisive = Mest hänger talen på { $parameters }.
parameter = { $label } ({ $value }, { $how }, kan vara { $range })
is-found = ur källa
is-derived = härlett ur källor
is-secondary = ur andrahandskälla
is-estimated = uppskattat
is-chosen = valt
table-tiers = Vad nivåerna betyder
column-tier = Nivå
column-examples = Till exempel
column-tolerance = För länge efter
so-many-hours = { $n ->
    [one] { $n } timme
   *[other] { $n } timmar
}
so-many-days = { $n } dygn
table-beside = Två körningar sida vid sida
points = { $n } procentenheter
alt-beside = Kurva: A är { $first }, som mest { $one }; B är { $second }, som mest { $other }. Samma tal finns i tabellen.
results-damaged = Resultaten av körningen { $run } går inte att läsa: { $file } saknas eller är skadad. Kör om den; samma frö ger samma tal.
