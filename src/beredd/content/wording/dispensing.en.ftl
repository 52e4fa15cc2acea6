# What the model does not know
limit-synthetic = Population, pharmacies and shelves are synthetic; estimated cells are marked in the network.
limit-not-modelled = Dose-dispensed rolls, hospital pharmacies and over-the-counter sales are not modelled.
limit-harm = People without a medicine are counted; harm to them is not computed.
limit-substitution = Substitution between articles of a group is not modelled, so shortages of single articles are overstated.
limit-prescribing = Prescribers write no new chronic prescriptions during a run; expired prescriptions are not modelled.

# A run
threads = --threads was { $found }; allowed is 1 or more.
days = A run of { $found } days was asked for; allowed is 1 to { $high }.
seed = Seed { NUMBER($found, useGrouping: 0) } was given; allowed is 0 to 2^63 - 1.
replicates = { $found } replicates were asked for; allowed is 1 to { $high }.
not-empty = { $folder } exists and is not an empty folder; results are never written over. Name another.
no-parent = { $folder } does not exist; make it first or name another place for the results.
no-about = { $folder } has no readable { $file }: { $why }.
no-arrays = { $file } does not name the folder's arrays.
unreadable = { $file } cannot be read: { $why }.
changed = { $file } is not what was written.
snapshot-exists = { $folder } exists; a snapshot is never written over. Name another folder.
no-snapshot = { $folder } is not a twin's snapshot: { $why }
other-snapshot = { $folder } is a snapshot of { $found }; allowed is { $allowed }. Replay the run instead.
other-network = { $folder } was made on another network than '{ $network }'; give the one it was made on.
expectation = { $file }, '{ $name }': setting '{ $setting }', sign '{ $sign }'; allowed are the file's settings and + - 0.
