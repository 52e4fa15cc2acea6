# Vad modellen inte vet
limit-synthetic = Befolkning, apotek och lager är syntetiska; uppskattade celler är märkta i nätet.
limit-not-modelled = Dosrullar, sjukhusapotek och receptfri försäljning ingår inte.
limit-harm = Människor utan läkemedel räknas; vilken skada de tar räknas inte.
limit-substitution = Utbyte mellan artiklar i samma grupp ingår inte, så brist på enstaka artiklar överskattas.
limit-prescribing = Förskrivare skriver inga nya långtidsrecept under en körning, och recept som går ut ingår inte.

# En körning
threads = --threads var { $found }; tillåtet är 1 eller mer.
days = En körning på { $found } dagar efterfrågades; tillåtet är 1 till { $high }.
seed = Fröet { NUMBER($found, useGrouping: 0) } angavs; tillåtet är 0 till 2^63 - 1.
replicates = { $found } replikat efterfrågades; tillåtet är 1 till { $high }.
not-empty = { $folder } finns och är ingen tom mapp; resultat skrivs aldrig över. Ange en annan.
no-parent = { $folder } finns inte; skapa den först eller ange en annan plats för resultaten.
no-about = { $folder } har ingen läsbar { $file }: { $why }.
no-arrays = { $file } anger inte mappens tabeller.
unreadable = { $file } går inte att läsa: { $why }.
changed = { $file } är inte det som skrevs.
snapshot-exists = { $folder } finns redan; en ögonblicksbild skrivs aldrig över. Ange en annan mapp.
no-snapshot = { $folder } är ingen ögonblicksbild av en tvilling: { $why }
other-snapshot = { $folder } är en ögonblicksbild av { $found }; tillåtet är { $allowed }. Spela upp körningen i stället.
other-network = { $folder } gjordes på ett annat nät än ”{ $network }”; ange det som den gjordes på.
expectation = { $file }, ”{ $name }”: läge ”{ $setting }”, tecken ”{ $sign }”; tillåtna är filens lägen och + - 0.
