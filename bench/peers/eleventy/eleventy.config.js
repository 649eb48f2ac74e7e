// The Markdown is no template: the least that Eleventy has to do.
module.exports = (config) => {
  config.setQuietMode(true);
  config.addCollection("bySlug", (pages) =>
    Object.fromEntries(pages.getFilteredByTag("exercises").map((page) => [page.fileSlug, page])),
  );
  for (const key of ["region", "position", "equipment"]) {
    config.addCollection(`by_${key}`, (pages) => {
      const groups = {};
      for (const page of pages.getFilteredByTag("exercises"))
        for (const term of page.data[key] ?? []) (groups[term] ??= []).push(page);
      return Object.entries(groups);
    });
  }
  return { markdownTemplateEngine: false, dir: { input: "content", includes: "../_includes", data: "../_data" } };
};
