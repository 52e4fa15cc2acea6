// Leaves without a trace in the tab: the way out, and every step within the site, takes the place of the page before.
"use strict";
document.addEventListener("click", function (event) {
  var link = event.target.closest ? event.target.closest("a[href]") : null;
  if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  var leaves = link.id === "leave";
  var within = document.body.hasAttribute("data-traceless") && link.origin === location.origin && !link.hasAttribute("download") && !/\.(pdf|json|xml)$/.test(link.pathname);
  if (within && link.hash && link.pathname === location.pathname) return;
  if (!leaves && !within) return;
  event.preventDefault();
  if (leaves) document.documentElement.hidden = true;
  location.replace(link.href);
});
