/* The list of exercises, narrowed by the search box and the filters. What is chosen stands in the
   address, so that a list can be sent. */

(() => {
  "use strict";

  const all = selector => [...document.querySelectorAll(selector)];
  const [form, status, ranking] = all("#find, #found, #ranking");
  const [filters] = all("#find details");
  const box = form.q;
  const ticks = all("#find [type=checkbox]");
  const everything = status.textContent;
  const MANY = 60;
  /* One may stand in several groups. */
  const exercises = {};
  for (const card of all(".group .card")) {
    exercises[card.dataset.slug] = { card, traits: card.dataset.traits.split(" ") };
  }

  let search;
  let isFetching;
  let settling;

  /* Only for somebody who is about to search: the words are many. */
  function fetchWords() {
    if (isFetching) return;
    isFetching = true;
    const script = document.createElement("script");
    script.src = form.dataset.searched;
    script.onload = script.onerror = ({ type }) => {
      isFetching = type === "load";
      search = isFetching && window.makeSearch(window.exercises);
      show();
    };
    document.head.append(script);
  }

  function show() {
    const words = box.value.trim();
    const chosen = ticks.filter(tick => tick.checked);
    const isRanked = Boolean(words && search);
    const isNarrowed = Boolean(words || chosen.length);
    const known = isRanked ? search(words).filter(slug => exercises[slug]) : Object.keys(exercises);
    const found = filter(known, chosen);
    const isEmpty = !found.length;

    if (isRanked) rank(found);
    else group(new Set(found));
    const hide = (selector, isHidden) => all(selector).forEach(one => { one.hidden = isHidden; });
    hide(".grouped", isRanked || isEmpty);
    hide(".ranked", !isRanked || isEmpty);
    hide("#nothing", !isEmpty);
    hide("#more", found.length <= MANY);
    hide(".found .btn", !isNarrowed || isEmpty);
    hide(".jump, .group .small", isNarrowed);
    if (filters) filters.querySelector("span").textContent = chosen.length ? `(${chosen.length})` : "";

    const { some, none, failed } = status.dataset;
    let sentence = isNarrowed ? some.replace("{found}", found.length) : everything;
    if (isEmpty) sentence = none;
    if (words && !isFetching) sentence = failed;
    /* Once nobody types: one sentence is read out, and browsers count new addresses. */
    clearTimeout(settling);
    settling = setTimeout(settle, 300, sentence);
  }

  /* Boxes of one filter widen it, filters narrow each other. A box counts what it would show. */
  function filter(slugs, chosen) {
    const sets = {};
    for (const { name, value } of chosen) (sets[name] = sets[name] || []).push(`${name}:${value}`);
    const counts = {};
    const found = slugs.filter(slug => {
      const { traits } = exercises[slug];
      const missed = Object.keys(sets).filter(name => !sets[name].some(one => traits.includes(one)));
      for (const trait of traits) {
        if (missed.every(name => trait.startsWith(name))) counts[trait] = (counts[trait] || 0) + 1;
      }
      return !missed.length;
    });
    for (const { name, value, parentNode } of ticks) {
      parentNode.lastElementChild.textContent = counts[`${name}:${value}`] || 0;
    }
    return found;
  }

  function group(slugs) {
    for (const card of all(".group .card")) card.hidden = !slugs.has(card.dataset.slug);
    for (const one of all(".group")) one.hidden = !one.querySelector(".card:not([hidden])");
  }

  function rank(slugs) {
    ranking.replaceChildren(...slugs.slice(0, MANY).map(slug => {
      const exercise = exercises[slug];
      exercise.copy = exercise.copy || exercise.card.cloneNode(true);
      exercise.copy.hidden = false;
      return exercise.copy;
    }));
  }

  function settle(sentence) {
    status.textContent = sentence;
    const state = new URLSearchParams(new FormData(form));
    if (!box.value.trim()) state.delete("q");
    const query = String(state) && `?${state}`;
    for (const link of all(".tabs a")) link.search = query;
    history.replaceState(null, "", location.pathname + query + location.hash);
  }

  /* What an address says that the page does not know is passed over. */
  function read() {
    const state = new URLSearchParams(location.search);
    box.value = (state.get("q") || "").slice(0, box.maxLength);
    for (const tick of ticks) tick.checked = state.getAll(tick.name).includes(tick.value);
    if (box.value) fetchWords();
    show();
  }

  /* Beside the list there is room for all filters. */
  function unfold() {
    if (filters) filters.open = matchMedia("(min-width: 56em)").matches;
  }

  form.addEventListener("input", show);
  box.addEventListener("focus", fetchWords);
  window.addEventListener("popstate", read);
  /* On to the list: a phone takes its keyboard away, and the filters fold. */
  form.addEventListener("submit", event => {
    event.preventDefault();
    unfold();
    status.focus();
  });
  /* The boxes are empty after the event. */
  form.addEventListener("reset", () => setTimeout(() => {
    show();
    status.focus();
  }));

  unfold();
  if (location.search) read();
})();
