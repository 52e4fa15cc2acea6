# What was found in a file of the store
markup = "{ $text }", which is markup or a script
key-twice = a key that stands twice
no-yaml = text that is no YAML ({ $reason })
no-keys = no keys and values
no-list = no list at { $key }
said-by-file = { $key }, which the file says for all of them
unknown-key = the key { $key }, which means nothing
missing-key = no { $key }
value = { $value }
long = { $n } characters
items = { $n } of them
other-name = { $key }: { $found }
other-format = format { $found }
unknown-file = a file that a store does not have
no-file = no such file
twice = { $id } for the second time
dead = { $what } points at { $id }, which is not there

# What is allowed
no-markup = plain words, emphasis by asterisks
yaml = YAML with keys and values
a-list = a list
a-mapping = keys and values
a-text = a text
a-day = a day such as 2026-11-27
a-number = a number
a-whole-number = a whole number
true-or-false = true or false
leave-out = leave it out here
keys = { $keys }
needed = it is needed
at-most-characters = at most { $n }
pattern = of the form { $pattern }
one-of = { $allowed }
at-least = at least { $n }
at-most = at most { $n }
other-many = another number of them
as-described = as described in docs/reference/guidance-store.md ({ $reason })
file-name = { $name }, as the file is called
format = format { $n }
known-files = the files in docs/reference/guidance-store.md
stands-in = once; it stands in { $file }, line { $row }
known = { $ids }
must-exist = the id of one that is there
a-store = a folder with a store of guidance

# Questions that cannot be met
no-claim = There is no claim { $id }.
