module.exports = { layout: "base.11ty.js", tags: "others", permalink: ({ page }) => `safety/${page.fileSlug}.html` };
