# What was found in a file of the store
other-name = { $key }: { $found }
other-format = format { $found }
unknown-file = a file that a store does not have
no-file = no such file
twice = { $id } for the second time
dead = { $what } points at { $id }, which is not there

# What is allowed
file-name = { $name }, as the file is called
format = format { $n }
known-files = the files in docs/reference/guidance-store.md
stands-in = once; it stands in { $file }, line { $row }
known = { $ids }
must-exist = the id of one that is there
a-store = a folder with a store of guidance

# Questions that cannot be met
no-claim = There is no claim { $id }.
no-thing = There is no { $kind } { $id } to approve or change.
on = "{ $found }" is no day; a day is written 2026-11-27.

# Why something is not shown, or is stale
was-stopped = Stopped { $on }: { $why }
is-internal = It is internal and never published.
left-band = The computed number { $names } is outside the band that the claim states, or no study gives it.
review-lapsed = The last day of its review was { $on }.
not-approved = { $missing ->
        [one] One approval is missing.
       *[other] { $missing } approvals are missing.
    }
renders-old = It renders version { $version }; the present one is { $now }.
notice-over = The notice ended { $on }.
not-yet = It is approved and shown from { $on }.
step-stopped = Stopped steps: { $steps }. The page "Call 112" replaces the sequence.
changed-unsealed = Version { $version } was changed after it was sealed.
new-version = Version { $version } is not approved; { $missing ->
        [one] one approval is missing.
       *[other] { $missing } approvals are missing.
    }
approval-overtaken = It was changed after it was approved.
carries = It carries { $claim }. { $why }
a-text-is-old = A text that it shows does not render version { $version }.
clinicians = clinicians
publisher = whoever publishes

# Rules: what is wrong, and what to do
unsealed = It has no seal yet.
unsealed-do = Run beredd guidance seal.
changed-unsealed-do = Run beredd guidance seal, which gives it a new version; with --draft a draft keeps its own.
no-support = No source supports it.
no-support-do = Add evidence that bears it out, or take it away.
surer-than-sources = Its confidence is { $claim }, that of its best source { $best }.
surer-than-sources-do = Write { $best }, or add a better source.
graded-by-nobody = Certainty { $certainty } stands without who graded it.
graded-by-nobody-do = Say who in graded_by, or write not-graded.
odd-number = The number { $name } is neither one value nor a range.
odd-number-do = Give value, or low and high with low below high; a computed number has low and high.
two-measures = Its numbers belong to both counts of deaths.
two-measures-do = Make two claims of it; the counts never meet in a sum.
left-band-do = Write a new version of the claim.
long-interval = It is reviewed every { $found } months, and its kind at most every { $most }.
long-interval-do = Write { $most } or less in review_months.
law-undated = It states law without saying where and as of when.
law-undated-do = Add legal with place, as_of and basis.
law-lasting = It states law and does not say that law changes.
law-lasting-do = Add law to perishable.
law-half = Who confirmed the law and when do not both stand there.
law-half-do = Give both confirmed_by and confirmed_on, or neither.
law-changed = The law that it states changed { $on }.
law-changed-do = Read the law in force and write a new version, or withdraw the claim.
alone = It might make a rescuer hold back, and nothing says what to do anyway.
alone-do = Name a claim in companions that does.
companion-holds = Its companion { $id } might itself make a rescuer hold back.
companion-holds-do = Name one that says what to do anyway.
companion-absent = Its companion { $id } is not for { $audiences }.
companion-absent-do = Add these audiences to { $id }, or take them away here.
companion-closed = Its companion { $id } is { $publish } and would not follow it.
companion-closed-do = Open { $id } as far as this claim.
companion-weak = Its companion { $id } has confidence C and would not follow it in print.
companion-weak-do = Name a companion with better sources.
computed-public = A number in it comes from a model, and it is not for professionals alone.
computed-public-do = Write publish: professional, and professional audiences alone.
lay-audience = It is for professionals, and names { $audiences }.
lay-audience-do = Take these audiences away, or write publish: public.
text-in-draft = { $language } is a layout draft and holds no text.
text-in-draft-do = Take the text away, or make the language one that is published.
renders-future = It renders version { $version }, and the claim has come to { $now }.
renders-future-do = Write the version it was written from.
renders-old-do = Read it beside the present version and approve it anew.
not-for-them = The claim is not for { $audiences }.
not-for-them-do = Take them away here, or add them to the claim.
rival = It is for the same as { $other }.
rival-do = Keep one, or say for whom each is.
odd-markup = It holds { $used }.
odd-markup-do = Use paragraphs, lists and emphasis in variants, emphasis alone elsewhere; no links, no headings.
suicide-unmarked = "{ $text }" speaks of suicide, and the claim does not say so.
suicide-unmarked-do = Write about_suicide: true and let numbers for help follow.
word = "{ $text }": { $why }.
word-do = Write { $instead }.
substance-named = It names { $text }.
substance-named-do = Write new synthetic opioids; the substance stands with its day in substances.yaml.
hard-to-read = LIX is { $lix }; aimed at is { $aimed } at most.
hard-to-read-do = Shorten sentences and words, and read it with those it is for.
no-such-number = It has a place for { $names }, which is no number of the claim.
no-such-number-do = Use { $names }, or add the number.
number-not-said = The number { $names } is not in the sentence.
number-not-said-do = Put it in as a name in braces, or take it away.
typed-number = The number { $text } is typed into the text.
typed-number-do = Let numbers hold it with its unit, and put its name in braces.
medicine-unnamed = It is bound to { $names } and does not say so.
medicine-unnamed-do = Name the medicine in the text.
medicine-unbound = It names { $names } and is not bound to it.
medicine-unbound-do = Add it to medicines, or take the name away.
not-said-in = It is not said in { $editions }.
not-said-in-do = Write it.
no-help = It speaks of suicide, and { $numbers } do not follow in { $edition }.
no-help-do = Name a companion with the numbers for help.
claim-for-others = { $claim } is not for { $audience }.
claim-for-others-do = Take it away, or add the audience to the claim.
claim-closed = { $claim } is { $publish } and not open to this audience.
claim-closed-do = Take it away.
weak-in-print = { $claims } has confidence C, which is never printed.
weak-in-print-do = Find a better source, or take it off paper.
carries-stopped = { $claim } is stopped and no longer shown.
carries-stopped-do = Take it out of the list.
two-measures-carried = Both counts of deaths stand under one heading.
two-measures-carried-do = Set them apart.
quiz-questions = A quiz has questions, and nothing else has.
quiz-questions-do = Add questions, or move it to the file of its kind.
right-answers = Not exactly one answer to { $question } is right.
right-answers-do = Mark one with is_right: true.
heading-not-said-in = { $name } is not said in { $editions }.
notice-length = It ends { $on }.
notice-length-do = Let it end after it was reported and by { $last }.
notice-over-do = Remove it, or report it anew.
not-looked = Nobody has looked elsewhere for knowledge on { $topic } of late (last { $on }).
not-looked-do = Look at the Nordics, the EU and the world, and write what was found into horizon/{ $topic }.yaml.
calls = Not exactly one step is the call to 112.
calls-do = Mark one with is_call: true.
steps-twice = Two steps have one id.
steps-twice-do = Give each its own.
step-bound = The step { $step } rests on { $claims }, bound to a medicine.
step-bound-do = Let it rest on claims that hold for every medicine.
step-stopped-do = Write a new version of the sequence and approve it as a whole.
sequence-lacks = The sequence is missing in { $editions }.
edition-lacks = { $edition } lacks the steps { $steps }.
edition-lacks-do = Write them: the sequence is shown whole or not at all.
sequence-lacks-do = Write it: the sequence is complete in Swedish, lättläst and English.
no-call-page = { $edition } has no page "Call 112" to fall back on.
no-call-page-do = Add it to call_page.
no-conflict = It is not recorded that sources order the steps differently.
no-conflict-do = Write each source's order into orders.
half-decided = The decision has names without a day, or a day without names.
half-decided-do = Give both, or neither.
half-grace = The grace period has days without names, or names without days.
half-grace-do = Clinicians set it: give both grace_days and grace_by, or neither.
step-renders-old = It was written from version { $version } of { $claim }; the present one is { $now }.
step-renders-old-do = Read the steps beside it, and write its version into renders.
sequence-overdue-do = Review the sequence now. The steps stay, marked as overdue.
own-work = { $by } has written it and does not approve it.
own-work-do = Let somebody else approve it.
odd-day = { $on } is no day on which it could be approved.
odd-day-do = Give a day from { $first } to { $last }.
approval-overtaken-do = Approve it as it is now.
approved-twice = { $by } has approved it already.
approved-twice-do = It counts once; another person is needed.

