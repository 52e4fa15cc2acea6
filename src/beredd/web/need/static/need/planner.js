/* The planner: a place picked on the curve is that many kits. Everything works without this file: the field is a form. */
"use strict";
document.addEventListener("pick", (event) => {
  const field = document.getElementById("id_budget");
  if (!field || event.detail.chart.name !== "kurva") return;
  const step = Number(field.dataset.step) || 1;
  field.value = String(step * Math.round(event.detail.x / step));
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
});
