module.exports = { layout: "exercise.11ty.js", tags: "exercises", permalink: ({ page }) => `exercises/${page.fileSlug}.html` };
