wrong-schema = The request does not fit its schema.
nothing-here = There is nothing at this address.
no-scenario = There is no scenario '{ $found }'.
bad-request = The request could not be understood.
method = { $method } cannot be used at this address.
too-large = What was sent is larger than { $most } bytes, the most that is taken.
nul = The request holds the character NUL, which no text may hold.
fault = Something went wrong here. The fault is logged as { $id }.
