/* Doses on the page that makes a handout: reads what is typed, and says it as paper does. */
window.makeDoses = kit => {
  "use strict";

  const { words, most } = kit;
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

  return { fill, read, write, say };
};
