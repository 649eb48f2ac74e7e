/* What is typed on the page that makes a handout: what of it goes on the sheet, and how, what may go
   into an address or a file, and what is said beside a field. */
window.makeFields = kit => {
  "use strict";

  const { words, most } = kit;
  const form = document.querySelector("#make");
  const all = (selector, where = form) => [...where.querySelectorAll(selector)];
  const wordsOf = id => all(`#${id} option`).map(option => option.value);
  const strange = new RegExp(`[^${kit.letters}\\s]`, "gu");
  const WEIGHT = /^\d{1,3}(?:[.,]\d{1,2})?(?:\s*(?:-|–|to)\s*\d{1,3}(?:[.,]\d{1,2})?)?\s*(?:kg|g|lb)$/;
  const SECONDS = /^\d{1,2}(?:-\d{1,2}){1,3}$/;
  const OWN = { load: [WEIGHT, wordsOf("loads")], tempo: [SECONDS, wordsOf("tempos")] };

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const SPAN = /^(\d{1,4})(?:\s*(?:-|–|to)\s*(\d{1,4}))?\s*(s|sec|seconds?|min|minutes?)?$/;

  /* "15-20", "20-30 s" or a text; null for what is none. */
  function read(key, text) {
    if (!most[key] || !text) return text;
    const [, first, last = first, unit = ""] = SPAN.exec(text) || [];
    const [low, high] = [Number(first), Number(last)];
    const isTime = key === "hold" || key === "rest";
    const seconds = unit.startsWith("min") ? 60 : 1;
    const isRight = low > 0 && low <= high && high * seconds <= most[key] && Boolean(unit) === isTime;
    return isRight ? { low, high, seconds } : null;
  }

  const write = ({ low, high }) => (low === high ? String(low) : fill(words.span, { low, high }));

  function writeTime(time) {
    const { said, of } = time.seconds > 1 ? words.minute : words.second;
    const number = time.high < of.length ? time.high : 100 + time.high % 100;
    return fill(said[of[number]], { span: write(time) });
  }

  const isOnce = span => span.low === 1 && span.high === 1;
  const writeTimes = span => (span.high === 1 ? words.once : fill(words.times, { value: write(span) }));

  /* A sentence each, of texts that can be read. {blank} is where a number is not known. */
  function say(texts, isAsNeeded, side) {
    const dose = {};
    for (const [key, text] of Object.entries(texts)) dose[key] = read(key, text);
    const { hold, reps, sets, rest, load, tempo } = dose;
    const sentences = [];
    const total = reps && !(sets && isOnce(reps)) ? reps : sets;
    if (hold) sentences.push(fill(words.hold, { value: writeTime(hold) }));
    if (reps && sets && !isOnce(reps) && !isOnce(sets)) {
      sentences.push(`${writeTimes(reps)} ${words.inEachSet}`, fill(words.sets, { value: write(sets) }));
    } else if (total) sentences.push(writeTimes(total));
    if (isAsNeeded) sentences.push(reps ? words.asNeeded : words.blankAsNeeded);
    else if (!total) sentences.push(words.blankTimes);
    if (rest) sentences.push(fill(sets && reps ? words.restBetweenSets : words.rest, { value: writeTime(rest) }));
    if (load) sentences.push(fill(words.load, { value: load }));
    if (tempo) sentences.push(fill(words.tempo, { value: tempo }));
    return side in words.sides ? [...sentences, words.sides[side]] : sentences;
  }

  const listStrange = text => [...new Set(text.match(strange))];
  /* What is typed, with each letter and its accent as one. */
  const trim = field => field.value.trim().normalize("NFC");

  /* A text as it is printed: one that a browser would print in another font is not. */
  function get(name) {
    const text = trim(form[name]);
    return listStrange(text).length ? "" : text;
  }

  const isUsable = (key, text) => read(key, text) !== null && !listStrange(text).length;

  /* Numbers, times and words that the page offers cannot be a name. */
  function isKept(key, text) {
    const [pattern, choices] = OWN[key] || [];
    return isUsable(key, text) && (!pattern || pattern.test(text) || choices.includes(text));
  }

  /* `kept` is what the sheet says, `usual` what it says without a change. */
  function checkDose(field, kept = "", usual = "") {
    const typed = trim(field);
    const said = field.closest(".doses").dataset;
    const { example } = field.dataset;
    let message = "";
    if (listStrange(typed).length) message = sayStrange(typed);
    else if (!isUsable(field.name, typed)) message = fill(kept ? said.wrong : said.nothing, { kept, example });
    else if (!typed && usual) message = fill(said.empty, { kept: usual });
    else if (typed && !isKept(field.name, typed)) message = fill(said.unkept, { example });
    show(field, message, !isUsable(field.name, typed));
  }

  function checkTexts() {
    for (const field of all("[data-text]")) show(field, sayStrange(trim(field)), listStrange(trim(field)).length > 0);
  }

  /* A sign that nobody sees is called by its number. */
  function sayStrange(text) {
    const letters = listStrange(text).map(sign => (/[\p{C}\p{M}\p{Z}]/u.test(sign)
      ? `U+${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}` : `“${sign}”`));
    return letters.length ? fill(form.dataset.letters, { letters: letters.join(" ") }) : "";
  }

  let number = 0;

  /* The line for it stands below the field; it is read out with it from then on. */
  function show(field, message, isWrong) {
    const line = field.closest("label").nextElementSibling;
    if (!line.id) {
      line.id = `said-${++number}`;
      field.setAttribute("aria-describedby", `${line.id} ${field.getAttribute("aria-describedby") || ""}`.trim());
    }
    if (line.textContent !== message) line.textContent = message;
    field.setAttribute("aria-invalid", isWrong);
    line.classList.toggle("wrong", isWrong);
  }

  return { fill, read, write, say, get, trim, isUsable, isKept, checkDose, checkTexts };
};
