# Det som frågas
count = Apotek
goal = Mål
within = Räckvidd
one-per-county = Minst ett per län
municipality-within = Ingen kommun längre bort än
worst-county-first = Lägsta länet först
fixed = Redan valda
gap = Gap
scenarios = Scenarier
seconds = Sekunder
fixed-file = en textfil, CSV eller XLSX med apotekens id

# Det som avvisas
no-pharmacies = Nätverket ”{ $network }” har inget apotek som man kan gå in på; det finns inget att välja bland.
too-many = Du bad om { $count } apotek; nätverket har { $found }.
too-many-fixed = { $found } apotek är redan valda, fler än de { $count } som du bad om.
too-few-for-counties = Du bad om { $count } apotek; ett i varje län och de redan valda kräver { $least }.
county-share-alone = Att lyfta det lägsta länet gäller människor inom räckvidd; välj målet räckvidd, eller låt bli.
municipality-too-far = { $municipality } har { $km } km till närmaste apotek, och du bad om { $asked } km; { $n ->
    [one] det är den enda som har så långt
   *[other] { $n } kommuner har inget apotek så nära
 }. Be om mer.
infeasible = Ingen uppsättning av { $count } apotek uppfyller allt som begärs; be om fler apotek eller om mindre.
no-set-in-time = Ingen uppsättning av { $count } apotek som uppfyller allt hittades i tid; tillåt längre tid.
fixed-unknown = { $n ->
    [0] inget id alls
    [one] { $ids }, som inte är något av nätverkets apotek
   *[other] { $n } id som inte är något av nätverkets apotek, till exempel { $ids }
 }
fixed-allowed = id för apotek i ”{ $network }”, som de står i pharmacies.csv

# Svaret
shares-title = { $count } apotek i { $network }: människor efter vägavstånd till ett
method = Valt genom
within-10 = Inom 10 km
within-20 = Inom 20 km
mean-km = Medelavstånd, km
no-car = Utan bil
method-exact = Bästa funna urval
method-greedy = Ett i taget
method-rule = Publicerade regeln
method-all = Alla apotek
sureness = Inget urval kan vara mer än { $gap } bättre; { $seconds } s.

method-random = Dragna av slumpen
runs = Körning { $done } av { $total }
chain-title = { $scenario }: när de har el, nät och personal, persondygn över gränsen ({ $runs } körningar, 90 % intervall)
place = Plats
effect = Ändring
low = från
high = till
chain-without = Utan några utsedda: { $n } persondygn. Urval som inte går att skilja åt delar plats.

# Det som modellen inte vet
limit-points = Människor står i punkter: listade orter (GeoNames) och, för dem som bor utanför, punkter runt orterna. Det är uppskattningar.
limit-roads = Vägar är fågelvägen gånger en faktor; vatten och berg syns inte.
limit-car = Vilka som saknar bil är en uppskattning efter ålder. De når det som ligger på gång- eller cykelavstånd; bussar och tåg räknas inte med.
limit-places = I referensnätverket står apoteken på uppskattade platser. Ett verkligt register måste läsas in innan någon utses.
limit-capacity = Bara närheten avgör: inte hur många ett apotek klarar, lokalerna, ägaren eller vad lagen tillåter.

# Sidor
ways = { $count } apotek, valda på olika sätt
by-county = Län för län
county = Län
municipality = Kommun
chosen = Valda
people = Invånare
within-reach = Inom { $km } km
pharmacy = Apotek
id = Id
people-within = Invånare inom { $km } km
place-estimated = Uppskattad plats
set = De { $count } valda apoteken
map-title = { $count } apotek och vilka som når ett inom { $km } km
map-alt = { $whole } av befolkningen når ett valt apotek; lägst är { $worst } med { $share }. Varje punkt är ett valt apotek. Talen står i tabellen län för län.
map-unit = Procent inom { $km } km
