# Platser och fel i filer som någon har med sig.
file = { $file }
sheet = { $within }, blad { $sheet }
row = { $within }, rad { $row }
column = { $within }, kolumn { $column }
fault = { $place }: här står { $found }; tillåtet är { $allowed }.
fault-in-file = { $place }: här finns { $found }; tillåtet är { $allowed }.
several = { $first } Och { $more } fel till.
and-more = … och { $n } till.

# Vad som stod där.
cell = ”{ $text }”
empty-cell = en tom cell
two-readings = ”{ $text }”, som kan betyda både { $small } och { $large }; skriv talet utan skiljetecken mellan tusental
nothing = ingenting
no-rows = en rubrikrad men inga rader
no-such-file = ingen sådan fil
a-folder = en mapp
unreadable = ingen läsbar fil ({ $reason })
bytes = { $n } byte
rows = { $n } rader
columns = { $n } kolumner
cells = { $n } celler
characters = { $n } tecken i en cell
person = något som ser ut som ett personnummer
old-excel = en arbetsbok från en äldre Excel, eller en med lösenord
a-text = en textfil
zip = ett ZIP-arkiv
gzip = ett gzip-arkiv
pdf = en PDF-fil
rtf = ett textdokument (RTF)
parquet = en Parquet-fil
database = en databas
opendocument = en arbetsbok i OpenDocument-format
web-page = en webbsida, kanske ett felmeddelande som har sparats
broken-workbook = en skadad arbetsbok
nul = ett tecken som ingen text har (NUL)
bad-bytes = tecken som inte är { $encoding }, fast resten av filen är det
saved-twice = ”{ $text }”, en bokstav som har blivit förvanskad när filen sparades i fel teckenkodning
not-unicode = bokstäver som inte är UTF-8
unknown-encoding = bokstäver i en teckenkodning som inte går att avgöra säkert
broken-csv = citattecken som inte hör ihop två och två
no-json = något som inte är JSON
odd-json = JSON med för långa tal eller för djupt nästlade värden
no-toml = något som inte är TOML
odd-toml = TOML med för långa tal eller för djupt nästlade värden
several-sheets = flera blad med samma rubriker ({ $sheets })

# Vad som är tillåtet.
workbook = en XLSX-arbetsbok
text-file = en CSV-, XLSX- eller JSON-fil; spara eller exportera uppgifterna i ett av de formaten
utf-8 = en fil sparad som UTF-8 (i Excel: CSV UTF-8)
one-sheet = ett blad med uppgifter; lägg ihop bladen eller ta bort de andra
table = en rubrikrad och minst en rad
json = en JSON-fil, oförändrad sedan den laddades ner
toml = TOML i UTF-8
whole-quotes = CSV med citattecken i par
as-header = { $n } celler, som i rubriken
no-persons = uppgifter om platser men inte om personer; ta bort alla personnummer ur filen och läs in den igen. Ingenting ur filen har sparats
at-most-bytes = högst { $n } byte
at-most-rows = högst { $n } rader
at-most-columns = högst { $n } kolumner
at-most-cells = högst { $n } celler
at-most-characters = högst { $n } tecken i en cell

# Vad läsaren får veta vid sidan av svaret.
title-passed-over = Det som står ovanför rad { $row } har tagits för en rubrik.
