// Elder mode only: reads the page's text aloud with the device's own Chinese voice. Nothing is sent anywhere.

const SKIPPED = "nav, form, button, svg, table, [hidden], [aria-hidden='true'], [data-read-aloud]";
const MAX_SENTENCE = 120;

/** The sentences of `main`, in order; long ones make some engines stop half-way. */
function sentences(main) {
  const copy = main.cloneNode(true);
  copy.querySelectorAll(SKIPPED).forEach((element) => element.remove());
  copy.querySelectorAll("p, li, h1, h2, h3, dt, dd").forEach((element) => element.append("\n"));
  return copy.textContent
    .split(/(?<=[。！？；])|\n/u)
    .map((text) => text.replace(/\s+/gu, " ").trim().slice(0, MAX_SENTENCE))
    .filter((text) => text !== "");
}

const place = document.querySelector("[data-read-aloud]");
const button = place?.querySelector("button");

if (button && "speechSynthesis" in window) {
  const [start, stop] = button.querySelectorAll("span");
  const show = (reading) => {
    start.hidden = reading;
    stop.hidden = !reading;
  };
  place.hidden = false;
  button.addEventListener("click", () => {
    const reading = window.speechSynthesis.speaking;
    window.speechSynthesis.cancel();
    show(!reading);
    if (reading) {
      return;
    }
    const texts = sentences(document.querySelector("main"));
    texts.forEach((text, index) => {
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.lang = "zh-CN";
      utterance.rate = 0.9;
      if (index === texts.length - 1) {
        utterance.addEventListener("end", () => show(false));
      }
      window.speechSynthesis.speak(utterance);
    });
  });
  window.addEventListener("pagehide", () => window.speechSynthesis.cancel());
}
