module.exports = { layout: "program.11ty.js", tags: "programs", permalink: ({ page }) => `programs/${page.fileSlug}.html` };
