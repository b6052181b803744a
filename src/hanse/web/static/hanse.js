// Streams answers and the progress of learning. Every page works without this file; HTML comes escaped from our templates.
"use strict";

const field = document.getElementById("question");
const answers = document.getElementById("answers");
const status = document.getElementById("status");
const stop = document.querySelector("[data-stop]");
let asking = null;

function make(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
}

// Screen readers hear whole sentences, not tokens.
const voice = {
  heard: "",
  add(text) {
    this.heard += text;
    const end = Math.max(...[". ", "! ", "? ", "\n"].map((mark) => this.heard.lastIndexOf(mark)));
    if (end > 0) {
      status.textContent = this.heard.slice(0, end + 1);
      this.heard = this.heard.slice(end + 1);
    }
  },
  say(text) {
    this.heard = "";
    status.textContent = text;
  },
};

function newTurn(question) {
  const turn = make("section", "turn");
  turn.append(make("h2", "", question), make("div", "found"), make("div", "said"));
  turn.querySelector(".found").append(make("p", "faint working", answers.dataset.working));
  answers.prepend(turn);
  while (answers.children.length > 20) answers.lastElementChild.remove();
  return turn;
}

const show = {
  evidence(turn, data) {
    turn.querySelector(".found").innerHTML = data.html;
    turn.querySelector(".said").append(make("p", "faint working", answers.dataset.thinking));
    voice.say(data.places + " " + answers.dataset.found);
  },
  said(turn, data) {
    const said = turn.querySelector(".said");
    if (!said.querySelector(".draft")) {
      said.replaceChildren(make("p", "faint", answers.dataset.writing), make("p", "draft"));
      said.dataset.aiGenerated = "true";
    }
    said.querySelector(".draft").append(data.text);
    voice.add(data.text);
  },
  answer(turn, data) {
    turn.querySelector(".working")?.remove();
    turn.querySelector(".said").innerHTML = data.html;
    turn.querySelector(".evidence")?.removeAttribute("open");
    voice.say(answers.dataset.checked + " " + data.text);
  },
  failed(turn, data) {
    turn.querySelector(".working")?.remove();
    turn.querySelector(".said").innerHTML = data.html;
  },
};

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += value;
    const parts = rest.split("\n\n");
    rest = parts.pop();
    for (const part of parts) {
      const found = /^event: (\w+)\ndata: (.*)$/s.exec(part);
      if (found) yield [found[1], JSON.parse(found[2])];
    }
  }
}

async function ask(form, data) {
  asking?.abort();
  const mine = (asking = new AbortController());
  const turn = newTurn(data.get("question").trim());
  let finished = false;
  stop.hidden = false;
  try {
    const reply = await fetch(form.action, {
      method: "POST", body: new URLSearchParams(data), headers: { Accept: "text/event-stream" }, signal: mine.signal,
    });
    if (reply.status === 401) return location.assign((await reply.json()).sign_in);
    if (!reply.ok) { show.failed(turn, await reply.json()); finished = true; return; }
    for await (const [name, told] of events(reply.body)) {
      show[name]?.(turn, told);
      finished ||= name === "answer" || name === "failed";
    }
  } catch (error) {
    if (mine.signal.aborted) { note(turn, answers.dataset.stopped); finished = true; }
  } finally {
    if (!finished) note(turn, answers.dataset.lost);
    if (asking === mine) { asking = null; stop.hidden = true; }
  }
}

function note(turn, text) {
  turn.querySelector(".working")?.remove();
  turn.querySelector(".said").append(make("p", "note", text));
  voice.say(text);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!answers || !form.matches("[data-ask]") || !window.TextDecoderStream) return;
  event.preventDefault();
  const data = new FormData(form, event.submitter);
  if (!data.get("question").trim()) return field.focus();
  ask(form, data);
  if (form.contains(field)) field.select(); else field.focus();
});

stop?.addEventListener("click", () => { asking?.abort(); field.focus(); });

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches("input, textarea, select");
  if (event.key === "/" && !typing && field) { event.preventDefault(); field.focus(); }
  else if (event.key === "Escape") asking?.abort();
  else if (event.key === "Enter" && event.target === field && !event.shiftKey) { event.preventDefault(); field.form.requestSubmit(); }
});

const progress = document.querySelector("[data-progress]");
if (progress) {
  const source = new EventSource(progress.dataset.progress);
  source.addEventListener("progress", (event) => {
    for (const told of JSON.parse(event.data)) {
      const place = document.getElementById("progress-" + told.source);
      if (place && !place.contains(document.activeElement)) place.innerHTML = told.html;
    }
  });
  addEventListener("pagehide", () => source.close());
}

document.querySelector(".scroll #marked, .source-text #marked")?.scrollIntoView({ block: "center" });
