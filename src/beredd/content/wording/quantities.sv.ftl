unknown-unit = Enheten ”{ $found }” är okänd; kända enheter är { $allowed }.
other-dimension = En storhet i ”{ $found }” kan inte räknas om till ”{ $asked }”; den mäter { $measures ->
        [mass] massa
        [concentration] koncentration
        [pressure] tryck
        [flow] flöde
       *[duration] tid
    }: { $allowed }.
molar-mass = En molmassa måste vara större än 0 g/mol; den angivna är { $found }.
