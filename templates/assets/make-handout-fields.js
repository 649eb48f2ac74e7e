/* What is typed on the page that makes a handout: what of it goes on the sheet, what of it may go
   into an address or a file, and what is said beside a field. */
window.makeFields = (kit, doses) => {
  "use strict";

  const { fill, read } = doses;
  const form = document.querySelector("#make");
  const all = (selector, where = form) => [...where.querySelectorAll(selector)];
  const words = id => all(`#${id} option`).map(option => option.value);
  const strange = new RegExp(`[^${kit.letters}\\s]`, "gu");
  const WEIGHT = /^\d{1,3}(?:[.,]\d{1,2})?(?:\s*(?:-|–|to)\s*\d{1,3}(?:[.,]\d{1,2})?)?\s*(?:kg|g|lb)$/;
  const SECONDS = /^\d{1,2}(?:-\d{1,2}){1,3}$/;
  const OWN = { load: [WEIGHT, words("loads")], tempo: [SECONDS, words("tempos")] };

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
    for (const field of all("[data-text]")) show(field, sayStrange(trim(field)), listStrange(trim(field)).length);
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
    if (isWrong) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }

  return { get, trim, isUsable, isKept, checkDose, checkTexts };
};
