// The frame of every page. JavaScript is the fastest of Eleventy's template languages.
const { escape } = require("./parts.js");

const header = `<header>
<p><b>SAMPLE CLINIC.</b> Not a real clinic. Do not use these pages for care.</p>
<a href="/index.html">Example Physiotherapy Clinic</a>
<nav><ul>
<li><a href="/programs/index.html">Programs</a></li>
<li><a href="/exercises/index.html">Exercises</a></li>
<li><a href="tel:01632960123">Call 01632 960 123</a></li>
</ul></nav>
</header>`;

const footer = `<footer>
<p><b>Emergency:</b> <a href="tel:999">call 999</a></p>
<address><b>Example Physiotherapy Clinic</b><br>12 Sample Street<br>Exampletown<br>
<a href="mailto:hello@clinic.example">hello@clinic.example</a></address>
<nav><ul>
<li><a href="/pages/about.html">About and review</a></li>
<li><a href="/pages/how-to-use.html">How to use these exercises</a></li>
<li><a href="/pages/printing-and-offline.html">Printing and offline reading</a></li>
<li><a href="/pages/when-to-get-help.html">When to get help</a></li>
<li><a href="/safety/low-back.html">Safety notes for low back pain</a></li>
</ul></nav>
</footer>`;

const described = ({ title, summary, updated, goal }) => JSON.stringify({
  "@context": "https://schema.org",
  "@type": "MedicalWebPage",
  name: title,
  description: summary,
  dateModified: updated.toISOString().slice(0, 10),
  mainEntity: { "@type": "ExercisePlan", name: title, exerciseType: goal },
});

exports.render = (page) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(page.title)} – Exercises for your back</title>
<meta name="description" content="${escape(page.summary)}">
<link rel="stylesheet" href="/assets/site.css">
${page.goal ? `<script type="application/ld+json">${described(page)}</script>` : ""}
</head>
<body>
${header}
<main>
<h1>${escape(page.title)}</h1>
${page.content}
</main>
${footer}
</body>
</html>
`;
