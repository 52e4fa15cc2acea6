# Vad modellen inte vet
limit-synthetic = Befolkning, apotek och lager är syntetiska; uppskattade celler är märkta i nätet.
limit-not-modelled = Dosrullar, sjukhusapotek och receptfri försäljning ingår inte.
limit-harm = Människor utan läkemedel räknas; vilken skada de tar räknas inte.
limit-substitution = Utbyte mellan artiklar i samma grupp ingår inte, så brist på enstaka artiklar överskattas.
limit-prescribing = Förskrivare skriver inga nya långtidsrecept under en körning, och recept som går ut ingår inte.
