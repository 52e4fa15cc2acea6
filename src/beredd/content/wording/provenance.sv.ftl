as-recorded = { $text }
