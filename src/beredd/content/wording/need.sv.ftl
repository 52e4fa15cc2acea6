# Vad modellen inte vet
limit-mixing = Vem som räddar vem efter kön är inte känt för Sverige: blandningen är ett antagande.
limit-american = Beslutsträdet och kitens livslängd kommer från USA.
limit-witnessed = Tillgång är att naloxon används vid överdoser som har ett vittne; de andra nås inte av kit.
limit-channels = Planerade kit räknas som utdelade av sprututbyte, LARO eller lågtröskelverksamhet.
limit-overdoses = Antalet överdoser räknas fram ur dödsfallen och är detsamma vad som än delas ut.
limit-moves = Människor som flyttar mellan områden, och kit som flyttar med dem, följs inte.
