no-template = Det finns ingen rapport av slaget { $report } för { $assignment }. De som finns: { $known }.
a-template = en YAML-fil med en rapport
cited = en av rapportens körningar: { $ids }
secret-run = en körning som är öppen; stycket är det
no-digits = ett tal ur en körning, {"{"}körning.storhet{"}"}, eller {"{"}=15 februari 2027{"}"} för det som beslutet säger
no-output = Körningen { $run } ger ingen storhet { $output }.
no-bundle = Filen har inget underlag att räkna om; det ligger i rapporter som Beredd har gjort.
bundle-changed = Filens underlag är inte som det skrevs, så det kan inte räknas om.
built = { $file }: { $numbers } tal ur { $runs } körningar.
demo = Det är ett demo: varje sida säger ”DEMO – ej redovisning”, och det kan inte undertecknas.
holds = { $number } { $name }: alla tal stämmer bit för bit.
differs = { $number } { $name }: skiljer sig ({ $outputs }).
needs-version = { $number } { $name }: behöver Beredd { $version }; motorns regler är andra nu.
a-report = en rapport i PDF eller Word
no-money = { $assignment } har inga medel för { $year }.
overspent = Kostnaderna för { $year } är { NUMBER($kronor, minimumFractionDigits: 2) } kr mer än beslutet ger. Redovisa bara det som uppdraget får belastas med.
frozen = { $number } { $name }: registrets läge den dagen; den öppna utgåvan bär inte raderna, så det räknas inte om.
