/* Keeps the site for reading without the internet: starts the worker, says when a newer version is
   ready, and has handouts kept. Opened from a disk, all files are there, and it does nothing. */

(() => {
  "use strict";

  if (!location.protocol.startsWith("http")) return;
  const root = document.currentScript.dataset.root;
  const keep = document.querySelector(".keep");
  const workers = navigator.serviceWorker;

  /* By script, since a browser complains of a manifest when the page was opened from a disk. */
  const manifest = document.createElement("link");
  manifest.rel = "manifest";
  manifest.href = `${root}app.webmanifest`;
  document.head.append(manifest);

  if (!workers || !window.caches) {
    tell("unable");
    return;
  }
  /* Who saves data has nothing fetched ahead. */
  const saving = navigator.connection && navigator.connection.saveData;
  if (saving && !workers.controller) return;
  /* The page itself comes first. */
  window.addEventListener("load", () => {
    workers.register(`${root}sw.js`, { updateViaCache: "none" }).then(follow, () => tell("unable"));
  });

  function follow(registration) {
    watch(registration);
    workers.ready.then(({ active }) => offerHandouts(active));
    /* The first worker could not keep the pages: no room, or a file is not as listed. */
    const first = registration.installing;
    if (first && !registration.active) {
      const judge = () => { if (first.state === "redundant") tell("unable"); };
      first.addEventListener("statechange", judge, { once: true });
    }
  }

  /* A newer version: nothing changes under a reader's eyes before the button is pressed. */

  function watch(registration) {
    let controlled = Boolean(workers.controller);
    let asked = false;
    const look = () => { if (registration.waiting && workers.controller) showBar(); };
    const showBar = () => offerUpdate(() => {
      asked = true;
      if (registration.waiting) registration.waiting.postMessage("activate");
      else location.reload();
    });
    look();
    registration.addEventListener("updatefound", () => {
      registration.installing.addEventListener("statechange", look);
    });
    workers.addEventListener("controllerchange", () => {
      if (asked) location.reload();
      else if (controlled) showBar();
      controlled = true;
    });
    /* An app that comes back has loaded no page meanwhile. */
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") registration.update().catch(() => {});
    });
  }

  function offerUpdate(show) {
    const bar = document.querySelector(".update");
    const words = document.getElementById("update");
    if (!bar || !words || bar.firstChild) return;
    bar.append(words.content.cloneNode(true));
    bar.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button && button.value === "show") show();
      else if (button) bar.replaceChildren();
    });
  }

  /* Handouts: the worker keeps some at a time, and is asked until all are there. */

  async function offerHandouts(worker) {
    let state = await ask(worker, "state");
    if (state.wanted && state.kept < state.total && !saving) state = await finish(worker, "more");
    if (!keep) return;
    const button = keep.querySelector("button");
    const offer = button.textContent;
    const hasAll = () => state.wanted && state.kept === state.total;
    const show = (words = summary(state)) => {
      button.textContent = hasAll() ? button.dataset.drop : offer;
      tell(words, state);
    };
    let working = false;
    button.addEventListener("click", async () => {
      if (working) return;
      working = true;
      button.setAttribute("aria-disabled", "true");
      const drops = hasAll();
      /* Browsers clear out what they are not asked to hold on to. */
      if (!drops && navigator.storage && navigator.storage.persist) navigator.storage.persist();
      state = drops ? await ask(worker, "drop") : await finish(worker, "keep");
      working = false;
      button.removeAttribute("aria-disabled");
      show(drops ? "gone" : undefined);
    });
    show();
    /* Where the worker sends a reader whose handout is not kept. */
    if (location.hash === "#keep") keep.scrollIntoView({ block: "center" });
  }

  async function finish(worker, order) {
    let state = await ask(worker, order);
    while (state.wanted && !state.problem && state.kept < state.total) {
      tell("some", state);
      state = await ask(worker, "more");
    }
    return state;
  }

  function ask(worker, order) {
    return new Promise(resolve => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => resolve(data);
      worker.postMessage(order, [port2]);
    });
  }

  function summary({ problem, wanted, kept, total }) {
    if (problem) return problem;
    if (!wanted) return "";
    return kept < total ? "some" : "kept";
  }

  /* Words stand in the page, where they can be translated. */
  function tell(words, { kept, total } = {}) {
    if (!keep) return;
    if (words === "unable") keep.querySelector(".btns").remove();
    const sentence = words ? keep.dataset[words] : "";
    keep.lastElementChild.textContent = sentence.replace("{kept}", kept).replace("{total}", total);
    keep.hidden = false;
  }
})();
