no-template = There is no report of kind { $report } for { $assignment }. There are: { $known }.
a-template = a YAML file with a report
cited = one of the report's runs: { $ids }
secret-run = a public run; the paragraph is public
no-digits = a number of a run, {"{"}run.output{"}"}, or {"{"}=15 February 2027{"}"} for what the decision says
no-output = Run { $run } gives no output { $output }.
no-bundle = The file has nothing to recompute; reports that Beredd made do.
bundle-changed = What the file has to recompute is not as it was written, so it cannot be.
built = { $file }: { $numbers } numbers of { $runs } runs.
demo = It is a demo: each page says "DEMO – ej redovisning", and it cannot be signed.
holds = { $number } { $name }: every number holds bit for bit.
differs = { $number } { $name }: differs ({ $outputs }).
needs-version = { $number } { $name }: needs Beredd { $version }; the engine's rules are others now.
a-report = a report in PDF or Word
no-money = { $assignment } has no money for { $year }.
overspent = The costs of { $year } are { NUMBER($kronor, minimumFractionDigits: 2) } kr more than the decision gives. Account only for what the assignment may be charged.
frozen = { $number } { $name }: the register as of that day; the public edition leaves its rows out, so it is not computed again.
