# The folder
no-folder = There is no network '{ $found }'; allowed is 'sweden' or a folder with network tables.
not-a-table = { $file }: not a table of a network; allowed are { $allowed }. Other files may not end in .csv or .toml, so that a misspelt table never goes unread.
unknown-column = { $file }: column '{ $found }' is unknown; allowed are { $allowed }.
no-rows = { $file }: the table has a header but no rows; leave the file out to use the reference.
too-many-rows = { $file }: found { $found } rows; allowed are at most { $most }.
no-tables = { $folder }: no table of a network here; expected at least one of { $allowed }.
table-twice = { $folder }: the table { $found } is there twice, as .csv and as .xlsx; leave one.
a-table = a CSV or XLSX table of a network
table-missing = { $folder }: { $missing } is missing; a folder with its own { $own } needs it.
sites-missing = { $folder }: sites.csv is missing; the reference sites stand in municipality { $municipality }, which municipalities.csv lacks, so the folder needs sites of its own.
only-web = { $file }: found only e-commerce pharmacies; allowed is at least one shop.

# network.toml
unknown-key = { $file }, key '{ $key }': unknown; allowed are { $allowed }.
wrong-value = { $file }, key '{ $key }': found { $found }; allowed is { $allowed }.
a-text = a text
a-count = a whole number, 0 or more
a-list-of-texts = a list of texts
a-table-of-shares = a table of shares from 0 to 1

# Tables
missing-column = { $file }: column '{ $missing }' is missing; found { $found }; needed are { $needed }.
wrong-cell = { $file }, row { NUMBER($row, useGrouping: 0) }, column { $column }: found '{ $found }'; allowed is { $allowed }.
a-name = a name that is not empty
a-name-that-occurs-once = a name that occurs once; it is already in row { NUMBER($row, useGrouping: 0) }
a-number = a number from { $low } to { $high }
a-whole-number = a whole number from { $low } to { $high }
one-of = one of the { $count } in { $file }: { $few }
whole-hours = whole hours such as 9-18 with 0 <= opens < closes <= 24, closed, or empty
no-ages-sum = { $file }, row { NUMBER($row, useGrouping: 0) }, columns { $first } to { $last }: found a sum of { $found }; allowed are shares that sum to 1.
only-zeros = { $file }, row { NUMBER($row, useGrouping: 0) }, columns { $first } to { $last }: found only zeros; allowed are weights of which one is above 0.
too-many-lines = { $file }, column lines_per_person: found { $found } lines for one person who has every group; allowed are at most { $most }.
more-patients = { $file }, row { NUMBER($row, useGrouping: 0) }, column people: found { $found }, more people than the network has; allowed is at most { $most }.
article-sum = { $file }, column share: found a sum of { $found } for group '{ $group }'; allowed is a sum of 1 for each group.
no-site = { $file }, column distributor_id: found no site of '{ $distributor }'; allowed is at least one site for each distributor.
column-twice = { $file }: column '{ $found }' occurs more than once; each name may occur once.

# Writing a folder
file-in-the-way = { $folder }: a file is in the way; choose the name of a new folder.
strange-file = { $folder }: the folder holds '{ $found }', which is no part of a network; choose a new or empty folder.
articles-missing = { $folder }: articles.csv is missing; a folder with its own { $table } needs it.
no-such-counties = Counties { $found } were asked for; allowed are { $allowed }.
exchange-label = a label whose articles all have one substance_id; only those may replace each other
words = one of { $words }
