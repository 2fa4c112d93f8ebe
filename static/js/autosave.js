/**
 * Saves <form data-autosave> 800 ms after the last key, at once when a choice is made, and when the page is left.
 *
 * The form is posted to its own address with `Accept: application/json`. The answer is
 *   2xx  {"status": "Sparat 23.04", "version": "5"}   both optional; `version` goes into the field of that name
 *   401  signed out, 409 or 412 changed elsewhere, other 4xx {"status": "..."} refused: said, and not tried again
 *   5xx, 429 or no answer: tried again, later and later, and at once when the network returns
 * What was written stays in the page and nowhere else. Without this script the form's own button saves.
 */
const TYPING_PAUSE = 800;
const RETRY_PAUSES = [2000, 5000, 15000, 30000];
const TYPED = new Set(["text", "search", "email", "tel", "number", "password", "url", "textarea"]);
const drafts = new WeakMap();
const open = new Set();

function draftOf(form) {
  if (!drafts.has(form)) {
    drafts.set(form, { timer: 0, unsaved: false, sending: null, failures: 0 });
  }
  open.add(form);
  return drafts.get(form);
}

function statusOf(form) {
  return form.querySelector("[data-autosave-status]") || document.querySelector(`[data-autosave-status="${form.id}"]`);
}

function say(form, state, words) {
  const line = statusOf(form);
  if (!line) return;
  line.dataset.state = state;
  line.textContent = words || line.dataset[state] || "";
}

function clock() {
  const now = new Date();
  return [now.getHours(), now.getMinutes()].map((part) => String(part).padStart(2, "0")).join(".");
}

function later(form, pause) {
  const draft = draftOf(form);
  clearTimeout(draft.timer);
  draft.timer = setTimeout(() => save(form), pause);
}

function tryAgain(form) {
  const draft = draftOf(form);
  draft.unsaved = true;
  say(form, "failed");
  later(form, RETRY_PAUSES[Math.min(draft.failures, RETRY_PAUSES.length - 1)]);
  draft.failures += 1;
}

async function read(response) {
  const json = (response.headers.get("Content-Type") || "").includes("json");
  return json ? response.json().catch(() => ({})) : {};
}

async function post(form, keepalive) {
  let response;
  try {
    response = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "application/json" },
      redirect: "manual",
      cache: "no-store",
      keepalive,
    });
  } catch {
    return tryAgain(form);
  }
  const draft = draftOf(form);
  if (response.status >= 500 || response.status === 429) return tryAgain(form);
  draft.failures = 0;
  const answer = await read(response);
  if (response.ok) {
    const version = form.elements.namedItem("version");
    if (version && answer.version !== undefined) version.value = answer.version;
    if (!draft.unsaved) say(form, "saved", answer.status || `${savedWord(form)} ${clock()}`);
  } else if (response.type === "opaqueredirect" || response.status === 401) {
    say(form, "signedOut");
  } else if (response.status === 409 || response.status === 412) {
    say(form, "changedElsewhere");
  } else {
    say(form, "refused", answer.status);
  }
}

function savedWord(form) {
  const line = statusOf(form);
  return line ? line.dataset.saved : "";
}

async function save(form, keepalive = false) {
  const draft = draftOf(form);
  clearTimeout(draft.timer);
  if (draft.sending || !draft.unsaved) return;
  draft.unsaved = false;
  say(form, "saving");
  draft.sending = post(form, keepalive);
  await draft.sending;
  draft.sending = null;
  if (draft.unsaved && draft.failures === 0) later(form, TYPING_PAUSE);
}

function changed(event, pause) {
  const form = event.target.form;
  if (!form || !form.matches("form[data-autosave]") || !event.target.name) return;
  draftOf(form).unsaved = true;
  later(form, pause);
}

document.addEventListener("input", (event) => {
  if (TYPED.has(event.target.type)) changed(event, TYPING_PAUSE);
});

document.addEventListener("change", (event) => changed(event, 0));

/* A press on the button waits for a save under way, so that the form never competes with itself. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-autosave]")) return;
  const draft = draftOf(form);
  clearTimeout(draft.timer);
  draft.unsaved = false;
  if (!draft.sending) return;
  event.preventDefault();
  draft.sending.then(() => {
    draft.sending = null;
    clearTimeout(draft.timer);
    form.requestSubmit(event.submitter);
  });
});

window.addEventListener("online", () => {
  for (const form of open) if (form.isConnected) save(form);
});

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden") return;
  for (const form of open) if (form.isConnected) save(form, true);
});
