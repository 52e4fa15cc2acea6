# What the model does not know
limit-synthetic = Population, pharmacies and shelves are synthetic; estimated cells are marked in the network.
limit-not-modelled = Dose-dispensed rolls, hospital pharmacies and over-the-counter sales are not modelled.
limit-harm = People without a medicine are counted; harm to them is not computed.
limit-substitution = Articles are exchanged only for articles of the same substance. A change to another substance by a prescriber is not modelled, so what follows when a substance runs out is overstated.
limit-prescribing = Prescribers write no new chronic prescriptions during a run; expired prescriptions are not modelled.

# A run
threads = --threads was { $found }; allowed is 1 or more.
days = Days
replicates = Replicates
scenario = Scenario
network = Network
overrides = Parameters
not-empty = { $folder } exists and is not an empty folder; results are never written over. Name another.
no-parent = { $folder } does not exist; make it first or name another place for the results.
no-about = { $folder } has no readable { $file }: { $why }.
no-arrays = { $file } does not name the folder's arrays.
unreadable = { $file } cannot be read: { $why }.
changed = { $file } is not what was written.
snapshot-exists = { $folder } exists; a snapshot is never written over. Name another folder.
no-snapshot = { $folder } is not a twin's snapshot: { $why }
twin-not-there = The twin is at hour { $hour } and was asked to go to hour { $to }; allowed is { $hour } to { $last }.
twin-event-past = Event '{ $event }' starts at hour { $starts }, but the twin is at hour { $hour }; allowed is from now on.
other-snapshot = { $folder } is a snapshot of { $found }; allowed is { $allowed }. Replay the run instead.
other-network = { $folder } was made on another network than '{ $network }'; give the one it was made on.
expectation = { $file }, '{ $name }': setting '{ $setting }', sign '{ $sign }'; allowed are the file's settings and + - 0.

# Tables and figures of a run
people-past-limit-peak = Waited too long, at the worst
people-past-limit-beyond-everyday = More than on an ordinary day who waited too long, at the worst
person-days-past-limit = Person-days of waiting too long
people-without-peak = Without medicine, at the worst
people-without-critical-peak = Without a time-critical medicine (tiers 0–1), at the worst
person-days-without = Person-days without medicine
all-at-first-visit = Get everything at the first visit
line-fill = Lines handed out at once
mean-wait-min = Waiting in queue, mean (minutes)
queue-hours = Queue hours, all customers
turned-away = Visits turned away
people-turned-away = People turned away
diverted = Go to another pharmacy
unregistered-open-end = Not yet registered at the end (lines)
phone-minutes = Prescribers' time on the telephone (minutes)
backlog-peak = Customers waiting to try again, at the worst
unregistered-lines = Handed out unregistered (lines)
customers-per-day = Prescription customers per day
lines-per-day = Dispensed lines per day
delivered-packs = Delivered packs
stock-days-pharmacy = Pharmacies' stock (days)
stock-days-distributor = Distributors' stock (days)

table-key-figures = Key figures for the whole run
table-counties = County by county
table-municipalities = Municipality by municipality
table-days = Day by day, the whole country (median)
table-hours = { $who }, hour by hour
table-durations = How long people were without
table-groups = Product groups, the whole run

column-key-figure = Key figure
column-median = Median
column-interval = Spread
column-everyday = Ordinary day
column-county = County
column-municipality = Municipality
column-people = People
column-per-10000 = Per 10,000 inhabitants
column-beyond-per-10000 = More per 10,000 inhabitants
column-waiting = In queue
column-open-pharmacies = Open pharmacies
column-day = Day
column-without-at-noon = Without medicine at noon
column-customers = Customers
column-dispensed-lines = Lines handed out
column-lines-at-once = Lines at once
column-all-first = Everything at first visit
column-queue-hours = Queue hours
column-backlog = Waiting to try again
column-unregistered = Not yet registered
column-stock-days = Pharmacy stock, days
column-time = Time
column-duration = Duration
column-group = Product group
column-requested = Lines asked for
column-missing = Not at once
column-at-once = At once
lasted-6h = under 6 hours
lasted-24h = 6–24 hours
lasted-3d = 1–3 days
lasted-7d = 3–7 days
lasted-longer = over 7 days

