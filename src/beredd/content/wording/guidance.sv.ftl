# Vad som fanns i en fil
other-name = { $key }: { $found }
other-format = format { $found }
unknown-file = en fil som ett förråd inte har
no-file = ingen sådan fil
twice = { $id } för andra gången
dead = { $what } pekar på { $id }, som inte finns

# Vad som är tillåtet
file-name = { $name }, som filen heter
format = format { $n }
known-files = filerna i docs/reference/guidance-store.md
stands-in = en gång; det står i { $file }, rad { $row }
known = { $ids }
must-exist = id för något som finns
a-store = en mapp med ett förråd av råd

# Frågor som inte går att svara på
no-claim = Det finns inget påstående { $id }.
no-thing = Det finns ingen { $kind } { $id } att godkänna eller ändra.
on = ”{ $found }” är ingen dag; en dag skrivs 2026-11-27.

# Varför något inte visas, eller är inaktuellt
was-stopped = Stoppat { $on }: { $why }
is-internal = Det är internt och publiceras aldrig.
left-band = Det beräknade talet { $names } ligger utanför det spann som påståendet anger, eller så ger ingen studie det.
review-lapsed = Granskningen gällde till och med { $on }.
not-approved = { $missing ->
        [one] Ett godkännande saknas.
       *[other] { $missing } godkännanden saknas.
    }
renders-old = Den återger version { $version }; nu gäller version { $now }.
notice-over = Meddelandet gick ut { $on }.
not-yet = Det är godkänt och visas från och med { $on }.
step-stopped = Stoppade steg: { $steps }. Sidan ”Ring 112” ersätter hela sekvensen.
changed-unsealed = Version { $version } har ändrats efter att den förseglades.
new-version = Version { $version } är inte godkänd; { $missing ->
        [one] ett godkännande saknas.
       *[other] { $missing } godkännanden saknas.
    }
approval-overtaken = Det har ändrats efter att det godkändes.
carries = Det bär { $claim }. { $why }
a-text-is-old = En text som visas återger inte version { $version }.
clinicians = kliniker
publisher = den som publicerar

