# Registers of pharmacies and tables of population.
wanted = a CSV or XLSX file with a header, Overpass JSON or GeoJSON
map-data = an Overpass answer (a list 'elements') or GeoJSON (a list 'features', one feature, or one a line)
other-json = JSON of another kind
no-features = an empty list of features
no-elements = an empty list of elements
remark = an answer that Overpass stopped early: { $remark }
whole-answer = a whole answer; ask again with a longer timeout or a smaller area
columns = the columns { $columns }
name-or-id = a column with the pharmacy's name (namn) or id (apoteksId), or for population a place (kommun) and people (folkmängd)
says-where = a column that says where: kommun, postort, lat and lon, or N and E
no-row = none of the { $n } rows usable; the first: { $where }: { $reason }
one-row = at least one row that can be used; nothing has been written
two-populations = { $people } people in { $place }, which another file gives as { $other }
one-population = one population per municipality
counties = counties ({ $names }) and no municipalities
municipalities = a row for each municipality, with its code or name
twice = { $place } with { $people } and with { $other } people, and nothing that tells the rows apart
