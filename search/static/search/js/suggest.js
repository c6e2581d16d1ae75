// Suggestions under each search box. Without this module the boxes search all the same.

const WAIT = 50;
const MOST_RECENT = 6;
const RECENT = "recent_searches";
const own = document.querySelector("script[data-style]");
let styled = false;
let number = 0;

/** The stylesheet comes with the first suggestion; most visitors need none. */
function loadStyle() {
  if (!styled && own) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = own.dataset.style;
    document.head.append(link);
    styled = true;
  }
}

/** Recent searches stay in this browser; private windows and full stores keep none. */
function recent() {
  try {
    const kept = JSON.parse(localStorage.getItem(RECENT) ?? "[]");
    return Array.isArray(kept) ? kept.filter((words) => typeof words === "string") : [];
  } catch {
    return [];
  }
}

function keep(words) {
  try {
    const kept = [words, ...recent().filter((other) => other !== words)];
    localStorage.setItem(RECENT, JSON.stringify(kept.slice(0, MOST_RECENT)));
  } catch {
    // Nothing is kept, then.
  }
}

class SearchBox {
  constructor(input) {
    this.input = input;
    this.form = input.form;
    this.list = document.createElement("ul");
    this.list.className = "search-suggestions";
    this.list.id = `search-suggestions-${(number += 1)}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "搜索建议");
    this.list.hidden = true;
    this.chosen = -1;
    this.items = [];
    this.composing = false;
    this.form.append(this.list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.list.id);
    // While an input method composes, its letters are nobody's query yet.
    input.addEventListener("compositionstart", () => {
      this.composing = true;
      clearTimeout(this.timer);
    });
    input.addEventListener("compositionend", () => {
      this.composing = false;
      this.later();
    });
    input.addEventListener("input", (event) => {
      if (!this.composing && !event.isComposing) {
        this.later();
      }
    });
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.form.addEventListener("submit", () => {
      const words = input.value.trim();
      if (words) {
        keep(words);
      }
    });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const words = this.input.value.trim();
    this.request?.abort();
    if (!words) {
      this.close();
      return;
    }
    loadStyle();
    this.request = new AbortController();
    const address = new URL("suggestions/", this.form.action);
    address.search = new URLSearchParams({ q: words }).toString();
    try {
      const response = await fetch(address, { signal: this.request.signal, credentials: "same-origin" });
      if (response.ok && words === this.input.value.trim()) {
        this.show((await response.json()).items);
      }
    } catch {
      // Aborted by the next letter, or offline: the box searches without.
    }
  }

  show(items) {
    this.items = items;
    this.chosen = -1;
    this.list.replaceChildren(
      ...items.map((item, place) => {
        const row = document.createElement("li");
        row.className = "search-suggestions__item";
        row.id = `${this.list.id}-${place}`;
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", "false");
        const text = document.createElement("span");
        text.textContent = item.text;
        const note = document.createElement("span");
        note.className = "search-suggestions__note";
        note.textContent = item.note;
        row.append(text, note);
        row.addEventListener("pointerdown", (event) => event.preventDefault());
        row.addEventListener("click", () => this.go(item));
        return row;
      }),
    );
    this.list.hidden = items.length === 0;
    this.input.setAttribute("aria-expanded", String(items.length > 0));
    this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    this.show([]);
  }

  choose(place) {
    this.chosen = place;
    for (const [at, row] of [...this.list.children].entries()) {
      row.setAttribute("aria-selected", String(at === place));
    }
    if (place < 0) {
      this.input.removeAttribute("aria-activedescendant");
    } else {
      this.input.setAttribute("aria-activedescendant", `${this.list.id}-${place}`);
    }
  }

  press(event) {
    // The Enter that ends a composition belongs to the input method.
    if (event.isComposing || this.composing || this.list.hidden) {
      return;
    }
    const last = this.items.length - 1;
    if (event.key === "ArrowDown") {
      this.choose(this.chosen >= last ? -1 : this.chosen + 1);
    } else if (event.key === "ArrowUp") {
      this.choose(this.chosen < 0 ? last : this.chosen - 1);
    } else if (event.key === "Enter" && this.chosen >= 0) {
      this.go(this.items[this.chosen]);
    } else if (event.key === "Escape") {
      this.close();
    } else {
      return;
    }
    event.preventDefault();
  }

  go(item) {
    keep(this.input.value.trim());
    location.assign(item.url);
  }
}

for (const input of document.querySelectorAll('.search-box__input[name="q"]')) {
  if (own && new URL(input.form.action).pathname === own.dataset.search) {
    new SearchBox(input);
  }
}

/** The start page lists what was searched for in this browser, and forgets it on demand. */
const place = document.querySelector("[data-recent-searches]");
if (place && recent().length > 0) {
  const line = document.createElement("p");
  line.className = "search-box__hot";
  const title = document.createElement("span");
  title.textContent = "最近搜过（只记在这台设备上）：";
  line.append(title);
  for (const words of recent()) {
    const link = document.createElement("a");
    link.href = `?${new URLSearchParams({ q: words })}`;
    link.textContent = words;
    line.append(link);
  }
  const forget = document.createElement("button");
  forget.type = "button";
  forget.className = "button button_quiet";
  forget.textContent = "清除";
  forget.addEventListener("click", () => {
    localStorage.removeItem(RECENT);
    place.hidden = true;
  });
  place.append(line, forget);
  place.hidden = false;
}
