# Measures
unknown = There is no measure '{ $name }'; { $hint }.
not-computed = Measure '{ $name }' cannot be compared: { $why }
id = { $file }, measure '{ $name }': the id is there twice or has a +; allowed is an id of its own without +.
effects-or-why = { $file }, measure '{ $name }': needs either effects or not_modelled, and not both.

# A comparison
measures = Measures
uncertainty = Draws of parameters
until-width = Width of the interval
small = Small country
width-alone = --until-width reckons the number of runs itself; leave { $option } out.
draw-outside = A draw of { $name } is { $found }; allowed is { $allowed }. The register's uncertainty is wider than its range.
draws-dropped = Of { $asked } draws { $left } have an ordinary week within validate's bands; a comparison needs { $least }. Ask for more draws.

# Screening
paths = Morris paths
sobol = Sobol' points
whole = The whole country
power-of-two = --sobol was { $found }; allowed is 0 or a power of two, such as 16 or 32.
