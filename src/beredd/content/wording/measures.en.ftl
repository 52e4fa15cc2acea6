# Measures
unknown = There is no measure '{ $name }'; { $hint }.
not-computed = Measure '{ $name }' cannot be compared: { $why }
id = { $file }, measure '{ $name }': the id is there twice or has a +; allowed is an id of its own without +.
effects-or-why = { $file }, measure '{ $name }': needs either effects or not_modelled, and not both.

# A comparison
measures = Measures
uncertainty = Draws of parameters
until-width = Width of the interval
small = Small country
width-alone = --until-width reckons the number of runs itself; leave { $option } out.
draw-outside = A draw of { $name } is { $found }; allowed is { $allowed }. The register's uncertainty is wider than its range.
draws-dropped = Of { $asked } draws { $left } have an ordinary week within validate's bands; a comparison needs { $least }. Ask for more draws.

# Screening
paths = Morris paths
sobol = Sobol' points
whole = The whole country
power-of-two = --sobol was { $found }; allowed is 0 or a power of two, such as 16 or 32.

# Reading a comparison
kpi-person-days-past-limit = person-days past the limit
kpi-person-days-without = person-days without medicines
kpi-people-past-limit-peak = people past the limit, at most
kpi-people-turned-away = people turned away
kpi-queue-hours = hours in queues
kpi-unregistered-lines = lines handed out without being registered
kpi-phone-minutes = minutes with telephone prescriptions
kpi-patient-days-without = patient-days without dose medicines
kpi-patients-ever-without = dose patients ever without
kpi-patients-without-peak = dose patients without, at most
kpi-acute-orders = acute rolls
kpi-nurse-minutes = nurses' minutes
kpi-prescriber-minutes = prescribers' minutes
kpi-dosett-errors = dosetts filled wrongly
interval-chance = The intervals show what chance does, and not how unsure the model's parameters are.
interval-draws = The intervals show both chance and how unsure the parameters are, as far as the register knows.
interval-none = One run alone says nothing about chance; no intervals are shown.
lead-best = “{ $name }” does most: { $fewer } fewer { $figure } in { $days } days ({ $ends }), { $share } of those without a measure.
lead-same = As good, as far as they can be told apart: { $names }.
lead-nothing = None of the measures can be told from doing nothing with certainty, in { $figure }.
lead-one-replicate = One run is not enough to say whether a measure helps. Run more.
lead-worse = { $n ->
    [one] This one makes it worse: { $names }.
   *[other] These make it worse: { $names }.
 }
column-measure = Measure
column-effect = Difference
column-interval = Interval, { $share }
column-share = Share of that without a measure
column-better = Probability that it helps
column-place = Place
column-without = Without a measure
column-figure = Figure
column-tier = How long one can be without
column-county = County
column-first = One
column-second = The other
column-difference = The other minus the one
column-corrected = Interval, corrected for the number of pairs
column-second-better = Probability that the other is better
column-apart = Can be told apart
column-helps = Helps with certainty in
column-judged = Judgement
table-effects = Difference in { $figure } over { $days } days
table-figures = All that the measures change in the nation
table-tiers = Difference in { $figure }, by how long one can be without
table-counties = Difference in { $figure } by county, the largest first
table-pairs = Which can be told apart in { $figure }
table-matrix = Measures against scenarios
not-told-apart = cannot be told from doing nothing
nothing = No measure
takes = what it takes
figure-alt = { $n ->
    [one] One measure as a dot with its interval beside zero.
   *[other] { $n } measures as dots with intervals beside zero.
 } { $lead }
together-more = “{ $name }” does { $n } more good together than the sum of its parts ({ $ends }).
together-less = “{ $name }” does { $n } less good together than the sum of its parts ({ $ends }).
together-unclear = “{ $name }” does as much together as apart, as far as can be said ({ $ends }).
helps-of = { $helps } of { $tried }
cell-none = nothing to lessen
judged-robust = robust: helps in most, harms in none
judged-specific = specific: helps in some
judged-once = helps; tried in one scenario
judged-harms = harms, helps in none
judged-nothing = no certain difference
site-scenario = Scenario: { $name } is not among the package's scenarios. Choose one in the list.
site-unknown = Measures: { $name } cannot be compared. Choose among those that the model computes.
site-too-many = Measures: { $found } were chosen; at most { $most } can be compared at once, "all together" included.

# More machines than one
cluster-missing = A Dask cluster needs the package distributed: install Beredd with its extra cluster.
cluster-unreachable = The cluster { $address } does not answer. Check the address (tcp://host:port) and that its scheduler runs.
cluster-version = The cluster's workers have Beredd { $found }, here it is { $here }; different versions may give different numbers. Install the same.
cluster-empty = The cluster { $address } has no workers. Start at least one: dask worker { $address }.
worker-died = One of { $hands } processes died; memory ran out, most likely. Ask for fewer with --workers.
workers-or-cluster = --workers and --cluster cannot be given together; choose one of them.
workers = --workers was { $found }; allowed is 1 or more.
