// Text that was copied from a spreadsheet: tabs between cells, quotes around cells with line breaks in them.

export function splitCells(text) {
  const rows = [[]];
  let cell = "";
  let quoted = false;
  let place = 0;
  const plain = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  while (place < plain.length) {
    const char = plain[place];
    if (quoted) {
      if (char === '"' && plain[place + 1] === '"') {
        cell += '"';
        place += 1;
      } else if (char === '"') {
        quoted = false;
      } else {
        cell += char;
      }
    } else if (char === '"' && cell === "") {
      quoted = true;
    } else if (char === "\t" || char === "\n") {
      rows.at(-1).push(cell);
      cell = "";
      if (char === "\n") {
        rows.push([]);
      }
    } else {
      cell += char;
    }
    place += 1;
  }
  rows.at(-1).push(cell);
  return rows;
}

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) {
      made.addEventListener(key.slice(2), value);
    } else if (value === true) {
      made.setAttribute(key, "");
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(key, value);
    }
  }
  made.append(...children);
  return made;
}

export function choice(options, value, label, changed) {
  const made = element("select", { "aria-label": label, onchange: () => changed(made.value) });
  for (const [key, words] of options) {
    made.append(new Option(words, key, false, key === value));
  }
  return made;
}

export async function ask(url, body) {
  const headers = { "X-CSRFToken": window.wagtailConfig?.CSRF_TOKEN ?? "" };
  if (typeof body === "string") {
    headers["Content-Type"] = "application/json";
  }
  const response = await fetch(url, { method: "POST", body, headers, credentials: "same-origin" });
  const type = response.headers.get("Content-Type") ?? "";
  if (!type.includes("application/json")) {
    throw new Error(String(response.status));
  }
  return response.json();
}
