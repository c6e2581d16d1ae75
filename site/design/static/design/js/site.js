// Every page works without this module; it only saves steps where it can.

const POPOVERS = "details[data-popover][open]";

/** Menus close on Escape, and when something outside them is pressed. */
function closePopovers(exceptAround) {
  for (const details of document.querySelectorAll(POPOVERS)) {
    if (!exceptAround || !details.contains(exceptAround)) {
      details.open = false;
    }
  }
}

document.addEventListener("click", (event) => closePopovers(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") {
    return;
  }
  const open = document.activeElement?.closest(POPOVERS);
  closePopovers();
  open?.querySelector("summary").focus();
});

/** `[data-print]` prints; it stays hidden where printing is impossible. */
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = typeof window.print !== "function";
  button.addEventListener("click", () => window.print());
}

/** After a refused form the summary of errors is read out first. */
document.querySelector("[data-error-summary]")?.focus();

/** The cached page has the same account link for all; a signed-in person's own is an uncached fragment. */
async function showAccount() {
  const places = document.querySelectorAll("[data-account]");
  const signedIn = document.cookie.split("; ").some((pair) => /^signed_in=./.test(pair));
  if (!signedIn || places.length === 0) {
    return;
  }
  const response = await fetch("/me/fragment/", { headers: { "X-Requested-With": "fetch" } });
  if (!response.ok || response.redirected) {
    return;
  }
  const fragment = document.createElement("template");
  fragment.innerHTML = await response.text();
  for (const place of places) {
    place.replaceChildren(fragment.content.cloneNode(true));
  }
}

showAccount().catch(() => {
  // Offline or refused: the link that is there still leads to the account page.
});
