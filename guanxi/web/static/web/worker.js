// The service worker: while the server cannot be reached it shows a page that says so. Nothing else
// is kept on the device, least of all what is written on a page.
const KEPT = "guanxi-offline";
const PAGE = "/offline/";

async function keep() {
  const answer = await fetch(PAGE, { cache: "reload" });
  const text = await answer.clone().text();
  const [, style] = text.match(/href="([^"]+\.css)"/);
  const cache = await caches.open(KEPT);
  await cache.put(PAGE, answer);
  await cache.add(style);
}

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { mode, destination } = event.request;
  if (mode === "navigate") event.respondWith(fetch(event.request).catch(() => caches.match(PAGE)));
  else if (destination === "style") event.respondWith(fetch(event.request).catch(async () => (await caches.match(event.request)) ?? Response.error()));
});
