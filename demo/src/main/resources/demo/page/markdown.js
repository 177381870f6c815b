"use strict";
// Draws the Markdown that comments are written in, as far as Gough's own need it: headings, lists, tables, fences, rules,
// folded parts, bold, code and links. Everything foreign becomes text nodes; nothing is ever parsed as HTML.

const NAMED = { amp: "&", lt: "<", gt: ">", quot: "\"", nbsp: " " };

/** Character references as characters; breaks that nobody sees are left out, so that what is copied is what is shown. */
function decoded(text) {
  return text.replace(/&(?:#(\d{1,7})|([a-z]+));/g, (all, number, name) => {
    if (name) return NAMED[name] || all;
    return Number(number) <= 0x10ffff ? String.fromCodePoint(Number(number)) : all;
  }).replace(/\u200b/g, "");
}

/** One line's worth. {@code linked} makes a node of an address and its words, or nothing where it leads nowhere. */
function inline(text, linked) {
  const out = document.createDocumentFragment();
  const token = /`([^`\n]+)`|<code>(.*?)<\/code>|<b>(.*?)<\/b>|\*\*(.+?)\*\*|\[([^\]\n]*)\]\(<?(https?:\/\/[^\s<>)]+)>?\)/g;
  let at = 0;
  for (const match of text.matchAll(token)) {
    out.append(decoded(text.slice(at, match.index)));
    at = match.index + match[0].length;
    const [, ticked, code, b, bold, words, address] = match;
    if (ticked !== undefined) out.append(el("code", "", ticked));
    else if (code !== undefined) out.append(el("code", "", decoded(code)));
    else if (b !== undefined || bold !== undefined) out.append(el("strong", "", inline(b !== undefined ? b : bold, linked)));
    else out.append(linked(address, inline(words, linked)));
  }
  out.append(decoded(text.slice(at)));
  return out;
}

/** The cells of a table's line; a bar inside of one is written as a character reference. */
const cells = line => line.trim().replace(/^\||\|$/g, "").split("|").map(cell => cell.trim());

function table(lines, linked) {
  const row = (line, tag) => el("tr", "", ...cells(line).map(cell => el(tag, "", inline(cell, linked))));
  const body = lines.slice(1).filter(line => !/^[|:\s-]+$/.test(line));
  const head = cells(lines[0]).some(cell => cell) ? el("thead", "", row(lines[0], "th")) : null;
  return el("div", "wide", el("table", "", head, el("tbody", "", ...body.map(line => row(line, "td")))));
}

function fence(lines, kind) {
  const pre = el("pre", kind === "diff" ? "diff" : "");
  for (const line of lines) {
    const sign = kind === "diff" ? { "+": "added", "-": "removed", "@": "gap" }[line[0]] : "";
    pre.append(el("span", sign || "", line + "\n"));
  }
  return pre;
}

/**
 * A whole comment as a node. {@code unfolded} says of a summary's words whether somebody opened that part, and
 * {@code folded} hears when they open or close it.
 */
function markdown(text, { linked, unfolded, folded }) {
  const root = el("div", "markdown");
  const open = [root];
  const lines = text.replace(/\r\n?/g, "\n").replace(/^<!--[^\n]*-->\n/, "").split("\n");
  const run = (from, belongs) => { let to = from; while (to < lines.length && belongs(lines[to])) to++; return to; };
  let at = 0;
  while (at < lines.length) {
    const line = lines[at];
    const into = open[open.length - 1];
    const heading = /^(#{1,6}) (.*)$/.exec(line);
    const summary = /^<details><summary>(.*)<\/summary>$/.exec(line.trim());
    const ticks = /^(`{3,})(\w*)\s*$/.exec(line);
    if (!line.trim()) at++;
    else if (heading) {
      into.append(el(heading[1].length < 4 ? "h4" : "h5", "", inline(heading[2], linked)));
      at++;
    } else if (summary) {
      const name = decoded(summary[1].replace(/<\/?\w+>/g, ""));
      const part = el("details", "", el("summary", "", inline(summary[1], linked)));
      part.open = unfolded(name);
      part.addEventListener("toggle", () => folded(name, part.open));
      into.append(part);
      open.push(part);
      at++;
    } else if (line.trim() === "</details>") {
      if (open.length > 1) open.pop();
      at++;
    } else if (ticks) {
      const end = run(at + 1, each => each.trimEnd() !== ticks[1]);
      into.append(fence(lines.slice(at + 1, end), ticks[2]));
      at = end + 1;
    } else if (/^-{3,}$/.test(line)) {
      into.append(el("hr"));
      at++;
    } else if (line.startsWith("|")) {
      const end = run(at, each => each.startsWith("|"));
      into.append(table(lines.slice(at, end), linked));
      at = end;
    } else if (line.startsWith("- ")) {
      const end = run(at, each => each.startsWith("- "));
      into.append(el("ul", "", ...lines.slice(at, end).map(each => el("li", "", inline(each.slice(2), linked)))));
      at = end;
    } else {
      const end = run(at + 1, each => each.trim() && !/^(#{1,6} |<\/?details|`{3}|\||- |-{3,}$)/.test(each));
      into.append(el("p", "", ...lines.slice(at, end).flatMap((each, i) => [i ? el("br") : null, inline(each, linked)])));
      at = end;
    }
  }
  return root;
}