tiers-all = All, tiers 0–4
tiers-critical = Time-critical, tiers 0–1
tier-0 = Tier 0: harm within a day
tier-1 = Tier 1: harm within three days
tier-2 = Tier 2: harm within a week
tier-3 = Tier 3: harm within three weeks
tier-4 = Tier 4: harm only later

on-day = Day { $day }
moment = Day { $day }, { $hour }:00
moment-weekday = Day { $day } · { $weekday } { $hour }:00
tick-day = day { $day }

figure-queue = Queue hours per day
figure-at-once = Lines handed out at once, per cent
figure-map = People without a prescribed medicine per 10,000 inhabitants
figure-map-beyond = More people without a prescribed medicine than on an ordinary day, per 10,000 inhabitants
alt-queue = Curve: queue hours per day, all customers. At most { $peak } on day { $day }. The numbers are in the table Day by day.
alt-at-once = Curve: share of lines handed out at once. Lowest { $worst } on day { $day }. The numbers are in the table Day by day.
alt-map = { $moment }. Highest: { $names } per 10,000 inhabitants. All values are in the table.

# What a run comes to
lead-past-limit = At most { $people } more than on an ordinary day have waited longer than their medicine tolerates, { $moment }{ $places }; { $again }.
lead-without = Nobody waits longer than their medicine tolerates beyond an ordinary day. At most { $people } more than on an ordinary day are without a medicine, { $moment }{ $places }; { $again }.
lead-no-difference = Nothing differs from an ordinary day: as many are without a medicine, hour by hour.
lead-within-chance = The difference from an ordinary day is smaller than chance.
lead-no-everyday = The run was made before the ordinary day was computed with it. Run it again to see what the disruption does.
lead-most-in = , most in { $place }
lead-most-in-two = , most in { $first } and { $second }
lead-everywhere = , about the same all over the country
lead-again = normal again on day { $day }
lead-not-again = not yet normal when the run ends, on day { $day }
lead-county = { $place }: at most { $here } instead of { $everyday }, { $moment }.
lead-moment = day { $day } at { $hour }:00
lead-moment-weekday = { $weekday ->
    [0] Monday
    [1] Tuesday
    [2] Wednesday
    [3] Thursday
    [4] Friday
    [5] Saturday
   *[6] Sunday
} at { $hour }:00 (day { $day })
people-without-beyond-everyday = More than on an ordinary day without medicine, at the worst
column-beyond = Difference
column-past-limit-at-noon = Waited too long at noon
shut = closed
part-past-limit = Waited too long
part-without = Without medicine
line-run = disrupted
line-everyday = ordinary day
the-country = the whole country
figure-people = { $who }, { $where }
figure-map-past-limit = People who have waited longer than their medicine tolerates, per 10,000 inhabitants
figure-map-past-limit-beyond = More than on an ordinary day who have waited longer than their medicine tolerates, per 10,000 inhabitants
alt-people-alone = Curve: { $who }, { $where }, { $tiers }. Begins at { $first }, peaks at { $peak } { $moment } and ends at { $last }. The same numbers are in the table.
alt-people = Curve: { $who }, { $where }, { $tiers }. Begins at { $first }, peaks at { $peak } { $moment } (in the same hour of an ordinary day { $everyday }) and ends at { $last }. The same numbers are in the table.

# What the figures stand on
basis-one = A single replicate: how much chance matters cannot be seen.
basis-few = The smaller number is the spread between { $n } replicates: so much is chance, not the whole uncertainty.
basis-many = The smaller number holds 90% of { $n } replicates: so much is chance, not the whole uncertainty.
basis-normal = Normal again: less than { $share } of the largest difference from an ordinary day remains, and it stays so to the end of the run.
basis-estimated = { $share } of the network's values are estimated. Read the figures as orders of magnitude.
basis-decisive = The figures hang most on { $parameters }.
parameter = { $label } ({ $value }, { $how }, may be { $range })
is-found = from a source
is-derived = derived from sources
is-secondary = from a second-hand source
is-estimated = estimated
is-chosen = chosen
table-tiers = What the tiers mean
column-tier = Tier
column-examples = For example
column-tolerance = Too long after
so-many-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
so-many-days = { $n } days
table-beside = Two runs side by side
points = { $n } percentage points
alt-beside = Curve: A is { $first }, at most { $one }; B is { $second }, at most { $other }. The same numbers are in the table.
results-damaged = The results of run { $run } cannot be read: { $file } is missing or damaged. Run it again; the same seed gives the same numbers.
