// Elder mode only: reads the page's text aloud with the device's own Chinese voice. Nothing is sent anywhere.

const BLOCKS = "p, li, h1, h2, h3, h4, dt, dd, figcaption, td, th";
const SKIPPED = "nav, form, button, svg, template, [hidden], [aria-hidden='true'], [data-screen-only], [data-read-aloud]";
const LONGEST = 120;
// A device without a voice says nothing, and no error either: after so long nobody will begin.
const PATIENCE = 5000;
const HERE = "data-reading";

/** Cut at the ends of sentences, and long ones at commas: some engines stop half-way through a long text. */
function pieces(text) {
  const found = [];
  for (const sentence of text.split(/(?<=[。！？；…])|\n/u)) {
    let rest = sentence.replace(/\s+/gu, " ").trim();
    while (rest.length > LONGEST) {
      const comma = Math.max(rest.lastIndexOf("，", LONGEST), rest.lastIndexOf("、", LONGEST));
      const cut = comma > 0 ? comma + 1 : LONGEST;
      found.push(rest.slice(0, cut));
      rest = rest.slice(cut);
    }
    if (rest !== "") {
      found.push(rest);
    }
  }
  return found;
}

/** The blocks of `main` that hold text of their own, in order, each with its sentences. */
function readable(main) {
  const blocks = [];
  for (const element of main.querySelectorAll(BLOCKS)) {
    if (element.closest(SKIPPED)) {
      continue;
    }
    const copy = element.cloneNode(true);
    copy.querySelectorAll(`${SKIPPED}, ${BLOCKS}`).forEach((part) => part.remove());
    const texts = pieces(copy.textContent);
    if (texts.length > 0) {
      blocks.push({ element, texts });
    }
  }
  return blocks;
}

class Reader {
  constructor(place) {
    this.place = place;
    this.part = (name) => place.querySelector(`[data-read="${name}"]`);
    this.blocks = readable(document.querySelector("main"));
    this.queue = this.blocks.flatMap(({ element, texts }) => texts.map((text) => ({ element, text })));
    this.at = 0;
    // Each start has a number, so that what an older one still reports is not listened to.
    this.run = 0;
    this.show("idle");
    this.part("start").addEventListener("click", () => this.speak(0));
    this.part("pause").addEventListener("click", () => this.pause());
    this.part("resume").addEventListener("click", () => this.speak(this.at));
    this.part("stop").addEventListener("click", () => this.stop());
    this.part("pick").addEventListener("click", () => this.pick());
    this.part("rate").addEventListener("change", () => this.state === "reading" && this.speak(this.at));
    window.addEventListener("pagehide", () => this.hush());
  }

  show(state) {
    const focused = this.place.contains(document.activeElement) ? document.activeElement : null;
    this.state = state;
    this.part("start").hidden = state !== "idle";
    this.part("pause").hidden = state !== "reading";
    this.part("resume").hidden = state !== "paused";
    this.part("stop").hidden = state === "idle";
    // The keyboard stays where the next thing to press is.
    if (focused?.hidden) {
      this.part({ idle: "start", reading: "pause", paused: "resume" }[state]).focus();
    }
  }

  hush() {
    this.run += 1;
    window.clearTimeout(this.timer);
    window.speechSynthesis.cancel();
  }

  mark(element) {
    document.querySelectorAll(`[${HERE}]`).forEach((other) => other.removeAttribute(HERE));
    if (element) {
      element.setAttribute(HERE, "");
      const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      element.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    }
  }

  /** Pausing is stopping and knowing where: the browsers' own pause never wakes up on some phones. */
  pause() {
    this.hush();
    this.show("paused");
  }

  stop() {
    this.hush();
    this.mark(null);
    this.at = 0;
    this.show("idle");
  }

  speak(index) {
    this.hush();
    const run = this.run;
    const piece = this.queue[index];
    if (!piece) {
      this.stop();
      return;
    }
    this.at = index;
    this.part("status").textContent = "";
    this.mark(piece.element);
    this.show("reading");
    const utterance = new SpeechSynthesisUtterance(piece.text);
    utterance.lang = "zh-CN";
    utterance.rate = Number(this.part("rate").value);
    const still = (act) => () => run === this.run && act();
    utterance.addEventListener("start", still(() => window.clearTimeout(this.timer)));
    utterance.addEventListener("end", still(() => this.speak(index + 1)));
    utterance.addEventListener("error", still(() => this.giveUp()));
    this.timer = window.setTimeout(still(() => this.giveUp()), PATIENCE);
    window.speechSynthesis.speak(utterance);
  }

  giveUp() {
    this.stop();
    this.part("status").textContent = this.part("status").dataset.silent;
  }

  /** Show or take away a button before each paragraph. */
  pick() {
    const shown = this.part("pick").getAttribute("aria-pressed") === "true";
    this.part("pick").setAttribute("aria-pressed", String(!shown));
    if (shown) {
      document.querySelectorAll(".read-aloud__here").forEach((button) => button.remove());
      return;
    }
    for (const { element, texts } of this.blocks) {
      const button = this.part("here").content.firstElementChild.cloneNode(true);
      const first = this.queue.findIndex((piece) => piece.element === element);
      button.append(Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: `：${texts[0].slice(0, 20)}` }));
      button.addEventListener("click", () => this.speak(first));
      element.prepend(button);
    }
  }
}

const place = document.querySelector("[data-read-aloud]");

if (place && "speechSynthesis" in window) {
  place.hidden = false;
  new Reader(place);
}
