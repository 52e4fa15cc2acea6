/* The print pack takes some seconds: its parts are made one by one, with progress, and then fetched as one file. */
(() => {
  const button = document.querySelector("[data-all]");
  const box = document.querySelector("[data-progress]");
  const says = document.getElementById("sattning");
  const bar = box.querySelector("progress");
  const parts = [...document.querySelectorAll("[data-part]")].map((link) => link.href);
  let busy = false;

  button.addEventListener("click", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    box.hidden = false;
    try {
      for (const [at, address] of parts.entries()) {
        says.textContent = says.dataset.says.replace("{n}", at + 1).replace("{all}", parts.length);
        const answer = await fetch(address, { credentials: "same-origin" });
        if (!answer.ok) throw new Error(answer.status);
        await answer.arrayBuffer();
        bar.value = at + 1;
      }
      says.textContent = says.dataset.done;
      location.assign(button.href);
    } catch {
      says.textContent = says.dataset.failed;
    }
    busy = false;
  });
})();
