/* Finds exercises by words, in any script, by how their letters are alike. */

window.makeSearch = (() => {
  "use strict";

  /* Title, other names, muscles, summary, labels. */
  const WORTH = [8, 6, 4, 3, 2];
  const LONGEST = 40;
  /* Accents of Latin, Greek, Cyrillic, Hebrew, Arabic; elsewhere they are letters. */
  const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]/g;
  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ı: "i" };

  function split(text) {
    const plain = text.toLowerCase().normalize("NFKD").replace(MARKS, "")
      .replace(/[ß-œ]/g, letter => LETTERS[letter] || letter);
    return (plain.match(/[\p{L}\p{N}\p{M}]+/gu) || []).map(word => word.slice(0, LONGEST));
  }

  /* How well a word fits: wholly, at its beginning, inside. */
  function likeness(term) {
    /* From Thai on, one sign can be a word. */
    const isLong = term.length > 2 || term > "\u0e00";
    return word => {
      if (word === term) return 1;
      if (word.startsWith(term)) return 0.5 + 0.25 * term.length / word.length;
      return isLong && word.includes(term) ? 0.4 : 0;
    };
  }

  const lengths = [...Array(LONGEST + 1).keys()];

  /* The same with letters too many, too few, wrong or swapped. */
  function likenessAtAll(term) {
    const { length } = term;
    const allowed = length < 8 ? 1 : 2;
    const likely = likeness(term);
    /* Edits from each beginning of it to each of a word. */
    const rows = lengths.map(i => lengths.map(j => i + j));
    return word => {
      const fit = likely(word);
      /* A Theraband is a band. */
      const part = word.length > 3 && term.includes(word) && 0.1;
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
        if (least > allowed) return part;
      }
      const edits = rows[length][width];
      if (width === word.length && edits <= allowed) return 0.3 / edits;
      return length > 4 ? 0.2 / least : part;
    };
  }

  /* Of slug and fields; finds slugs, the best first. */
  return exercises => {
    const places = new Map();
    exercises.forEach(([, ...fields], number) => fields.forEach((text, field) => {
      const words = split(text);
      /* Sit-up is also typed situp. */
      if (field < 2) words.slice(1).forEach((word, before) => words.push(words[before] + word));
      for (const word of words) {
        if (!places.has(word)) places.set(word, new Map());
        const worth = places.get(word);
        if (!worth.has(number)) worth.set(number, WORTH[field]);
      }
    }));

    /* What all terms fit, and what any does, with most of them first; then the shorter title. */
    function rank(terms, likes) {
      const found = terms.map(term => {
        const fits = likes(term);
        const scores = [];
        places.forEach((worth, word) => {
          const fit = fits(word);
          if (fit) worth.forEach((most, number) => {
            scores[number] = Math.max(scores[number] || 0, fit * most);
          });
        });
        return scores;
      });
      const add = number => found.reduce((sum, scores) => sum + (scores[number] + 999 || 0), 0);
      const scored = exercises
        .map(([slug, title], number) => [slug, add(number) - title.length / 999])
        .sort(([, a], [, b]) => b - a);
      return [terms.length, 0].map(
        count => scored.filter(([, score]) => score > count * 999).map(([slug]) => slug));
    }

    /* Guessed is what is nowhere as typed, without the shortest words. */
    return typed => {
      const terms = split(typed);
      const found = rank(terms, likeness);
      return found[0][0] ? found : rank(terms.filter(({ length }) => length > 2), likenessAtAll);
    };
  };
})();
