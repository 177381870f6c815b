"use strict";
// Draws pull requests as a forge does, and does what its buttons do. Who does it is whoever the visitor is.

const DOT = { success: "good", failure: "bad", failed: "bad", error: "bad", pending: "warn" };
const PULL_STATES = { open: "good", merged: "accent", closed: "bad" };
let chosen = 0;
let newest = 0;

const pullDeed = (number, what, body) => post("/demo/pulls/" + number + "/" + what, body);

function act(label, kind, pressed) {
  const node = el("button", kind, label);
  node.type = "button";
  node.addEventListener("click", pressed);
  return node;
}

/** The list, and the one of it that is looked at; a new one is looked at by itself. */
function pulls(forge) {
  const top = Math.max(0, ...forge.pulls.map(pull => pull.number));
  if (top > newest) chosen = top;
  newest = top;
  const pull = forge.pulls.find(each => each.number === chosen);
  $("forge-name").textContent = forge.title;
  $("forge-requests").textContent = capital(forge.request) + "s";
  $("forge-project").textContent = forge.project;
  $("pulls").replaceChildren(...forge.branches.map(branchNode), ...forge.pulls.map(pullNode));
  $("no-pulls").hidden = forge.pulls.length + forge.branches.length > 0;
  $("pull").hidden = $("remark").hidden = !pull;
  if (!pull) return;
  const log = $("forge-body");
  const scrolled = log.scrollTop;
  $("pull").replaceChildren(...pullParts(pull));
  log.scrollTop = scrolled;
  const digest = digestOf(pull);
  $("remarks").replaceChildren(...["gough plan", digest && "gough approve " + digest, digest && "gough reject " + digest + " not today",
    "gough explain hv-01", "gough help"].filter(Boolean).map(text => { const option = el("option"); option.value = text; return option; }));
}

function branchNode(branch) {
  return el("li", "branch", el("span", "text", el("code", "", branch.name), " " + branch.subject),
    act("Open a " + state.forge.request, "", () => post("/demo/pulls", { branch: branch.name })));
}

function pullNode(pull) {
  const shown = pull.statuses.filter(status => status.commit === pull.head || pull.state === "merged");
  const node = el("button", "pull-line" + (pull.number === chosen ? " chosen" : ""),
    el("code", "", state.forge.sign + pull.number), el("span", "text", pull.title),
    el("span", "dots", ...shown.map(status => {
      const dot = el("span", "dot " + (DOT[status.state] || ""));
      dot.title = status.context + ": " + status.description;
      return dot;
    })),
    el("span", "pill " + PULL_STATES[pull.state], pull.state));
  node.type = "button";
  if (pull.number === chosen) node.setAttribute("aria-current", "true");
  node.addEventListener("click", () => { choosePull(pull.number); });
  return el("li", "", node);
}

function choosePull(number) {
  chosen = number;
  drawn.pulls = "";
  draw();
}

/** An address of a pull request is one of this page; others lead where they say. */
function forgeLink(address, words) {
  const number = address.startsWith(state.forge.pages) ? Number(address.slice(state.forge.pages.length)) : 0;
  const link = el("a", "", words);
  link.href = number ? "#pull-" + number : address;
  link.rel = "noreferrer";
  if (number) link.addEventListener("click", event => {
    event.preventDefault();
    choosePull(number);
    $("pull").scrollIntoView({ block: "nearest" });
  });
  return link;
}

const capital = words => words[0].toUpperCase() + words.slice(1);
const nameOf = login => (state.people.find(person => person.login === login) || { name: login }).name;

function pullParts(pull) {
  const said = [...pull.said].sort((a, b) => a.at.localeCompare(b.at));
  return [
    el("h3", "", pull.title, el("span", "quiet", " " + state.forge.sign + pull.number)),
    el("p", "quiet about", nameOf(pull.author) + (pull.state === "merged" ? " merged " : " wants to merge "), el("code", "", pull.branch),
      " into ", el("code", "", pull.base), " · head ", el("code", "", pull.head.slice(0, 7))),
    el("ul", "checks", ...pull.statuses.map(statusNode)),
    pull.state === "open" ? deeds(pull) : null,
    ...said.map(each => saidNode(pull, each))
  ].filter(Boolean);
}

function statusNode(status) {
  const context = status.target ? forgeLink(status.target, status.context) : status.context;
  return el("li", "", el("span", "dot " + (DOT[status.state] || "")), el("span", "context", context),
    el("span", "what", status.description));
}

/** Where an approval stands until it is revoked: whether theirs does. */
const keptApproval = (pull, login) => state.forge.keepsApprovals
  && pull.said.some(each => each.kind === "review" && each.author === login && !each.takenBack);

/** What somebody approved; a forge that keeps approvals does not remember which commit that was. */
function approvedWhat(pull, each) {
  if (state.forge.keepsApprovals) return " approved this " + state.forge.request + (each.takenBack ? ", and revoked that" : "");
  return el("span", "", " approved ", el("code", "", each.head.slice(0, 7)), each.head === pull.head ? "" : ", which is not the head any more");
}

function deeds(pull) {
  const approve = login => {
    const person = state.people.find(each => each.login === login);
    const first = person.name.split(" ")[0];
    return keptApproval(pull, login)
      ? act("Revoke approval as " + first, "", () => pullDeed(pull.number, "revoke", { user: person.id }))
      : act("Approve as " + first, "primary", () => pullDeed(pull.number, "approve", { user: person.id }));
  };
  return el("div", "deeds", approve("ben"), approve("chi"), act("Merge", "", () => pullDeed(pull.number, "merge")),
    pull.versions ? act("Force-push another version", "", () => pullDeed(pull.number, "push")) : null);
}

function saidNode(pull, each) {
  const bot = each.gough;
  const name = bot ? "Gough" : nameOf(each.author);
  const who = el("div", "who", name, bot ? el("span", "app", "BOT") : null,
    el("time", "", time(each.at)), each.edited ? el("time", "", "(edited)") : null, each.seen ? el("time", "seen", "👀") : null);
  if (each.kind === "review") {
    return el("article", "said-line", el("span", "tick", "✓"), el("span", "", el("strong", "", name), approvedWhat(pull, each)),
      el("time", "", time(each.at)));
  }
  const key = name => pull.number + " " + name;
  const body = markdown(each.text, {
    linked: forgeLink,
    unfolded: summary => opened.has(key(summary)),
    folded: (summary, open) => opened[open ? "add" : "delete"](key(summary))
  });
  return el("article", "remark" + (bot ? " of-gough" : ""), who, body);
}

/** What a yes in a comment has to name. */
function digestOf(pull) {
  const found = pull.said.filter(each => each.gough).map(each => /digest <code>([0-9a-f]{12})<\/code>/.exec(each.text)).find(Boolean);
  return found && found[1];
}
