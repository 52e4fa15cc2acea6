/* Keeps micro exercises on the device. The network comes first; what is kept answers when there is none. */
const KEPT = "beredd-mikro-1";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  event.waitUntil(
    caches.open(KEPT)
      .then((cache) => cache.addAll([...new Set(event.data.keep)].map((one) => new Request(one, { cache: "reload" }))))
      .then(() => event.source.postMessage({ kept: true }), () => event.source.postMessage({ kept: false }))
  );
});

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET" || new URL(event.request.url).origin !== location.origin) return;
  event.respondWith(
    fetch(event.request)
      .then((answer) => {
        if (answer.ok) {
          const copy = answer.clone();
          // Only what is kept already is kept anew: nothing that is opened otherwise.
          event.waitUntil(caches.open(KEPT).then(async (cache) => {
            if (await cache.match(event.request)) await cache.put(event.request, copy);
          }));
        }
        return answer;
      })
      .catch(async () => (await caches.match(event.request)) || Response.error())
  );
});
