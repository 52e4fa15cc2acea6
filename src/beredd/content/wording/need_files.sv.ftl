# Filer som efterfrågas.
table = en CSV- eller XLSX-fil med en rad per område och kön
log = en CSV- eller XLSX-fil med en rad per händelse
deaths-export = ett uttag ur Socialstyrelsens dödsorsaker, JSON med en lista som heter data
population-export = folkmängd efter region och kön från SCB: JSON-stat 2 eller JSON från PxWeb

# Planerarens tabell.
the-columns = kolumnerna { $columns }
no-column = ingen sådan kolumn
nameless-column = inget namn ovanför kolumn nummer { $number }, som har innehåll
a-name-each = ett namn på varje kolumn
column-twice = kolumnen två gånger, som { $first } och { $second }
once-each = varje kolumn en gång
people = ett tal från 1 till { $high }
deaths = döda per år, 0 eller fler
at-risk = ett tal från { $low } till folkmängden ({ $high })
kits = kit som lämnas ut per år, 0 eller fler
a-code = en kod som 01 eller 0180
a-name = ett namn
men-or-women = män eller kvinnor
again = { $code } { $sex } en gång till, som på rad { $row }
one-row-each = en rad per område och kön
other-name = ”{ $name }” för { $code }, som är ”{ $known }” på rad { $row }
one-name = ett namn per kod
the-country = ”{ $name }”, hela landet, bredvid sina delar
part-of = { $code }, som ligger i { $whole } på rad { $row }
parts-alone = områden som inte ligger i varandra, för annars räknas folk två gånger
share-too = en andel här också, eftersom { $other } är angiven
a-share = en andel från { $low } till 1
at-most-p0 = högst case_fatality_p0 ({ $p0 })
a-count = ett antal, 0 eller fler
no-indicator = ingen indikator över 0
one-indicator = minst en av { $columns }
more-than-people = { $n } personer i risk av { $people }
total-that-fits = en summa för landet som områdena rymmer

# Utdelningsloggen.
a-day = en dag som 2026-11-22
a-day-or-month = en dag som 2027-03-31 eller en månad som 2027-03
kinds = { $kinds }
whole-kits = ett heltal över 0
other-county = { $found } för { $place }, som är { $known } på rad { $row }
one-county = ett län per plats
other-expiry = { $found } för { $batch }, som är { $known } på rad { $row }
one-expiry = en utgångsdag per sats
more-out = { $n } fler kit av { $batch } ut från { $place } än in
no-more-out = inte fler ut än in
month-read-as = { $n } { $n ->
        [one] rad anger
       *[other] rader anger
    } en månad som utgångsdag; den läses som månadens sista dag.
rows-after = { $n ->
        [one] Rad { $rows }
       *[other] Raderna { $rows }
    } ligger efter { $today } och räknas inte.

# Nedladdad statistik.
no-list = ingen lista
next-page = en följande sida ({ $page }) som inte är med
missing-pages = { $count } sidor, varav { $pages } inte är med
all-pages = alla sidor i ett uttag, en gång var
other-measure = bara måttet { $measure }
measure-one = måttet 1, antalet döda
an-object = ett objekt med ar, regionId, konId och varde
sex-id = 1 (män), 2 (kvinnor) eller 3 (båda, hoppas över)
region-id = en regions nummer, 1 till 25 eller fyra siffror
a-year = ett år
deaths-or-hidden = döda, 0 eller fler, eller X för en dold cell
rates-passed-over = { $n } rader med andra mått än antalet döda har hoppats över.
two-values = { $value } för samma cell som är { $other } på rad { $row }
one-value = ett värde per cell
repeated-rows = { $n } rader finns två gånger och har räknats en gång.
cause-within = { $part } ligger i { $whole }, som också är med: bara helheten räknas.
one-level = regioner på en nivå, län eller kommuner
other-years = { $cause } för { $years } och { $other } för { $other_years }
same-years = samma år för alla dödsorsaker
no-area = uppgifter utan område
by-area = rader per område (region 1 till 25) och kön
hidden = { $region } { $sex ->
        [men] män
       *[women] kvinnor
    }: dolt i uttaget { $years }, så området och könet är inte med. Bara de år som har antal skulle ge fel bild.
other-json = ett annat slags JSON
no-area-by-sex = inget område efter kön
by-region = folkmängd efter region och kön (Kon 1 och 2)
no-people = { $value } vid { $key }
people-or-none = en folkmängd, 0 eller fler
several-figures = flera uppgifter ({ $codes }) varav ingen eller flera är folkmängden
one-figure = bara folkmängden
ages-overlap = { $first } bredvid { $second }
ages-apart = åldrar som inte ligger i varandra, eller deras summa
broken-row = en rad utan hel ”{ $part }”
n-keys = { $n } koder
n-values = { $n ->
        [one] ett värde
       *[other] { $n } värden
    }
whole-dataset = en hel datamängd i JSON-stat 2
other-size = { $n } koder där storleken är { $size }
no-common-area = inget område som dödsfallen också har
same-areas = samma områden i båda filerna
protected-place = en plats (upprepas inte här)
county-alone = länets kod: var ett skyddat boende ligger skrivs inte ned
a-percentage = en andel i procent
a-number-of = ett antal; räkna om andelen till antal
sum-of-others = ”{ $name }” med { $n } personer, lika många som alla andra områden tillsammans
another-countys-name = ”{ $name }”, som har länskod { $named }; { $code } är { $known }
code-and-name = en länskod och ett namn som hör ihop
cause-beside = { $one } bredvid { $other }, där ett dödsfall kan stå med under båda
causes-apart = dödsorsaker som utesluter varandra, till exempel X42 och X44
age-is-a-total = åldern { $age }, som är summan av de andra åldrarna
left-out = { $n ->
        [one] Ett område
       *[other] { $n } områden
    } ({ $areas }) finns bara i den ena filen och är inte med.
is-a-total = ”{ $code }”, som är summan av de andra
parts-or-whole = bara delar eller bara helheten
