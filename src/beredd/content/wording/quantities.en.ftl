unknown-unit = The unit '{ $found }' is not known; known are { $allowed }.
other-dimension = A quantity in '{ $found }' cannot become '{ $asked }'; it measures { $measures ->
        [mass] mass
        [concentration] concentration
        [pressure] pressure
        [flow] flow
       *[duration] duration
    }: { $allowed }.
molar-mass = A molar mass must be above 0 g/mol, got { $found }.
