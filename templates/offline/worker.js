/* Keeps the pages of this site in the browser, so that they open without the internet.

   The program writes the line  const SITE = {revision, pages, handouts}  above this text: the
   beginning of the SHA-256 of every file, by its address. A version is kept whole or not at all:
   a file whose bytes are not those of the list ends the installation, and the version before it
   goes on working. */

"use strict";

const SCOPE = self.registration.scope;
/* Other sites may live at the same origin, and caches are shared there. An address ends with the
   blank, so that a site does not take those below it for its own. */
const OURS = `handouts ${SCOPE} `;
const PAGES = `${OURS}pages ${SITE.revision}`;
const KEPT = `${OURS}kept`;
const AT_A_TIME = 8;
/* What a host says of a page that still counts when it comes from here. */
const SAID = ["content-security-policy", "content-type", "permissions-policy", "referrer-policy",
  "x-content-type-options", "x-frame-options"];

const address = path => SCOPE + path.split("/").map(encodeURIComponent).join("/");
/* A file is kept under its address and its hash: what is kept already is known by its name. */
const entry = (path, digest) => `${address(path)}?${digest}`;
const lists = (files, path) => Object.hasOwn(files, path);
const entries = async cache => new Set((await cache.keys()).map(request => request.url));

self.addEventListener("install", event => event.waitUntil(install()));
self.addEventListener("activate", event => event.waitUntil(tidy()));
self.addEventListener("fetch", event => {
  const answer = answerTo(event.request);
  if (answer) event.respondWith(answer);
});
self.addEventListener("message", event => {
  if (event.data === "activate") self.skipWaiting();
  else event.waitUntil(obey(event.data).then(state => event.ports[0].postMessage(state)));
});

/* Installing */

async function install() {
  const cache = await caches.open(PAGES);
  const here = await entries(cache);
  const older = await entriesOfOlderVersions();
  const missing = Object.entries(SITE.pages).filter(([path, digest]) => !here.has(entry(path, digest)));
  const isOlder = ([path, digest]) => older.has(entry(path, digest));
  /* What is new comes first: an attempt that fails has not copied anything in vain, and the next
     one goes on where it ended. */
  await inTurns(missing.filter(file => !isOlder(file)), ([path, digest]) => load(cache, path, digest));
  await inTurns(missing.filter(isOlder), async ([path, digest]) => {
    const name = entry(path, digest);
    const copy = await older.get(name).match(name);
    if (copy) await cache.put(name, copy);
    else await load(cache, path, digest);
  });
}

async function entriesOfOlderVersions() {
  const found = new Map();
  for (const name of await caches.keys()) {
    if (!name.startsWith(`${OURS}pages `) || name === PAGES) continue;
    const cache = await caches.open(name);
    for (const one of await entries(cache)) found.set(one, cache);
  }
  return found;
}

async function inTurns(files, work) {
  const waiting = files.values();
  const turn = async () => { for (const file of waiting) await work(file); };
  /* One that fails leaves the others at work: the next attempt has less to fetch. */
  const ended = await Promise.allSettled(Array.from({ length: AT_A_TIME }, turn));
  const failed = ended.find(one => one.status === "rejected");
  if (failed) throw failed.reason;
}

async function load(cache, path, digest) {
  /* "no-cache" asks the host each time, and takes what the browser has when it is the same. */
  const response = await fetch(address(path), { cache: "no-cache" });
  const bytes = await response.arrayBuffer();
  if (!response.ok || await hash(bytes) !== digest) throw new Error(path);
  const headers = SAID.filter(name => response.headers.has(name))
    .map(name => [name, response.headers.get(name)]);
  /* Made anew, because a browser refuses to show a page that was reached over a redirection. */
  await cache.put(entry(path, digest), new Response(bytes, { headers }));
}

async function hash(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).subarray(0, 8);
  return Array.from(digest, byte => byte.toString(16).padStart(2, "0")).join("");
}

async function tidy() {
  for (const name of await caches.keys()) {
    if (name.startsWith(`${OURS}pages `) && name !== PAGES) await caches.delete(name);
  }
  if (await caches.has(KEPT)) {
    const kept = await caches.open(KEPT);
    const listed = new Set(Object.keys(SITE.handouts).map(address));
    for (const one of await entries(kept)) {
      if (!listed.has(one.split("?")[0])) await kept.delete(one);
    }
  }
  await self.clients.claim();
}

/* Answering */

function answerTo(request) {
  if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return null;
  const path = pathOf(request.url);
  if (lists(SITE.handouts, path)) return handout(request, path);
  const found = [path, `${path}index.html`].find(one => lists(SITE.pages, one));
  if (found) return page(found).then(kept => kept || fetch(request));
  if (request.mode !== "navigate") return null;
  /* Hosts differ in how they write an address: "p", "p/", "p.html" may all mean one page. */
  const bare = path.replace(/(\.html|\/)$/, "");
  const meant = [`${bare}.html`, `${bare}/index.html`].find(one => lists(SITE.pages, one));
  if (meant) return Promise.resolve(Response.redirect(address(meant) + new URL(request.url).search));
  return fetch(request).catch(lost);
}

function pathOf(url) {
  const encoded = url.slice(SCOPE.length).split(/[?#]/)[0];
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

async function page(path) {
  const name = entry(path, SITE.pages[path]);
  return caches.match(name, { cacheName: PAGES });
}

async function lost() {
  const kept = await page("404.html");
  return kept ? new Response(kept.body, { status: 404, headers: kept.headers }) : Response.error();
}

async function handout(request, path) {
  const kept = await caches.match(entry(path, SITE.handouts[path]), { cacheName: KEPT });
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    const older = await caches.match(address(path), { cacheName: KEPT, ignoreSearch: true });
    if (older) return older;
    if (request.mode !== "navigate") throw error;
    return Response.redirect(`${address("handouts.html")}#keep`);
  }
}

/* Keeping handouts: a page asks for some at a time, since a worker may not work for long. */

async function obey(order) {
  let problem = "";
  if (order === "drop") await caches.delete(KEPT);
  try {
    if (order === "keep" || (order === "more" && await caches.has(KEPT))) await keepSome();
  } catch (error) {
    problem = error.name === "QuotaExceededError" ? "full" : "failed";
    /* A part of the handouts would only take the room. */
    if (order === "keep" && problem === "full") await caches.delete(KEPT);
  }
  return { problem, ...await count() };
}

async function keepSome() {
  const cache = await caches.open(KEPT);
  const here = await entries(cache);
  const missing = Object.entries(SITE.handouts).filter(([path, digest]) => !here.has(entry(path, digest)));
  await inTurns(missing.slice(0, AT_A_TIME), async ([path, digest]) => {
    await load(cache, path, digest);
    const older = [...here].filter(one => one.startsWith(`${address(path)}?`));
    await Promise.all(older.map(one => cache.delete(one)));
  });
}

async function count() {
  const wanted = await caches.has(KEPT);
  const here = wanted ? await entries(await caches.open(KEPT)) : new Set();
  const handouts = Object.entries(SITE.handouts);
  const kept = handouts.filter(([path, digest]) => here.has(entry(path, digest))).length;
  return { wanted, kept, total: handouts.length };
}
