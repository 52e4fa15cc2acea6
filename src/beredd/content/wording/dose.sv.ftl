# Dosnätet
no-folder = Det finns ingen mapp ”{ $found }” med dostabeller; ange en mapp som finns.
county-without-operator = { $file }: län { $code } ({ $county }) har inget avtalsområde och därmed ingen dosaktör; varje län i nätet behöver en rad.
shares = { $file }, kolumnen share: summan är { $found }; tillåtet är summan 1.
day-after-delivery = en första intagsdag med två arbetsdagar, en att packa och en att leverera, mellan den och stoppet
too-many-patients = { $municipality }: { $found } dospatienter efterfrågas; tillåtet är högst { $most }, så många som har ett läkemedel som går i rulle.

# Händelser
where-plants = tillåtna är national, fabriker och aktörer: { $plants }
where-counties = tillåtna är national, länskoder, fabriker och aktörer: { $plants }
where-places = tillåtna är national, länskoder och kommunkoder
another-plant = tillåten är en annan fabrik än de som drabbas: { $allowed }
past = Dygn { $day } i dosledet är slut; det som beslutas nu kan inte ändra { $what } före det.
contradiction = { $file }, händelse ”{ $event }”, nyckel ”{ $key }”: två { $hit } säger olika om samma fabrik eller plats samma dag; tillåten är en i taget.

# En körning
tables = Dostabeller
no-such-municipality = Nätet har ingen kommun ”{ $found }”; { $hint }.
file-kind = Tabellen kan inte skrivas till ”{ $found }”; tillåtet är ett namn som slutar på .csv eller .xlsx.
limit-network = Dosledets fabriker, maskiner, skift och lager är uppskattningar; aktörerna är pseudonymer och patienterna påhittade personer i kedjan.
limit-uncoupled = Helförpackningar som sjuksköterskor delar kommer ur ett utrymme på öppenvårdsapoteken som är ett tal; deras hyllor och köer berörs inte.
limit-harm = Patienter utan rulle räknas; skada av det, och av fel läkemedel, beräknas inte.
care-housing = Särskilt boende
home-care = Vård i hemmet
pick-up = Hämtar själv
table-run-out = Hur många står utan från vilken dag, hemmaboende först
table-units = Hur många står utan från vilken dag, per vårdenhet, hemmaboende först
column-recipient = Mottagare
column-code = Kod
column-municipality = Kommun
column-unit = Vårdenhet
column-day = Dag
column-date = Datum
column-run-out = Utan från den dagen
column-so-far = Hittills
column-without = Utan den morgonen
column-patients = Dospatienter