# Regler: vad som är fel och vad man gör
unsealed = Det är inte förseglat än.
unsealed-do = Kör beredd guidance seal.
changed-unsealed-do = Kör beredd guidance seal, så får det en ny version; med --draft behåller ett utkast sin.
no-support = Ingen källa stöder det.
no-support-do = Lägg till underlag, eller ta bort det.
surer-than-sources = Tilltron är { $claim }, men den bästa källans är { $best }.
surer-than-sources-do = Skriv { $best }, eller lägg till en bättre källa.
graded-by-nobody = Säkerheten { $certainty } anges utan vem som har graderat.
graded-by-nobody-do = Ange vem i graded_by, eller skriv not-graded.
odd-number = Talet { $name } är varken ett värde eller ett spann.
odd-number-do = Ange value, eller low och high med low under high; ett beräknat tal har low och high.
two-measures = Talen hör till båda sätten att räkna dödsfall.
two-measures-do = Gör två påståenden; måtten möts aldrig i en summa.
left-band-do = Skriv en ny version av påståendet.
long-interval = Det granskas var { $found }:e månad, men den sorten minst var { $most }:e.
long-interval-do = Skriv { $most } eller mindre i review_months.
law-undated = Det säger vad lagen är men inte var och när.
law-undated-do = Lägg till legal med place, as_of och basis.
law-lasting = Det säger vad lagen är men inte att lagen ändras.
law-lasting-do = Lägg till law i perishable.
law-half = Vem som har bekräftat rättsläget och när står inte båda där.
law-half-do = Ange både confirmed_by och confirmed_on, eller ingen av dem.
law-changed = Lagen ändrades { $on }.
law-changed-do = Läs den lag som gäller och skriv en ny version, eller dra in påståendet.
alone = Det kan få en hjälpare att tveka, och inget säger vad man gör ändå.
alone-do = Ange ett påstående i companions som gör det.
companion-holds = Följerådet { $id } kan självt få en hjälpare att tveka.
companion-holds-do = Ange ett som säger vad man gör ändå.
companion-absent = Följerådet { $id } är inte för { $audiences }.
companion-absent-do = Lägg till målgrupperna i { $id }, eller ta bort dem här.
companion-closed = Följerådet { $id } är { $publish } och skulle inte följa med.
companion-closed-do = Öppna { $id } lika mycket som det här påståendet.
companion-weak = Följerådet { $id } har tilltro C och skulle inte följa med i tryck.
companion-weak-do = Ange ett följeråd med bättre källor.
computed-public = Ett tal kommer från en modell, men det är inte bara för yrkesgrupper.
computed-public-do = Skriv publish: professional och enbart yrkesgrupper som målgrupp.
lay-audience = Det är för yrkesgrupper men anger { $audiences }.
lay-audience-do = Ta bort de målgrupperna, eller skriv publish: public.
text-in-draft = { $language } är ett layoutprov och håller ingen text.
text-in-draft-do = Ta bort texten, eller gör språket till ett som publiceras.
renders-future = Den återger version { $version }, men påståendet har bara kommit till { $now }.
renders-future-do = Ange den version den skrevs från.
renders-old-do = Läs den bredvid den nya versionen och godkänn på nytt.
not-for-them = Påståendet är inte för { $audiences }.
not-for-them-do = Ta bort dem här, eller lägg till dem i påståendet.
rival = Den är för samma som { $other }.
rival-do = Behåll en, eller säg för vem var och en är.
odd-markup = Den innehåller { $used }.
odd-markup-do = Använd stycken, listor och betoning i varianter, enbart betoning annars; inga länkar, inga rubriker.
suicide-unmarked = ”{ $text }” handlar om självmord, och påståendet säger inte det.
suicide-unmarked-do = Skriv about_suicide: true och låt nummer till hjälp följa.
word = ”{ $text }”: { $why }.
word-do = Skriv { $instead }.
substance-named = Den nämner { $text }.
substance-named-do = Skriv nya syntetiska opioider; substansen står med sin dag i substances.yaml.
hard-to-read = LIX är { $lix }; målet är högst { $aimed }.
hard-to-read-do = Korta meningar och ord, och läs den med dem som den är för.
no-such-number = Den har plats för { $names }, som inte är något tal i påståendet.
no-such-number-do = Använd { $names }, eller lägg till talet.
number-not-said = Talet { $names } står inte i meningen.
number-not-said-do = Sätt in dess namn inom klamrar, eller ta bort det.
typed-number = Talet { $text } är inskrivet i texten.
typed-number-do = Låt numbers hålla det med enhet, och sätt dess namn inom klamrar.
medicine-unnamed = Det är bundet till { $names } men säger inte det.
medicine-unnamed-do = Nämn läkemedlet i texten.
medicine-unbound = Det nämner { $names } men är inte bundet till det.
medicine-unbound-do = Lägg till det i medicines, eller ta bort namnet.
not-said-in = Det finns inte på { $editions }.
not-said-in-do = Skriv det.
no-help = Det handlar om självmord, och { $numbers } följer inte på { $edition }.
no-help-do = Ange ett följeråd med nummer till hjälp.
claim-for-others = { $claim } är inte för { $audience }.
claim-for-others-do = Ta bort det, eller lägg till målgruppen i påståendet.
claim-closed = { $claim } är { $publish } och inte öppet för målgruppen.
claim-closed-do = Ta bort det.
weak-in-print = { $claims } har tilltro C, som aldrig trycks.
weak-in-print-do = Hitta en bättre källa, eller ta bort det ur trycket.
carries-stopped = { $claim } är stoppat och visas inte längre.
carries-stopped-do = Ta bort det ur listan.
two-measures-carried = Båda sätten att räkna dödsfall står under en rubrik.
two-measures-carried-do = Sätt isär dem.
quiz-questions = En quiz har frågor, och inget annat har det.
quiz-questions-do = Lägg till frågor, eller flytta den till filen för dess slag.
right-answers = Inte precis ett svar på { $question } är rätt.
right-answers-do = Märk ett med is_right: true.
heading-not-said-in = { $name } finns inte på { $editions }.
notice-length = Det går ut { $on }.
notice-length-do = Låt det gå ut efter att det rapporterades och senast { $last }.
notice-over-do = Ta bort det, eller rapportera på nytt.
not-looked = Ingen har på länge sett efter vad andra vet om { $topic } (senast { $on }).
not-looked-do = Se efter i Norden, EU och världen, och skriv vad som hittades i horizon/{ $topic }.yaml.
calls = Inte precis ett steg är samtalet till 112.
calls-do = Märk ett med is_call: true.
steps-twice = Två steg har samma id.
steps-twice-do = Ge vart och ett sitt eget.
step-bound = Steget { $step } vilar på { $claims }, som är bundet till ett läkemedel.
step-bound-do = Låt det vila på påståenden som gäller alla läkemedel.
step-stopped-do = Skriv en ny version av sekvensen och godkänn den som helhet.
sequence-lacks = Sekvensen saknas på { $editions }.
edition-lacks = { $edition } saknar stegen { $steps }.
edition-lacks-do = Skriv dem: sekvensen visas hel eller inte alls.
sequence-lacks-do = Skriv den: sekvensen är hel på svenska, lättläst och engelska.
no-call-page = { $edition } har ingen sida ”Ring 112” att falla tillbaka på.
no-call-page-do = Lägg till den i call_page.
no-conflict = Det står inte att källor ordnar stegen olika.
no-conflict-do = Skriv varje källas ordning i orders.
half-decided = Beslutet har namn utan dag, eller dag utan namn.
half-decided-do = Ange båda, eller inget.
half-grace = Respiten har dagar utan namn, eller namn utan dagar.
half-grace-do = Kliniker bestämmer den: ange både grace_days och grace_by, eller inget.
step-renders-old = Den skrevs från version { $version } av { $claim }; nu gäller { $now }.
step-renders-old-do = Läs stegen bredvid, och skriv versionen i renders.
sequence-overdue-do = Granska sekvensen nu. Stegen står kvar, märkta som försenade.
own-work = { $by } har skrivit det och godkänner det inte.
own-work-do = Låt någon annan godkänna.
odd-day = { $on } är ingen dag då det kunde godkännas.
odd-day-do = Ange en dag från { $first } till { $last }.
approval-overtaken-do = Godkänn det som det är nu.
approved-twice = { $by } har redan godkänt det.
approved-twice-do = Det räknas en gång; en person till behövs.

