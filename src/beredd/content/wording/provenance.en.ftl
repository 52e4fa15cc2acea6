# A limit that a stored record words and this version no longer knows by its code.
as-recorded = { $text }
