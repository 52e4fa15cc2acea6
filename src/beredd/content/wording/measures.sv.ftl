# Åtgärder
unknown = Det finns ingen åtgärd '{ $name }'; { $hint }.
not-computed = Åtgärden '{ $name }' kan inte jämföras: { $why }
id = { $file }, åtgärd '{ $name }': id:t står två gånger eller har ett +; tillåtet är ett eget id utan +.
effects-or-why = { $file }, åtgärd '{ $name }': behöver antingen effects eller not_modelled, inte båda.

# En jämförelse
measures = Åtgärder
uncertainty = Dragningar av parametrar
until-width = Intervallets bredd
small = Litet land
width-alone = --until-width räknar själv ut antalet körningar; utelämna { $option }.
draw-outside = En dragning av { $name } är { $found }; tillåtet är { $allowed }. Registrets osäkerhet är bredare än dess gränser.
draws-dropped = Av { $asked } dragningar har { $left } en vanlig vecka inom valideringens gränser; en jämförelse behöver { $least }. Begär fler.

# Screening
paths = Morrisvägar
sobol = Sobolpunkter
whole = Hela landet
power-of-two = --sobol var { $found }; tillåtet är 0 eller en tvåpotens, som 16 eller 32.
