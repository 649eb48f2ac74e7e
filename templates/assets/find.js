/* Narrows the list of exercises. The choice stands in the address, to be sent. */

/* Seen once narrowed, or after a second. */
if (location.search) {
  document.documentElement.style.visibility = "hidden";
  setTimeout(() => { document.documentElement.style.visibility = ""; }, 999);
}

document.addEventListener("DOMContentLoaded", () => {
  "use strict";

  const all = selector => [...document.querySelectorAll(selector)];
  const [form, status, list, ranking] = all("#find, #found, #list, #ranking");
  const [filters] = all("#find details");
  const box = form.q;
  const ticks = all("#find [type=checkbox]");
  const everything = status.textContent;
  const told = status.dataset;
  const MANY = 60;
  const traitOf = ({ name, value }) => `${name}:${value}`;
  const nameOf = trait => trait.split(":")[0];
  const exercises = {};
  for (const card of all(".group .card")) {
    exercises[card.dataset.slug] = { card, traits: card.dataset.traits.split(" ") };
  }

  let search, isFetching, settling;
  let unknown = "";

  function fetchWords() {
    if (isFetching) return;
    isFetching = true;
    const script = document.createElement("script");
    script.src = form.dataset.searched;
    script.onload = () => {
      search = window.makeSearch(window.exercises.filter(([slug]) => exercises[slug]));
      show();
    };
    script.onerror = () => {
      isFetching = false;
      show();
    };
    document.head.append(script);
  }

  function show(isChosen) {
    if (isChosen) unknown = "";
    const words = box.value.trim();
    const wanted = ticks.filter(tick => tick.checked).map(traitOf);
    const isRanked = words && search;
    const isNarrowed = words + wanted !== "";
    const [whole, some] = isRanked ? search(words) : [Object.keys(exercises)];
    const found = filter(whole[0] ? whole : some, wanted);
    const isEmpty = !found[0];

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

    let sentence = isNarrowed ? told.some.replace("{found}", found.length) : everything;
    if (!whole[0]) sentence = told.partial + sentence;
    if (isEmpty) sentence = told.none;
    if (words && !isFetching) sentence = told.failed;
    if (!words || search || !isFetching) document.documentElement.style.visibility = "";
    /* Once nobody types: it is read out, browsers count new addresses. */
    clearTimeout(settling);
    settling = setTimeout(settle, 300, unknown + sentence);
  }

  /* Boxes of a filter widen, filters narrow. A box counts what it would show. */
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

  /* Only chosen groups, if any are. What counts once is shown once. */
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
    if (!unknown) history.replaceState(null, "", location.pathname + query + location.hash);
  }

  /* What no filter has is said, and stays in the address until something is chosen. */
  function read() {
    const state = new URLSearchParams(location.search);
    box.value = (state.get("q") || "").slice(0, box.maxLength);
    for (const tick of ticks) {
      const asked = state.getAll(tick.name);
      tick.checked = asked.includes(tick.value);
      const strange = asked.find(value => ticks.every(one => one.value !== value));
      if (strange) unknown = told.unknown.replace("{found}", strange);
    }
    if (box.value) fetchWords();
    show();
  }

  form.oninput = show;
  box.onfocus = fetchWords;
  window.onpopstate = read;
  form.onsubmit = event => {
    event.preventDefault();
    list.focus();
  };
  /* Boxes are empty after the event. */
  form.onreset = () => setTimeout(() => {
    show(true);
    status.focus();
  });

  /* Beside the list is room. */
  if (filters) filters.open = matchMedia("(min-width: 56em)").matches;
  if (location.search) read();
});
