/* Shows where the pages of the handout end, and how many they are, as the browser breaks them: for a
   moment the handout stands in columns as large as a page. */
window.makePages = fill => {
  "use strict";

  const sheet = document.querySelector("#handout");
  const said = document.querySelector("#pages");
  const grown = document.querySelector("#grown");
  /* In pixels: in another browser there may be a little more or less room. */
  const DOUBT = 8;
  /* How many there were, once that was sure. */
  let before = 0;

  function showPages() {
    for (const block of sheet.querySelectorAll("[data-page]")) delete block.dataset.page;
    const desk = sheet.parentNode;
    /* The document keeps its height, so that nobody is scrolled away. */
    desk.style.blockSize = `${desk.offsetHeight}px`;
    sheet.classList.add("counted");
    const { first, number } = count(0);
    const isSure = isLoaded() && [-DOUBT, DOUBT].every(more => count(more).number === number);
    sheet.classList.remove("counted");
    desk.style.blockSize = "";
    first.forEach((block, page) => { block.dataset.page = fill(said.dataset.page, { number: page + 1 }); });
    const { about, one, some } = said.dataset;
    said.textContent = sheet.childElementCount ? fill(isSure ? (number > 1 ? some : one) : about, { number }) : "";
    if (isLoaded()) tellGrowth(sheet.childElementCount ? number : 0);
  }

  /* Said aloud, and where the form is: a note may be just too long. */
  function tellGrowth(number) {
    if (before && number > before) grown.textContent = fill(grown.dataset.said, { number });
    else if (number < before) grown.textContent = "";
    before = number;
  }

  /* The number of pages, and what each of them but the first begins with. */
  function count(more) {
    sheet.style.setProperty("--more", `${more}px`);
    const { left, width } = sheet.getBoundingClientRect();
    const gap = parseFloat(getComputedStyle(sheet).columnGap);
    const pageOf = box => Math.floor((box.left - left + gap / 2) / (width + gap));
    const first = [];
    let last = 0;
    for (const block of sheet.querySelectorAll("*")) {
      const boxes = [...block.getClientRects()];
      if (!boxes.length) continue;
      const page = pageOf(boxes[0]);
      /* Neither a row of a table nor a numbered step can show a mark: what is in it can. */
      if (page > 0 && page >= first.length && !block.matches("tr, .shown")) first[page] = block;
      last = Math.max(last, pageOf(boxes.at(-1)));
    }
    return { first, number: last + 1 };
  }

  /* Until fonts and pictures are there, the number is a guess. */
  const isLoaded = () => document.fonts.status === "loaded" && [...sheet.querySelectorAll("img")].every(one => one.complete);
  const showWhenLoaded = () => { if (isLoaded()) showPages(); };
  sheet.addEventListener("load", showWhenLoaded, true);
  document.fonts.ready.then(showWhenLoaded);

  return showPages;
};
