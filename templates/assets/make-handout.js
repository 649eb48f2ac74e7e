/* Makes a handout for one patient. What is chosen stands in the address; the names and the note
   stand nowhere but in their fields and on the sheet. */
(() => {
  "use strict";

  const find = (selector, where = document) => where.querySelector(selector);
  const all = (selector, where = document) => [...where.querySelectorAll(selector)];

  const [form, picked, count, said, cleared, lost, sheet, list, others]
    = ["#make", "#picked", "#count", "#said", "#cleared", "#lost", "#handout", ".all", "#others"].map(one => find(one));
  /* Slug, title, other names, and more that the search knows. */
  const { exercises } = window;
  if (!exercises) {
    lost.hidden = false;
    find("button", lost).onclick = () => location.reload();
    return;
  }
  const titles = new Map(exercises);
  const kit = JSON.parse(find("#kit").textContent);
  const { programs } = kit;
  const fields = window.makeFields(kit);
  const { layOut, parts, load } = window.makeSheet(kit, fields, titles);
  const { fill, say, get: text } = fields;
  const showPages = window.makePages(fill);
  /* So many are listed at once. */
  const MANY = 100;
  const KEYS = Object.keys(kit.most).filter(key => key !== "weeks");
  const OF_THE_PATIENT = ["for", "note", "date", "title"];
  const TYPED = [...OF_THE_PATIENT, "therapist"];
  const ALLOWED = { side: ["", "left", "right", "both"], variant: ["a4", "letter", "a4-large", "letter-large"], format: ["1"] };
  const getVariant = () => form.paper.value + (form.large.checked ? "-large" : "");
  const usual = getVariant();
  /* Not by the value of all of them: in Chromium, that cannot be made empty. */
  const setSide = side => { find(`[name=side][value="${side}"]`, form).checked = true; };
  const setVariant = variant => {
    [form.paper.value] = variant.split("-");
    form.large.checked = variant.endsWith("-large");
  };

  /* What was chosen, in the words of a prescription: `only` are the exercises left of all that
     `handouts` name, in the order to print; `dose` is what was changed, as it was typed; what cannot
     be read never gets there. */
  let choice = { handouts: [], only: [], dose: {} };
  let turn = 0;

  /* What is chosen */

  /* Of one name, a program goes before an exercise, unless the folder is named. */
  function lookUp(name) {
    const [, folder, slug] = /^(programs\/|exercises\/)?(.*?)(?:\.md)?$/.exec(name);
    if (folder !== "exercises/" && Object.hasOwn(programs, slug)) return { program: slug, ...programs[slug] };
    return folder !== "programs/" && titles.has(slug) && { entries: [{ exercise: slug }] };
  }

  const nameOf = slug => (Object.hasOwn(programs, slug) ? `exercises/${slug}` : slug);

  /* All that is named, each once, with the dose and note of the program that it is taken from. */
  function listNamed(handouts) {
    const named = new Map();
    for (const { program, entries } of handouts.map(lookUp)) {
      for (const { exercise, note, ...own } of entries) {
        const { dose = {}, asNeeded } = own.dose ? own : parts[`exercises/${exercise}`] || {};
        if (!named.has(exercise)) named.set(exercise, { slug: exercise, program, note, dose, asNeeded });
      }
    }
    return named;
  }

  function listChosen() {
    const named = listNamed(choice.handouts);
    return choice.only.map(slug => {
      const changes = choice.dose[slug] || {};
      const one = named.get(slug);
      const names = [`exercises/${slug}`, ...(one.program ? [`programs/${one.program}`] : [])];
      const side = parts[names[0]]?.side;
      return {
        ...one,
        title: titles.get(slug),
        names,
        isHere: names.every(name => parts[name]),
        texts: { ...one.dose, ...changes },
        isChanged: Object.keys(changes).length > 0,
        isAffected: side === "affected",
        side: side === "affected" ? kit.done[form.side.value] || side : side,
      };
    });
  }

  function add(name) {
    choice.handouts.push(name);
    choice.only = [...new Set([...choice.only, ...lookUp(name).entries.map(entry => entry.exercise)])];
  }

  function remove(slug) {
    choice.only = choice.only.filter(one => one !== slug);
    delete choice.dose[slug];
  }

  /* Nothing is named twice, or without need. Where no program is, the names have the order. */
  function tidy() {
    const isNeeded = name => lookUp(name).entries.some(entry => choice.only.includes(entry.exercise));
    const handouts = [...new Set(choice.handouts)].filter(isNeeded);
    const isOfPrograms = handouts.some(name => lookUp(name).program);
    choice.handouts = isOfPrograms ? handouts : choice.only.map(nameOf);
  }

  const isInOrder = () => [...listNamed(choice.handouts).keys()].join() === choice.only.join();

  /* The form */

  function show() {
    tidy();
    const { length } = choice.only;
    for (const tick of all("input", list)) tick.checked = choice.only.includes(tick.value);
    const { none, one, some, many } = count.dataset;
    const sentence = [none, one][length] || (length > kit.many ? many : some);
    count.textContent = fill(sentence, { number: length, most: kit.many });
    const hint = find("#title-said");
    hint.textContent = holdsName() ? hint.dataset.named : hint.dataset.said;
    fields.checkTexts();
    cleared.textContent = "";
    sheet.classList.toggle("large", form.large.checked);
    find("#letter").media = form.paper.value === "letter" ? "all" : "not all";
    find("#empty").hidden = length > 0;
    document.documentElement.classList.toggle("made", length > 0);
    writeAddress();
    return showSheet();
  }

  /* No sheet is printed without all its parts. */
  async function showSheet() {
    turn += 1;
    const own = turn;
    const listLost = () => showPicked().filter(one => !one.isHere);
    if (listLost().length) {
      sheet.classList.add("waiting");
      form.print.disabled = true;
      const names = new Set(listLost().flatMap(one => one.names));
      await Promise.all([...names].map(name => parts[name] || load(`${form.dataset.parts + name}.js`)));
      if (own !== turn) return;
    }
    const missing = listLost().map(one => one.title).join(", ");
    lost.hidden = !missing;
    find("p", lost).textContent = fill(lost.dataset.said, { titles: missing });
    form.print.disabled = missing;
    layOut(missing ? [] : listChosen());
    sheet.classList.remove("waiting");
    showPages();
  }

  /* Returns them in their order. */
  function showPicked() {
    const chosen = listChosen();
    const known = new Map([...picked.children].map(item => [item.dataset.slug, item]));
    const items = chosen.map((one, index) => {
      const item = known.get(one.slug) || makeItem(one);
      find("details", item).hidden = !one.isHere;
      if (one.asNeeded) find("[name=sets]", item)?.parentNode.remove();
      find("b", item).textContent = `${index + 1}. ${one.title}`;
      find("small", item).textContent = one.isHere
        ? say(one.texts, one.asNeeded, one.side).map(part => `${part.replace("{blank}", "…")}.`).join(" ") : "";
      find("[name=up]", item).disabled = !index;
      find("[name=down]", item).disabled = index === chosen.length - 1;
      for (const field of all("input", item)) {
        const { [field.name]: kept } = one.texts;
        /* What is wrong stands there until it is mended. */
        if (field !== document.activeElement && !field.matches("[aria-invalid=true]")) field.value = kept ?? "";
        fields.checkDose(field, kept, one.dose[field.name]);
      }
      return item;
    });
    /* What is moved loses the focus: only when it has to be. */
    if (items.some((item, index) => item !== picked.children[index]) || picked.children[items.length]) {
      picked.replaceChildren(...items);
    }
    return chosen;
  }

  function makeItem(one) {
    const item = find("#pick").content.firstElementChild.cloneNode(true);
    item.dataset.slug = one.slug;
    for (const label of all(".unseen", item)) label.textContent = one.title;
    return item;
  }

  /* An empty field is what the content says; of one that cannot be read, the last that could counts. */
  function changeDose(field) {
    const { slug } = field.closest("li").dataset;
    const { dose } = listNamed(choice.handouts).get(slug);
    const typed = fields.trim(field);
    if (!fields.isUsable(field.name, typed)) return;
    const changes = { ...choice.dose[slug], [field.name]: typed };
    if (["", dose[field.name]].includes(changes[field.name])) delete changes[field.name];
    choice.dose[slug] = changes;
    if (!Object.keys(changes).length) delete choice.dose[slug];
  }

  function move(slug, by) {
    const place = choice.only.indexOf(slug);
    choice.only.splice(place, 1);
    choice.only.splice(place + by, 0, slug);
    show();
    const [, ...buttons] = all(`[data-slug="${slug}"] button:enabled`, picked).reverse();
    (buttons.find(button => button.name === (by < 0 ? "up" : "down")) || buttons[0]).focus();
    count.textContent = fill(count.dataset.moved, { title: titles.get(slug), number: place + by + 1 });
  }

  /* Also a part of the name: "For Anna" for Anna Smith. */
  const listWords = words => words.toLowerCase().match(/[\p{L}\p{M}]{3,}/gu) || [];
  const holdsName = () => {
    const [name, title] = [form.for, form.title].map(field => field.value.trim().toLowerCase());
    return Boolean(name) && (title.includes(name) || listWords(name).some(word => listWords(title).includes(word)));
  };

  /* The doses that were changed, as far as no name can be among them. */
  const listKept = () => Object.entries(choice.dose)
    .map(([slug, dose]) => [slug, Object.entries(dose).filter(([key, typed]) => fields.isKept(key, typed))])
    .filter(([, kept]) => kept.length);

  /* Address and file */

  /* #e=bridge,clam&only=clam&d.bridge.sets=2&side=left&variant=letter: what is usual is left out. */
  function writeAddress() {
    const values = { e: choice.handouts.join() };
    if (!isInOrder()) values.only = choice.only.join();
    for (const [slug, kept] of listKept()) {
      for (const [key, typed] of kept) values[`d.${slug}.${key}`] = typed;
    }
    values.side = form.side.value;
    if (getVariant() !== usual) values.variant = getVariant();
    const parts = Object.entries(values).filter(([, value]) => value)
      .map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll("%2C", ",")}`);
    history.replaceState(null, "", location.href.split("#")[0] + (parts.length ? `#${parts.join("&")}` : ""));
  }

  function readAddress() {
    const values = { dose: {} };
    for (const [key, value] of new URLSearchParams(location.hash.slice(1))) {
      const [, slug, name] = /^d\.(.+)\.(\w+)$/.exec(key) || [];
      if (slug) values.dose[slug] = { ...values.dose[slug], [name]: value };
      else if (key === "e" || key === "only") values[key === "e" ? "handouts" : key] = value.split(",");
      else if (key in ALLOWED) values[key] = value;
    }
    const wrong = take(values, fields.isKept);
    picked.replaceChildren();
    show();
    said.textContent = sayWhy(said.dataset.address, wrong);
  }

  const sayWhy = (sentence, wrong) => (wrong.length ? fill(sentence, { why: wrong.join(" ") }) : "");

  /* Takes up what can be taken of a choice; what cannot is returned, in words. */
  function take(values, isRightDose) {
    const wrong = new Set();
    const is = (isRight, name, facts) => {
      if (!isRight) wrong.add(fill(said.dataset[name], facts));
      return isRight;
    };
    const handouts = (values.handouts || []).filter(name => name && is(lookUp(name), "unknown", { key: name }));
    const named = listNamed(handouts);
    const isNamed = key => is(named.has(key), "unknown", { key });
    const drop = (values.drop || []).filter(isNamed);
    const left = values.only?.length ? values.only.filter(isNamed) : [...named.keys()];
    const dose = {};
    for (const [slug, changes] of Object.entries(values.dose || {}).filter(([key]) => isNamed(key))) {
      for (const [key, value] of Object.entries(changes).filter(([name]) => is(KEYS.includes(name), "key", { key: name }))) {
        if (value && is(isRightDose(key, value), "value", { key, value })) dose[slug] = { ...dose[slug], [key]: value };
      }
    }
    const { side = "", variant } = values;
    const known = Object.entries({ side, variant: variant || usual, format: values.format ?? "1" })
      .filter(([key, value]) => is(ALLOWED[key].includes(value), "value", { key, value }));
    const right = Object.fromEntries(known);
    choice = { handouts, only: [...new Set(left)].filter(slug => !drop.includes(slug)), dose };
    setSide(right.side || "");
    setVariant(right.variant || usual);
    return [...wrong];
  }

  /* Only for who saves or opens a file. */
  async function loadFiles() {
    if (!window.handoutFile) await load(form.dataset.files);
    return window.handoutFile;
  }

  async function save() {
    const values = { format: "1" };
    if (text("title") && !holdsName()) values.title = text("title");
    values.handouts = choice.handouts;
    if (!isInOrder()) values.only = choice.only;
    if (form.side.value) values.side = form.side.value;
    const kept = listKept();
    if (kept.length) values.dose = Object.fromEntries(kept.map(([slug, dose]) => [slug, Object.fromEntries(dose)]));
    values.variant = getVariant();
    if (form.date.value) values.date = form.date.value;
    const files = await loadFiles();
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([files.write(values)], { type: "text/plain" }));
    link.download = "handout.yaml";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 9999);
    const isWhole = Object.values(choice.dose).every(dose => Object.entries(dose).every(one => fields.isKept(...one)));
    said.textContent = isWhole ? "" : said.dataset.unkept;
  }

  /* A file that is wrong changes nothing. */
  async function open(file) {
    const files = await loadFiles();
    const before = choice;
    const [side, variant] = [form.side.value, getVariant()];
    let wrong;
    try {
      const values = files.read(await file.text());
      wrong = files.check(values).map(([sentence, facts]) => fill(said.dataset[sentence], facts));
      if (!wrong.length) wrong = take(values, fields.isUsable);
      if (!wrong.length) {
        for (const key of TYPED) form[key].value = values[key] || "";
      }
    } catch (error) {
      wrong = [fill(said.dataset.unread, { line: error.message })];
    }
    if (wrong.length) {
      choice = before;
      setSide(side);
      setVariant(variant);
    }
    picked.replaceChildren();
    await show();
    said.textContent = sayWhy(said.dataset.file, wrong) || said.dataset.opened;
  }

  /* What is done */

  const plain = words => words.trim().normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  function narrow() {
    const typed = plain(find("#narrow").value);
    const found = exercises.filter(([, title, names]) => plain(`${title} ${names}`).includes(typed));
    list.replaceChildren(list.firstElementChild, ...found.slice(0, MANY).map(([slug, title, names]) => {
      const label = find("#tick").content.firstElementChild.cloneNode(true);
      const tick = find("input", label);
      tick.value = slug;
      tick.checked = choice.only.includes(slug);
      find("span", label).prepend(title);
      find("small", label).append(names);
      return label;
    }));
    const number = found.length - MANY;
    others.textContent = number > 0 ? fill(others.dataset.more, { number }) : "";
  }

  form.oninput = ({ target }) => {
    if (target.id === "narrow") {
      narrow();
      return;
    }
    if (target.type === "file") return;
    if (target.name === "exercise") (target.checked ? add(nameOf(target.value)) : remove(target.value));
    else if (target.closest("#picked")) changeDose(target);
    show();
  };

  form.onchange = ({ target }) => {
    if (target.type !== "file") show();
    else if (target.files[0]) {
      open(target.files[0]);
      target.value = "";
    }
  };

  function empty(keys) {
    for (const key of keys) form[key].value = "";
    setSide("");
  }

  const acts = {
    program: button => add(button.value),
    up: (_, item) => move(item.dataset.slug, -1),
    down: (_, item) => move(item.dataset.slug, 1),
    remove: (_, item) => {
      const next = item.nextElementSibling || item.previousElementSibling;
      remove(item.dataset.slug);
      show();
      (next ? find("[name=remove]", next) : find("#narrow")).focus();
    },
    /* Whatever may be of this patient alone: the next sheet must not carry it. */
    clear: () => {
      empty(OF_THE_PATIENT);
      show();
      const changed = choice.only.filter(slug => choice.dose[slug]).map(slug => titles.get(slug)).join(", ");
      cleared.textContent = [cleared.dataset.said, ...(changed ? [fill(cleared.dataset.doses, { titles: changed })] : [])].join(" ");
      form.for.focus();
    },
    over: () => {
      empty(TYPED);
      choice = { handouts: [], only: [], dose: {} };
      said.textContent = "";
      setVariant(usual);
      picked.replaceChildren();
      show();
      find("#narrow").focus();
    },
    print: () => window.print(),
    save,
  };

  form.onclick = ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    acts[button.name](button, button.closest("li"));
    if (button.name === "program") show();
  };

  form.onsubmit = event => event.preventDefault();
  window.onhashchange = readAddress;

  find("button", lost).onclick = show;
  find("#title-said").dataset.said = find("#title-said").textContent;
  narrow();
  readAddress();
})();
