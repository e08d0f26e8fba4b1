// Without a network: pages that were kept are shown as they were kept. Only where somebody turned it on.
'use strict';
const VERSION = '{version}';
const ASSETS = {assets};
const PAGES = 'pages';
const PATIENCE = 6000;

addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(`assets-${VERSION}`);
    await cache.addAll(ASSETS);
    await skipWaiting();
  })());
});

addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith('assets-') && name !== `assets-${VERSION}`) await caches.delete(name);
    await clients.claim();
  })());
});

const path = (request) => new URL(request.url).pathname;

async function asset(request) {
  const kept = await caches.match(request);
  return kept || fetch(request);
}

/** The page from the server if it answers in time, and kept anew if it is one to be kept; else as it was kept. */
async function page(request) {
  const keptAt = (name) => caches.match(name, { cacheName: PAGES });
  const kept = await keptAt(path(request));
  try {
    const answer = await fetch(request, kept ? { signal: AbortSignal.timeout(PATIENCE) } : {});
    // Where everything was wiped meanwhile, nothing is kept anew.
    if (kept && answer.ok && !answer.redirected && answer.type === 'basic' && await caches.has(PAGES)) {
      const cache = await caches.open(PAGES);
      await cache.put(path(request), answer.clone());
    }
    return answer;
  } catch (cause) {
    const instead = kept || await keptAt('/offline');
    if (instead) return instead;
    throw cause;
  }
}

addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== location.origin) return;
  if (path(request).startsWith('/assets/')) event.respondWith(asset(request));
  else if (request.mode === 'navigate') event.respondWith(page(request));
});
