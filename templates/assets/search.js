/* Finds exercises by words, in any script: words are alike when their letters are. */

window.makeSearch = (() => {
  "use strict";

  /* Title, other names, muscles, summary, labels. */
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

  /* How well a word fits: wholly, at its beginning, inside. */
  function likeness(term) {
    /* From Thai onwards are the scripts in which one sign can be a word. */
    const isLong = term.length > 2 || term > "\u0e00";
    return word => {
      if (word === term) return 1;
      if (word.startsWith(term)) return 0.5 + 0.25 * term.length / word.length;
      return isLong && word.includes(term) ? 0.4 : 0;
    };
  }

  const lengths = [...Array(LONGEST + 1).keys()];

  /* The same with letters too many, too few, wrong, or two of them swapped. */
  function likenessAtAll(term) {
    const { length } = term;
    const allowed = length < 8 ? 1 : 2;
    const likely = likeness(term);
    /* Edits from each beginning of it to each of a word, where there may be few. */
    const rows = lengths.map(i => lengths.map(j => i + j));
    return word => {
      const fit = likely(word);
      const width = Math.min(word.length, length + allowed);
      if (fit) return fit;
      let least;
      for (let i = 1; i <= length; i += 1) {
        const row = rows[i];
        const above = rows[i - 1];
        least = i;
        for (let j = Math.max(1, i - allowed); j <= Math.min(width, i + allowed); j += 1) {
          const isSwapped = term[i - 1] === word[j - 2] && term[i - 2] === word[j - 1];
          const swapped = isSwapped ? rows[i - 2][j - 2] : LONGEST;
          const edited = 1 + Math.min(above[j], row[j - 1], above[j - 1], swapped);
          row[j] = term[i - 1] === word[j - 1] ? above[j - 1] : edited;
          least = Math.min(least, row[j]);
        }
        if (least > allowed) return 0;
      }
      const edits = rows[length][width];
      if (width === word.length && edits <= allowed) return 0.3 / edits;
      return length > 4 ? 0.2 / least : 0;
    };
  }

  /* Exercises are slug and fields; found are slugs, the best first. */
  return exercises => {
    const places = new Map();
    exercises.forEach(([, ...fields], number) => fields.forEach((text, field) => {
      const words = split(text);
      /* Names may be typed as one word: sit-up, situp. */
      if (field < 2) words.slice(1).forEach((word, before) => words.push(words[before] + word));
      for (const word of words) {
        if (!places.has(word)) places.set(word, new Map());
        const worth = places.get(word);
        if (!worth.has(number)) worth.set(number, WORTH[field]);
      }
    }));

    function find(fits) {
      const scores = [];
      for (const [word, worth] of places) {
        const fit = fits(word);
        if (!fit) continue;
        for (const [number, most] of worth) {
          scores[number] = Math.max(scores[number] || 0, fit * most);
        }
      }
      return scores;
    }

    /* All terms must fit. Among equals the shorter title is nearer. */
    function rank(terms, likes) {
      const found = terms.map(term => find(likes(term)));
      const add = number => found.reduce((sum, scores) => sum + scores[number], 0);
      return exercises
        .map(([slug, title], number) => [slug, add(number) - title.length / 999])
        .filter(([, score]) => terms.length && score > -1)
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
