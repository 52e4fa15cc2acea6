// One tap keeps the steps on the phone; another removes them. Nothing is kept unasked.
"use strict";
(function () {
  var keep = document.querySelector("[data-keep]"), remove = document.querySelector("[data-remove]"), said = document.querySelector("[data-said]");
  var folder = new URL("./", document.currentScript.src);
  if (!("serviceWorker" in navigator) || !("caches" in window)) {
    if (keep) { keep.hidden = false; keep.onclick = function () { said.textContent = said.dataset.not; }; }
    return;
  }
  function show(isKept) {
    if (keep) keep.hidden = isKept;
    if (remove) remove.hidden = !isKept;
  }
  navigator.serviceWorker.getRegistration(folder.href).then(function (there) {
    show(Boolean(there && there.scope === folder.href));
  });
  if (keep) keep.onclick = function () {
    navigator.serviceWorker.register(new URL("worker.js", folder), { scope: folder.pathname }).then(function (made) {
      var worker = made.installing || made.waiting || made.active;
      return new Promise(function (done, failed) {
        function look() { if (worker.state === "activated") done(); else if (worker.state === "redundant") failed(); }
        worker.addEventListener("statechange", look);
        look();
      });
    }).then(function () { said.textContent = said.dataset.kept; show(true); }, function () { said.textContent = said.dataset.not; });
  };
  if (remove) remove.onclick = function () {
    navigator.serviceWorker.getRegistration(folder.href).then(function (there) { return there && there.unregister(); }).then(function () {
      return caches.delete("kept " + folder.pathname);
    }).then(function () { said.textContent = said.dataset.removed; show(false); });
  };
})();
