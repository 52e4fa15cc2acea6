# Sentences of rooms that are not converted yet: their text as it is.
text = { $text }
