/* The file of a handout: what `handouts print --from` reads. Loaded when a file is saved or opened. */
window.handoutFile = (() => {
  "use strict";

  const OF_A_PATIENT = ["for", "therapist", "note"];
  const LISTS = ["handouts", "only", "drop"];
  const TEXTS = ["format", "title", "side", "variant", "date", ...OF_A_PATIENT];
  const isText = value => typeof value === "string";

  function write(values) {
    const lines = [];
    for (const [key, value] of Object.entries(values)) {
      if (key === "dose") {
        lines.push("dose:");
        for (const [slug, dose] of Object.entries(value)) {
          lines.push(`  ${slug}: {${Object.entries(dose).map(([name, text]) => `${name}: ${quote(text)}`).join(", ")}}`);
        }
      } else lines.push(`${key}: ${isText(value) ? quote(value) : `[${value.join(", ")}]`}`);
    }
    return `${lines.join("\n")}\n`;
  }

  /* A plain word, number or time needs no quotation marks. */
  const quote = text => (/^[\w-]+( \w+)?$/.test(text) ? text : JSON.stringify(text));

  /* Reads what is written above and what people write by hand: keys with a text, a list or a group,
     in one line or indented, and what concerns a patient also as lines below a "|". What else YAML
     knows is refused with its line, never guessed. */
  function read(text) {
    const values = {};
    let above = [];
    let inLines = "";
    text.replace(/^\uFEFF/, "").split(/\r?\n/).forEach((line, index) => {
      const refuse = () => { throw new SyntaxError(String(index + 1)); };
      if (inLines && /^ |^$/.test(line)) {
        values[inLines] += `${line}\n`;
        return;
      }
      inLines = "";
      const [, indent, isItem, rest] = /^( *)(- +)?(.*?)\s*$/.exec(line);
      if (!rest || rest[0] === "#") return;
      const depth = indent.length + (isItem ? 1 : 0);
      above = above.filter(one => one.depth < depth);
      const parent = above.at(-1);
      if (depth && !parent) refuse();
      const inside = parent ? parent.holder[parent.key] ||= isItem ? [] : {} : values;
      if (Array.isArray(inside) !== Boolean(isItem) || isText(inside)) refuse();
      if (isItem) {
        inside.push(readValue(rest, refuse));
        return;
      }
      const [, , key, value] = /^(["']?)([\w/-]+)\1\s*:(?:\s+([^#].*))?$/.exec(rest) || refuse();
      if (Object.hasOwn(inside, key)) refuse();
      if (/^\|[-+]?(?:\s+#.*)?$/.test(value) && inside === values && OF_A_PATIENT.includes(key)) {
        inLines = key;
        values[key] = "";
        return;
      }
      inside[key] = value ? readValue(value, refuse) : "";
      if (!value) above.push({ depth, holder: inside, key });
    });
    for (const key of OF_A_PATIENT.filter(one => isText(values[one]))) values[key] = takeIndentOff(values[key]);
    return values;
  }

  function takeIndentOff(lines) {
    const [indent] = /^ */.exec(lines.replace(/^\s*\n/, ""));
    return lines.replaceAll(new RegExp(`^${indent}`, "gm"), "").trim();
  }

  function readValue(text, refuse) {
    const SIGN = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[[\]{},]|:(?=\s)|[^[\]{},"':#\s](?:[^[\]{},:]|:(?!\s))*)\s*/;
    if (!/^["'[{&*!|>%@`]/.test(text)) return text.replace(/\s+#.*$/, "");
    let left = text;
    const next = () => {
      const [found] = SIGN.exec(left) || refuse();
      left = left.slice(found.length);
      return found.trim();
    };
    const single = sign => {
      if (sign[0] === "'") return sign.slice(1, -1).replaceAll("''", "'");
      if (/^[[\]{},:&*!|>%@`]/.test(sign)) refuse();
      if (sign[0] !== '"') return sign;
      try { return JSON.parse(sign); } catch { return refuse(); }
    };
    const several = (end, add) => {
      while (left[0] !== end) {
        add();
        if (left[0] !== end && next() !== ",") refuse();
      }
      next();
    };
    const value = () => {
      const sign = next();
      if (sign === "[") {
        const list = [];
        several("]", () => list.push(value()));
        return list;
      }
      if (sign !== "{") return single(sign);
      const group = {};
      several("}", () => {
        const key = single(next());
        if (next() !== ":" || Object.hasOwn(group, key)) refuse();
        group[key] = value();
      });
      return group;
    };
    const found = value();
    if (left && left[0] !== "#") refuse();
    return found;
  }

  /* What is wrong, as names of sentences and what is put in them. Lists become lists. */
  function check(values) {
    const wrong = [];
    const isGroup = value => Object.prototype.toString.call(value) === "[object Object]";
    for (const [key, value] of Object.entries(values)) {
      if (LISTS.includes(key)) values[key] = [value || []].flat();
      if (![...LISTS, ...TEXTS, "dose"].includes(key)) wrong.push(["key", { key }]);
      const isRight = LISTS.includes(key) ? values[key].every(isText)
        : key !== "dose" ? isText(value)
          : !value || isGroup(value) && Object.values(value).every(dose => isGroup(dose) && Object.values(dose).every(isText));
      if (!isRight || key === "date" && value && !/^\d{4}-\d\d-\d\d$/.test(value)) {
        wrong.push(["value", { key, value: JSON.stringify(value) }]);
      }
    }
    if (!values.handouts?.length || !values.format) wrong.push(["unread", { line: 1 }]);
    return wrong;
  }

  return { read, check, write };
})();
