module.exports = { layout: "base.11ty.js", tags: "others", permalink: ({ page }) => `pages/${page.fileSlug}.html` };
