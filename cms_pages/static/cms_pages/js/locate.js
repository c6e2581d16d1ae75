// Sorting by distance: asks the browser for the place when, and only when, the button is pressed. Without this module
// the form stays hidden, and the list by community has everything.

// Three decimals of a degree, about a hundred metres: nobody needs to know it better to find a canteen.
const DECIMALS = 3;
const LONGEST_WAIT = 15_000;
const OLDEST = 300_000;

for (const form of document.querySelectorAll("form[data-locate]")) {
  if (!("geolocation" in navigator) || !window.isSecureContext) {
    continue;
  }
  const state = form.querySelector("[data-locate-state]");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    state.textContent = form.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.namedItem("lat").value = coords.latitude.toFixed(DECIMALS);
        form.elements.namedItem("lon").value = coords.longitude.toFixed(DECIMALS);
        form.submit();
      },
      () => {
        state.textContent = form.dataset.refused;
      },
      { enableHighAccuracy: false, timeout: LONGEST_WAIT, maximumAge: OLDEST },
    );
  });
}
