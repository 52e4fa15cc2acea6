/* A micro exercise on one device: a step at a time, notes that stay here, an answer that waits for the network.
   Without this script the whole exercise is one long page that works. */
(() => {
  const form = document.querySelector("[data-micro]");
  const steps = [...form.querySelectorAll("[data-step]")];
  const find = (name) => form.querySelector(`[data-${name}]`);
  const store = `beredd-mikro-${form.dataset.micro}-${form.dataset.version}`;
  const queue = `${store}-skicka`;

  /* What is kept on the device; a browser that keeps nothing still plays. */
  const read = (name) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
  const write = (name, value) => { try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* kept nowhere */ } };
  const forget = (name) => { try { localStorage.removeItem(name); } catch { /* kept nowhere */ } };

  const state = Object.assign({ at: 0, notes: {}, levels: {}, token: "" }, read(store));
  const fresh = () => {
    // randomUUID is only there on encrypted addresses.
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };
  if (!state.token) state.token = fresh();
  find("token").value = state.token;
  const keep = () => write(store, state);

  const notes = [...form.querySelectorAll("[data-note]")];
  for (const note of notes) {
    note.value = state.notes[note.id] || "";
    note.addEventListener("input", () => { state.notes[note.id] = note.value; keep(); });
  }
  for (const radio of form.querySelectorAll("input[type=radio]")) {
    radio.checked = state.levels[radio.name] === radio.value;
    radio.addEventListener("change", () => { state.levels[radio.name] = radio.value; keep(); });
  }

  const show = (at, moved) => {
    state.at = Math.max(0, Math.min(at, steps.length - 1));
    steps.forEach((step, n) => step.toggleAttribute("data-off", n !== state.at));
    find("place").textContent = find("place").dataset.says.replace("{n}", state.at + 1).replace("{all}", steps.length);
    find("progress").max = steps.length - 1;
    find("progress").value = state.at;
    find("back").disabled = state.at === 0;
    find("next").hidden = state.at === steps.length - 1;
    if (moved) {
      const heading = steps[state.at].querySelector("h2");
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
      scrollTo({ top: 0 });
    }
    keep();
  };
  find("back").addEventListener("click", () => show(state.at - 1, true));
  find("next").addEventListener("click", () => show(state.at + 1, true));
  for (const name of ["bar", "nav", "print", "clear"]) find(name).hidden = false;
  find("print").addEventListener("click", () => print());
  find("clear").addEventListener("click", (event) => {
    if (!confirm(event.currentTarget.dataset.sure)) return;
    forget(store);
    Object.assign(state, { at: 0, notes: {}, levels: {}, token: fresh() });
    find("token").value = state.token;
    form.reset();
    notes.forEach((note) => { note.value = ""; });
    show(0, true);
  });
  form.classList.add("stepwise");
  show(state.at, false);

  /* Sending: now, or as soon as there is a network again. Sent twice, it counts once. */
  const said = find("sent");
  const send = async (body) => {
    const answer = await fetch(form.action, {
      method: "POST", headers: { Accept: "application/json" }, credentials: "same-origin", body: new URLSearchParams(body),
    });
    if (answer.ok) { forget(queue); said.textContent = said.dataset.ok; return; }
    const problem = await answer.json().catch(() => ({}));
    if (answer.status < 500) forget(queue);
    said.textContent = problem.detail || said.dataset.later;
  };
  const sendLater = async () => {
    const waiting = read(queue);
    if (waiting) await send(waiting).catch(() => { said.textContent = said.dataset.later; });
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!find("consent").checked) { said.textContent = said.dataset.none; return; }
    if (!form.querySelector("input[type=radio]:checked")) { said.textContent = said.dataset.unrated; return; }
    write(queue, Object.fromEntries(new FormData(form)));
    send(Object.fromEntries(new FormData(form))).catch(() => { said.textContent = said.dataset.later; });
  });
  addEventListener("online", sendLater);
  sendLater();

  /* Keeping the page: only encrypted addresses, and the machine itself, may. */
  const says = (what) => {
    find("keeping").hidden = false;
    find("keeping-text").textContent = find("keeping-text").dataset[what];
  };
  if (!("serviceWorker" in navigator)) { says("plain"); return; }
  const addresses = () => [
    location.pathname,
    ...[...document.querySelectorAll("link[rel=stylesheet], link[rel=icon]")].map((one) => one.href),
    ...[...document.scripts].filter((one) => one.src).map((one) => one.src),
    ...[...new Set([...document.querySelectorAll("use")].map((one) => one.href.baseVal.split("#")[0]))],
  ];
  navigator.serviceWorker.addEventListener("message", (event) => says(event.data.kept ? "kept" : "failed"));
  navigator.serviceWorker.register(form.dataset.worker)
    .then(() => navigator.serviceWorker.ready)
    .then((registration) => registration.active.postMessage({ keep: addresses() }))
    .catch(() => says("failed"));
})();
