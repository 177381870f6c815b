"use strict";
// Asks for the state once a second and draws what changed.

const $ = id => document.getElementById(id);
const STATES = {
  "done": "good", "in-sync": "good", "awaiting-approval": "warn", "applying": "accent", "requested": "accent",
  "stalled": "bad", "rejected": "bad"
};
const MOVING = ["Commissioning", "Testing", "Deploying", "Allocated", "Releasing", "Disk erasing"];
const drawn = {};
let state = null;

async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Gough-Demo": "1" },
    body: JSON.stringify(body || {})
  });
  const said = await answer.json().catch(() => ({ text: "no usable answer (" + answer.status + ")" }));
  say(said.text || "");
  refresh();
  return answer.ok;
}

function say(text) {
  $("said").hidden = !text;
  $("said").textContent = text;
}

/** What was done in an earlier run of the demo does not count in this one. */
const mark = name => name + " since " + state.began;
const did = name => sessionStorage.getItem(mark(name)) === "yes";

/** The same person in Slack and on the forge. */
function become(id) {
  localStorage.setItem("person", id);
  $("person").value = $("remark-person").value = id;
  draw();
}

async function deed(name) {
  if (await post("/demo/do/" + name)) sessionStorage.setItem(mark(name), "yes");
  draw();
}

/** Draws a part only when what it shows is another than before. */
function redraw(part, data, draw) {
  const key = JSON.stringify(data);
  if (drawn[part] === key) return;
  drawn[part] = key;
  draw(data);
}

