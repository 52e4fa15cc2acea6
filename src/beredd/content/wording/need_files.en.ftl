# Files that are wanted.
table = a CSV or XLSX file with one row per area and sex
log = a CSV or XLSX file with one row per movement
deaths-export = an export of Socialstyrelsen's causes of death, JSON with a list named data
population-export = population by region and sex from SCB: JSON-stat 2, or JSON from PxWeb

# The planner's table.
the-columns = the columns { $columns }
no-column = no such column
nameless-column = no name above column number { $number }, which has content
a-name-each = a name for every column
column-twice = the column twice, as { $first } and { $second }
once-each = each column once
people = a number from 1 to { $high }
deaths = deaths per year, 0 or more
at-risk = a number from { $low } to the population ({ $high })
kits = kits handed out per year, 0 or more
a-code = a code such as 01 or 0180
a-name = a name
men-or-women = men or women
again = { $code } { $sex } again, as in row { $row }
one-row-each = one row per area and sex
other-name = '{ $name }' for { $code }, which is '{ $known }' in row { $row }
one-name = one name per code
the-country = '{ $name }', the whole country, beside its parts
part-of = { $code }, which lies within { $whole } in row { $row }
parts-alone = areas that do not lie within each other, for else people are counted twice
share-too = a share, since { $other } is given
a-share = a share from { $low } to 1
at-most-p0 = at most case_fatality_p0 ({ $p0 })
a-count = a count, 0 or more
no-indicator = no indicator above 0
one-indicator = at least one of { $columns }
more-than-people = { $n } people at risk of { $people }
total-that-fits = a national total that the areas can hold

# The distribution log.
a-day = a day such as 2026-11-22
a-day-or-month = a day such as 2027-03-31 or a month such as 2027-03
kinds = { $kinds }
whole-kits = a whole number above 0
other-county = { $found } for { $place }, which is { $known } in row { $row }
one-county = one county per place
other-expiry = { $found } for { $batch }, which is { $known } in row { $row }
one-expiry = one day of expiry per batch
more-out = { $n } more kits of { $batch } gone from { $place } than came
no-more-out = no more out than in
month-read-as = { $n } { $n ->
        [one] row gives
       *[other] rows give
    } a month as day of expiry; it is read as the month's last day.
rows-after = { $n ->
        [one] Row { $rows } lies
       *[other] Rows { $rows } lie
    } after { $today } and { $n ->
        [one] is
       *[other] are
    } not counted.

# Downloaded statistics.
no-list = no list
next-page = a next page ({ $page }) that is not given
missing-pages = { $count } pages, of which { $pages } not given
all-pages = all pages of an export, each once
other-measure = measure { $measure } alone
measure-one = measure 1, the number of deaths
an-object = an object with ar, regionId, konId and varde
sex-id = 1 (men), 2 (women) or 3 (both, passed over)
region-id = a region's number, 1 to 25 or four digits
a-year = a year
deaths-or-hidden = deaths, 0 or more, or X for a hidden cell
rates-passed-over = { $n } rows of other measures than the number of deaths are passed over.
two-values = { $value } for the same cell that is { $other } in row { $row }
one-value = one value per cell
repeated-rows = { $n } rows are given twice and counted once.
cause-within = { $part } lies within { $whole }, which is given too: the whole alone is counted.
one-level = regions of one level, counties or municipalities
other-years = { $cause } for { $years }, and { $other } for { $other_years }
same-years = the same years for all causes
no-area = no area
by-area = rows by area (region 1 to 25) and sex
hidden = { $region } { $sex }: hidden in the export in { $years }, so this area and sex is left out. Years with counts taken alone would mislead.
other-json = another kind of JSON
no-area-by-sex = no area by sex
by-region = population by region and sex (Kon 1 and 2)
no-people = { $value } at { $key }
people-or-none = a population, 0 or more
several-figures = several figures ({ $codes }) of which none or more than one is the population
one-figure = the population alone
ages-overlap = { $first } beside { $second }
ages-apart = ages that do not lie within each other, or their total
broken-row = a row without a whole '{ $part }'
n-keys = { $n } codes
n-values = { $n ->
        [one] one value
       *[other] { $n } values
    }
whole-dataset = a whole JSON-stat 2 dataset
other-size = { $n } codes where the size is { $size }
no-common-area = no area that the deaths have too
same-areas = the same areas in both files
protected-place = a place (not repeated here)
county-alone = the county's code: where protected housing lies is not written down
a-percentage = a share in per cent
a-number-of = a number; turn the share into one
sum-of-others = '{ $name }' with { $n } people, as many as all other areas together
another-countys-name = '{ $name }', whose code is { $named }; { $code } is { $known }
code-and-name = a county's code and its own name
cause-beside = { $one } beside { $other }, and one death may stand under both
causes-apart = causes that exclude each other, such as X42 and X44
age-is-a-total = age { $age }, which is the sum of the other ages
left-out = { $n ->
        [one] One area
       *[other] { $n } areas
    } ({ $areas }) in only one of the files: left out.
is-a-total = { $code }, which is the sum of the others
parts-or-whole = parts alone or the whole alone
