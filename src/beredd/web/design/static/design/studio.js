/* The studio under the hand: slider, fields, map, curves and table stand at the same moment and place. Everything works
   without this file: the slider is a form, and everything else is links. Curves and maps are read by figures.js. */
"use strict";
(() => {
  const { charts, show, rest, moment } = window.figures;
  const byId = (id) => document.getElementById(id);
  const slider = byId("tid");
  const words = slider ? slider.dataset : {};
  const view = byId("vy");
  const form = byId("tidval");
  if (!view || !form || !slider || !window.htmx) return;
  const output = byId("tidpunkt");
  const day = byId("dag");
  const clock = byId("kl");

  /* One moment: whichever control moves, the others and the curves' lines follow at once, map and table when they come. */
  const place = (hour, from) => {
    const text = moment(hour);
    output.textContent = text;
    slider.setAttribute("aria-valuetext", text);
    if (from !== slider) slider.value = hour;
    if (from !== day) day.value = Math.floor(hour / 24) + 1;
    if (from !== clock) clock.value = hour % 24;
    charts().forEach((chart) => { chart.rest = chart.at ? Math.floor(hour / 24) + 1 : hour; show(chart, chart.rest); });
  };
  /* While the slider moves, the form asks for one picture at a time and then for the last (hx-sync). A throttle of htmx
     would be the form's, and swallow what is chosen in a field, or where the slider stops, within it. */
  let asked = null;
  slider.addEventListener("input", () => {
    place(Number(slider.value), slider);
    asked = slider.value;
    htmx.trigger(form, "moved");
  });
  slider.addEventListener("change", (event) => {
    if (slider.value === asked) event.stopPropagation(); // has been asked for
    asked = null;
  });
  const fields = (event) => {
    const hour = 24 * (Number(day.value) - 1) + Number(clock.value);
    if (Number.isInteger(hour) && hour >= 0 && hour <= Number(slider.max)) place(hour, event.target);
  };
  day.addEventListener("input", fields);
  clock.addEventListener("input", fields);

  /* Every choice fetches the view and nothing else: the page does not move. */
  view.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const address = link && link.getAttribute("href");
    if (!address || !address.startsWith("?") || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    fetchView(address.split("#")[0]);
  });
  let latest = 0;
  const fetchView = (address) => {
    const mine = ++latest;
    fetch(view.dataset.run + address, { headers: { "HX-Request": "true", "HX-Target": "tidsvy" } })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.status))))
      .then((html) => {
        if (mine !== latest) return;
        htmx.swap("#tidsvy", html, { swapStyle: "outerHTML" });
        history.replaceState(null, "", address);
      })
      .catch(() => { window.location.search = address; });
  };
  view.addEventListener("pick", (event) => {
    const { chart, x } = event.detail;
    place(chart.at ? 24 * (x - 1) + (Number(slider.value) % 24) : x, null);
    slider.dispatchEvent(new Event("change", { bubbles: true }));
  });

  /* Play. The next picture is asked for when the last one has come: a slow server is not flooded. */
  const submit = form.querySelector("button");
  submit.hidden = true;
  const play = document.createElement("button");
  play.type = "button";
  play.className = "btn";
  play.textContent = words.play;
  submit.before(play);
  const stepHours = Math.max(3, Math.ceil(Number(slider.max) / 60));
  let playing = false;
  const stop = () => { playing = false; play.textContent = words.play; play.setAttribute("aria-pressed", "false"); };
  const advance = () => {
    const next = Number(slider.value) + stepHours;
    if (!playing || next > Number(slider.max)) { stop(); return; }
    place(next, null);
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
  document.body.addEventListener("htmx:afterSettle", () => {
    rest();
    const shown = byId("tidsvy");
    if (!playing && shown && ![slider, day, clock].includes(document.activeElement)) place(Number(shown.dataset.hour), null);
  });
  document.body.addEventListener("htmx:afterRequest", () => { if (playing) window.setTimeout(advance, 180); });
})();
