# States of preparedness
state-vardag = Everyday
state-fredstida-kris = Peacetime crisis
state-skarpt-beredskap = Raised alert
state-hogsta-beredskap = Highest alert
state-krig = War

# Files
unknown = There is no scenario '{ $found }'; { $hint }. Scenarios are { $allowed }; a file of your own is given by its path, ending in { $ending }.
other-id = { $file }, key 'id': found '{ $found }'; the id is the file's name, '{ $allowed }'.
parameters = { $file }, key 'parameters': { $fault }
rules-broken = { $file }: the rules cannot be used: { $reason }.

# Where the fault is, what stands there and what is allowed
in-event = { $file }, event '{ $event }'
in-event-number = { $file }, event number { $number }
wrong = { $place }, key '{ $key }': found { $found }; { $allowed }.
at-fault = { $place }, key '{ $key }': { $fault }.
past-the-calendar = { $file }, key 'start': found { $start } and { $days } days; allowed are runs that end before the year 10000.
no-such-key = there is no such key; { $hint }
missing-in-event = it is missing; every event needs it
missing-in-scenario = it is missing; every scenario needs it
range = allowed is { $low } to { $high }
range-above = allowed is above { $low } to { $high }
identifier-letters = allowed are lower-case letters, digits and hyphens
a-list = allowed is a list
a-table = allowed is a table
a-text = allowed is a text
a-number = allowed is a valid number
a-whole-number = allowed is a whole number
true-or-false = allowed is true or false
a-date = allowed is a date such as 2026-09-07
one-of = allowed is { $allowed }
otherwise = the rule that is broken: { $reason }

# Moments, durations, places
not-a-moment = found { $found }; allowed is a day and an hour such as "d3h08", "d1h14:30" or {"{"}day = 3, hour = 8{"}"}, hours 0 to 23, minutes 0 to 59
not-a-duration = found { $found }; allowed is hours above 0, "rest", {"{"}lognormal_h = [median, sigma]{"}"} or {"{"}uniform_h = [shortest, longest]{"}"} with numbers above 0
not-a-place = found { $found }; allowed is "national" or a list of ids
contradiction = '{ $one }' sets { $key } to { $first }, '{ $other }' sets it to { $second }: they cannot hold together
id-twice = found id '{ $found }' twice; allowed is each id once

# Events
only-with-hit = allowed only with hit = { $hits }
only-with = allowed only with gives = { $names }
needs-it = gives = '{ $name }' needs it
hit-needs-it = hit = '{ $hit }' needs it
either-hours = opening_hours needs either hours = [opens, closes] or extend_h, not both
hours-backwards = the first must not be after the second; equal means shut
has-no-level = '{ $hit }' is on or off and has no level; leave the key out
has-no-ramp = '{ $hit }' is on or off and has no ramp; leave the key out
must-divide = it must divide every_h = { $every }
owner-ids = an owner's systems need one or more owner ids
from-or-after = give either from or after, not both and not neither
no-other-event = there is no other event
only-with-after = allowed only together with after
after-the-end = the scenario has { $days } days, so the last hour is { $last }
hours-left = at most { $left } hours are left of { $days } days; "rest" fills them
delay-must-end = a delay must end; allowed are hours or a distribution
rest-has-no-ramp = an event for the rest of the run has no ramp and no repeat
after-rest = that event lasts for the rest of the run, so nothing comes after it
circle = a circle: { $events }
id-taken = an event of that id is already there; allowed is a new id
other-kind = that is the id of one { $kind ->
        [county] county
        [municipality] municipality
        [owner] owner
        [pharmacy] pharmacy
        [distributor] distributor
       *[site] site
    }; '{ $hit }' is placed by national, { $allowed }
no-such-place = network '{ $network }' has no place, owner, pharmacy, distributor or site of that id; { $hint }
county-codes = county codes are { $codes }
no-such-goods = network '{ $network }' has no group, substance, article or supplier of that id; { $hint }
groups-are = groups are { $names }
goods-everywhere = goods named in what stop coming to all sites; leave the key out
levels-alone = levels says which and how much; give one of the two
not-goods = found { $found }; allowed is an id or a list of ids of goods
no-levels = found an empty table; allowed is a table such as {"{"}"22" = 0.3, "kedja-a" = 0.1{"}"}

# Events of the dose chain
dose-needs = { $hit } needs exactly one of { $needs }
dose-content-event = allowed are events with hit 'content': { $allowed }
dose-duration = allowed is a number of hours above 0, or "rest"
no-lever = There is no lever '{ $id }'; there are { $known }
no-decider = '{ $found }' is not among those who decide; there are { $allowed }.

# The levers' data
lever-languages = every text needs both sv and en
lever-minutes = minutes go from lowest to highest; found { $low } to { $high }
lever-basis = { $figure } and its basis belong together: give both or neither
lever-why = { $figure } is '{ $confidence }': { $confidence ->
        [judged] say why
        [chosen] say why
       *[other] give the source
    }
lever-unit = capacity and capacity_unit belong together: give both or neither
decider-prescriber = Prescriber
decider-pharmacy = Pharmacy
decider-dose-pharmacy = Dose pharmacy
decider-region = Region
decider-municipality = Municipality
decider-wholesaler = Wholesaler
decider-agency = Public authority
decider-government = Government
decider-none = Not settled
ground-in-force = In force
ground-proposed = Proposed
ground-under-inquiry = Under inquiry
ground-none-found = None found
ground-not-examined = Not examined
