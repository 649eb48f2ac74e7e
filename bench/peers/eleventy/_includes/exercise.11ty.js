const { day, dose, escape, items, safety } = require("./parts.js");

const link = (word, other) =>
  other ? `<p>${word}: <a href="/exercises/${other.slug}.html">${escape(other.title)}</a></p>` : "";

exports.data = { layout: "base.11ty.js" };
exports.render = (page) => `
<p>${escape(page.plain)}</p>
<p>${escape(page.summary)}</p>
<dl>
<dt>You need</dt>${(page.equipment ?? []).map((thing) => `<dd>${escape(thing)}</dd>`).join("")}
<dt>Position</dt><dd>${escape(page.position.join(", "))}</dd>
<dt>You feel it in</dt><dd>${escape(page.felt_in)}</dd>
<dt>Good for</dt><dd>${page.goal}</dd>
</dl>
${safety(page)}
<section><h2>Steps</h2>${page.content}</section>
<section><h2>How much</h2>${dose(page)}</section>
<section><h2>Common mistakes</h2><ul>${items(page.mistakes)}</ul></section>
<section><h2>Related</h2>
${link("Easier", page.easier)}
${link("Harder", page.harder)}
</section>
<section><h2>About this page</h2>
<p>For: ${escape(page.region.join(", "))}. Muscles: ${escape(page.muscles.join(", "))}. Also: ${escape(page.also.join(", "))}.</p>
<p>Sources: ${escape(page.sources.join("; "))}.</p>
<p>Version of ${day(page.updated)}. Not yet reviewed.</p></section>`;
