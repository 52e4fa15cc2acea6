# Det som frågas
what = Det som slås ut
pairs = Två i taget
hours = Timmar utslaget
days = Dygn
keep = Granskas närmare
confirm = Bekräftas i hela landet
none = Nätverket ”{ $network }” har ingenting av slaget { $what } som kan slås ut.

# Slag
pharmacies = Apotek
sites = Distributörernas lager
plants = Dosfabriker
owners = Ägare
municipalities = Kommuner

# Svaret
internal = Internt: en lista över svaga punkter. Var människor drabbas hårdast är inte för publicering.
title = { $what } utslagna i { $hours } timmar, en i taget: persondygn över gränsen som följer
runs = { $n } körningar
column-place = Plats
column-name = Utslaget
column-county = Län
column-effect = Persondygn
column-low = från
column-high = till
column-nation = Hela landet
column-nearest = Närmaste andra, km
worse-together = { $first } och { $second } utslagna tillsammans: { $more } persondygn mer än var för sig.
alone = { $n ->
    [0] Varje apotek har ett annat inom den längsta resa som människor antas göra.
   *[other] Utan ett annat apotek inom den längsta resan: { $n }, till exempel { $ids }.
 }
where = Genomgången gjordes i { $place }; de vars intervall överlappar delar plats; { $seconds } s.

# Det som modellen inte vet
limit-small = Genomgången görs i det lilla landet, där vägar över dess gräns saknas; bara det som har körts för hela landet är bekräftat.
limit-places = I referensnätverket står apoteken på uppskattade platser: det som hittas gäller ett verkligt apotek först med ett verkligt register.

# Sidor
worst = Värst först
column-alternative = Annat apotek nås
column-municipality = Kommun
column-interval = 90 % intervall
column-pair = Par
column-together = Båda utslagna
column-beyond = Mer än var för sig
column-worse = Säkert mer
pair = { $first } och { $second }
pairs-title = Par som skadar mer tillsammans
