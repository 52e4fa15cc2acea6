# Övningsplaner som filer: arbetsböcker, paket, versioner.
# Det som fanns i en arbetsbok eller ett paket.
sheets = bladen { $sheets }
no-column = ingen sådan kolumn
beyond = { $n } celler utanför kolumnerna
no-line = ingen rad { $line }
no-package = inget paket med en övningsplan
other-hash = en bilaga som inte är som när den packades

# Det som är tillåtet.
this-sheet = ett synligt blad { $sheet }
this-column = kolumnen { $column }
columns = en av varje: { $columns }
as-headed = celler bara under kolumnerna
fields = en av { $fields }
once = raden en gång
a-time = en tid från { $starts } dag 1, till exempel T+26:30 eller dag 2 08:10
a-package = JSON från `beredd exercise export` med schema { $schema }
an-attachment = name, sha256 och base64, alla text
attachment-name = namnet på en fil, varje namn en gång
whole-attachment = paketet som det exporterades

# Det som en inläsning säger.
other-sheet = Bladet { $sheet } hör inte till planen och lästes inte in.
for-a-run = Bladet { $sheet }, rad { $row }: { $column } hör till en genomförd övning och lästes inte in.
row = { $row ->
    [0] { $sheet }
   *[other] { $sheet }, rad { $row }
}: { $name }: { $did ->
    [added] tillagd
    [removed] borttagen
   *[changed] ändrad
}{ $fields ->
    [none] {""}
   *[other] {" "}({ $fields })
}
rows = { $added } tillagda, { $changed } ändrade, { $removed } borttagna, { $unchanged } oförändrade
written = Skrivet: { $file }
nothing-written = Inget är skrivet; ange en fil med --out.
no-format = Ange vart planen ska exporteras: --xlsx FIL, --json FIL eller båda.
long-cell = Bladet { $sheet }, rad { $row }: en text på { $n } tecken ryms inte i en cell. Korta den.

# Två planer bredvid varandra.
change = { $sheet }: { $name }: { $kind ->
    [added] tillagd
    [removed] borttagen
   *[changed] ändrad
}
compared = { $n } skillnader

# Från utkast till godkänd.
stands = { $id } version { $version } har status { $status } och står fast. Börja nästa version med `beredd exercise revise`.
other-status = { $id } har status { $status }; steget { $step } kräver status { $needs }.
no-author = Det står inte vem som har skrivit { $id }. Säg det först med `beredd exercise write`.
own-text = { $by } har skrivit den här versionen och kan inte själv ta steget { $step }.
own-review = { $by } har granskat den här versionen; någon annan ska godkänna den.
own-text-do = Låt någon annan läsa den.
changed-since = { $id } har ändrats sedan { $by } granskade den. Låt granska den igen.
run-unapproved = { $id } har status { $status }; bara en godkänd plan kan märkas som genomförd.
no-step = Planen har status { $status }, men historiken säger inte av vem.
no-step-do = Använd `beredd exercise review` och `approve`.
changed-after = Planen har ändrats sedan { $by } den { $on } gav den status { $status }.
changed-after-do = Ställ tillbaka den, eller gör den till version { $version } med `beredd exercise revise`.
was-approved = Planen är ett utkast, men den här versionen har varit godkänd.
nobody = Ett steg behöver namnet på den som tar det.
taken = { $id }, version { $version }: { $step } av { $by }
no-day = { $found } är ingen dag. Skriv den som 2026-11-27.
no-attachment = Inspel { $id } delar ut { $name }, som inte finns.
no-attachment-do = Lägg filen i mappen bredvid planen, med planens namn.

# Ett program för flera år.
untrained = Ingen övning i programmet har delmålet { $objective }.
untrained-do = Lägg till ett tillfälle med en plan som har det, eller ta bort förmågan.
other-programme = Planen { $plan } säger inte att den hör till { $programme }.
other-programme-do = Skriv programme: { $programme } i den.
empty-year = Ingenting övas { $year }.
empty-year-do = Lägg till ett tillfälle, eller ta bort året.
outside = { $plan } ska övas { $year }, som inte är ett av programmets år.
outside-do = Flytta den, eller lägg till året.
never = { $id } är utpekad i uppdraget och deltar inte i något.
never-do = Skriv den under takes_part för ett tillfälle.
shares-whole = { $actor } skulle visa { $quantity } exakt för sin konkurrent { $to }.
shares-whole-do = Skriv form: interval eller sum, eller ta bort konkurrenten.
nothing-agreed = inget antecknat som överenskommet

# Planer som ändras på webbplatsen.
comes-along = { $id } version { $version } följer med programmet och ändras inte. Börja en ny version.
changed-meanwhile = { $by } har ändrat det sedan sidan visades. Det du skrev står kvar här; öppna sidan igen i en annan flik och jämför.
there-already = { $id } version { $version } finns redan.
id-taken = Det finns redan en plan { $id }.
draft-there = Version { $version } av { $id } är ett utkast. Ändra i det.
stands-here = { $id } version { $version } står fast. Börja en ny version.
nothing-changed = Ingenting är ändrat i { $id }.
nothing-to-undo = Det finns ingen ändring av { $id } att ångra.
why-needed = Skriv vad som ska ses över.
no-programme = Det finns inget program { $id }.
