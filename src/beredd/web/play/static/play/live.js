/* A room of a running exercise: regions are replaced as they change, forms are sent without leaving the page, the clock
   goes by itself between changes, and what comes is said to screen readers. Nothing that is being written is ever replaced. */
(() => {
  const root = document.getElementById("live");
  if (!root) return;
  const polite = document.getElementById("polite");
  const assertive = document.getElementById("assertive");
  const toast = document.getElementById("toast");
  const csrf = document.querySelector("#csrf input").value;
  const said = new Set();
  const held = new Map();
  let lost = false;
  let hides;

  const token = () => [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, "0")).join("");

  function tell(text, kind, stays) {
    clearTimeout(hides);
    toast.textContent = text;
    toast.className = `toast ${kind}`;
    toast.hidden = !text;
    if (!stays) hides = setTimeout(() => (toast.hidden = true), 6000);
  }

  /* -- what is said ----------------------------------------------------------------------------------------------- */
  function say(within, quietly) {
    const news = [...within.querySelectorAll("[data-say]")].filter((one) => !said.has(one.dataset.mark));
    for (const one of news) said.add(one.dataset.mark);
    if (quietly) return;
    for (const one of news.slice(0, 3)) {
      const words = one.dataset.words || one.textContent.replace(/\s+/g, " ").trim().slice(0, 240);
      (one.dataset.say === "assertive" ? assertive : polite).textContent = words;
    }
  }

  /* -- regions ---------------------------------------------------------------------------------------------------- */
  const writing = (region) => {
    const at = document.activeElement;
    return at && region.contains(at) && at.matches("input:not([type=hidden]), textarea, select");
  };

  function put(name, html) {
    const region = root.querySelector(`[data-region="${name}"]`);
    if (!region) return;
    if (writing(region)) {
      held.set(name, html);
      return;
    }
    held.delete(name);
    const open = [...region.querySelectorAll("details[open]")].map((one) => one.id || one.closest("[id]")?.id).filter(Boolean);
    const focus = region.contains(document.activeElement) ? document.activeElement.id || document.activeElement.closest("[id]")?.id : "";
    region.innerHTML = html;
    for (const id of open) {
      const found = document.getElementById(id);
      const details = found?.matches("details") ? found : found?.querySelector("details");
      if (details) details.open = true;
    }
    if (focus) {
      const again = document.getElementById(focus);
      (again?.matches("a, button, summary, select, input") ? again : again?.querySelector("summary, button, a"))?.focus({ preventScroll: true });
    }
    say(region, false);
    if (name === "clock") tick();
  }

  root.addEventListener("focusout", () => {
    setTimeout(() => {
      for (const [name, html] of [...held]) put(name, html);
    }, 0);
  });

  /* -- the clock -------------------------------------------------------------------------------------------------- */
  let began = performance.now();
  let clock;

  function tick() {
    clock = root.querySelector("[data-clock]");
    began = performance.now();
    show();
  }

  function show() {
    if (!clock) return;
    const { state, speed, at, begins, end, day } = clock.dataset;
    let now = Number(at);
    if (state === "running") now += (performance.now() - began) * Number(speed);
    now = Math.min(now, Number(end)) + Number(begins);
    const minutes = Math.floor(now / 60000);
    const two = (n) => String(n).padStart(2, "0");
    const words = `${day} ${Math.floor(minutes / 1440) + 1} ${two(Math.floor((minutes % 1440) / 60))}.${two(minutes % 60)}`;
    const place = clock.querySelector("[data-shows]");
    if (place.textContent !== words) place.textContent = words;
  }
  setInterval(show, 250);

  /* -- the stream ------------------------------------------------------------------------------------------------- */
  let source;
  let heard = performance.now();

  function connect(after) {
    source = new EventSource(`/ova/korning/strom?key=${encodeURIComponent(root.dataset.key)}&after=${after}`);
    source.addEventListener("hello", () => {
      heard = performance.now();
      if (lost) {
        lost = false;
        tell(root.dataset.back, "ok");
        polite.textContent = root.dataset.back;
      }
      root.dataset.connected = "yes";
      flush();
    });
    source.addEventListener("beat", () => (heard = performance.now()));
    source.addEventListener("regions", (event) => {
      heard = performance.now();
      root.dataset.after = event.lastEventId;
      for (const [name, html] of Object.entries(JSON.parse(event.data))) put(name, html);
      root.dispatchEvent(new CustomEvent("changed"));
    });
    source.onerror = () => {
      root.dataset.connected = "no";
      if (!lost) {
        lost = true;
        tell(root.dataset.lost, "warn", true);
        polite.textContent = root.dataset.lost;
      }
      if (source.readyState === EventSource.CLOSED) setTimeout(() => connect(""), 1500);
    };
  }
  setInterval(() => {
    if (performance.now() - heard < 25000) return;
    heard = performance.now();
    source.close();
    lost = true;
    connect("");
  }, 5000);

  /* -- forms ------------------------------------------------------------------------------------------------------ */
  async function send(address, body) {
    const answer = await fetch(address, {
      method: "POST",
      credentials: "same-origin",
      headers: { Accept: "application/json", "X-CSRFToken": csrf, "Content-Type": "application/x-www-form-urlencoded" },
      body,
    });
    return answer.json();
  }

  root.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-live]");
    if (!form) return;
    event.preventDefault();
    const data = new URLSearchParams(new FormData(form, event.submitter));
    if (!data.get("token")) data.set("token", token());
    const address = form.getAttribute("action");
    if (form.hasAttribute("data-queues")) {
      keep(address, data.toString());
      form.reset();
      flush();
      return;
    }
    const buttons = form.querySelectorAll("button");
    for (const one of buttons) one.disabled = true;
    try {
      const said = await send(address, data);
      if (said.says) tell(said.says, said.ok ? "ok" : "bad", !said.ok);
      if (said.says) polite.textContent = said.says;
      if (said.ok && form.hasAttribute("data-clears")) {
        form.reset();
        const card = form.closest("details");
        if (card) card.open = false;
      }
    } catch {
      tell(root.dataset.failed, "bad", true);
    }
    for (const one of buttons) one.disabled = false;
  });

  root.addEventListener("change", (event) => {
    if (event.target.matches("[data-submits]") && event.target.value) {
      const form = event.target.form;
      event.target.blur();
      form.requestSubmit();
    }
  });

  root.addEventListener(
    "toggle",
    (event) => {
      const letter = event.target;
      if (!letter.open || !letter.dataset?.inject || letter.classList.contains("read")) return;
      letter.classList.add("read");
      send(`${root.dataset.base}last/`, new URLSearchParams({ inject: letter.dataset.inject })).catch(() => {});
    },
    true,
  );

  /* -- what waits for the net: observers' notes, each with its own token, so that none is counted twice -------------- */
  const box = `beredd-queue:${root.dataset.base}`;
  const waiting = () => JSON.parse(localStorage.getItem(box) || "[]");
  const queued = document.getElementById("queued");
  let flushing = false;

  function keep(address, body) {
    localStorage.setItem(box, JSON.stringify([...waiting(), { address, body }]));
    count();
  }

  function count() {
    if (!queued) return;
    const n = waiting().length;
    queued.hidden = !n;
    queued.textContent = queued.dataset.says.replace("{n}", n);
  }

  async function flush() {
    if (flushing || !queued) return;
    flushing = true;
    try {
      while (waiting().length) {
        const [first] = waiting();
        const said = await send(first.address, first.body);
        localStorage.setItem(box, JSON.stringify(waiting().slice(1)));
        if (said.says) tell(said.says, said.ok ? "ok" : "bad", !said.ok);
      }
    } catch {
      /* the net is gone: the stream says when it is back */
    }
    flushing = false;
    count();
  }
  addEventListener("online", flush);

  say(root, true);
  tick();
  count();
  connect(root.dataset.after);
})();
