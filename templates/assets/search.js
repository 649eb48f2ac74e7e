/* Finds exercises by words, in any script: words are alike when their letters are. */

window.makeSearch = (() => {
  "use strict";

  /* Of title, other names, muscles, summary, labels. */
  const WORTH = [8, 6, 4, 3, 2];
  const LONGEST = 40;
  /* Accents of Latin, Greek, Cyrillic, points of Hebrew, vowels of Arabic; elsewhere a letter. */
  const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]/g;
  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ı: "i" };

  function split(text) {
    const plain = text.toLowerCase().normalize("NFKD").replace(MARKS, "");
    const folded = plain.replace(/[ß-œ]/g, letter => LETTERS[letter] || letter);
    return (folded.match(/[\p{L}\p{N}\p{M}]+/gu) || []).map(word => word.slice(0, LONGEST));
  }

  function bitsOf(word) {
    let bits = 0;
    for (let i = 0; i < word.length; i += 1) bits |= 1 << word.charCodeAt(i);
    return bits;
  }

  /* How well a word fits what was typed: wholly, at its beginning, inside. */
  function likeness(term) {
    /* From Thai onwards are the scripts in which one sign can be a word. */
    const isLong = term.length > 2 || term > "\u0e00";
    return word => {
      if (word === term) return 1;
      if (word.startsWith(term)) return 0.5 + 0.25 * term.length / word.length;
      return isLong && word.includes(term) ? 0.4 : 0;
    };
  }

  const rows = [0, 1, 2].map(() => new Uint8Array(LONGEST + 4));

  /* The same with letters too many, too few, wrong, or two of them swapped. */
  function likenessAtAll(term) {
    const { length } = term;
    const allowed = length < 8 ? 1 : 2;
    const likely = likeness(term);
    const wanted = bitsOf(term);
    return (word, bits) => {
      const fit = likely(word);
      const width = Math.min(word.length, length + allowed);
      /* Most words lack too many letters for a closer look. */
      let lacks = wanted & ~bits;
      for (let i = 0; i < allowed; i += 1) lacks &= lacks - 1;
      if (fit || lacks || width + allowed < length) return fit;
      for (let j = 0; j <= width; j += 1) rows[0][j] = j;
      for (let i = 1; i <= length; i += 1) {
        const row = rows[i % 3];
        const above = rows[(i + 2) % 3];
        const higher = rows[(i + 1) % 3];
        let least = row[0] = i;
        for (let j = 1; j <= width; j += 1) {
          const same = term[i - 1] === word[j - 1];
          row[j] = same ? above[j - 1] : 1 + Math.min(above[j], row[j - 1], above[j - 1]);
          if (i > 1 && j > 1 && term[i - 1] === word[j - 2] && term[i - 2] === word[j - 1]) {
            row[j] = Math.min(row[j], higher[j - 2] + 1);
          }
          least = Math.min(least, row[j]);
        }
        if (least > allowed) return 0;
      }
      /* Now the last row has the distance to each beginning of the word. */
      const row = rows[length % 3];
      if (width === word.length && row[width] <= allowed) return 0.3 / row[width];
      const nearest = Math.min(...row.subarray(0, width + 1));
      return length > 4 && nearest <= allowed ? 0.2 / nearest : 0;
    };
  }

  /* Exercises are slug and fields; a search gives slugs, the best first. */
  return exercises => {
    const places = new Map();
    exercises.forEach(([, ...fields], number) => fields.forEach((text, field) => {
      const words = split(text);
      /* Names may be typed as one word: sit-up, situp. */
      if (field < 2) words.slice(1).forEach((word, before) => words.push(words[before] + word));
      for (const word of words) {
        if (!places.has(word)) places.set(word, { bits: bitsOf(word), worth: new Map() });
        const { worth } = places.get(word);
        if (!worth.has(number)) worth.set(number, WORTH[field]);
      }
    }));

    function find(fits) {
      const scores = new Map();
      for (const [word, { bits, worth }] of places) {
        const fit = fits(word, bits);
        if (!fit) continue;
        for (const [number, most] of worth) {
          scores.set(number, Math.max(scores.get(number) || 0, fit * most));
        }
      }
      return scores;
    }

    /* All terms must fit. Among equals the shorter title is nearer. */
    function rank(terms, likes) {
      const [first = [], ...others] = terms.map(term => find(likes(term)));
      const score = ([number, fit]) => others.reduce((sum, scores) => sum + scores.get(number), fit)
        - exercises[number][1].length / 999;
      return [...first]
        .filter(([number]) => others.every(scores => scores.has(number)))
        .map(found => [exercises[found[0]][0], score(found)])
        .sort(([, a], [, b]) => b - a)
        .map(([slug]) => slug);
    }

    /* Guesses are for what is nowhere as typed, and pass over the shortest words. */
    return typed => {
      const terms = split(typed);
      const found = rank(terms, likeness);
      return found.length ? found : rank(terms.filter(({ length }) => length > 2), likenessAtAll);
    };
  };
})();