# Varför något inte kan godkännas
no-such-chair = Ingen godkänner det som { $role }; det kräver { $roles }.
is-stopped = { $id } är stoppat; skriv en ny version.
not-sealed = { $id } har ändrats sedan det förseglades; försegla det först.
undecided = { $by } är inte bland dem som har bestämt stegens ordning, eller så är den inte bestämd.
is-old = { $id } återger version { $version }; nu gäller { $now }.
two-decide = Stegens ordning bestäms av två namngivna kliniker.
not-sent = { $id } godkänns med hela nödsekvensen och skickas inte för sig.
nothing-left = { $by } har godkänt allt i nödsekvensen som är { $by }s att godkänna.
breaks-rule = Det bryter mot regeln { $rule }: { $what }

# Vad kommandona säger
a-study = det som en studie skriver ut som JSON
no-study = { $name } är inte det som en studie skriver ut som JSON: det behövs study, och outputs med name och value.
checked = { $claims } påståenden: { $errors } fel, { $flags ->
        [one] en flagga
       *[other] { $flags } flaggor
    }.
expires = ska granskas senast { $on }
n-stale = { $n } inaktuella.
coverage = Skrivna påståenden, av dem som är för målgruppen
audience = målgrupp
exported = { $n } filer skrivna till { $folder }.
imported = { $n } filer med { $claims } påståenden intagna.
sealed = { $n ->
        [one] En fil ändrad.
       *[other] { $n } filer ändrade.
    }
sealed-then = Läs vad som ändrades innan du lägger in det.

# På arbetsplatsen
changed-meanwhile = Det har ändrats sedan du började, senast av { $by }. Inget är sparat. Det du skrev står kvar; läs det nya och spara igen.
store-changed = Vägledningen har ändrats sedan sidan visades. Inget är intaget. Hämta förrådet som det nu är och börja därifrån.
not-sent-yet = { $id } är inte skickat till granskning.
stopped-already = { $id } är redan stoppat.
unvouched = Filen påstår { $n ->
        [one] en sak
       *[other] { $n } saker
    } som ingen har gjort här: { $first }. Bara webbplatsens administratörer tar in sådant.
a-store-zip = en zipfil med ett förråd av råd
zip-too-large = en zipfil som är för stor uppackad
no-zip = ingen zipfil som går att läsa
file-twice = en fil två gånger
why-needed = Säg vad författaren ska se över.
nothing-changed = Inget i { $id } är ändrat.
file-needed = Välj en zipfil med ett förråd.
decided-already = Ordningen är redan beslutad och godkänd. Skriv en ny version av sekvensen först.
grace-said = { $by } har redan angett { $days } dagars respit; en kliniker till behövs.
id-taken = { $id } finns redan.
publication-changed = Publikationen har ändrats sedan du började. Inget är sparat. Det du skrev står kvar; läs det nya och spara igen.
