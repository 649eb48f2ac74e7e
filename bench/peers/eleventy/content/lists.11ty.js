// All pages that list others, one for each entry of `lists`.
const { listed } = require("../_includes/parts.js");

const sections = (groups) =>
  groups.map(([term, pages]) => `<section><h2>${term}</h2>${listed(pages)}</section>`).join("\n");

const lists = [
  { title: "Exercises", address: "exercises/index.html", show: (all) => listed(all.exercises) },
  { title: "Programs", address: "programs/index.html", show: (all) => listed(all.programs) },
  ...["region", "position", "equipment"].map((key) => ({
    title: `Exercises by ${key}`,
    address: `exercises/by-${key}.html`,
    show: (all) => sections(all[`by_${key}`]),
  })),
  { title: "Exercises for your back", address: "index.html", show: () => "<p>Choose a program or an exercise.</p>" },
  { title: "Not found", address: "404.html", show: () => "<p>There is no such page.</p>" },
];

exports.data = {
  lists,
  pagination: { data: "lists", size: 1, alias: "list" },
  layout: "base.11ty.js",
  permalink: ({ list }) => list.address,
  eleventyComputed: { title: ({ list }) => list.title },
  eleventyImport: { collections: ["exercises", "programs", "bySlug", "by_region", "by_position", "by_equipment"] },
};
exports.render = ({ list, collections }) => list.show(collections);
