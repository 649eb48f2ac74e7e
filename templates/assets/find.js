/* Narrows the list of exercises. What is chosen stands in the address, so that it can be sent. */

/* A list that was sent is seen once narrowed, or after a moment as it is. */
if (location.search) {
  document.documentElement.style.visibility = "hidden";
  setTimeout(() => { document.documentElement.style.visibility = ""; }, 999);
}

document.addEventListener("DOMContentLoaded", () => {
  "use strict";

  const all = selector => [...document.querySelectorAll(selector)];
  const [form, status, ranking] = all("#find, #found, #ranking");
  const [filters] = all("#find details");
  const box = form.q;
  const ticks = all("#find [type=checkbox]");
  const everything = status.textContent;
  const MANY = 60;
  const traitOf = ({ name, value }) => `${name}:${value}`;
  const nameOf = trait => trait.split(":")[0];
  /* One may stand in several groups. */
  const exercises = {};
  for (const card of all(".group .card")) {
    exercises[card.dataset.slug] = { card, traits: card.dataset.traits.split(" ") };
  }

  let search;
  let isFetching;
  let settling;

  /* Only for who is about to search: they are many. */
  function fetchWords() {
    if (isFetching) return;
    isFetching = true;
    const script = document.createElement("script");
    script.src = form.dataset.searched;
    script.onload = () => {
      search = window.makeSearch(window.exercises);
      show();
    };
    script.onerror = () => {
      isFetching = false;
      show();
    };
    document.head.append(script);
  }

  function show() {
    const words = box.value.trim();
    const wanted = ticks.filter(tick => tick.checked).map(traitOf);
    const isRanked = Boolean(words && search);
    const isNarrowed = Boolean(words || wanted.length);
    const known = isRanked ? search(words).filter(slug => exercises[slug]) : Object.keys(exercises);
    const found = filter(known, wanted);
    const isEmpty = !found.length;

    if (isRanked) rank(found);
    else group(found, wanted, isNarrowed);
    const hide = (selector, isHidden) => {
      for (const one of all(selector)) one.hidden = isHidden;
    };
    hide(".grouped", isRanked || isEmpty);
    hide(".ranked", !isRanked || isEmpty);
    hide("#nothing", !isEmpty);
    hide("#more", found.length <= MANY);
    hide(".found .btn", !isNarrowed || isEmpty);
    hide(".jump, .group .small", isNarrowed);
    if (filters) filters.querySelector("span").textContent = wanted.length ? `(${wanted.length})` : "";

    const { some, none, failed } = status.dataset;
    let sentence = isNarrowed ? some.replace("{found}", found.length) : everything;
    if (isEmpty) sentence = none;
    if (words && !isFetching) sentence = failed;
    if (!words || search || !isFetching) document.documentElement.style.visibility = "";
    /* Once nobody types: one sentence is read out, and browsers count new addresses. */
    clearTimeout(settling);
    settling = setTimeout(settle, 300, sentence);
  }

  /* Boxes of one filter widen it, filters narrow each other. A box counts what it would show. */
  function filter(slugs, wanted) {
    const counts = {};
    const found = slugs.filter(slug => {
      const { traits } = exercises[slug];
      const met = traits.filter(one => wanted.includes(one)).map(nameOf);
      const missed = wanted.map(nameOf).filter(name => !met.includes(name));
      for (const trait of traits) {
        if (missed.every(name => name === nameOf(trait))) counts[trait] = (counts[trait] || 0) + 1;
      }
      return !missed.length;
    });
    for (const tick of ticks) {
      tick.parentNode.lastElementChild.textContent = counts[traitOf(tick)] || 0;
    }
    return found;
  }

  /* Only groups that are chosen, if any are. What is counted once is shown once. */
  function group(found, wanted, isNarrowed) {
    const left = new Set(found);
    for (const one of all(".group")) {
      const { trait } = one.dataset;
      const isOut = !wanted.includes(trait) && wanted.map(nameOf).includes(nameOf(trait));
      for (const card of one.querySelectorAll(".card")) {
        card.hidden = isNarrowed && (isOut || !left.delete(card.dataset.slug));
      }
      one.hidden = !one.querySelector(".card:not([hidden])");
    }
  }

  function rank(slugs) {
    ranking.replaceChildren(...slugs.slice(0, MANY).map(slug => {
      const exercise = exercises[slug];
      exercise.copy ||= exercise.card.cloneNode(true);
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

  /* What the page does not know is passed over. */
  function read() {
    const state = new URLSearchParams(location.search);
    box.value = (state.get("q") || "").slice(0, box.maxLength);
    for (const tick of ticks) tick.checked = state.getAll(tick.name).includes(tick.value);
    if (box.value) fetchWords();
    show();
  }

  /* Beside the list is room for all. */
  function unfold() {
    if (filters) filters.open = matchMedia("(min-width: 56em)").matches;
  }

  form.oninput = show;
  box.onfocus = fetchWords;
  window.onpopstate = read;
  /* A phone takes its keyboard away, and the filters fold. */
  form.onsubmit = event => {
    event.preventDefault();
    unfold();
    status.focus();
  };
  /* The boxes are empty after the event. */
  form.onreset = () => setTimeout(() => {
    show();
    status.focus();
  });

  unfold();
  if (location.search) read();
});
