// A picture opens enlarged over the page: arrow keys lead to the next of its gallery, Escape back to where one was.
// Without this module the link opens the picture itself.

const dialog = document.createElement("dialog");

if (typeof dialog.showModal === "function" && document.querySelector("[data-enlarge]")) {
  dialog.className = "enlarged";
  dialog.setAttribute("aria-label", "放大的图片");
  const bar = document.createElement("div");
  bar.className = "enlarged__bar";
  const image = document.createElement("img");
  const caption = document.createElement("p");
  caption.setAttribute("aria-live", "polite");
  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", act);
    bar.append(made);
    return made;
  };
  let links = [];
  let place = 0;

  function show(next) {
    place = (next + links.length) % links.length;
    const link = links[place];
    const small = link.querySelector("img");
    image.src = link.href;
    image.alt = small.alt;
    const said = link.closest("figure").querySelector(":scope > figcaption")?.textContent.trim() ?? "";
    caption.textContent = [links.length > 1 ? `第${place + 1}张，共${links.length}张` : "", said || small.alt]
      .filter(Boolean)
      .join("　");
  }

  const turns = [button("上一张", () => show(place - 1)), button("下一张", () => show(place + 1))];
  const close = button("关闭", () => dialog.close());
  dialog.append(bar, image, caption);
  document.body.append(dialog);

  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      event.preventDefault();
      show(place + (event.key === "ArrowLeft" ? -1 : 1));
    }
  });
  dialog.addEventListener("close", () => {
    image.removeAttribute("src");
    links[place]?.focus();
  });
  image.addEventListener("click", () => dialog.close());

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-enlarge]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) {
      return;
    }
    event.preventDefault();
    links = [...link.closest("[data-gallery]").querySelectorAll("[data-enlarge]")];
    for (const turn of turns) {
      turn.hidden = links.length < 2;
    }
    show(links.indexOf(link));
    dialog.showModal();
    close.focus();
  });
}
