/**
 * <button data-read-aloud="ID" hidden> reads the element with that id aloud, and stops when pressed again.
 *
 * Only voices that live on the device are used: a remote voice would send the child's words to a stranger.
 * Without such a voice in the language of the words the button stays hidden.
 */
const READABLE = "h1, h2, h3, p, li, blockquote, legend, .choice-words";
const voices = window.speechSynthesis;
let reading = null;

function voiceFor(language) {
  const wanted = language.toLowerCase().split("-")[0];
  return voices.getVoices().find((voice) => voice.localService === true && voice.lang.toLowerCase().split(/[-_]/)[0] === wanted);
}

function languageOf(element) {
  return element.closest("[lang]").lang;
}

function piecesOf(region) {
  const found = [...region.querySelectorAll(READABLE)].filter((piece) => !piece.closest("[hidden], button") && !piece.querySelector(READABLE));
  return found.length ? found : [region];
}

function stop() {
  if (!reading) return;
  voices.cancel();
  for (const piece of reading.pieces) delete piece.dataset.reading;
  reading.button.setAttribute("aria-pressed", "false");
  reading = null;
}

function speak(turn, index) {
  const piece = turn.pieces[index];
  if (!piece) return stop();
  const language = languageOf(piece);
  const voice = voiceFor(language);
  if (!voice) return speak(turn, index + 1);
  const words = new SpeechSynthesisUtterance(piece.innerText);
  words.voice = voice;
  words.lang = language;
  words.rate = 0.95;
  words.onstart = () => { if (reading === turn) piece.dataset.reading = ""; };
  words.onend = words.onerror = () => {
    delete piece.dataset.reading;
    if (reading === turn) speak(turn, index + 1);
  };
  voices.speak(words);
}

function show() {
  for (const button of document.querySelectorAll("[data-read-aloud]")) {
    const region = document.getElementById(button.dataset.readAloud);
    button.hidden = !(region && voiceFor(languageOf(region)));
  }
}

if (voices) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-read-aloud]");
    if (!button) return;
    const again = reading && reading.button === button;
    stop();
    if (again) return;
    reading = { button, pieces: piecesOf(document.getElementById(button.dataset.readAloud)) };
    button.setAttribute("aria-pressed", "true");
    speak(reading, 0);
  });
  voices.addEventListener("voiceschanged", show);
  window.addEventListener("pagehide", stop);
  show();
}
