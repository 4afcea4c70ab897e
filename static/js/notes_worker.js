// Gives the page for notes that was opened last, and what it is made of, when no connection is there to ask for it. It stores
// nothing itself: the page puts these in (notes.js). It goes when the page is no longer there for whoever held an invitation.
"use strict";
const SHELL = `shell ${new URL(registration.scope).pathname}`;
const PARTS = ["style", "script", "font"], NOT_THEIRS = [403, 404, 410];
self.addEventListener("install", () => skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(clients.claim()));
self.addEventListener("fetch", (event) => {
  const { method, mode, destination } = event.request;
  const isPage = method === "GET" && mode === "navigate";
  if (isPage || PARTS.includes(destination)) event.respondWith(answer(event.request, isPage));
});
async function answer(request, isPage) {
  try {
    const found = await fetch(request);
    if (isPage && NOT_THEIRS.includes(found.status)) {
      await caches.delete(SHELL);
      await registration.unregister();
    }
    return found;
  } catch (lost) {
    const kept = await caches.match(request, { cacheName: SHELL, ignoreVary: true });
    if (!kept) throw lost;
    return kept;
  }
}
