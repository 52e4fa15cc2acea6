/* The lab: the dose follows the opioid. Everything works without this file: the fields are a form. */
"use strict";
(() => {
  const form = document.getElementById("fraga");
  const opioid = form && form.elements.opioid;
  if (!opioid) return;
  const dose = form.elements.dos;
  const follow = (isNew) => {
    const known = JSON.parse(opioid.dataset.doses)[opioid.value];
    if (!known) return;
    [dose.dataset.min, dose.dataset.max, dose.dataset.step] = known.slider;
    if (isNew) dose.value = known.dose;
    dose.dispatchEvent(new Event("fit"));
  };
  follow(false);
  /* Before htmx hears the change: the question asked has the new opioid's dose. */
  opioid.addEventListener("change", () => follow(true));
})();
