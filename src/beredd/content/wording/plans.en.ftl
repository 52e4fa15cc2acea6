# Plans of exercises as files: workbooks, packages, versions.
# What was found in a workbook or a package.
sheets = the worksheets { $sheets }
no-column = no such column
beyond = { $n } cells beyond the columns
no-line = no line { $line }
no-package = no package of an exercise plan
other-hash = an attachment that is not as it was packed

# What is allowed.
this-sheet = a visible worksheet { $sheet }
this-column = the column { $column }
columns = one each of { $columns }
as-headed = cells under the columns alone
fields = one of { $fields }
once = this line once
a-time = a time from { $starts } on day 1, such as T+26:30 or dag 2 08:10
a-package = JSON from `beredd exercise export` with schema { $schema }
an-attachment = name, sha256 and base64, each a text
attachment-name = the name of one file, each name once
whole-attachment = the package as it was exported

# What an import says.
other-sheet = Worksheet { $sheet } is no part of a plan and was passed over.
for-a-run = Worksheet { $sheet }, row { $row }: { $column } belongs to an exercise that has been held and was not taken in.
row = { $row ->
    [0] { $sheet }
   *[other] { $sheet }, row { $row }
}: { $name }: { $did ->
    [added] added
    [removed] removed
   *[changed] changed
}{ $fields ->
    [none] {""}
   *[other] {" "}({ $fields })
}
rows = { $added } added, { $changed } changed, { $removed } removed, { $unchanged } unchanged
written = Written: { $file }
nothing-written = Nothing written; give --out a file.
no-format = Nothing to export to. Give --xlsx FILE, --json FILE or both.
long-cell = Worksheet { $sheet }, row { $row }: a text of { $n } characters does not fit into a cell. Make it shorter.

# Two plans side by side.
change = { $sheet }: { $name }: { $kind ->
    [added] added
    [removed] removed
   *[changed] changed
}
compared = { $n } differences

# From draft to approved.
stands = { $id } version { $version } is { $status } and stands as it is. Begin the next version with `beredd exercise revise`.
other-status = { $id } is { $status }; it can be { $step } once it is { $needs }.
no-author = Who wrote { $id } is not said. Say it first with `beredd exercise write`.
own-text = { $by } wrote this version and cannot be the one who says it is { $step }.
own-review = { $by } reviewed this version; someone else must approve it.
own-text-do = Let someone else read it.
changed-since = { $id } has been changed since { $by } reviewed it. Have it reviewed again.
run-unapproved = { $id } is { $status }; only an approved plan can be marked as run.
no-step = The plan is { $status }, but its history does not say by whom.
no-step-do = Use `beredd exercise review` and `approve`.
changed-after = The plan has been changed since { $by } said on { $on } that it is { $status }.
changed-after-do = Put it back, or make it version { $version } with `beredd exercise revise`.
was-approved = The plan is a draft, but this version has been approved.
nobody = A step needs the name of who takes it.
taken = { $id }, version { $version }: { $step } by { $by }
no-day = { $found } is no day. Write it as 2026-11-27.
no-attachment = Inject { $id } hands out { $name }, which is not there.
no-attachment-do = Put the file into the folder beside the plan that has its name.

# A programme of several years.
untrained = No exercise of the programme has the objective { $objective }.
untrained-do = Add an occasion with a plan that has it, or leave the ability out.
other-programme = The plan { $plan } does not say that it belongs to { $programme }.
other-programme-do = Write programme: { $programme } in it.
empty-year = Nothing is exercised in { $year }.
empty-year-do = Add an occasion, or leave the year out.
outside = { $plan } is to be played in { $year }, which is no year of the programme.
outside-do = Move it, or add the year.
never = { $id } is a party to the assignment and takes part in nothing.
never-do = Put it under takes_part of an occasion.
shares-whole = { $actor } would show { $quantity } exactly to its competitor { $to }.
shares-whole-do = Write form: interval or sum, or leave the competitor out.
nothing-agreed = nothing noted as agreed

# Plans that are changed on the site.
comes-along = { $id } version { $version } comes with the program and does not change. Begin a new version.
changed-meanwhile = { $by } has changed it since the page was shown. What you wrote is still here; open the page again in another tab and compare.
there-already = { $id } version { $version } is there already.
id-taken = There is a plan { $id } already.
draft-there = Version { $version } of { $id } is a draft. Change that.
stands-here = { $id } version { $version } stands. Begin a new version.
nothing-changed = Nothing is changed in { $id }.
nothing-to-undo = There is no change of { $id } to undo.
why-needed = Write what should be looked at.
no-programme = There is no programme { $id }.
