// The queue by keyboard. Everything here is also a button that works without this module.

const items = () => [...document.querySelectorAll("[data-queue-item]")];

function current() {
  return document.activeElement?.closest("[data-queue-item]") ?? null;
}

function go(step) {
  const all = items();
  if (all.length === 0) {
    return;
  }
  const here = all.indexOf(current());
  const next = all[Math.min(Math.max(here + step, 0), all.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  a: () => current()?.querySelector("[data-approve]")?.click(),
  r: () => current()?.querySelector("[data-reason]")?.focus(),
  x: () => current()?.querySelector("input[type=checkbox]")?.click(),
  e: () => {
    const edit = current()?.querySelector("[data-edit]");
    if (edit) {
      edit.open = true;
      edit.querySelector("textarea").focus();
    }
  },
  u: () => document.querySelector("[data-undo]")?.click(),
};

document.addEventListener("keydown", (event) => {
  const writing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (event.key === "Escape" && writing) {
    writing.closest("[data-queue-item]")?.focus();
    return;
  }
  if (writing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
    return;
  }
  const act = KEYS[event.key.toLowerCase()];
  if (act) {
    event.preventDefault();
    act();
  }
});

// After each decision the page comes anew: the next one is at hand at once.
const refused = document.querySelector("[aria-invalid=true]");
if (refused) {
  refused.focus();
} else if (!location.hash) {
  items()[0]?.focus({ preventScroll: true });
} else {
  document.querySelector(location.hash)?.focus();
}
