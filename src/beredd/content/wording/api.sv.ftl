wrong-schema = Begäran följer inte sitt schema.
nothing-here = Det finns inget på den här adressen.
no-scenario = Det finns inget scenario ”{ $found }”.
