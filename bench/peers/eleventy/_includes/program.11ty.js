const { day, dose, escape, items, safety } = require("./parts.js");

const entry = ({ url, content, data }) => `
<section><h2><a href="${url}">${escape(data.title)}</a></h2>
<p>${escape(data.summary)}</p>
<ul>${items(data.ask_first)}${items(data.precautions)}</ul>
${content}
${dose(data)}</section>`;

exports.data = { layout: "base.11ty.js" };
exports.render = (page) => `
<p>${escape(page.summary)}</p>
${safety(page)}
${page.exercises.map((slug) => entry(page.collections.bySlug[slug])).join("")}
${page.content}
<p>For: ${escape(page.region.join(", "))}. Version of ${day(page.updated)}. Not yet reviewed.</p>`;
