// Tells Wagtail's editor how to show a table (cms_pages.blocks.tables.TableInput).

import { element } from "./cells.js";
import { Grid } from "./grid.js";
import { ImportDialog } from "./import.js";

class TableInput {
  constructor(options) {
    this.options = options;
  }

  render(placeholder, name, id, initialState) {
    const hidden = element("input", { type: "hidden", name, id });
    const host = element("div", { class: "typed-table-editor", role: "group", "aria-label": this.options.words.table });
    placeholder.replaceWith(element("div", {}, hidden, host));
    const write = (table, quietly = false) => {
      hidden.value = JSON.stringify(table);
      if (!quietly) {
        hidden.dispatchEvent(new Event("change", { bubbles: true }));
      }
    };
    const first = JSON.parse(initialState);
    const options = { ...this.options, open: () => dialog.open(), whole: (text) => dialog.open(text) };
    const dialog = new ImportDialog(this.options, (table) => {
      grid.remember();
      grid.set({ ...table, caption: table.caption || grid.table.caption, note: table.note || grid.table.note });
    });
    const grid = new Grid(host, options, first, write);
    write(first, true);
    if (!grid.isBlank) {
      grid.check();
    }
    return {
      idForLabel: null,
      getValue: () => hidden.value,
      getState: () => hidden.value,
      setState: (state) => grid.set(JSON.parse(state)),
      setInvalid: (isInvalid) => isInvalid && grid.check(),
      focus: () => host.querySelector("input")?.focus(),
      getTextLabel: () => grid.table.caption,
    };
  }
}

window.telepath.register("cms_pages.tables.TableInput", TableInput);
