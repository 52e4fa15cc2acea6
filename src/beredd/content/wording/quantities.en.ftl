unknown-unit = The unit '{ $found }' is not known; known are { $allowed }.
other-dimension = A quantity in '{ $found }' cannot become '{ $asked }'; it measures { $measures ->
        [mass] mass
        [pressure] pressure
       *[duration] duration
    }: { $allowed }.
