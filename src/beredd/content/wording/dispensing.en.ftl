# What the model does not know
limit-synthetic = Population, pharmacies and shelves are synthetic; estimated cells are marked in the network.
limit-not-modelled = Dose-dispensed rolls, hospital pharmacies and over-the-counter sales are not modelled.
limit-harm = People without a medicine are counted; harm to them is not computed.
limit-substitution = Substitution between articles of a group is not modelled, so shortages of single articles are overstated.
limit-prescribing = Prescribers write no new chronic prescriptions during a run; expired prescriptions are not modelled.
