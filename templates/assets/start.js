/* Leads through exercises: steps one by one, then rounds by the clock. Safety notes and doses are
   those of the page. Nothing is kept. */

(() => {
  "use strict";

  const button = document.getElementById("start");
  const page = selector => [...document.querySelectorAll(selector)];
  if (!window.HTMLDialogElement) {
    page(".scripted").forEach(one => one.remove());
    return;
  }
  const { style } = document.currentScript.dataset;
  const { ready, isProgram, exercises } = JSON.parse(page("#practice")[0].textContent);

  /* Hertz and seconds: told apart by beats, and low, for old ears. */
  const SIGNALS = {
    ready: [[440, 0.2]],
    hold: [[660, 0.2], [880, 0.5]],
    mark: [[660, 0.2], [660, 0.2]],
    over: [[440, 0.4], [440, 0.4], [330, 0.7]],
    paused: [[440, 0.2], [330, 0.2], [440, 0.2], [330, 0.2]],
  };
  const GAP = 0.15;

  const parts = {};
  let view, words, screens, screen, audio, lock;
  /* What runs and what follows, its end, the milliseconds left, the last tick. */
  let phase, following, ends, left, last, ticking;

  function make(tag, properties) {
    return Object.assign(document.createElement(tag), properties);
  }

  /* Without names that the page has already. */
  function copy({ tagName, className, innerHTML }) {
    const html = innerHTML.replace(/ id="[^"]*"/g, "").replace(/(<\/?h)\d/g, "$13");
    return make(tagName, { className, innerHTML: html });
  }

  /* The safety blocks have the same names on every page. */
  function findBlocks(names = []) {
    return names.map(name => document.getElementById(name)).filter(Boolean);
  }

  function fill(name, shown = [], draw = one => one) {
    parts[name].replaceChildren(...shown.map(draw));
  }

  /* Screens */

  function listScreens(drawn) {
    const kinds = ["ask-first", "stop-if", "take-care"];
    const start = { place: words.before, next: words.start, blocks: kinds, isFirst: true };
    const list = isProgram ? [start] : [];
    for (const exercise of exercises) {
      const { slug, shown, rounds, hold, isOpen } = exercise;
      const pictures = [...drawn[exercises.indexOf(exercise)].children];
      const steps = exercise.steps || page(".steps > li").map(step => step.innerHTML);
      const blocks = kinds.map(kind => `${slug}-${kind}`);
      const own = isProgram && { next: words.next, blocks, pictures, isFirst: false };
      exercise.begins = list.length;
      list.push({ ...start, ...own, exercise, need: exercise.need });
      steps.forEach((step, index) => list.push({
        exercise,
        text: step,
        place: words.step.replace("{number}", index + 1).replace("{total}", steps.length),
        pictures: pictures.slice(shown[index], shown[index] + 1),
        next: words.next,
      }));
      exercise.practised = list.length;
      const next = hold && !isOpen ? words.skip : words.done;
      rounds.forEach(([place, rests, isOther]) => {
        const round = { text: exercise.dose, place, rests, isOther, pictures, steps, next };
        const other = isOther && { text: `${exercise.dose} ${words.other}`, steps: [] };
        list.push({ exercise, ...round, ...other });
      });
    }
    return [...list, { place: words.end, next: words.done }];
  }

  function show(to) {
    screen = screens[to];
    const { exercise, place, text = "", need = "", steps, isOther, isFirst, next } = screen;
    const { title, slug, hold, count = "" } = exercise || { title: page("h1")[0].textContent };
    const isTimed = Boolean(steps && hold);
    clear();

    /* While a clock runs, the button to press is the clock's own. */
    parts.next.classList.toggle("quiet", isTimed);
    parts.text.innerHTML = text;
    fill("pictures", screen.pictures);
    /* Drawn and described is the first side. */
    parts.pictures.setAttribute("aria-hidden", isOther || false);
    fill("steps", steps, innerHTML => make("li", { innerHTML }));
    fill("safety", findBlocks(screen.blocks), copy);
    const stops = findBlocks(["stop-if", `${slug}-stop-if`]);
    fill("rules", stops.flatMap(block => [...block.querySelectorAll("li")]), copy);

    parts.timer.hidden = !isTimed;
    parts.choices.hidden = !isFirst && !isTimed;
    parts.skip.hidden = !exercise || Boolean(steps);
    parts.all.hidden = !isProgram || isFirst;
    parts.list.hidden = !isFirst;
    parts.back.hidden = !to;
    view.classList.toggle("first", Boolean(screen.blocks));
    page(".start, .start div").forEach(one => { one.scrollTop = 0; });
    /* Who presses Next again stays on it. */
    const pressed = ":is(footer, .timer:not([hidden])) button:not([hidden])";
    const stays = document.activeElement.matches(pressed);
    parts.place.setAttribute("aria-live", stays ? "polite" : "off");
    const said = { title, count, place, need, next };
    for (const name in said) parts[name].textContent = said[name];
    tell(isTimed ? words.wait : "");
    /* A picture has the room below the words. */
    parts.pictures.style.setProperty("--above", parts.pictures.offsetTop - parts.screen.offsetTop);
    if (!stays) parts.place.focus();
    stayAwake();
  }

  function tell(sentence) {
    parts.status.textContent = sentence;
  }

  /* A round that was done is followed by the rest before the next, one that was skipped is not. */
  function advance(by, isDone) {
    show(screens.indexOf(screen) + by);
    if (isDone && screen.rests) run(time("rest", screen.exercise.rest), ...toHold());
  }

  /* Timer */

  function time(name, [low, high]) {
    return { name, seconds: high, enough: low < high && low };
  }

  function toHold() {
    const { hold } = screen.exercise;
    return hold ? [time("ready", [ready, ready]), time("hold", hold)] : [];
  }

  function run(...phases) {
    [phase, ...following] = phases;
    const { name, seconds, enough } = phase;
    left = seconds * 1000;
    /* One signal on the way: where a shorter time would end, or else at half. */
    phase.mark = name !== "ready" && left - (enough ? enough * 1000 : left / 2);
    parts.timer.hidden = false;
    parts.again.hidden = !screen.exercise.hold;
    if (name !== "rest") signal(name);
    go();
  }

  function go() {
    clearInterval(ticking);
    last = Date.now();
    ends = last + left;
    ticking = setInterval(tick, 200);
    parts.time.textContent = words.pause;
    parts.phase.textContent = words[phase.name];
    tell("");
    tick();
    parts.timer.scrollIntoView({ block: "nearest" });
  }

  function tick() {
    const now = Date.now();
    /* After 5 seconds without a tick the phone was asleep. */
    if (now - last > 5000) {
      stop();
      return;
    }
    last = now;
    left = Math.max(0, ends - now);
    parts.clock.textContent = Math.ceil(left / 1000);
    if (phase.mark && left <= phase.mark) {
      phase.mark = 0;
      signal("mark");
      tell(phase.enough ? words.enough : words.half);
    }
    if (!left) finish();
  }

  function finish() {
    halt();
    if (following.length) {
      run(...following);
      return;
    }
    const { isOpen, rest } = screen.exercise;
    const isRested = phase.name === "rest";
    signal("over");
    if (isOpen && rest && !isRested) {
      run(time("rest", rest));
      return;
    }
    if (isOpen || isRested) clear();
    else advance(1, true);
    if (isOpen) parts.time.textContent = words.more;
    else if (isRested) parts.timer.hidden = true;
    if (!phase) tell(isRested ? words.rested : words.over);
  }

  function halt() {
    clearInterval(ticking);
    ticking = 0;
    parts.time.textContent = words.go;
    tell(words.paused);
  }

  /* Out of sight nobody reads the time, and a phone may send no signal at its end. */
  function stop() {
    halt();
    signal("paused");
  }

  function clear() {
    halt();
    phase = null;
    parts.phase.textContent = parts.clock.textContent = "";
    parts.time.textContent = words.begin;
    parts.again.hidden = true;
  }

  /* Signals for somebody who does not look, and a screen that stays on */

  function signal(name) {
    const beats = SIGNALS[name];
    if (parts.vibration.checked) {
      navigator.vibrate(beats.flatMap(([, length]) => [length * 1000, GAP * 1000]));
    }
    if (!parts.sound.checked) return;
    audio = audio || new AudioContext();
    audio.resume();
    let from = audio.currentTime;
    for (const [frequency, length] of beats) {
      const tone = audio.createOscillator();
      tone.frequency.value = frequency;
      tone.connect(audio.destination);
      tone.start(from);
      tone.stop(from + length);
      from += length + GAP;
    }
  }

  function stayAwake() {
    const isWanted = view.open && !document.hidden && screen.exercise && !screen.isFirst;
    if (!navigator.wakeLock || !isWanted === !lock) return;
    if (lock) lock.then(held => held && held.release());
    lock = isWanted && navigator.wakeLock.request("screen").catch(() => null);
  }

  /* In and out */

  function prepare() {
    const [dialog, ...drawn] = page("#start-view")[0].content.children;
    view = dialog;
    words = view.dataset;
    for (const part of view.querySelectorAll("[data-part]")) parts[part.dataset.part] = part;
    screens = listScreens(drawn);
    for (const note of page("[data-safety=sample] b, [data-safety=review] b")) {
      parts.notes.append(copy(note), " ");
    }
    const isTouched = matchMedia("(pointer: coarse)").matches;
    parts.vibration.parentNode.hidden = !navigator.vibrate || !isTouched;
    view.addEventListener("click", press);
    view.addEventListener("change", ({ target }) => target.checked && signal("ready"));
    view.addEventListener("close", leave);
    document.body.append(view);
    const sheet = make("link", { rel: "stylesheet", href: style, onload: enter, onerror: enter });
    document.head.append(sheet);
  }

  function enter() {
    if (view.open) return;
    view.showModal();
    /* So that the way back leads to the page, not off it. */
    history.pushState("start", "");
    show(0);
  }

  function close() {
    if (view) view.close();
  }

  function leave() {
    clear();
    stayAwake();
    if (history.state === "start") history.back();
    button.focus();
  }

  function press({ target }) {
    const pressed = target.closest("button");
    if (!pressed) return;
    const { exercise, steps, place } = screen;
    const actions = {
      close,
      back: () => advance(-1),
      next: () => (place === words.end ? close() : advance(1, steps && !exercise.hold)),
      all: () => show(0),
      skip: () => show(exercise.practised),
      rules: () => parts.rules.parentNode.focus(),
      again: () => run(...toHold()),
      time: () => {
        if (ticking) halt();
        else if (phase) go();
        else run(...toHold());
      },
    };
    (actions[pressed.value] || (() => show(exercises[pressed.value].begins)))();
  }

  button.addEventListener("click", () => (view ? enter() : prepare()));
  window.addEventListener("popstate", close);
  document.addEventListener("visibilitychange", () => {
    if (!view) return;
    if (document.hidden && ticking) stop();
    stayAwake();
  });
})();
