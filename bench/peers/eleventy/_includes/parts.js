// What several layouts show: lists, the dose and the safety notes.
const signs = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escape = (text) => String(text ?? "").replace(/[&<>"']/g, (sign) => signs[sign]);
const items = (texts) => (texts ?? []).map((text) => `<li>${escape(text)}</li>`).join("");
const dose = ({ dose, side }) =>
  `<ul>${items(Object.entries(dose).map(([name, amount]) => `${name}: ${amount}`))}<li>Side: ${side}</li></ul>`;
const day = (date) => date.toISOString().slice(0, 10);
const listed = (pages) =>
  `<ul>${pages.map((page) => `<li><a href="${page.url}">${escape(page.data.title)}</a> ${escape(page.data.summary)}</li>\n`).join("")}</ul>`;

const safety = ({ safety, ask_first, precautions }) => `
<section class="emergency"><h2><b>Emergency:</b> call 999 now for any of these</h2>
<ul>${items(safety.emergency)}</ul></section>
<section class="urgent"><h2><b>Urgent:</b> call ${safety.urgent.call} ${safety.urgent.when}</h2>
<ul>${items(safety.urgent.signs)}</ul></section>
<section class="stop-if"><h2><b>Stop if</b> you notice any of these</h2>
<ul>${items(safety.stop_if)}</ul></section>
<section class="ask-first"><h2><b>Ask first:</b> talk to a doctor before you start if any of these is true for you</h2>
<ul>${items(ask_first)}${items(safety.ask_first)}</ul></section>
<section class="take-care"><h2><b>Take care</b></h2>
<ul>${items(precautions)}${items(safety.precautions)}</ul></section>`;

module.exports = { day, dose, escape, items, listed, safety };
