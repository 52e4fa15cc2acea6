/* The studio's time slider: says the moment while it moves, plays the run, follows the view after a swap.
   Everything works without this file: the slider is a form. */
"use strict";
(() => {
  const slider = document.getElementById("tid");
  const form = document.getElementById("tidval");
  const output = document.getElementById("tidpunkt");
  if (!slider || !form || !output) return;

  const words = slider.dataset;
  const say = (text) => { output.textContent = text; slider.setAttribute("aria-valuetext", text); };
  const names = words.weekdays ? words.weekdays.split(",") : [];
  const moment = (hour) => {
    const day = Math.floor(hour / 24);
    const name = names.length ? ` · ${names[(Number(words.first) + day) % 7]}` : "";
    return `${words.day} ${day}${name} ${words.hour} ${hour % 24}`;
  };
  slider.addEventListener("input", () => say(moment(Number(slider.value))));

  const submit = form.querySelector("button");
  submit.hidden = true;
  const play = document.createElement("button");
  play.type = "button";
  play.className = "btn push";
  play.textContent = words.play;
  submit.before(play);

  const stepHours = Math.max(3, Math.ceil(Number(slider.max) / 60));
  let playing = false;
  const stop = () => { playing = false; play.textContent = words.play; play.setAttribute("aria-pressed", "false"); };
  const advance = () => {
    const next = Number(slider.value) + stepHours;
    if (!playing || next > Number(slider.max)) { stop(); return; }
    slider.value = next;
    say(moment(next));
    slider.dispatchEvent(new Event("change", { bubbles: true }));
  };
  play.addEventListener("click", () => {
    if (playing) { stop(); return; }
    playing = true;
    play.textContent = words.pause;
    play.setAttribute("aria-pressed", "true");
    if (Number(slider.value) + stepHours > Number(slider.max)) slider.value = 0;
    advance();
  });

  /* The next picture is asked for when the last one has come: a slow server is not flooded. */
  document.body.addEventListener("htmx:afterRequest", () => {
    const view = document.getElementById("tidsvy");
    if (!playing && view && document.activeElement !== slider) {
      slider.value = view.dataset.hour;
      say(view.dataset.moment);
    }
    if (playing) window.setTimeout(advance, 180);
  });
})();