function time(iso) {
  return new Date(iso).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

// ---- Slack

function messages(list) {
  const log = $("messages");
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const channel = state.slack.channels.find(each => each.id === state.channel);
  const top = channel.messages.filter(message => !message.thread_ts || message.thread_ts === message.ts);
  const mine = (state.slack.ephemerals[$("person").value] || []).map(each => ({ ...each, only: true }));
  const all = [...top, ...mine].sort((a, b) => Number(a.ts) - Number(b.ts));
  log.replaceChildren(...all.map(message => messageNode(message, channel)));
  if (atEnd) log.scrollTop = log.scrollHeight;
}

function messageNode(message, channel) {
  const bot = message.only || message.user === state.slack.bot_user;
  const name = bot ? "Gough" : message.user_name;
  const who = el("div", "who", name, bot ? el("span", "app", "APP") : null, el("time", "", time(Number(message.ts) * 1000)));
  if (message.edits > 0) who.append(el("time", "", "(edited)"));
  const content = body(message, (element, given) => post("/demo/slack/click", {
    user: $("person").value, ts: message.ts, action: element.action_id, block: given.block_id || "", ephemeral: !!message.only
  }));
  const replies = channel.messages.filter(each => each.thread_ts === message.ts && each.ts !== message.ts);
  if (!message.only && replies.length) content.append(el("div", "thread", ...replies.map(each => el("div", "", mrkdwn(each.text)))));
  const node = el("article", "message" + (message.only ? " ephemeral" : ""),
    message.only ? el("div", "only", "Only visible to you") : null, el("div", "avatar", name[0].toUpperCase()), who, content);
  return node;
}

// ---- racks, rollouts, log

function hosts(list) {
  const racks = {};
  list.hosts.forEach(host => (racks[rackOf(host)] = racks[rackOf(host)] || []).push(host));
  $("hosts").replaceChildren(...Object.keys(racks).sort().map(rack =>
    el("div", "rack", el("h3", "", rack), ...racks[rack].map(hostNode))));
  const up = list.hosts.filter(host => machineStatus(host) === "Deployed").length;
  $("hosts-count").textContent = up + " of " + list.hosts.length + " deployed";
}

/** By the file that declares it: a machine that was just found stands in no zone of ours yet. */
const rackOf = host => (/rack-[a-z]/.exec(host.place) || [host.zone])[0];
const machineOf = host => state.machines.find(machine => machine.system_id === host.machine);
const machineStatus = host => (machineOf(host) || {}).status_name || "absent";

function hostNode(host) {
  const status = machineStatus(host);
  const machine = machineOf(host);
  const trouble = host.sync === "blocked" || host.sync === "finding" || host.health === "unhealthy" || /fail|broken/i.test(status);
  const kind = trouble ? "trouble" : status === "Deployed" ? "deployed" : MOVING.includes(status) ? "moving" : "";
  const node = el("div", "host " + kind + (machine && machine.power_state === "error" ? " unplugged" : ""),
    el("b", "", host.name), el("span", "", status));
  node.title = [host.name + ": " + status, host.sync, host.detail, host.health + (host.reasons ? ": " + host.reasons : "")].filter(Boolean).join("\n");
  return node;
}

function rollouts(list) {
  $("rollouts").replaceChildren(...list.map(each => el("li", "",
    el("code", "", each.id),
    el("span", "text", each.cause === "drift" ? "drift: " + each.subject : each.subject),
    each.state === "applying" ? el("span", "quiet", each.done + " of " + each.changes) : null,
    el("span", "pill " + (STATES[each.state] || ""), each.state.replace("-", " ")))));
}

function log(list) {
  $("log").replaceChildren(...list.map(each => el("li", "",
    el("code", "", each.id.slice(0, 7)), el("span", "text", each.subject), el("span", "quiet", each.author.split(" ")[0]))));
}

// ---- the guide

function steps() {
  const told = id => (state.slack.ephemerals[id] || []).some(each => /needs others/.test(each.text || ""));
  const uptime = state.fleet.find(query => query.name === "Uptime");
  const shows = (pull, context, like) => pull.statuses.some(each => each.context === context && each.state === "success" && like.test(each.description));
  const mentions = (pull, words) => pull.said.some(each => each.gough && each.text.includes(words));
  const { pulls: all, request } = state.forge;
  return [
    { what: "Choose to be Ben and press Approve in Slack; then Chi. An unsigned commit needs two people.",
      done: state.rollouts.some(each => each.approvals > 0 && (each.state === "applying" || each.state === "done")) },
    { what: "Open a " + request + ", and read in Gough's comment what merging it would do.",
      done: all.length > 0, buttons: [["propose", "Open an example"]] },
    { what: "Have it approved in both places: as Ben in Slack, as Chi on the " + request + ". Then merge it.",
      done: all.some(pull => pull.state === "merged" && shows(pull, "gough/approval", /^approved by|merged already/) && shows(pull, "gough/apply", /brought about/)) },
    { what: "Ask to reinstall dk-07, then press Approve in Slack as Ada, who wrote it.",
      done: told("U0ADA00001"), buttons: [["reinstall", "Ask for a reinstall"]] },
    { what: "Approve that as Ben, then force-push another version of it: his yes is void, in both places.",
      done: all.some(pull => mentions(pull, "Approvals that count no more")) },
    { what: "Edit a query in Fleet behind Gough's back.",
      done: did("edit-query") && !!uptime && uptime.interval === 3600, buttons: [["edit-query", "Edit “Uptime”"]] },
    { what: "Take a tag off a machine in MAAS.", done: did("drop-tag"), buttons: [["drop-tag", "Drop a tag of hv-01"]] },
    { what: "Release a machine behind Gough's back: it asks, and never deploys again by itself.",
      done: did("release"), buttons: [["release", "Release st-02"]] },
    { what: "Pull a machine's plug.", done: did("pull-plug"), buttons: [["pull-plug", "Pull hv-02's"], ["push-plug", "Put it back"]] }
  ];
}

function guide(list) {
  const next = list.findIndex(step => !step.done);
  const early = !list[0].done;
  $("guide").replaceChildren(...list.map((step, at) => {
    const buttons = (step.buttons || []).map(([name, label]) => {
      const node = el("button", "", label);
      node.type = "button";
      node.disabled = early && name !== "propose";
      if (node.disabled) node.title = "Have the first rollout approved before";
      node.addEventListener("click", () => deed(name));
      return node;
    });
    return el("li", (step.done ? "done" : "") + (at === next ? " next" : ""),
      el("span", "tick", step.done ? "✓" : String(at + 1)), el("span", "what", step.what), el("span", "buttons", ...buttons));
  }));
}

function people(list) {
  const remembered = localStorage.getItem("person");
  for (const [id, words] of [["person", person => person.name + " (" + person.part + ")"], ["remark-person", person => person.name.split(" ")[0]]])
    $(id).replaceChildren(...list.map(person => {
      const option = el("option", "", words(person));
      option.value = person.id;
      option.selected = person.id === (remembered || "U0BEN00002");
      return option;
    }));
}

function draw() {
  redraw("people", state.people, people);
  redraw("messages", [state.slack.revision, $("person").value], messages);
  redraw("pulls", state.forge, pulls);
  redraw("hosts", { hosts: state.hosts, machines: state.machines }, hosts);
  redraw("rollouts", state.rollouts, rollouts);
  redraw("log", state.commits, log);
  redraw("guide", steps(), guide);
  redraw("clone", state.clone, clone => $("git-commands").textContent =
    "git clone " + clone + "\ncd infra\ngit switch -c my-change\n$EDITOR queries/security.yaml\ngit -c user.name='Ada Okafor' -c user.email=ada@example.org commit -am 'Change something'\ngit push origin my-change      # as ada; the terminal shows the password\n\nThen open a " + state.forge.request + " from it: its branch is listed first.");
}

async function refresh() {
  try {
    const answer = await fetch("/demo/state", { cache: "no-store" });
    if (!answer.ok) throw new Error(answer.status);
    state = await answer.json();
    $("offline").hidden = true;
    draw();
  } catch (error) {
    $("offline").hidden = false;
  }
}

for (const id of ["person", "remark-person"]) $(id).addEventListener("change", event => become(event.target.value));
$("command").addEventListener("submit", event => {
  event.preventDefault();
  post("/demo/slack/command", { user: $("person").value, text: $("command-text").value });
});
$("remark").addEventListener("submit", async event => {
  event.preventDefault();
  const text = $("remark-text").value;
  if (text.trim() && await pullDeed(chosen, "comment", { user: $("remark-person").value, text })) $("remark-text").value = "";
});
refresh();
setInterval(refresh, 1000);
