/* Takes the place of the worker that kept this site in the browser, removes all that it kept, and
   goes itself. Pages come from the host again. */

"use strict";

const OURS = `handouts ${self.registration.scope} `;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", event => event.waitUntil(leave()));

async function leave() {
  const names = await caches.keys();
  await Promise.all(names.filter(name => name.startsWith(OURS)).map(name => caches.delete(name)));
  await self.registration.unregister();
}
