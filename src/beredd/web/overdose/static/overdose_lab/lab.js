/* The lab's sliders: each number field gets one beside it, and the dose follows the opioid.
   Everything works without this file: the fields are a form. */
"use strict";
(() => {
  const form = document.getElementById("fraga");
  if (!form) return;

  const hasComma = document.documentElement.lang !== "en";
  const toNumber = (text) => text.trim().replace(",", ".");
  const toText = (value) => (hasComma ? value.replace(".", ",") : value);

  const slide = (field) => {
    const slider = document.createElement("input");
    slider.type = "range";
    slider.className = "slider";
    slider.setAttribute("aria-label", field.dataset.slider);
    const fit = () => {
      slider.min = field.dataset.min;
      slider.max = field.dataset.max;
      slider.step = field.dataset.step;
      slider.value = toNumber(field.value);
      slider.setAttribute("aria-valuetext", `${field.value} ${field.dataset.unit}`);
    };
    slider.addEventListener("input", () => {
      field.value = toText(slider.value);
      slider.setAttribute("aria-valuetext", `${field.value} ${field.dataset.unit}`);
    });
    /* One question for one movement: the field asks, the slider does not. */
    slider.addEventListener("change", (event) => {
      event.stopPropagation();
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    field.addEventListener("input", fit);
    field.addEventListener("fit", fit);
    fit();
    field.closest(".with-unit").after(slider);
  };
  form.querySelectorAll("[data-slider]").forEach(slide);

  const opioid = form.elements.opioid;
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
