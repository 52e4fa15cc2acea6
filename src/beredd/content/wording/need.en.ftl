# What the model does not know
limit-mixing = Who rescues whom by sex is not known for Sweden: the mixing is an assumption.
limit-american = The decision tree and the life of a kit come from the United States.
limit-witnessed = Availability is use of naloxone in overdoses that have a witness; the unwitnessed are not reached by kits.
limit-channels = Kits planned are counted as handed out by needle exchange, LARO or low-threshold care.
limit-overdoses = The number of overdoses is worked out from deaths and stays the same whatever is handed out.
limit-moves = People who move between areas, and kits that move with them, are not followed.
