# Places and faults of files that people bring.
file = { $file }
sheet = { $within }, worksheet { $sheet }
row = { $within }, row { $row }
column = { $within }, column { $column }
fault = { $place }: found { $found }; allowed is { $allowed }.
fault-in-file = { $place }: found { $found }; allowed is { $allowed }.
several = { $first } And { $more } more.
and-more = … and { $n } more.

# What was found.
cell = '{ $text }'
empty-cell = an empty cell
two-readings = '{ $text }', which may mean { $small } or { $large }; write it without a sign between thousands
nothing = nothing
no-rows = a header and no rows
no-such-file = no such file
a-folder = a folder
unreadable = no readable file ({ $reason })
bytes = { $n } bytes
rows = { $n } rows
columns = { $n } columns
cells = { $n } cells
characters = { $n } characters in one cell
person = what looks like a personal identity number
old-excel = a workbook of an old Excel, or one with a password
a-text = a text file
zip = a ZIP archive
gzip = a gzip archive
pdf = a PDF file
rtf = a text document (RTF)
parquet = a Parquet file
database = a database
opendocument = an OpenDocument workbook
web-page = a web page, perhaps an error message that was saved
broken-workbook = a workbook that is damaged
nul = a character that no text has (NUL)
bad-bytes = bytes that are not { $encoding }, though the rest of the file is
saved-twice = '{ $text }', a letter that was saved twice in the wrong way
not-unicode = letters that are not UTF-8
unknown-encoding = letters in an encoding that cannot be told for sure
broken-csv = broken quoting
no-json = no JSON
odd-json = JSON with numbers too long or values nested too deep
no-toml = no TOML
odd-toml = TOML with numbers too long or values nested too deep
several-sheets = several worksheets with the same header ({ $sheets })

# What is allowed.
workbook = an XLSX workbook
text-file = a CSV, XLSX or JSON file; save or export it as one of these
utf-8 = a file saved as UTF-8 (in Excel: CSV UTF-8)
one-sheet = one worksheet with figures; join them, or remove the others
table = a header and at least one row
json = a JSON file, unchanged since it was downloaded
toml = TOML in UTF-8
whole-quotes = CSV with quotes in pairs
as-header = { $n } cells, as in the header
no-persons = figures and names of places, and no persons; remove such numbers from the whole file first. Nothing of it has been kept
at-most-bytes = at most { $n } bytes
at-most-rows = at most { $n } rows
at-most-columns = at most { $n } columns
at-most-cells = at most { $n } cells
at-most-characters = at most { $n } characters in one cell

# What a reader is told beside the answer.
title-passed-over = What stands above row { $row } was taken as a title.
