# What the model does not know
limit-other-causes = The model knows no airway obstruction, chest-wall rigidity, resuscitation or other drugs taken together.
limit-injected = The opioid is injected at once into a vein; swallowed, smoked or snorted opioids are not in the model.
limit-one-body = The body is one 70 kg adult; only kinetics and receptor binding vary between subjects.
limit-habit = Naive and chronic users differ in two exponents only.
limit-opioids = Carfentanil's kinetics are assumed in the published model; nitazenes are a scenario analysis without human data.
limit-arrest = Cardiac arrest is a calibrated rule (arterial PO2 at or below 15 mmHg, 2.0 kPa, for 220 s), not an observed threshold.
limit-no-advice = Research and training support; no medical device and no advice on treatment.

# Names
unknown-subject = There is no subject type '{ $found }'; choose one of { $allowed }.
unknown-strategy = There is no strategy '{ $found }'; choose one of { $allowed }.
unknown-opioid = There is no opioid '{ $found }'; choose one of { $allowed }.
unknown-product = There is no antagonist product '{ $found }'; choose one of { $allowed } (any number of mg).

# Quantities
row-distance = The rows are to be { $found } s apart; allowed is { $low } to { $high } s.
threads = The number of threads is { $found }; it must be at least 1.
counts-milligrams = The strategy '{ $strategy }' counts milligrams into a vein; '{ $product }' is given { $route ->
        [im] into a muscle
        [in] into the nose
       *[other] in another way ({ $route })
    }.
opioid-dose = The dose of { $opioid } is { $found } mg; it must be above 0 and at most { $high } mg (published doses: { $published } mg; 1 mg = 1000 µg).
iv-dose = The product '{ $product }' is { $found } mg; an intravenous dose must be above 0 and at most { $high } mg.

# Folders with the population's rows
no-folder = There is no folder '{ $folder }' with population rows.
no-file = The folder '{ $folder }' has no file '{ $file }'.
unreadable = The file '{ $file }' cannot be read: { $reason }.
no-rows = The file '{ $file }' has no rows below its header.
no-number = The file '{ $file }' has no number in column '{ $column }' on line { NUMBER($row, useGrouping: 0) }.
no-column = The file '{ $file }' has no column '{ $column }'; it has { $found }.
too-few = The file '{ $file }' has { $found } subjects, but { $asked } were asked for.
not-positive = The file '{ $file }' has { $found } in column '{ $column }' on line { NUMBER($row, useGrouping: 0) }; every value must be a number above zero.
no-share = The file '{ $file }' has bioavailability { $found } on line { NUMBER($row, useGrouping: 0) }; it is a share, at most 1.

# What is asked
opioid = Opioid
dose = Dose
subject = Subject
arms = Ways of giving an antagonist
arm-twice = The arm { $arm } is asked for twice; each may stand once.
population = Population
antagonist = Antagonist
strategy = Way of giving it
delay = Delay
recovery = Recovery of arterial gases

# What to mind in an answer
note-fitted = Label-fitted products are not ranked. The label says nothing of the first minutes, and those decide the outcome; so no differences are computed for them, their figures are spans over all curves that fit the label, and they stand in the order they were asked for.
note-beyond = Ways of giving that go beyond the published validation have no published figure to be compared with.
note-failed = { $n ->
    [one] One computation
   *[other] { $n } computations
 } failed numerically and { $n ->
    [one] is
   *[other] are
 } not counted in the shares.
review = Not reviewed. Must be reviewed by a clinician before it is used or published.
cite-as = Beredd { $version }, engine { $engine }, run { $id }, seed { $seed }, { $n } virtual subjects.
after = after { $delay } s
with-dose = { $product }, { $dose } mg

