/**
 * <body data-refresh-url="..." data-refresh-gone="words" data-refresh-stale="words"> asks once a minute, and whenever the
 * page is looked at again, whether it may still be shown.
 *
 * 200 or 204: it may. No answer, 429 or 5xx: we do not know, so what can save a life stays and a line says that it may be old.
 * Anything else: the page is emptied, its title too, and only the neutral words are left.
 */
const { refreshUrl, refreshGone, refreshStale } = document.body.dataset;
const PAUSE = 60000;
let line = null;

function tellStale() {
  if (line) return;
  line = document.createElement("p");
  line.className = "notice";
  line.setAttribute("role", "status");
  line.textContent = refreshStale || "";
  document.getElementById("main").prepend(line);
}

function tellFresh() {
  if (line) line.remove();
  line = null;
}

function blank() {
  const words = document.createElement("main");
  words.className = "blank";
  words.setAttribute("role", "status");
  words.textContent = refreshGone || "";
  document.title = " ";
  document.body.replaceChildren(words);
  clearInterval(clock);
  document.removeEventListener("visibilitychange", look);
  window.removeEventListener("pageshow", look);
}

async function ask() {
  let response;
  try {
    response = await fetch(refreshUrl, { cache: "no-store", redirect: "manual", headers: { Accept: "application/json" } });
  } catch {
    return tellStale();
  }
  if (response.status === 200 || response.status === 204) tellFresh();
  else if (response.status >= 500 || response.status === 429) tellStale();
  else blank();
}

function look(event) {
  if (document.visibilityState === "visible" && (event.type !== "pageshow" || event.persisted)) ask();
}

let clock = 0;
if (refreshUrl) {
  clock = setInterval(ask, PAUSE);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pageshow", look);
}
