# What is asked
count = Pharmacies
goal = Goal
within = Reach
one-per-county = One per county
municipality-within = No municipality farther than
worst-county-first = Lowest county first
fixed = Chosen already
gap = Gap
scenarios = Scenarios
seconds = Seconds
fixed-file = a text file, CSV or XLSX with ids of pharmacies

# What is refused
no-pharmacies = Network '{ $network }' has no pharmacy that people can walk into; nothing can be chosen.
too-many = { $count } pharmacies were asked for; the network has { $found }.
too-many-fixed = { $found } pharmacies are chosen already, more than the { $count } asked for.
too-few-for-counties = { $count } pharmacies were asked for; one in each county and those chosen already take { $least }.
county-share-alone = --worst-county-first counts people within reach; take --goal coverage, or leave it out.
municipality-too-far = { $municipality } has { $km } km to its nearest pharmacy, and { $asked } km were asked for; { $n ->
    [one] it is the only one so far off
   *[other] { $n } municipalities have no pharmacy so near
 }. Ask for more.
infeasible = No set of { $count } pharmacies keeps to all that is asked; ask for more pharmacies or for less.
no-set-in-time = No set of { $count } pharmacies that keeps to all that is asked was found in time; allow more with --seconds.
fixed-unknown = { $n ->
    [0] no id at all
    [one] { $ids }, which is no shop of the network
   *[other] { $n } ids that are no shops of the network, such as { $ids }
 }
fixed-allowed = ids of shops in '{ $network }', as `dispensing network` and pharmacies.csv have them

# The answer
shares-title = { $count } pharmacies in { $network }: people by road distance to one
method = Chosen by
within-10 = Within 10 km
within-20 = Within 20 km
mean-km = Mean km
no-car = Without a car
method-exact = Best set found
method-greedy = One at a time
method-rule = Published rule
method-all = All pharmacies
sureness = No set can be more than { $gap } better; { $seconds } s.

method-random = Drawn by chance
runs = Run { $done } of { $total }
chain-title = { $scenario }: with these powered, connected and staffed, person-days past the limit ({ $runs } runs, 90 % intervals)
place = Place
effect = Change
low = from
high = to
chain-without = Without any appointed: { $n } person-days. Sets that are not told apart share a place.

# What it does not know
limit-points = People stand at points: listed places (GeoNames) and, for those in none, points around them. These are estimates.
limit-roads = Roads are straight lines times a detour factor; water and mountains are not seen.
limit-car = Who has no car is an estimate by age. They reach what is within walking or cycling distance; buses and trains are not counted on.
limit-places = In the reference network pharmacies stand at estimated places. A real register must be read in before anybody is appointed.
limit-capacity = Nearness alone decides: not how many a pharmacy can serve, its premises, owner, or what the law allows.

# Pages
ways = { $count } pharmacies, chosen in different ways
by-county = County by county
county = County
municipality = Municipality
chosen = Chosen
people = Residents
within-reach = Within { $km } km
pharmacy = Pharmacy
id = Id
people-within = Residents within { $km } km
place-estimated = Estimated place
set = The { $count } chosen pharmacies
map-title = { $count } pharmacies and who reaches one within { $km } km
map-alt = { $whole } of the population reaches a chosen pharmacy; lowest is { $worst } with { $share }. Each spot is a chosen pharmacy. The numbers stand in the table by county.
map-unit = Per cent within { $km } km
