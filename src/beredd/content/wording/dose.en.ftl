# The dose network
no-folder = There is no folder '{ $found }' with dose tables; give a folder that exists.
county-without-operator = { $file }: county { $code } ({ $county }) has no cluster and so no operator; every county of the network needs a row.
shares = { $file }, column share: found a sum of { $found }; allowed is a sum of 1.
day-after-delivery = a day of first intake with two working days, one to pack and one to deliver, between it and the stop
too-many-patients = { $municipality }: found { $found } dose patients wanted; allowed are at most { $most }, as many as have a medicine that goes into rolls.

# Events
where-plants = allowed are national, plants and operators: { $plants }
where-counties = allowed are national, county codes, plants and operators: { $plants }
where-places = allowed are national, county codes and municipality codes
another-plant = allowed is another plant than those that are hit: { $allowed }
past = Day { $day } of the dose chain is over; nothing decided now can change { $what } before it.
contradiction = { $file }, event '{ $event }', key '{ $key }': found two { $hit } that say different things of the same plant or place on the same day; allowed is one at a time.

# A run
tables = Dose tables
no-such-municipality = There is no municipality '{ $found }' in the network; { $hint }.
file-kind = The table cannot be written to '{ $found }'; allowed is a name that ends in .csv or .xlsx.
limit-network = Plants, machines, shifts and stocks of the dose chain are estimates; operators are pseudonyms, and the patients are synthetic people of the chain.
limit-uncoupled = Whole packs that nurses share out come from a room at ordinary pharmacies that is a number; shelves and queues there are not touched.
limit-harm = Patients without a roll are counted; harm to them, and of wrong medicines, is not computed.
care-housing = Care housing
home-care = Care at home
pick-up = Fetched by the patient
table-run-out = Who runs out which day, those at home first
table-units = Who runs out which day, by care unit, those at home first
column-recipient = Recipient
column-code = Code
column-municipality = Municipality
column-unit = Care unit
column-day = Day
column-date = Date
column-run-out = Run out that day
column-so-far = So far
column-without = Without that morning
column-patients = Dose patients
