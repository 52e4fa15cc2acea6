unknown-kind = There is no kind of run “{ $found }”; those that exist are { $known }.
start-not-allowed = You need to be signed in as an analyst to start runs.
cancel-not-allowed = Only whoever started the run, or an administrator, can cancel it.
remove-not-allowed = Only whoever started the run, or an administrator, can remove it.
restore-not-allowed = Only whoever started the run, or an administrator, can restore it.
places-not-allowed = { $file } ranks places and is internal. Sign in to fetch it.
cannot-cancel = Run { $run } cannot be cancelled: it is already { $state }.
still-open = Run { $run } is still going. Cancel it first.
no-result = Run { $run } has no result: it is { $state }.

not-here = There is no run '{ $run }' that you may read.
no-file = Run { $run } has no file '{ $file }'.
save-not-allowed = You need to be signed in, and allowed into the room, to save answers.
too-many = You already have { $most } saved answers of this kind, and there is room for no more. Remove one first.
too-long = The run is { $units } simulated days and would take about { NUMBER($hours, maximumFractionDigits: 1) } hours; a run may take { NUMBER($limit, maximumFractionDigits: 1) }. At most { $most } days are allowed, counted as days times replicates.
turns-of-person = You already have { $most } runs that wait or run, and one person may not have more at a time. Wait until one is done, or cancel one.
turns-of-organisation = Your organisation already has { $most } runs that wait or run, and may not have more at a time. Wait until one is done, or cancel one.
