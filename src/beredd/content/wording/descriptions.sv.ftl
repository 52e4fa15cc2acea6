# Vad en beskrivning får innehålla, och vad som sägs om en som inte går att använda
seed = Slumpens frö
field = { $name }
quantity = { $number } { $unit }
share = { NUMBER($share, style: "percent") }
text = ”{ $text }”
one-of = { $choices }
so-many = { $least ->
    [0] högst { $most }
   *[other] { $least } till { $most }
 }
characters = { $most ->
    [0] vilken text som helst
   *[other] text med högst { $most } tecken
 }
nul = { $name } innehåller tecknet NUL, som ingen text får innehålla.
any-number = vilket tal som helst
whole-range = ett heltal från { $low } till { $high }
range = från { $low } till { $high }
range-above = över { $low } och högst { $high }
range-below = från { $low } och under { $high }
range-between = över { $low } och under { $high }
refused = { $label }: { $found } angavs. Tillåtet är { $allowed }.
too-many = { $label }: { $n } angavs. Tillåtet är { $allowed }.
missing = { $label }: inget angavs. Tillåtet är { $allowed }.
unknown-field = Det finns inget fält ”{ $name }”; { $hint }.
unusable = { $name } går inte att använda: { $reason }.
question-file = en fråga i JSON eller TOML
no-table = { $file } går inte att läsa som en fråga: den innehåller ingen tabell med fält och värden.
