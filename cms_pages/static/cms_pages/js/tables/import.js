// A spreadsheet, before it goes into the table: the whole of it is shown with each wrong cell, to be corrected or left.

import { ask, choice, element } from "./cells.js";
import { Grid } from "./grid.js";

export class ImportDialog {
  constructor(options, accepted) {
    this.options = options;
    this.words = options.words;
    this.accepted = accepted;
  }

  open(text = "") {
    const { words } = this;
    this.file = element("input", { type: "file", accept: ".xlsx,.csv,.txt,.tsv,.xls", onchange: () => this.read() });
    this.text = element("textarea", { rows: 4 });
    this.text.value = text;
    this.state = element("p", { role: "status", class: "tte-state" });
    this.preview = element("div", { class: "typed-table-editor" });
    this.sheets = element("div");
    this.notes = element("ul", { class: "tte-notes" });
    this.take = element("button", { type: "button", class: "button", disabled: true, onclick: () => this.finish() }, words.take);
    const close = element("button", { type: "button", class: "button button-secondary", onclick: () => this.dialog.close() }, words.cancel);
    const read = element("button", { type: "button", class: "button button-small button-secondary", onclick: () => this.read(true) }, words.read);
    const id = `typed-table-import-${Date.now()}`;
    this.dialog = element(
      "dialog",
      { class: "tte-dialog", "aria-labelledby": id },
      element("h2", { id, class: "w-h2" }, words.importing),
      element("label", { class: "tte-field" }, element("span", {}, words.file), this.file),
      element("label", { class: "tte-field" }, element("span", {}, words.pasted), this.text),
      read,
      this.state,
      this.sheets,
      this.notes,
      this.preview,
      element("div", { class: "tte-tools" }, this.take, close),
    );
    this.dialog.addEventListener("close", () => this.dialog.remove());
    document.body.append(this.dialog);
    this.dialog.showModal();
    if (text) {
      this.read(true);
    }
  }

  async read(pasted = false, sheet = "") {
    const body = new FormData();
    if (pasted || !this.file.files.length) {
      body.set("text", this.text.value);
    } else {
      body.set("file", this.file.files[0]);
      body.set("sheet", sheet);
    }
    this.state.textContent = this.words.reading;
    let answer;
    try {
      answer = await ask(this.options.readUrl, body);
    } catch {
      this.state.textContent = this.words.unreachable;
      return;
    }
    this.take.disabled = true;
    this.sheets.replaceChildren();
    this.notes.replaceChildren(...(answer.notes ?? []).map((note) => element("li", {}, note)));
    if (answer.error) {
      this.preview.replaceChildren();
      this.state.textContent = answer.error;
      return;
    }
    this.state.textContent = this.words.found.replace("%(rows)d", answer.table.rows.length).replace("%(columns)d", answer.table.columns.length);
    if (answer.sheets.length > 1) {
      const options = answer.sheets.map((name) => [name, name]);
      const pick = choice(options, answer.sheet, this.words.sheet, (name) => this.read(false, name));
      this.sheets.append(element("label", { class: "tte-field" }, element("span", {}, this.words.sheet), pick));
    }
    const options = { ...this.options, open: null, whole: null, checked: (good) => (this.take.disabled = !good) };
    this.grid = new Grid(this.preview, options, answer.table, () => (this.take.disabled = true));
    this.grid.check();
  }

  finish() {
    const { table } = this.grid;
    this.dialog.close();
    this.accepted(table);
  }
}
