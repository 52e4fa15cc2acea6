# Register över apotek och tabeller över folkmängd.
wanted = en CSV- eller XLSX-fil med rubrikrad, Overpass-JSON eller GeoJSON
map-data = ett svar från Overpass (en lista ”elements”) eller GeoJSON (en lista ”features”, ett enda objekt av slaget Feature, eller ett på varje rad)
other-json = JSON av annat slag
no-features = en tom lista ”features”
no-elements = en tom lista ”elements”
remark = ett svar som Overpass avbröt: { $remark }
whole-answer = ett helt svar; fråga igen med längre tidsgräns eller mindre område
columns = kolumnerna { $columns }
name-or-id = en kolumn med apotekets namn (namn) eller id (apoteksId), eller för folkmängd en plats (kommun) och personer (folkmängd)
says-where = en kolumn som säger var: kommun, postort, lat och lon, eller N och E
no-row = ingen användbar rad av { $n }; den första: { $where }: { $reason }
one-row = minst en rad som går att använda; ingenting har skrivits
two-populations = { $people } personer i { $place }, som en annan fil anger till { $other }
one-population = en folkmängd per kommun
counties = län ({ $names }) och inte kommuner
municipalities = en rad per kommun, med kommunens kod eller namn
twice = { $place } med både { $people } och { $other } personer, utan något som skiljer raderna åt
