# Mappen
no-folder = Det finns inget nät ”{ $found }”; tillåtet är ”sweden” eller en mapp med nätets tabeller.
not-a-table = { $file }: ingen tabell i ett nät; tillåtna är { $allowed }. Andra filer får inte sluta på .csv eller .toml, så att en felstavad tabell aldrig förbigås.
unknown-column = { $file }: kolumnen ”{ $found }” är okänd; tillåtna är { $allowed }.
no-rows = { $file }: tabellen har en rubrikrad men inga rader; utelämna filen för att använda referensnätets.
too-many-rows = { $file }: här finns { $found } rader; tillåtet är högst { $most }.
no-tables = { $folder }: här finns ingen tabell för ett nät; minst en av dessa behövs: { $allowed }.
table-twice = { $folder }: tabellen { $found } finns två gånger, som .csv och .xlsx; behåll en.
a-table = en tabell i ett nät, CSV eller XLSX
table-missing = { $folder }: { $missing } saknas; en mapp med en egen { $own } behöver den.
sites-missing = { $folder }: sites.csv saknas; referensnätets lager ligger i kommun { $municipality }, som inte finns i municipalities.csv, så mappen behöver egna lager.
only-web = { $file }: här finns bara e-handelsapotek; tillåtet är minst ett apotek med butik.

# network.toml
unknown-key = { $file }, nyckeln ”{ $key }”: den är okänd; tillåtna är { $allowed }.
wrong-value = { $file }, nyckeln ”{ $key }”: här står { $found }; tillåtet är { $allowed }.
a-text = en text
a-count = ett heltal, 0 eller mer
a-list-of-texts = en lista med texter
a-table-of-shares = en tabell med andelar från 0 till 1

# Tabeller
missing-column = { $file }: kolumnen ”{ $missing }” saknas; filen har { $found }; { $needed } behövs.
wrong-cell = { $file }, rad { NUMBER($row, useGrouping: 0) }, kolumnen { $column }: här står ”{ $found }”; tillåtet är { $allowed }.
a-name = ett namn som inte är tomt
a-name-that-occurs-once = ett namn som förekommer en gång; det står redan på rad { NUMBER($row, useGrouping: 0) }
a-number = ett tal från { $low } till { $high }
a-whole-number = ett heltal från { $low } till { $high }
one-of = ett av de { $count } i { $file }: { $few }
whole-hours = hela timmar som 9-18 med 0 <= öppnar < stänger <= 24, closed eller tomt
no-ages-sum = { $file }, rad { NUMBER($row, useGrouping: 0) }, kolumnerna { $first } till { $last }: summan är { $found }; tillåtet är andelar med summan 1.
only-zeros = { $file }, rad { NUMBER($row, useGrouping: 0) }, kolumnerna { $first } till { $last }: här står bara nollor; tillåtet är vikter varav minst en är större än 0.
too-many-lines = { $file }, kolumn lines_per_person: här blir det { $found } rader för en person som har alla grupper; tillåtet är högst { $most }.
more-patients = { $file }, rad { NUMBER($row, useGrouping: 0) }, kolumn people: här står { $found }, fler människor än nätet har; tillåtet är högst { $most }.
article-sum = { $file }, kolumnen share: summan är { $found } för gruppen ”{ $group }”; tillåtet är summan 1 för varje grupp.
no-site = { $file }, kolumnen distributor_id: här finns inget lager för ”{ $distributor }”; tillåtet är minst ett lager för varje distributör.
column-twice = { $file }: kolumnen ”{ $found }” förekommer mer än en gång; varje namn får stå en gång.

# Att skriva en mapp
file-in-the-way = { $folder }: en fil med det namnet finns redan; välj namnet på en ny mapp.
strange-file = { $folder }: mappen innehåller ”{ $found }”, som inte hör till ett nät; välj en ny eller tom mapp.
articles-missing = { $folder }: articles.csv saknas; en mapp med egen { $table } behöver den.
no-such-counties = Länen { $found } efterfrågades; tillåtna är { $allowed }.
exchange-label = en etikett vars artiklar alla har samma substance_id; bara de får ersätta varandra
words = något av { $words }
