unknown-unit = Enheten ”{ $found }” är okänd; kända enheter är { $allowed }.
other-dimension = En storhet i ”{ $found }” kan inte räknas om till ”{ $asked }”; den mäter { $measures ->
        [mass] massa
        [pressure] tryck
       *[duration] tid
    }: { $allowed }.
