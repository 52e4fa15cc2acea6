/* The studio under the hand: slider, fields, map, curves and table stand at the same moment and place, and values are
   read under the pointer. Everything works without this file: the slider is a form, and everything else is links. */
"use strict";
(() => {
  const language = document.documentElement.lang || "sv";
  const written = (value) => value.toLocaleString(language === "sv" ? "sv-SE" : "en-GB", { maximumFractionDigits: 1 });
  const byId = (id) => document.getElementById(id);
  const slider = byId("tid");
  const words = slider ? slider.dataset : {};
  const names = words.weekdays ? words.weekdays.split(",") : [];
  const moment = (hour) => {
    const day = Math.floor(hour / 24);
    const name = names.length ? ` · ${names[(Number(words.first) + day) % 7]}` : "";
    const english = language === "en";
    const head = language === "en" ? "Day" : "Dag";
    const at = english ? (names.length ? ` ${hour % 24}:00` : `, ${hour % 24}:00`) : ` kl. ${hour % 24}`;
    return `${head} ${day + 1}${name}${at}`;
  };
  const hourly = (name) => name === "utan" || name === "jamforelse";
  const xWords = (name, x) => (hourly(name) ? moment(x) : `${language === "en" ? "Day" : "Dag"} ${x}`);

  /* Curves: a line and the values at it. At rest it stands at the moment looked at. */
  const prepared = new WeakMap();
  const chartOf = (svg) => {
    if (prepared.has(svg)) return prepared.get(svg);
    const told = JSON.parse(svg.dataset.read);
    const line = svg.querySelector(".nowl");
    const out = svg.nextElementSibling;
    const chart = { ...told, svg, line, out: out && out.classList.contains("read") ? out : null };
    chart.first = told.x[0];
    chart.last = told.x[told.x.length - 1];
    chart.rest = line ? chart.first + (Number(line.getAttribute("x1")) / 100) * (chart.last - chart.first) : chart.first;
    prepared.set(svg, chart);
    return chart;
  };
  const show = (chart, x) => {
    let n = 0;
    chart.x.forEach((each, i) => { if (Math.abs(each - x) < Math.abs(chart.x[n] - x)) n = i; });
    const at = chart.x[n];
    const place = chart.last > chart.first ? (100 * (at - chart.first)) / (chart.last - chart.first) : 0;
    if (chart.line) { chart.line.setAttribute("x1", place); chart.line.setAttribute("x2", place); }
    const unit = chart.unit ? ` ${chart.unit}` : "";
    const values = chart.lines.filter((line) => n < line.values.length)
      .map((line) => `${line.name} ${written(line.values[n])}${unit}`);
    if (chart.out) chart.out.textContent = `${xWords(chart.name, at)}: ${values.join(", ")}`;
    return at;
  };
  const charts = () => [...document.querySelectorAll("svg[data-read]")].map(chartOf);
  const rest = () => charts().forEach((chart) => show(chart, chart.rest));
  const under = (event) => {
    const svg = event.target.closest && event.target.closest("svg[data-read]");
    if (!svg) return null;
    const chart = chartOf(svg);
    const box = svg.getBoundingClientRect();
    const share = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
    return { chart, x: chart.first + share * (chart.last - chart.first) };
  };
  document.addEventListener("pointermove", (event) => {
    const found = under(event);
    if (found) show(found.chart, found.x);
  });
  document.addEventListener("pointerout", (event) => {
    const svg = event.target.closest && event.target.closest("svg[data-read]");
    if (svg && !svg.contains(event.relatedTarget)) show(chartOf(svg), chartOf(svg).rest);
  });

  /* The map: the value under the pointer or the focus; arrow keys go to the nearest neighbour that way. */
  const area = (event) => event.target.closest && event.target.closest(".map a");
  const tell = (link) => { const out = byId("kartvarde"); if (out) out.textContent = link ? link.getAttribute("aria-label") : out.dataset.still; };
  document.addEventListener("pointerover", (event) => { if (area(event)) tell(area(event)); });
  document.addEventListener("pointerout", (event) => { if (area(event)) tell(null); });
  document.addEventListener("focusin", (event) => { if (area(event)) tell(area(event)); });
  document.addEventListener("focusout", (event) => { if (area(event)) tell(null); });
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  document.addEventListener("keydown", (event) => {
    const here = area(event);
    if (!here || !ways[event.key]) return;
    event.preventDefault();
    const [wx, wy] = ways[event.key];
    const at = (link) => [Number(link.dataset.x), Number(link.dataset.y)];
    const [x, y] = at(here);
    let best = null;
    let least = Infinity;
    here.closest(".map").querySelectorAll("a").forEach((link) => {
      const [dx, dy] = [at(link)[0] - x, at(link)[1] - y];
      const along = dx * wx + dy * wy;
      const cost = along + 2.5 * Math.abs(dx * wy - dy * wx);
      if (link !== here && along > 0 && cost < least) { best = link; least = cost; }
    });
    if (!best) return;
    here.setAttribute("tabindex", "-1");
    best.setAttribute("tabindex", "0");
    best.focus();
  });

  rest();
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
    charts().forEach((chart) => { chart.rest = hourly(chart.name) ? hour : Math.floor(hour / 24) + 1; show(chart, chart.rest); });
  };
  slider.addEventListener("input", () => place(Number(slider.value), slider));
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
  view.addEventListener("click", (event) => {
    const found = under(event);
    if (!found || !hourly(found.chart.name)) return;
    place(show(found.chart, found.x), null);
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
