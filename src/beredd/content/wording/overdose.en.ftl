# What the model does not know
limit-other-causes = The model knows no airway obstruction, chest-wall rigidity, resuscitation or other drugs taken together.
limit-injected = The opioid is injected at once into a vein; swallowed, smoked or snorted opioids are not in the model.
limit-one-body = The body is one 70 kg adult; only kinetics and receptor binding vary between subjects.
limit-habit = Naive and chronic users differ in two exponents only.
limit-opioids = Carfentanil's kinetics are assumed in the published model; nitazenes are a scenario sweep without human data.
limit-arrest = Cardiac arrest is a calibrated rule (arterial PO2 at or below 15 mmHg for 220 s), not an observed threshold.
limit-no-advice = Research and training support; no medical device and no advice on treatment.
