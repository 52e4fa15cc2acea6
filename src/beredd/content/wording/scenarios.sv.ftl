# Beredskapslägen
state-vardag = Vardag
state-fredstida-kris = Fredstida kris
state-skarpt-beredskap = Skärpt beredskap
state-hogsta-beredskap = Högsta beredskap
state-krig = Krig

# Filer
unknown = Det finns inget scenario ”{ $found }”; { $hint }. Scenarierna är { $allowed }; en egen fil anges med sin sökväg, som slutar på { $ending }.
other-id = { $file }, nyckeln ”id”: här står ”{ $found }”; id är filens namn, ”{ $allowed }”.
parameters = { $file }, nyckeln ”parameters”: { $fault }
rules-broken = { $file }: reglerna kan inte användas: { $reason }.

# Var felet är, vad som står där och vad som är tillåtet
in-event = { $file }, händelsen ”{ $event }”
in-event-number = { $file }, händelse nummer { $number }
wrong = { $place }, nyckeln ”{ $key }”: här står { $found }; { $allowed }.
at-fault = { $place }, nyckeln ”{ $key }”: { $fault }.
past-the-calendar = { $file }, nyckeln ”start”: här står { $start } och { $days } dygn; tillåtna är körningar som slutar före år 10000.
no-such-key = det finns ingen sådan nyckel; { $hint }
missing-in-event = den saknas; varje händelse behöver den
missing-in-scenario = den saknas; varje scenario behöver den
range = tillåtet är { $low } till { $high }
range-above = tillåtet är mer än { $low } till { $high }
identifier-letters = tillåtna är små bokstäver, siffror och bindestreck
a-list = tillåtet är en lista
a-table = tillåtet är en tabell
a-text = tillåtet är en text
a-number = tillåtet är ett tal
a-whole-number = tillåtet är ett heltal
true-or-false = tillåtet är true eller false
a-date = tillåtet är ett datum som 2026-09-07
one-of = tillåtet är { $allowed }
otherwise = regeln som bryts är: { $reason }

# Tidpunkter, varaktigheter, platser
not-a-moment = här står { $found }; tillåtet är en dag och en timme som "d3h08", "d1h14:30" eller {"{"}day = 3, hour = 8{"}"}, timmar 0 till 23, minuter 0 till 59
not-a-duration = här står { $found }; tillåtet är timmar större än 0, "rest", {"{"}lognormal_h = [median, sigma]{"}"} eller {"{"}uniform_h = [kortast, längst]{"}"} med tal större än 0
not-a-place = här står { $found }; tillåtet är "national" eller en lista med id
contradiction = ”{ $one }” sätter { $key } till { $first }, ”{ $other }” till { $second }: de kan inte gälla samtidigt
id-twice = id ”{ $found }” står två gånger; varje id får stå en gång

# Händelser
only-with-hit = tillåten bara med hit = { $hits }
only-with = tillåts bara med gives = { $names }
needs-it = gives = '{ $name }' behöver den
hit-needs-it = hit = ”{ $hit }” kräver den
either-hours = opening_hours kräver antingen hours = [öppnar, stänger] eller extend_h, inte båda
hours-backwards = den första får inte vara efter den andra; lika betyder stängt
has-no-level = ”{ $hit }” är av eller på och har ingen nivå; utelämna nyckeln
has-no-ramp = ”{ $hit }” är av eller på och har ingen ramp; utelämna nyckeln
must-divide = den måste dela every_h = { $every } jämnt
owner-ids = en aktörs system kräver ett eller flera aktörs-id
from-or-after = ange antingen from eller after, inte båda och inte ingen
no-other-event = det finns ingen annan händelse
only-with-after = tillåten bara tillsammans med after
after-the-end = scenariot har { $days } dagar, så den sista timmen är { $last }
hours-left = högst { $left } timmar är kvar av { $days } dagar; "rest" fyller dem
delay-must-end = en fördröjning måste ta slut; tillåtna är timmar eller en fördelning
rest-has-no-ramp = en händelse som varar resten av körningen har ingen ramp och ingen upprepning
after-rest = den händelsen varar resten av körningen, så inget kommer efter den
circle = en cirkel: { $events }
id-taken = en händelse med det id:t finns redan; tillåtet är ett nytt id
other-kind = det är id för { $kind ->
        [county] ett län
        [municipality] en kommun
        [owner] en apoteksaktör
        [pharmacy] ett apotek
        [distributor] en distributör
       *[site] ett lager
    }; ”{ $hit }” placeras med national, { $allowed }
no-such-place = nätet ”{ $network }” har ingen plats, aktör, distributör, inget apotek och inget lager med det id:t; { $hint }
county-codes = länskoderna är { $codes }
no-such-goods = nätet ”{ $network }” har ingen grupp, substans, artikel eller leverantör med det id:t; { $hint }
groups-are = grupperna är { $names }
goods-everywhere = varor som nämns i what slutar komma till alla lager; utelämna nyckeln
levels-alone = levels säger vilka och hur mycket; ange det ena eller det andra
not-goods = här står { $found }; tillåtet är ett id eller en lista med id:n på varor
no-levels = här står en tom tabell; tillåtet är en tabell som {"{"}"22" = 0.3, "kedja-a" = 0.1{"}"}

# Dosledets händelser
dose-needs = { $hit } behöver precis en av { $needs }
dose-content-event = tillåtna är händelser med hit 'content': { $allowed }
dose-duration = tillåtet är ett antal timmar över 0, eller "rest"
no-lever = Det finns ingen spak ”{ $id }”; det finns { $known }
no-decider = ”{ $found }” finns inte bland dem som bestämmer; där finns { $allowed }.

# Spakarnas uppgifter
lever-languages = varje text behöver både sv och en
lever-minutes = minuterna ska gå från lägst till högst; här står { $low } till { $high }
lever-basis = { $figure } och dess basis hör ihop: ge båda eller ingen
lever-why = { $figure } är ”{ $confidence }”: { $confidence ->
        [judged] säg varför (why)
        [chosen] säg varför (why)
       *[other] ange källan (source)
    }
lever-unit = capacity och capacity_unit hör ihop: ge båda eller ingen
decider-prescriber = Förskrivare
decider-pharmacy = Apotek
decider-dose-pharmacy = Dosapotek
decider-region = Region
decider-municipality = Kommun
decider-wholesaler = Partihandel
decider-agency = Myndighet
decider-government = Regering
decider-none = Inte fastställt
ground-in-force = Gäller
ground-proposed = Föreslaget
ground-under-inquiry = Utreds
ground-none-found = Inget funnet
ground-not-examined = Inte undersökt
