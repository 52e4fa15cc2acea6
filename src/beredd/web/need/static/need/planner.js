/* Says the budget while its slider moves. Everything works without this file: the slider is a form. */
"use strict";
document.addEventListener("input", (event) => {
  if (event.target.id !== "budget") return;
  const output = document.getElementById("budget-sagt");
  const words = new Intl.NumberFormat(document.documentElement.lang || "sv").format(Number(event.target.value));
  output.textContent = words;
  event.target.setAttribute("aria-valuetext", `${words} kit`);
});
