unknown-kind = Det finns inget slag av körning som heter ”{ $found }”; de som finns är { $known }.
start-not-allowed = Du behöver vara inloggad som analytiker för att starta körningar.
cancel-not-allowed = Bara den som startade körningen eller en administratör kan avbryta den.
remove-not-allowed = Bara den som startade körningen eller en administratör kan ta bort den.
restore-not-allowed = Bara den som startade körningen eller en administratör kan återställa den.
places-not-allowed = { $file } rangordnar platser och är intern. Logga in för att hämta den.
cannot-cancel = Körningen { $run } kan inte avbrytas: den är redan { $state }.
still-open = Körningen { $run } pågår. Avbryt den först.
no-result = Körningen { $run } har inget resultat: den är { $state }.

not-here = Det finns ingen körning ”{ $run }” som du får läsa.
no-file = Körningen { $run } har ingen fil ”{ $file }”.
save-not-allowed = Du behöver vara inloggad och få använda rummet för att spara svar.
too-many = Du har redan { $most } sparade svar av det här slaget, och fler ryms inte. Ta bort något först.
too-long = Körningen är { $units } simulerade dygn och skulle ta ungefär { NUMBER($hours, maximumFractionDigits: 1) } timmar; en körning får ta { NUMBER($limit, maximumFractionDigits: 1) }. Tillåtet är högst { $most } dygn, räknat som dygn gånger replikat.
turns-of-person = Du har redan { $most } körningar som väntar eller räknas, och fler får en person inte ha samtidigt. Vänta tills någon är klar eller avbryt en.
turns-of-organisation = Din organisation har redan { $most } körningar som väntar eller räknas, och fler får den inte ha samtidigt. Vänta tills någon är klar eller avbryt en.
