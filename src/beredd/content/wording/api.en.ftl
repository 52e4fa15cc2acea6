wrong-schema = The request does not fit its schema.
nothing-here = There is nothing at this address.
no-scenario = There is no scenario '{ $found }'.
