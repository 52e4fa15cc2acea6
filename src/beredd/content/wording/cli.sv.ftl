unknown-language = BEREDD_LANGUAGE är { $found }; tillåtna värden är { $allowed }.

cannot-listen = Webbplatsen kan inte lyssna på { $host }:{ NUMBER($port, useGrouping: 0) }: { $reason }. Stoppa det som lyssnar där eller välj en annan port med --port.
on = --on är ”{ $found }”; tillåtet är ett datum som 2026-11-22.
question-and-options = --question innehåller hela frågan. Utelämna { $option }, eller filen.
no-pair = --set är ”{ $text }”; tillåtet är NAMN=VÄRDE med ett tal.

refinement = Förfiningen är { $found }; den måste vara från { $low } till { $high }.
answer-unwritten = Svaret går inte att skriva: { $reason }.
no-stdout = Svaret har ingenstans att skrivas: standard ut är stängd.
no-network = Maskinen har inget nät att dela ut på: { $reason }
join = Deltagare ansluter på { $address }
plain-http = Utan TLS: allt går i klartext på det lokala nätet, och sidor fungerar inte utan nät. En stor övning behöver en server med TLS.
