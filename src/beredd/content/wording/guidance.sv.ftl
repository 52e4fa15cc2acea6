# Vad som fanns i en fil
markup = ”{ $text }”, som är uppmärkning eller skript
key-twice = en nyckel som står två gånger
no-yaml = text som inte är YAML ({ $reason })
no-keys = inga nycklar och värden
no-list = ingen lista vid { $key }
said-by-file = { $key }, som filen säger för alla
unknown-key = nyckeln { $key }, som inte betyder något
missing-key = ingen { $key }
value = { $value }
long = { $n } tecken
items = { $n } stycken
other-name = { $key }: { $found }
other-format = format { $found }
unknown-file = en fil som ett förråd inte har
no-file = ingen sådan fil
twice = { $id } för andra gången
dead = { $what } pekar på { $id }, som inte finns

# Vad som är tillåtet
no-markup = vanliga ord, betoning med asterisker
yaml = YAML med nycklar och värden
a-list = en lista
a-mapping = nycklar och värden
a-text = en text
a-day = en dag, till exempel 2026-11-27
a-number = ett tal
a-whole-number = ett heltal
true-or-false = true eller false
leave-out = utelämna den här
keys = { $keys }
needed = den behövs
at-most-characters = högst { $n }
pattern = på formen { $pattern }
one-of = { $allowed }
at-least = minst { $n }
at-most = högst { $n }
other-many = ett annat antal
as-described = som det beskrivs i docs/reference/guidance-store.md ({ $reason })
file-name = { $name }, som filen heter
format = format { $n }
known-files = filerna i docs/reference/guidance-store.md
stands-in = en gång; det står i { $file }, rad { $row }
known = { $ids }
must-exist = id för något som finns
a-store = en mapp med ett förråd av råd

# Frågor som inte går att svara på
no-claim = Det finns inget påstående { $id }.
