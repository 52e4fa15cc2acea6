wrong-schema = Begäran följer inte sitt schema.
nothing-here = Det finns inget på den här adressen.
no-scenario = Det finns inget scenario ”{ $found }”.
bad-request = Begäran gick inte att förstå.
method = { $method } går inte att använda på den här adressen.
too-large = Det som skickades är större än { $most } byte, som är det mesta som tas emot.
nul = Begäran innehåller tecknet NUL, som ingen text får innehålla.
fault = Något gick fel hos oss. Felet är loggat under { $id }.
