# Vad modellen inte vet
limit-mixing = Vem som räddar vem efter kön är inte känt för Sverige: blandningen är ett antagande.
limit-american = Beslutsträdet och hur länge ett kit finns kvar kommer från USA.
limit-witnessed = Tillgång är att naloxon används vid överdoser som har ett vittne; de andra nås inte av kit.
limit-channels = Planerade kit räknas som utdelade av sprututbyte, LARO eller lågtröskelverksamhet.
limit-overdoses = Antalet överdoser räknas fram ur dödsfallen och är detsamma vad som än delas ut.
limit-moves = Människor som flyttar mellan områden, och kit som flyttar med dem, följs inte.

# Fördelningen
floor-needs = Golvet { $floor } kräver { NUMBER($needed, maximumFractionDigits: 0) } kit ute samtidigt och planen har { NUMBER($budget, maximumFractionDigits: 0) }. Öka antalet kit eller sänk golvet till högst { $highest }.
women-cannot-reach = Ingen fördelning av så många kit lyfter kvinnors tillgång till mäns. Välj en annan fördelning eller ett annat antagande om vem som räddar vem.
one-sex = Fördelningen ”Kvinnor minst som män” jämför kvinnor med män, och filen har inga dödsfall bland { $sex ->
        [men] män
       *[women] kvinnor
    }. Ange rader för båda könen eller välj en annan fördelning.
too-many-cells = { $rows } rader gånger { $draws } dragningar är för mycket för en dator; tillåtet är { $allowed } dragningar för den här filen.

# Vad den som läser planen måste veta
note-no-row = { $area } ({ $code }) har ingen rad för { $sex ->
        [men] män
       *[women] kvinnor
    }: inget antas om dem, de finns inte i någon summa, och raden som finns planeras som om ingen räddades av det andra könet.
note-no-sex = Filen har ingen rad för { $sex ->
        [men] män
       *[women] kvinnor
    } alls: kits_{ $sex } och p_{ $sex } är tomma, inte noll.
note-no-kits = Filen har inga kolumner kits_*: tillgången i dag räknas som 0.
note-other-columns = Kolumner som sparas men inte används: { $columns }.
note-estimate = Antalet i risk är härlett från indikatorer och ett nationellt tal: en uppskattning, ingen räkning.
note-code-lengths = Koderna är olika långa: har ett kalkylprogram tagit bort en inledande nolla? De används som de står.
note-small-budget = Planens { NUMBER($budget, maximumFractionDigits: 0) } kit ute samtidigt är färre än de { NUMBER($now, maximumFractionDigits: 0) } som finns ute i dag.
note-no-budget = Fördelningen ”{ $mode }” delar ett antal kit och inget är angivet: varje rad får vad målet kräver.
note-floor-compared = Golvet jämförs men används inte, för fördelningen är ”{ $mode }”.
note-scenario = Scenariot ”{ $scenario }”: ett scenario, ingen uppskattning.
note-no-deaths = Filen har inga dödsfall: inget kan avvärjas, och fördelningen med flest liv är proportionell.

# Vad som frågas
target = Mål för tillgången
budget = Kit ute samtidigt
kit-price = Pris per kit
kronor = kronor
equity = Så fördelas de
floor = Golv, lägsta tillgång
mixing = Vem räddar vem?
scenario = Droger
unwitnessed = Dödsfall utan vittne
at-risk-total = Personer i risk i alla rader
shrink = Dra små tal mot det gemensamma
overrides = Parametrar
rows = Rader
draws = Dragningar
above-cap = { $label }: { NUMBER($found, style: "percent") } angavs. Kit når under { NUMBER($cap, style: "percent") } av överdoser som har ett vittne.
floor-missing = Golv, lägsta tillgång: inget angavs. En fördelning efter ett golv kräver ett värde, till exempel 30 %.

# Namn
efficient = Flest liv
proportional = Efter antal i risk
max-min = Höj den lägsta tillgången
women-at-least-men = Kvinnor minst som män
by-floor = Golv i varje län och kön
by-holders = Den som har ett kit i dag
by-own-sex = Någon av samma kön
by-both = Hälften av varje kön
drugs-of-today = Dagens droger
nitazenes = Nitazener
nitazenes-severe = Nitazener, svårt

# Tabeller och figurer
note-hidden = Rader med 1 till 4 dödsfall är dolda, och de som de kan räknas ut av; summor är avrundade. Kiten följer dödsfallen: låt små tal dras mot det gemensamma (--shrink) innan en plan publiceras.
invented = Påhittade tal: ingen siffra säger något om ett verkligt län.
chosen-split = vald fördelning
women = kvinnor
men = män
both-sexes = båda könen
per-cent = Procent
table-plan = Behov och räckvidd per län och kön
table-areas = Tillgång per område, { $who }
table-equity = Samma antal kit, fördelade på olika sätt
table-scenarios = Samma kit vid starkare droger
table-swings = Vad som betyder mest
table-assumptions = Alla parametrar med källa
column-area = Område
column-sex = Kön
column-at-risk = I risk
column-deaths = Dödsfall per år
column-kits-now = Kit ute i dag
column-availability-now = Tillgång i dag
column-kits = Kit i planen
column-kits-out = Kit ute
column-kits-per-year = Dela ut per år
column-availability = Tillgång
column-interval = Intervall
column-averted = Färre dödsfall
column-kits-for-target = Kit för { $target } %
column-kits-target = Kit för målet
column-mode = Fördelning
column-extra-deaths = Fler dödsfall per år
column-women = Kvinnor
column-men = Män
column-lowest = Lägst
column-drugs = Droger
column-parameter = Parameter
column-range = Spann
column-value = Värde
column-source = Källa
figure-now = Tillgång i dag
figure-plan = Tillgång med planen
figure-budgets = Vad fler kit räcker till
alt-map = { $who }. Lägst: { $names } procent. Alla värden står i tabellen.
alt-budgets = Dödsfall per år som naloxon förhindrar, mot antal kit ute: från 0 vid 0 kit till { $best } vid { $kits }. Taket, med ett kit vid varje överdos som har ett vittne, är { $ceiling }.
tick-no-kits = 0 kit
at-kits = { $n } kit ute
ceiling = taket: vittnen saknas
tick-budget = planen
reach-title = Utlämnade kit under året till och med { $on }, bredvid behovet
reach-county = Län
reach-need = Behov av kit per år
reach-kits = Utlämnade kit
reach-share = Andel av behovet
reach-women = Andel av kvinnors behov
reach-men = Andel av mäns behov
reach-of-sex = { $sex ->
    [women] kvinnor { $share }
   *[men] män { $share }
 }
reach-alt = Minst nås { $county }: { $share } av behovet. Tabellen bredvid har alla { $n } län.
reach-none = Ingen andel av behovet kan sägas.
reach-key = Streck: från det ena könet till det andra. Punkt: båda, och kit där könet inte är känt. Tankstreck: få personer, eller inte känt. Behovet är en modells uppskattning och kan avvika mycket; kit enligt loggen.
