"use strict";
// Draws messages as Slack does. Everything foreign becomes text nodes; nothing is ever parsed as HTML.

const EMOJI = {
  white_check_mark: "✅", x: "❌", warning: "⚠️", rotating_light: "🚨", no_entry: "⛔", no_entry_sign: "🚫", mag: "🔍",
  hourglass_flowing_sand: "⏳", hourglass: "⌛", leftwards_arrow_with_hook: "↩️", keyboard: "⌨️", memo: "📝", mute: "🔇",
  raised_hand: "✋", stethoscope: "🩺", twisted_rightwards_arrows: "🔀", point_down: "👇", grey_question: "❔", green_heart: "💚",
  broken_heart: "💔", bust_in_silhouette: "👤", ballot_box_with_check: "☑️", red_circle: "🔴", large_orange_circle: "🟠", large_blue_circle: "🔵", white_circle: "⚪",
  arrow_down: "⬇️", eyes: "👀", octagonal_sign: "🛑", information_source: "ℹ️", tada: "🎉", bulb: "💡", lock: "🔒"
};

/** An element with a class and children, which are elements or text. */
function el(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

const unescaped = text => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
const plain = text => unescaped(text).replace(/:([a-z0-9_+-]+):/g, (all, name) => EMOJI[name] || all);

/** Slack's mrkdwn as nodes: code, bold, italics, strikethrough, links, dates, emoji. */
function mrkdwn(text) {
  const out = document.createDocumentFragment();
  const token = /```([\s\S]*?)```|`([^`\n]+)`|<([^>\n]+)>|(?<![\w*])\*([^*\n]+)\*(?![\w*])|(?<![\w_])_([^_\n]+)_(?![\w_])|(?<![\w~])~([^~\n]+)~(?![\w~])/g;
  let at = 0;
  for (const match of text.matchAll(token)) {
    out.append(plain(text.slice(at, match.index)));
    at = match.index + match[0].length;
    if (match[1] !== undefined) out.append(el("pre", "", unescaped(match[1])));
    else if (match[2] !== undefined) out.append(el("code", "", unescaped(match[2])));
    else if (match[3] !== undefined) out.append(special(match[3]));
    else if (match[4] !== undefined) out.append(el("strong", "", mrkdwn(match[4])));
    else if (match[5] !== undefined) out.append(el("em", "", mrkdwn(match[5])));
    else out.append(el("s", "", mrkdwn(match[6])));
  }
  out.append(plain(text.slice(at)));
  return out;
}

/** What stands in angle brackets: a date, a link, somebody. */
function special(inner) {
  const [target, label] = inner.split("|");
  const date = /^!date\^(\d+)\^/.exec(target);
  if (date) {
    return new Date(Number(date[1]) * 1000).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  }
  if (/^https?:\/\//.test(target)) {
    return forgeLink(target, plain(label || target));
  }
  return plain(label || target);
}

function words(object) {
  if (!object) return "";
  return object.type === "mrkdwn" ? mrkdwn(object.text) : plain(object.text || "");
}

/** One block. {@code press} is called with a button and its block when it is pressed and confirmed. */
function block(given, press) {
  switch (given.type) {
    case "header": return el("div", "header", words(given.text));
    case "section": return el("div", "section", words(given.text));
    case "context": return el("div", "context", ...(given.elements || []).map(words));
    case "divider": return el("hr");
    case "actions": return el("div", "actions", ...(given.elements || []).map(element => button(element, given, press)));
    default: return el("div", "section", "[" + given.type + "]");
  }
}

function button(element, given, press) {
  const node = el("button", element.style || "", words(element.text));
  node.type = "button";
  node.addEventListener("click", async () => {
    if (element.confirm && !(await confirmed(element.confirm))) return;
    press(element, given);
  });
  return node;
}

/** Slack's confirm dialog; true for yes. */
function confirmed(dialog) {
  const box = document.getElementById("confirm");
  document.getElementById("confirm-title").replaceChildren(words(dialog.title));
  document.getElementById("confirm-text").replaceChildren(words(dialog.text));
  document.getElementById("confirm-no").replaceChildren(words(dialog.deny) || "Cancel");
  document.getElementById("confirm-yes").replaceChildren(words(dialog.confirm) || "OK");
  box.returnValue = "no";
  box.showModal();
  return new Promise(done => box.addEventListener("close", () => done(box.returnValue === "yes"), { once: true }));
}

const opened = new Set();

/** The blocks of a message; a long one is folded until somebody asks for all of it. */
function body(message, press) {
  const blocks = message.blocks && message.blocks.length
    ? message.blocks : [{ type: "section", text: { type: "mrkdwn", text: message.text || "" } }];
  const inner = el("div");
  const out = el("div", "body", inner);
  const length = blocks.reduce((sum, each) => sum + ((each.text && each.text.text) || "").length, 0);
  if (length > 900 && !opened.has(message.ts)) {
    const fixed = blocks.filter(each => each.type === "actions" || each.type === "context");
    inner.className = "long";
    inner.append(...blocks.filter(each => !fixed.includes(each)).map(each => block(each, press)));
    const more = el("button", "more", "Show all");
    more.type = "button";
    more.addEventListener("click", () => { opened.add(message.ts); inner.className = ""; more.remove(); });
    out.append(more, ...fixed.map(each => block(each, press)));
  } else {
    inner.append(...blocks.map(each => block(each, press)));
  }
  return out;
}
