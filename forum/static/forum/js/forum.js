// The forum works without this module: it adds a toolbar to writing, and a hint of new replies to reading.

const TOOLS = [
  ["粗", "加粗", (text) => `**${text || "文字"}**`],
  ["引", "引用", (text) => (text || "引用的话").replace(/^/gm, "> ")],
  ["列", "列表", (text) => (text || "一项").replace(/^/gm, "- ")],
  ["链", "链接", (text) => `[${text || "文字"}](https://)`],
  ...["😀", "👍", "🙏", "❤️", "🌸"].map((emoji) => [emoji, `插入${emoji}`, (text) => text + emoji]),
];

for (const area of document.querySelectorAll("textarea[data-markdown]")) {
  const bar = document.createElement("div");
  bar.className = "markdown-bar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "排版");
  for (const [label, name, change] of TOOLS) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.title = name;
    button.setAttribute("aria-label", name);
    button.addEventListener("click", () => {
      const { selectionStart: start, selectionEnd: end, value } = area;
      area.setRangeText(change(value.slice(start, end)), start, end, "select");
      area.focus();
    });
    bar.append(button);
  }
  area.before(bar);
}

// What is pasted or dragged into the form is seen to arrive.
for (const files of document.querySelectorAll("[data-files]")) {
  const show = () => (files.open = true);
  files.closest("form").addEventListener("dragenter", show);
  files.closest("form").addEventListener("paste", (event) => event.clipboardData.files.length > 0 && show());
}

// New replies: asked for every 30 s while somebody looks, and no more after ten minutes without a sign of them.
const hint = document.querySelector("[data-news]:not([data-off])");
const EVERY = 30_000;
const PATIENCE = 600_000;

if (hint) {
  let seen = Date.now();
  for (const sign of ["pointerdown", "keydown", "scroll"]) {
    addEventListener(sign, () => (seen = Date.now()), { passive: true });
  }
  const timer = setInterval(async () => {
    if (document.hidden) {
      return;
    }
    if (Date.now() - seen > PATIENCE) {
      clearInterval(timer);
      return;
    }
    const response = await fetch(hint.dataset.news).catch(() => null);
    if (!response?.ok) {
      return;
    }
    const { count, url } = await response.json();
    if (count > 0 && hint.dataset.count !== String(count)) {
      hint.dataset.count = count;
      const link = document.createElement("a");
      link.href = url;
      link.textContent = `有${count}条新回复`;
      hint.replaceChildren(link);
    }
  }, EVERY);
}

// Answered enquiries like the one that is being written, half a second after the last key.
const similar = document.querySelector("[data-similar]");
const title = document.querySelector("#id_title");

if (similar && title) {
  // Where one looks while writing it; without this module they stand at the end of the form, after a preview.
  title.closest(".field").after(similar);
  let waiting = 0;
  let asked = "";
  const ask = async () => {
    const words = title.value.trim();
    if (words === asked) {
      return;
    }
    asked = words;
    const response = await fetch(`${similar.dataset.similar}?q=${encodeURIComponent(words)}`).catch(() => null);
    if (response?.ok && words === title.value.trim()) {
      similar.innerHTML = await response.text();
    }
  };
  title.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 500);
  });
}
