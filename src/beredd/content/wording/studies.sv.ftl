cannot-compute = Programmet kan inte räkna { $kind }. Det kan: { $known }.
