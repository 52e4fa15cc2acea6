/* Figures under the hand: values of curves and maps under pointer, finger and keys. Everything works without this file:
   each figure has its table. */
"use strict";
window.figures = (() => {
  const language = document.documentElement.lang || "sv";
  const written = (value) => value.toLocaleString(language === "sv" ? "sv-SE" : "en-GB", { maximumFractionDigits: 1 });
  const moment = (hour) => {
    const slider = document.getElementById("tid");
    const told = slider ? slider.dataset : {};
    const names = told.weekdays ? told.weekdays.split(",") : [];
    const day = Math.floor(hour / 24);
    const name = names.length ? ` · ${names[(Number(told.first) + day) % 7]}` : "";
    const english = language === "en";
    const head = english ? "Day" : "Dag";
    const at = english ? (names.length ? ` ${hour % 24}:00` : `, ${hour % 24}:00`) : ` kl. ${hour % 24}`;
    return `${head} ${day + 1}${name}${at}`;
  };

  /* Curves: a line and the values at it. Those with the same axis stand at the same place. `at` says a place in words;
     without it the axis is hours. */
  const prepared = new WeakMap();
  const chartOf = (svg) => {
    if (prepared.has(svg)) return prepared.get(svg);
    const told = JSON.parse(svg.dataset.read);
    const out = svg.nextElementSibling;
    const chart = { ...told, svg, out: out && out.classList.contains("read") ? out : null, line: svg.querySelector(".nowl") };
    chart.first = told.x[0];
    chart.last = told.x[told.x.length - 1];
    chart.rest = chart.line ? chart.first + (Number(chart.line.getAttribute("x1")) / 100) * (chart.last - chart.first) : chart.first;
    chart.seen = chart.rest;
    svg.setAttribute("tabindex", "0");
    prepared.set(svg, chart);
    return chart;
  };
  const nearest = (chart, x) => {
    let n = 0;
    chart.x.forEach((each, i) => { if (Math.abs(each - x) < Math.abs(chart.x[n] - x)) n = i; });
    return n;
  };
  const place = (chart, x) => (chart.between ? Math.min(Math.max(x, chart.first), chart.last) : chart.x[nearest(chart, x)]);
  const valueAt = (chart, values, x) => {
    const n = nearest(chart, x);
    const m = chart.x[n] < x ? n + 1 : n - 1;
    if (!chart.between || chart.x[n] === x || m < 0 || m >= values.length) return values[n];
    return values[n] + ((values[m] - values[n]) * (x - chart.x[n])) / (chart.x[m] - chart.x[n]);
  };
  const show = (chart, x) => {
    const at = place(chart, x);
    const n = nearest(chart, at);
    const across = chart.last > chart.first ? (100 * (at - chart.first)) / (chart.last - chart.first) : 0;
    if (chart.line) { chart.line.setAttribute("x1", across); chart.line.setAttribute("x2", across); }
    chart.seen = at;
    const unit = chart.unit ? ` ${chart.unit}` : "";
    const values = chart.lines.filter((line) => n < line.values.length && line.values[n] !== null)
      .map((line) => `${line.name} ${written(valueAt(chart, line.values, at))}${unit}`);
    const words = chart.at ? chart.at.replace("{x}", written(chart.between ? Math.round(at) : at)) : moment(at);
    if (chart.out) chart.out.textContent = `${words}: ${values.join(", ")}`;
    return at;
  };
  const charts = () => [...document.querySelectorAll("svg[data-read]")].map(chartOf);
  const together = (chart) => charts().filter((one) => one.at === chart.at && one.first === chart.first && one.last === chart.last);
  const showAll = (chart, x) => together(chart).forEach((one) => show(one, x));
  const restAll = (chart) => together(chart).forEach((one) => show(one, one.rest));
  const rest = () => charts().forEach((chart) => show(chart, chart.rest));
  /* A place that is picked stays; the page may do more with it. */
  const pick = (chart, x) => {
    const at = place(chart, x);
    together(chart).forEach((one) => { one.rest = at; show(one, at); });
    chart.svg.dispatchEvent(new CustomEvent("pick", { bubbles: true, detail: { chart, x: at } }));
  };
  const drawn = (event) => event.target.closest && event.target.closest("svg[data-read]");
  const under = (event) => {
    const svg = drawn(event);
    if (!svg) return null;
    const chart = chartOf(svg);
    const box = svg.getBoundingClientRect();
    const share = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
    return { chart, x: chart.first + share * (chart.last - chart.first) };
  };
  ["pointermove", "pointerdown"].forEach((name) => document.addEventListener(name, (event) => {
    const found = under(event);
    if (found) showAll(found.chart, found.x);
  }));
  document.addEventListener("pointerout", (event) => {
    const svg = drawn(event);
    if (svg && !svg.contains(event.relatedTarget)) restAll(chartOf(svg));
  });
  document.addEventListener("click", (event) => {
    const found = under(event);
    if (found) pick(found.chart, found.x);
  });
  const steps = { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity };
  document.addEventListener("keydown", (event) => {
    const svg = drawn(event);
    if (!svg) return;
    const chart = chartOf(svg);
    if (event.key === "Enter" || event.key === " ") pick(chart, chart.seen);
    else if (steps[event.key] !== undefined) {
      const n = Math.min(Math.max(nearest(chart, chart.seen) + steps[event.key], 0), chart.x.length - 1);
      showAll(chart, chart.x[n]);
    } else return;
    event.preventDefault();
  });
  document.addEventListener("focusin", (event) => { const svg = drawn(event); if (svg) chartOf(svg).out?.setAttribute("aria-live", "polite"); });
  document.addEventListener("focusout", (event) => {
    const svg = drawn(event);
    if (!svg) return;
    chartOf(svg).out?.removeAttribute("aria-live");
    restAll(chartOf(svg));
  });

  /* Maps: the value of the area under the pointer or the focus, on every map of the page; arrow keys go to the nearest
     neighbour that way. */
  const area = (event) => event.target.closest && event.target.closest(".map a");
  const readOf = (map) => {
    const out = map.nextElementSibling;
    return out && out.classList.contains("read") ? out : document.getElementById("kartvarde");
  };
  const chosen = () => document.documentElement.dataset.place || "";
  const tell = (code) => document.querySelectorAll(".map").forEach((map) => {
    const out = readOf(map);
    if (!out || !map.querySelector("a")) return;
    const link = map.querySelector(`a[data-code="${code || chosen()}"]`);
    out.textContent = link ? link.getAttribute("aria-label") : out.dataset.still;
  });
  const at = (link) => [Number(link.dataset.x), Number(link.dataset.y)];
  ["pointerover", "focusin"].forEach((name) => document.addEventListener(name, (event) => {
    if (area(event)) tell(area(event).dataset.code);
  }));
  ["pointerout", "focusout"].forEach((name) => document.addEventListener(name, (event) => { if (area(event)) tell(""); }));
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  document.addEventListener("keydown", (event) => {
    const here = area(event);
    if (!here || !ways[event.key]) return;
    event.preventDefault();
    const [wx, wy] = ways[event.key];
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

  /* One place on all maps and in all tables of a page whose maps lead into its own tables. */
  const outline = (map, css, shape) => {
    const drawn = shape.cloneNode(false);
    drawn.setAttribute("class", css);
    map.append(drawn);
  };
  const mark = (code) => {
    document.documentElement.dataset.place = code;
    document.querySelectorAll(".map").forEach((map) => {
      map.querySelectorAll(".sel, .sel-in").forEach((old) => old.remove());
      const shape = map.querySelector(`a[data-code="${code}"] > .area`);
      if (shape) ["sel", "sel-in"].forEach((css) => outline(map, css, shape));
    });
    document.querySelectorAll("tr[data-place]").forEach((row) => row.classList.toggle("sel", row.dataset.place === code));
    tell("");
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest('.map a[href^="#"], tr[data-place] a[href^="#"]');
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const code = link.dataset.code || link.closest("tr").dataset.place;
    mark(code === chosen() ? "" : code);
  });

  /* What is fetched anew keeps the focus on its curve, and the chosen place. */
  let held = "";
  document.addEventListener("htmx:beforeSwap", () => {
    const at = document.activeElement;
    if (at && at.matches("svg[data-read]")) held = at.id;
  });
  document.addEventListener("htmx:afterSettle", () => {
    rest();
    if (chosen()) mark(chosen());
    const again = document.activeElement === document.body && held && document.getElementById(held);
    held = "";
    if (again) again.focus({ preventScroll: true });
  });
  rest();
  return { charts, show, rest, moment };
})();
