/* Each number field with `data-slider` gets a slider beside it, named by it. The field is what is asked with; everything
   works without this file. data-min, data-max, data-step and data-unit say what the slider spans; a field that changes them
   sends itself `fit`. */
"use strict";
(() => {
  const hasComma = document.documentElement.lang !== "en";
  const toNumber = (text) => text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  const toText = (value) => (hasComma ? value.replace(".", ",") : value);

  const slide = (field) => {
    const slider = document.createElement("input");
    slider.type = "range";
    slider.className = "slider";
    slider.setAttribute("aria-label", field.dataset.slider);
    const say = () => slider.setAttribute("aria-valuetext", `${field.value} ${field.dataset.unit}`);
    const fit = () => {
      slider.min = field.dataset.min;
      slider.max = field.dataset.max;
      slider.step = field.dataset.step;
      slider.value = toNumber(field.value);
      say();
    };
    slider.addEventListener("input", () => {
      field.value = toText(slider.value);
      say();
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
  document.querySelectorAll("[data-slider]").forEach(slide);
})();
