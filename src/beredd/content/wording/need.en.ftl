# What the model does not know
limit-mixing = Who rescues whom by sex is not known for Sweden: the mixing is an assumption.
limit-american = The decision tree and the life of a kit come from the United States.
limit-witnessed = Availability is use of naloxone in overdoses that have a witness; the unwitnessed are not reached by kits.
limit-channels = Kits planned are counted as handed out by needle exchange, LARO or low-threshold care.
limit-overdoses = The number of overdoses is worked out from deaths and stays the same whatever is handed out.
limit-moves = People who move between areas, and kits that move with them, are not followed.

# Sharing the kits
floor-needs = A floor of { $floor } needs { NUMBER($needed, maximumFractionDigits: 0) } kits in circulation and the plan has { NUMBER($budget, maximumFractionDigits: 0) }. Raise the number of kits, or lower the floor to at most { $highest }.
women-cannot-reach = Women's availability cannot be lifted to men's with any split of so many kits. Choose another mode, or another assumption on who rescues whom (mixing).
one-sex = Mode 'women-at-least-men' compares women with men, and the file has no deaths among { $sex ->
        [men] men
       *[women] women
    }. Give rows for both sexes, or choose another mode.
too-many-cells = { $rows } rows times { $draws } draws is too much for one machine; allowed is { $allowed } draws for this file.

# What a reader of the plan must know
note-no-row = { $area } ({ $code }) has no row for { $sex ->
        [men] men
       *[women] women
    }: nothing is assumed about them, they are in no total, and the row that is there is planned as if nobody were rescued by the other sex.
note-no-sex = The file has no row for { $sex ->
        [men] men
       *[women] women
    } at all: kits_{ $sex } and p_{ $sex } are empty, not zero.
note-no-kits = The file has no kits_* columns: availability today is taken as 0.
note-other-columns = Columns that are kept and not used: { $columns }.
note-estimate = The number at risk is derived from indicators and a national total: an estimate, not a count.
note-code-lengths = Codes differ in length: has a spreadsheet dropped a leading zero? They are used as they stand.
note-small-budget = The plan's { NUMBER($budget, maximumFractionDigits: 0) } kits in circulation are fewer than the { NUMBER($now, maximumFractionDigits: 0) } that are out today.
note-no-budget = Mode '{ $mode }' shares a number of kits and none is given: every row gets what the target takes.
note-floor-compared = The floor is compared and not applied, for the mode is '{ $mode }'.
note-scenario = Scenario '{ $scenario }': a scenario, not an estimate.
note-no-deaths = The file has no deaths: nothing can be averted, and the efficient split is proportional.

# What is asked
target = Target availability
budget = Kits in circulation
kit-price = Price per kit
kronor = kronor
equity = How they are shared
floor = Floor, least availability
mixing = Who rescues whom
scenario = Drugs
unwitnessed = Deaths without a witness
at-risk-total = People at risk in all rows
shrink = Draw small counts towards the common rate
overrides = Parameters
rows = Rows
draws = Draws
above-cap = { $label }: { NUMBER($found, style: "percent") } was given; kits reach below { NUMBER($cap, style: "percent") } of overdoses that have a witness.
floor-missing = Floor, least availability: nothing was given, and sharing by a floor needs one, such as 30 %.

# Names
efficient = Most lives
proportional = By number at risk
max-min = Lift the lowest availability
women-at-least-men = Women at least as men
by-floor = A floor in every county and sex
by-holders = Whoever holds a kit today
by-own-sex = Someone of the same sex
by-both = Half of each sex
drugs-of-today = Today's drugs
nitazenes = Nitazenes
nitazenes-severe = Nitazenes, severe

# Tables and figures
note-hidden = Rows with 1 to 4 deaths are hidden, and those they could be worked out from; sums are rounded. Kits follow deaths: draw small counts towards the common rate (--shrink) before a plan is published.
invented = Invented figures: none of them says anything about a real county.
chosen-split = chosen split
women = women
men = men
both-sexes = both sexes
per-cent = Per cent
table-plan = Need and reach by county and sex
table-areas = Availability by area, { $who }
table-equity = The same number of kits, shared in different ways
table-scenarios = The same kits with stronger drugs
table-swings = What matters most
table-assumptions = All parameters with source
column-area = Area
column-sex = Sex
column-at-risk = At risk
column-deaths = Deaths per year
column-kits-now = Kits out today
column-availability-now = Availability today
column-kits = Kits in the plan
column-kits-out = Kits out
column-kits-per-year = Hand out per year
column-availability = Availability
column-interval = Interval
column-averted = Fewer deaths
column-kits-for-target = Kits for { $target }%
column-kits-target = Kits for the target
column-mode = Split
column-extra-deaths = More deaths per year
column-women = Women
column-men = Men
column-lowest = Lowest
column-drugs = Drugs
column-parameter = Parameter
column-range = Range
column-value = Value
column-source = Source
figure-now = Availability today
figure-plan = Availability with the plan
figure-budgets = What more kits reach
alt-map = { $who }. Lowest: { $names } per cent. All values are in the table.
alt-budgets = Deaths per year that naloxone prevents against the number of kits in circulation: from 0 at 0 kits to { $best } at { $kits }. The ceiling, with a kit at every overdose that has a witness, is { $ceiling }.
tick-no-kits = 0 kits
at-kits = { $n } kits out
ceiling = ceiling: no witnesses
tick-budget = the plan
reach-title = Kits handed out in the year to { $on } beside the need
reach-county = County
reach-need = Kits needed a year
reach-kits = Kits handed out
reach-share = Share of the need
reach-women = Of women's need
reach-men = Of men's need
reach-of-sex = { $sex ->
    [women] women { $share }
   *[men] men { $share }
 }
reach-alt = Least is reached in { $county }: { $share } of the need. The table beside it holds all { $n } counties.
reach-none = No share of the need can be told.
reach-key = Line: from one sex to the other. Dot: both, and kits whose taker's sex is not known. A dash: few people, or not known. The need is an estimate of a model and may be far off; kits are as logged.
