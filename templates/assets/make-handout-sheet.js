/* The handout on the page that makes one, laid out of parts: safety notes and steps are copied, never
   written. Each exercise has a file with its parts: a script, since from a disk nothing else loads. */
window.makeSheet = (kit, fields, titles) => {
  "use strict";

  const find = (selector, where = document) => where.querySelector(selector);
  const all = (selector, where = document) => [...where.querySelectorAll(selector)];
  const copy = name => find(`template[data-part="${name}"]`).content.cloneNode(true);
  const make = (tag, className, ...inside) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...inside);
    return element;
  };

  const { programs, words } = kit;
  const { fill, read, write, say, get: text } = fields;
  const form = find("#make");
  const sheet = find("#handout");
  const KINDS = ["emergency", "urgent", "ask-first", "stop-if", "take-care"];
  /* What is shown now: a version is known a moment later. */
  let current;

  /* By folder and slug, what such a file says beside its templates. */
  const parts = {};
  window.addPart = (name, part, templates) => {
    parts[name] = part;
    document.body.insertAdjacentHTML("beforeend", templates);
  };

  /* Ends also when there is none. */
  const load = src => new Promise(onload => {
    document.head.append(Object.assign(document.createElement("script"), { src, onload, onerror: onload }));
  });

  /* `chosen` are the exercises in order, whose parts are here: each with its dose as typed, and what
     was changed. */
  function layOut(chosen) {
    current = undefined;
    sheet.replaceChildren();
    /* No foot without a sheet. */
    document.documentElement.removeAttribute("style");
    if (!chosen.length) return;
    const whole = describeWhole(chosen);
    const page = copy("sheet");
    const put = (selector, ...inside) => find(selector, page).replaceChildren(...inside);
    const drop = selector => all(selector, page).forEach(part => part.remove());
    put("h1", whole.title);
    put(".mark", find(".review", copy(`${whole.isMixed ? "together" : "review"}/${whole.gravest}`)));
    if (whole.names.length === 1) put(".purpose", copy(whole.names[0]));
    else drop(".purpose");
    writeIn(page, chosen);
    put(".blocks", whole.isAlone ? copy(`alone/${chosen[0].slug}`) : join(whole.sheets));
    if (whole.isAlone) drop(".plan, .contents");
    else {
      put(".plan .often", ...sayOften(whole.schedule, true));
      put("tbody", ...chosen.map(listEntry));
    }
    put(".all-entries", ...chosen.map((one, index) => layOutEntry(one, index + 1, whole.isAlone)));
    layOutDiary(find(".diary", page), whole.schedule, chosen);
    put(".sources", whole.sources.length ? fill(words.sources, { value: whole.sources.join("; ") }) : "");
    sheet.append(page);
    sheet.classList.toggle("alone", whole.isAlone);
    current = whole;
    nameVersion(whole);
  }

  /* What stands above one exercise, a whole program, or what was put together of several. */
  function describeWhole(chosen) {
    const from = [...new Set(chosen.map(one => one.program).filter(Boolean))];
    const isAlone = chosen.length === 1 && !from.length;
    const slugs = chosen.map(one => one.slug);
    const isWhole = from.length === 1 && chosen.every(one => one.program)
      && programs[from[0]].entries.map(entry => entry.exercise).join() === slugs.join();
    const named = (folder, list) => list.map(slug => [`${folder}/${slug}`, parts[`${folder}/${slug}`]]);
    const ofPrograms = named("programs", from);
    const ofExercises = named("exercises", slugs);
    const sources = isWhole ? ofPrograms : [...ofPrograms, ...ofExercises];
    /* The gravest state of a review counts, and of several the oldest. */
    const [gravest] = [...sources].sort(([, a], [, b]) => (a.grave < b.grave ? -1 : 1));
    const records = sources.map(([, record]) => record);
    const schedules = [...new Set(from.map(slug => programs[slug].schedule.join()))];
    const { per_day, per_week } = chosen[0].texts;
    const times = isAlone ? [per_day, per_week, ""] : schedules.length === 1 ? schedules[0].split(",") : ["", "", ""];
    const own = from.length === 1 ? programs[from[0]].title : words.title;
    return {
      isAlone,
      isMixed: new Set(records.map(record => record.signed)).size > 1,
      names: sources.map(([name]) => name),
      records,
      gravest: gravest[0],
      state: gravest[1].state,
      title: isAlone ? records[0].title : text("title") || own,
      schedule: times,
      sheets: [...new Set([...ofPrograms, ...ofExercises].flatMap(([, record]) => record.safety))],
      sources: [...new Set(records.flatMap(record => record.sources))],
    };
  }

  /* The lists of several safety sheets in one, each of their items once. */
  function join(sheets) {
    const [notes, ...others] = sheets.map(name => find(".notes", copy(`safety/${name}`)));
    for (const block of others.flatMap(other => all(".safety", other))) {
      const kindOf = one => KINDS.indexOf(one.dataset.safety);
      const same = all(".safety", notes).find(one => kindOf(one) === kindOf(block));
      if (same) {
        const known = all("li", same).map(item => item.textContent);
        find("ul", same).append(...all("li", block).filter(item => !known.includes(item.textContent)));
      } else notes.insertBefore(block, all(".safety", notes).find(one => kindOf(one) > kindOf(block)) || null);
    }
    return notes;
  }

  function writeIn(page, chosen) {
    const [year, month, day] = form.date.value.split("-").map(Number);
    const date = day ? fill(words.months[month - 1], { year, day }) : "";
    const side = find("[name=side]:checked", form);
    const values = { for: text("for"), from: text("therapist"), date };
    for (const [name, value] of Object.entries(values)) find(`.${name} b`, page).textContent = value;
    if (!chosen.some(one => one.isAffected) || !(side.value || chosen.length === 1)) find(".side", page).remove();
    else if (side.value) find(".side b", page).textContent = side.dataset.said;
    if (text("note")) find(".note-box", page).append(make("p", "", text("note")));
    else find(".note-box", page).remove();
  }

  const withBlanks = sentence => sentence.split("{blank}")
    .flatMap((part, index) => (index ? [make("span", "blank"), part] : [part]));

  const sayAll = one => say(one.texts, one.asNeeded, one.side);

  const sayOften = (times, isWhole) => times.flatMap((time, index) => {
    const span = read(["per_day", "per_week", "weeks"][index], time);
    const value = span ? make("b", "", write(span)) : make("span", "blank");
    return span || isWhole ? [make("p", "", `${words.often[index]} `, value)] : [];
  });

  function listEntry(one, index) {
    const name = make("th", "", `${index + 1} ${one.title}`);
    name.scope = "row";
    const dose = sayAll(one).flatMap(sentence => [...withBlanks(sentence), ". "]);
    return make("tr", "", name, make("td", "", ...dose));
  }

  function layOutEntry(one, number, isAlone) {
    const side = one.isAffected && form.side.value;
    const part = copy(`entry/${one.slug}${side ? `/${side}` : ""}`);
    const dose = find(".dose", part);
    const { per_day, per_week } = one.texts;
    const often = sayOften([per_day, per_week, ""], isAlone);
    if (isAlone) {
      /* Its own safety notes stand above, joined with those of its sheets. */
      all(".entry > h3, .called, .own", part).forEach(element => element.remove());
      find("h4", part).replaceWith(make("h2", "", find("h4", part).textContent));
    } else find(".number", part).textContent = number;
    for (const name of all("[data-title]", part)) name.textContent = titles.get(name.dataset.title);
    for (const picture of all(".mirrored", part)) picture.style.transform = "scaleX(-1)";
    find(".entry-note", part).textContent = one.note || "";
    dose.append(make("div", "", ...sayAll(one).map(sentence => make("p", "said", ...withBlanks(sentence), "."))));
    if (one.isAffected && !side) dose.append(make("p", "", find(".side .sides", copy("sheet"))));
    if (often.length) dose.append(make("div", "often", ...often));
    if (one.isChanged) {
      const name = text("therapist");
      dose.append(make("p", "set-by", ...withBlanks(name ? fill(words.setBy, { value: name }) : words.blankSetBy)));
    }
    return part;
  }

  /* So many weeks, and so many boxes a day, of the largest diary that there is. */
  function layOutDiary(diary, [day, , weeks], chosen) {
    const rows = Math.min(read("weeks", weeks)?.high || 4, 12);
    const side = form.side.value;
    let boxes = read("per_day", day)?.high || 1;
    if (boxes > words.diaries.length) boxes = 1;
    diary.classList.toggle("long", rows > 6);
    diary.classList.toggle("several", boxes > 1);
    find("p", diary).textContent = words.diaries[boxes - 1];
    if (side && chosen.some(one => one.isAffected)) {
      const isSame = chosen.every(one => one.side === kit.done[side]);
      find("h2", diary).textContent = words.diary[isSame ? side : `sore ${side}`];
    }
    for (const row of all("tbody tr", diary).slice(rows)) row.remove();
    for (const cell of all("td", diary)) all(".box", cell).slice(boxes).forEach(box => box.remove());
  }

  /* What was put together has a version of its own, made of those of its parts. */
  async function nameVersion(whole) {
    const { records, title, state } = whole;
    const codes = records.map(record => record.of);
    const newest = records.reduce((a, b) => (a.updated < b.updated ? b : a));
    const show = code => {
      const version = fill(newest.day ? words.datedVersion : words.version, { code, date: newest.day });
      find(".version", sheet).textContent = `${title}. ${version}. ${state}.`;
      writeFoot([title, version, state]);
    };
    show(codes.map(code => code.slice(0, 7)).join(" "));
    if (codes.length === 1 || !window.crypto?.subtle) return;
    const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(codes.join(" ")));
    if (current === whole) show([...new Uint8Array(bytes, 0, 4)].map(byte => byte.toString(16).padStart(2, "0")).join("").slice(0, 7));
  }

  /* About how many letters of a foot stand in a line, beside the two numbers to call; what else a
     page needs below its text, and each line. In millimetres. */
  const FOOT = { small: [60, 7, 4.9], large: [42, 7, 6.5] };

  /* The margins of a printed page take texts of a stylesheet, no elements. */
  function writeFoot([title, ...which]) {
    const [before, between, after] = words.page.split(/\{\w+\}/);
    const lines = {
      "foot-call": all("[data-line]", sheet).map(line => line.textContent),
      "foot-title": [`${title}\u2003`],
      "foot-which": ["", ...which],
      "page-before": [before],
      "page-between": [between],
      "page-after": [after],
    };
    const escape = line => line.replace(/[\\"\n]/g, sign => `\\${sign.codePointAt(0).toString(16)} `);
    const [letters, around, high] = FOOT[form.large.checked ? "large" : "small"];
    const rows = [`${title}${before}${between}${after}1234`, ...which].reduce((sum, line) => sum + Math.ceil(line.length / letters), 0);
    const { style } = document.documentElement;
    style.setProperty("--foot-size", form.large.checked ? "16pt" : "12pt");
    style.setProperty("--foot-room", `${around + rows * high}mm`);
    for (const [name, texts] of Object.entries(lines)) {
      style.setProperty(`--${name}`, `"${texts.map(escape).join("\\a ")}"`);
    }
  }

  return { layOut, parts, load };
};