# Why something cannot be approved
no-such-chair = Nobody approves it as { $role }; it takes { $roles }.
is-stopped = { $id } is stopped; write a new version.
not-sealed = { $id } has been changed since it was sealed; seal it first.
undecided = { $by } is not among those who decided the order of the steps, or it is not decided.
is-old = { $id } renders version { $version }; the present one is { $now }.
two-decide = The order of the steps is decided by two named clinicians.
not-sent = { $id } is approved with the whole emergency sequence and is not sent by itself.
nothing-left = { $by } has approved all of the emergency sequence that is theirs to approve.
breaks-rule = It breaks the rule { $rule }: { $what }

# What the commands say
a-study = what a study prints as JSON
no-study = { $name } is not what a study prints as JSON: it needs study, and outputs with name and value.
checked = { $claims } claims: { $errors ->
        [one] one error
       *[other] { $errors } errors
    }, { $flags ->
        [one] one flag
       *[other] { $flags } flags
    }.
expires = to be reviewed by { $on }
n-stale = { $n } stale.
coverage = Claims written, of those for the audience
audience = audience
exported = { $n } files written to { $folder }.
imported = { $n } files with { $claims } claims taken in.
sealed = { $n ->
        [one] One file changed.
       *[other] { $n } files changed.
    }
sealed-then = Read what changed before you commit it.

# In the workspace
changed-meanwhile = It has been changed since you began, last by { $by }. Nothing is saved. What you wrote is still there; read the new text and save again.
store-changed = Guidance has been changed since the page was shown. Nothing was taken in. Fetch the store as it now is and begin from there.
not-sent-yet = { $id } has not been sent for review.
stopped-already = { $id } is already stopped.
unvouched = The file claims { $n ->
        [one] one thing
       *[other] { $n } things
    } that nobody has done here: { $first }. Only the site's administrators take such things in.
a-store-zip = a zip file with a store of guidance
zip-too-large = a zip file that is too large unpacked
no-zip = no zip file that can be read
file-twice = one file twice
why-needed = Say what the author should look at again.
nothing-changed = Nothing in { $id } has changed.
file-needed = Choose a zip file with a store.
decided-already = The order has been decided and approved. Write a new version of the sequence first.
grace-said = { $by } has already said { $days } days of grace; one more clinician is needed.
id-taken = { $id } is there already.
publication-changed = The publication has changed since you began. Nothing is saved. What you wrote still stands here; read what is new and save again.
