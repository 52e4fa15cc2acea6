# What a description may be, and what is said of one that cannot be used
seed = Seed
field = { $name }
quantity = { $number } { $unit }
share = { NUMBER($share, style: "percent") }
text = “{ $text }”
one-of = { $choices }
so-many = { $least ->
    [0] at most { $most }
   *[other] { $least } to { $most }
 }
characters = { $most ->
    [0] any text
   *[other] text of at most { $most } characters
 }
nul = { $name } holds the character NUL, which no text may hold.
any-number = any number
whole-range = a whole number from { $low } to { $high }
range = from { $low } to { $high }
range-above = above { $low } and at most { $high }
range-below = from { $low } and below { $high }
range-between = above { $low } and below { $high }
refused = { $label }: { $found } was given; allowed is { $allowed }.
too-many = { $label }: { $n } were given; allowed is { $allowed }.
missing = { $label }: nothing was given; allowed is { $allowed }.
unknown-field = There is no field “{ $name }”; { $hint }.
unusable = { $name } cannot be used: { $reason }.
question-file = a question in JSON or TOML
no-table = { $file } cannot be read as a question: it holds no table of fields and values.
