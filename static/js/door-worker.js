// Shows the page of one door without network: that page, what it is drawn with, and nothing else. The list itself the page keeps.
const PAGE = self.registration.scope;
const CACHE = `door ${PAGE}`;
const UNTIL = `${PAGE}/tot`;
const WAITS_MS = 4000;

const isDoor = (response) => response.headers.get("X-Door") === "in";
const forget = () => caches.delete(CACHE);

const keep = async (addresses, until) => {
  const cache = await caches.open(CACHE);
  await cache.put(UNTIL, new Response(String(until)));
  for (const address of addresses) {
    const isPage = address === PAGE;
    if (!isPage && !new URL(address).pathname.startsWith("/static/")) continue;
    if (!isPage && (await cache.match(address))) continue;
    const response = await fetch(address).catch(() => null);
    if (response?.ok && (!isPage || isDoor(response))) await cache.put(address, response);
  }
  const wanted = new Set([...addresses, UNTIL]);
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
};

const kept = async (address) => {
  const cache = await caches.open(CACHE);
  const until = Number(await (await cache.match(UNTIL))?.text());
  if (Date.now() < until) return cache.match(address);
  await forget();
  return undefined;
};

const page = async (request) => {
  let response;
  try {
    response = await fetch(request, { signal: AbortSignal.timeout(WAITS_MS) });
  } catch {
    return (await kept(PAGE)) ?? Response.error();
  }
  if (response.status >= 500) return (await kept(PAGE)) ?? response;
  if (response.type === "basic" && !isDoor(response)) await forget(); // signed out, or shut out
  return response;
};

const file = async (request) => (await kept(request.url)) ?? fetch(request);

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(event.data.forget ? forget() : keep(event.data.keep, event.data.until)));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (new URL(request.url).pathname.startsWith("/static/")) event.respondWith(file(request));
});
