# What is asked
what = What goes out
pairs = Two at a time
hours = Hours out
days = Days
keep = Looked at closely
confirm = Confirmed nationally
none = Network '{ $network }' has no { $what } that could go out.

# Kinds
pharmacies = Pharmacies
sites = Distributors' sites
plants = Dose plants
owners = Owners
municipalities = Municipalities

# The answer
internal = Internal: a list of weak points. Where people are hurt most is not for publication.
title = { $what } out for { $hours } hours, one at a time: person-days past the limit that follow
runs = { $n } runs
column-place = Place
column-name = Out
column-county = County
column-effect = Person-days
column-low = from
column-high = to
column-nation = Nation
column-nearest = Nearest other, km
worse-together = { $first } and { $second } out together: { $more } person-days more than each alone.
alone = { $n ->
    [0] Every pharmacy has another one within the longest journey that people are taken to make.
   *[other] Without another pharmacy within the longest journey: { $n }, such as { $ids }.
 }
where = Screened in { $place }; places are shared where intervals overlap; { $seconds } s.

# What it does not know
limit-small = Elements are screened in the small country, where ways over its border are lost; only those that were run nationally are confirmed.
limit-places = In the reference network pharmacies stand at estimated places: what is found holds for a real pharmacy only with a real register.

# Pages
worst = Worst first
column-alternative = Another is in reach
column-municipality = Municipality
column-interval = 90 % interval
column-pair = Pair
column-together = Both out
column-beyond = Beyond each alone
column-worse = Surely more
pair = { $first } and { $second }
pairs-title = Pairs that hurt more together
