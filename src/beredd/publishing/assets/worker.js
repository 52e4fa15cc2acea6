// Keeps one page. Asks the network first when there is one; a kept copy says that it is one and leads with 112.
"use strict";
const FOLDER = new URL("./", self.location).pathname;
const KEPT = "kept " + FOLDER;
const WAIT_MS = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll([new Request(FOLDER, { cache: "reload" }), FOLDER + "keep.js"])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || ![FOLDER, FOLDER + "index.html", FOLDER + "keep.js"].includes(address.pathname)) return;
  event.respondWith(answer(event, address.pathname.endsWith(".js") ? address.pathname : FOLDER));
});

async function answer(event, key) {
  const cache = await caches.open(KEPT);
  try {
    const fresh = await inTime(fetch(key, { cache: "no-store" }));
    if (fresh.ok) {
      event.waitUntil(cache.put(key, fresh.clone()));
      return fresh;
    }
    if (fresh.status === 404 || fresh.status === 410) {
      await cache.delete(key); // taken away: nothing old may come back
      return fresh;
    }
  } catch (error) {
    // no network, or too slow: what is kept is shown
  }
  const kept = await cache.match(key);
  if (!kept) return new Response('<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>112</title><h1><a href="tel:112">112</a></h1>', { headers: { "Content-Type": "text/html; charset=utf-8" } });
  if (key !== FOLDER) return kept;
  const text = await kept.text();
  return new Response(text.replace('data-copy="new"', 'data-copy="kept"'), { headers: { "Content-Type": "text/html; charset=utf-8" } });
}

function inTime(promise) {
  return new Promise((done, failed) => {
    setTimeout(() => failed(new Error("too slow")), WAIT_MS);
    promise.then(done, failed);
  });
}