# Tables and figures
without = without
without-antagonist = Without an antagonist
no-antagonist = No antagonist is chosen
mark-fitted = fitted to its label
mark-beyond = beyond the published validation
note-span = fitted to its label: span over all curves
table-arms = The ways side by side
table-differences = What differs, and how sure
column-arm = Way
column-arrest = Cardiac arrest, %
column-interval = 95% interval
column-rescue = Back above 40% of rest, s
column-hypoxia = Minutes with brain hypoxia
column-doses = Doses, mean
column-failed = Failed
column-difference = Difference in cardiac arrest
column-points = Percentage points
column-saved = Arrest in the second only
column-lost = Arrest in the first only
column-excludes-zero = The interval excludes zero
column-minute = Minute
column-without = Without
less = { $one } minus { $other }
between = { $low } to { $high }
figure-shares = Cardiac arrest in the population, per cent
figure-ventilation = Ventilation, litres per minute
figure-po2 = Arterial PO2, mmHg (100 mmHg is 13.3 kPa)
column-pressure = { $label }, mmHg (kPa)
with-kpa = { $mmhg } mmHg ({ $kpa } kPa)
figure-opioid = Receptors held by the opioid, per cent
figure-antagonist = Receptors held by the antagonist, per cent
share-span = { $span } % (all curves)
of-rest = { $share } % of rest
tick-minutes = { $n } min
alt-shares = Cardiac arrest in the population. { $rows }. The numbers are in the table.
alt-course = Curve: { $title }, the typical patient, from when the opioid is given. { $spans }. The numbers are in the table.
alt-arm = { $letter } is lowest at { $low } and { $last } after half an hour
given-typical = { $opioid } { $dose } mg, typical patient.
given-population = { $opioid } { $dose } mg, { $n } people.
for-research = Model result for research and training. Must be reviewed by a clinician before anything is used or spread.

# Nitazenes: a scenario analysis
reference-dose = Fentanyl's dose that is the measure
slowest = Slowest, times fentanyl
steps = Steps per axis
until = The person is followed for
scenario-only = Scenario analysis, no human data
cannot-answer-slower = The model cannot answer about an opioid { $found } times slower than fentanyl. The slowest that it was fitted to, carfentanil, leaves the receptor { $high } times more slowly.
cannot-answer-longer = The model cannot answer after { $found } minutes. The published studies followed people for { $high } minutes: 75 where anything is given into the nose or a vein, 90 where all is given into a muscle.
cannot-answer-lasting = The model cannot answer: longer than the { $until } minutes that people are followed.
cannot-answer-episodes = The model cannot answer: the intramuscular model ignores later episodes.
cannot-answer-fitted = The model cannot answer: the label does not give the first minutes.
cannot-answer-dose = The model cannot answer: no dose up to the limit is as deadly.
table-scenario = Equally deadly dose: what each way reaches against each opioid
column-opioid = Opioid
column-dose-ratio = Dose, times fentanyl's
column-untreated = Arrests without antagonist, %
column-half-life = Half-life at the receptor, min
column-holds = The opioid alone holds, min
column-left = Holds after { $until } min, %
column-arm-arrest = { $arm }: arrests, %
column-arm-later = { $arm }: new episode, people
column-ground = What the row rests on
ground-published = published model
fentanyl-itself = Fentanyl
slower-off = Leaves { $r } times more slowly
slower-on = Binds { $s } times more slowly
short-off = Leaves × { $factor }
short-on = Binds × { $factor }
short-both = Both × { $factor }
slower-both = Leaves { $r } and binds { $s } times more slowly
figure-plane = { $arm }: arrests at an equally deadly dose, per cent
figure-opioids = { $arm }: arrests against each opioid, per cent
axis-residence = Leaves: times slower
axis-onset = Binds: times slower
alt-plane = Grid: { $title }. Lowest { $low } per cent, highest { $high }. { $cells } Scenario analysis, no human data. The figures are in the table.
alt-cell = Leaves × { $r }, binds × { $s }: { $share }.
alt-opioids = { $title }. { $rows }. Scenario analysis, no human data. The figures are in the table.
lead-equal = The doses are equally deadly: without help { $untreated } of 100 go into cardiac arrest.
lead-arm = With { $arm }, { $base } of 100 go into arrest against fentanyl, { $off } if the opioid leaves the receptor { $factor } times more slowly, { $on } if it binds { $factor } times more slowly, and { $both } if it does both.
lead-lasting = For half of the people the opioid alone holds dangerously many receptors for at most { $base } minutes with fentanyl and { $both } minutes if it is slower in both ways; the antagonist's effect must last at least so long.
lead-lasting-open = How long the antagonist's effect must last against the slowest opioid the model cannot answer: longer than the { $until } minutes that people are followed.
cannot-answer = the model cannot answer
given-scenario = Fentanyl { $dose } mg is the measure, { $n } people. Scenario analysis, no human data.

# Recovery
table-recovery = Minutes to recovery in the blood
column-brain = Brain PO2 above { $limit }
column-pao2 = Arterial PO2 above { $limit }
column-saturation = Saturation above { $limit } %
column-paco2 = Arterial PCO2 below { $limit }
median-and-quartiles = { $middle } ({ $ends })
