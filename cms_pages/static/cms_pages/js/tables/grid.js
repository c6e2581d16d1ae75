// The grid in which a table is typed: columns with their kinds, rows, totals. The server judges every cell; what it
// finds is written below the cell concerned. Enter and the arrows go up and down, Tab goes along.

import { ask, choice, element, splitCells } from "./cells.js";

const PAUSE = 700;
const HEAD = 0;
const TOTALS = -1;
const NUMERIC = ["number", "money"];
const MOST_UNDONE = 30;
let grids = 0;

export class Grid {
  constructor(host, options, table, changed) {
    this.host = host;
    this.options = options;
    this.words = options.words;
    this.changed = changed;
    this.key = `typed-table-${(grids += 1)}`;
    this.problems = [];
    this.past = [];
    this.good = null;
    this.table = table;
    this.draw();
  }

  set(table, { check = true } = {}) {
    this.table = table;
    this.draw();
    this.changed(this.table);
    if (check) {
      this.check();
    }
  }

  get isBlank() {
    return !this.table.rows.some((row) => row.some((cell) => cell.trim()));
  }

  // --- Changing ---

  remember() {
    this.past.push(JSON.stringify(this.table));
    this.past.splice(0, this.past.length - MOST_UNDONE);
  }

  alter(change, focus) {
    this.remember();
    change(this.table);
    this.draw();
    this.edited();
    if (focus) {
      this.focusCell(...focus);
    }
  }

  undo() {
    const before = this.past.pop();
    if (before) {
      this.table = JSON.parse(before);
      this.draw();
      this.edited();
      this.host.querySelector("[data-undo]")?.focus();
    }
  }

  edited() {
    this.changed(this.table);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), PAUSE);
  }

  addRow(after) {
    const blank = this.table.columns.map(() => "");
    this.alter((table) => table.rows.splice(after + 1, 0, blank), [after + 1, 0]);
  }

  removeRow(row) {
    this.alter((table) => table.rows.splice(row, 1), [Math.max(0, row - 1), 0]);
  }

  addColumn() {
    this.alter((table) => {
      table.columns.push({ title: "", kind: "text", unit: "", role: "" });
      table.rows.forEach((row) => row.push(""));
      table.totals?.push("");
    });
    this.host.querySelector(`[data-title="${this.table.columns.length - 1}"]`)?.focus();
  }

  removeColumn(column) {
    this.alter((table) => {
      table.columns.splice(column, 1);
      table.rows.forEach((row) => row.splice(column, 1));
      table.totals?.splice(column, 1);
    });
    this.host.querySelector(`[data-title="${Math.max(0, column - 1)}"]`)?.focus();
  }

  moveColumn(column, to) {
    const swap = (list) => list?.splice(to, 0, list.splice(column, 1)[0]);
    this.alter((table) => [table.columns, table.totals, ...table.rows].forEach(swap));
    this.host.querySelector(`[data-title="${to}"]`)?.focus();
  }

  setTotals(wanted) {
    this.alter((table) => {
      table.totals = wanted ? table.columns.map((_column, place) => this.sums?.[place] ?? "") : null;
    });
    if (wanted) {
      this.fillTotals();
    }
  }

  async fillTotals() {
    await this.check();
    if (this.sums?.length && this.table.totals) {
      this.alter((table) => {
        table.totals = table.totals.map((cell, place) => (this.sums[place] ? this.sums[place] : cell));
      });
    }
  }

  paste(event, row, column) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!/[\t\n]/.test(text.replace(/\n$/, ""))) {
      return;
    }
    event.preventDefault();
    const cells = splitCells(text);
    if (this.isBlank && cells.length > 1 && cells[0].length > 1 && this.options.whole) {
      this.options.whole(text);
      return;
    }
    this.alter((table) => {
      const width = Math.min(this.options.mostColumns, column + Math.max(...cells.map((line) => line.length)));
      while (table.columns.length < width) {
        table.columns.push({ title: "", kind: "text", unit: "", role: "" });
        table.rows.forEach((line) => line.push(""));
        table.totals?.push("");
      }
      cells.forEach((line, down) => {
        while (table.rows.length <= row + down && table.rows.length < this.options.mostRows) {
          table.rows.push(table.columns.map(() => ""));
        }
        line.forEach((cell, along) => {
          if (table.rows[row + down] && column + along < width) {
            table.rows[row + down][column + along] = cell;
          }
        });
      });
    }, [row, column]);
  }

  // --- Judging ---

  async check() {
    clearTimeout(this.timer);
    const asked = JSON.stringify(this.table);
    this.say(this.words.checking);
    let answer;
    try {
      answer = await ask(this.options.checkUrl, asked);
    } catch {
      this.say(this.words.unreachable);
      return;
    }
    if (JSON.stringify(this.table) !== asked) {
      return;
    }
    this.good = answer.good ?? false;
    this.sums = answer.sums ?? [];
    // Empty rows are not kept, and the server does not count them.
    const kept = this.table.rows.flatMap((row, place) => (row.some((cell) => cell.trim()) ? [place] : []));
    this.problems = (answer.problems ?? []).map((one) => ({ ...one, at: one.row > 0 ? kept[one.row - 1] : one.row }));
    this.mark(answer.error);
    this.options.checked?.(this.good);
  }

  mark(error) {
    for (const field of this.host.querySelectorAll("[aria-invalid]")) {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
    this.host.querySelectorAll(".tte-wrong").forEach((note) => note.remove());
    this.list.replaceChildren();
    this.problems.forEach((problem, number) => {
      const field = this.fieldOf(problem);
      const id = `${this.key}-wrong-${number}`;
      if (field) {
        field.setAttribute("aria-invalid", "true");
        field.setAttribute("aria-describedby", id);
        field.after(element("span", { class: "tte-wrong", id }, problem.expected));
        const button = element("button", { type: "button", onclick: () => field.focus() }, problem.message);
        this.list.append(element("li", {}, button));
      } else {
        this.list.append(element("li", {}, problem.message));
      }
    });
    const count = this.problems.length;
    this.say(error || (count ? this.words.wrong.replace("%(count)d", count) : this.words.right), !count && !error);
  }

  fieldOf({ at, row, column }) {
    if (row === HEAD) {
      return column < 0 ? null : this.host.querySelector(`[data-title="${column}"]`);
    }
    return this.host.querySelector(`[data-cell="${row === TOTALS ? "t" : at}-${column}"]`);
  }

  say(text, isGood = false) {
    this.state.textContent = text;
    this.state.classList.toggle("tte-state_good", isGood);
  }

  focusCell(row, column) {
    this.host.querySelector(`[data-cell="${row}-${column}"]`)?.focus();
  }

  // --- Drawing ---

  draw() {
    const { table, words } = this;
    this.state ??= element("p", { class: "tte-state", role: "status" });
    this.list ??= element("ul", { class: "tte-problems" });
    const grid = element("table", { class: "tte-grid" }, this.head(), this.body());
    if (table.totals) {
      grid.append(this.foot());
    }
    const scroll = element("div", { class: "tte-scroll", tabindex: "0", role: "region", "aria-label": words.table }, grid);
    const place = this.host.querySelector(".tte-scroll")?.scrollLeft ?? 0;
    this.host.replaceChildren(this.about(), this.tools(), scroll, this.state, this.list);
    scroll.scrollLeft = place;
  }

  about() {
    const { table, words } = this;
    const text = (name, label, hint) => {
      const field = element("input", { type: "text", value: table[name], maxlength: name === "note" ? 300 : 100 });
      field.addEventListener("input", () => {
        table[name] = field.value;
        this.edited();
      });
      return element("label", { class: "tte-field" }, element("span", {}, label), field, ...(hint ? [hint] : []));
    };
    const pick = (name, label, options) =>
      element(
        "label",
        { class: "tte-field" },
        element("span", {}, label),
        choice(options, table[name], label, (value) => {
          table[name] = value;
          this.edited();
        }),
      );
    return element(
      "div",
      { class: "tte-about" },
      text("caption", words.caption),
      text("note", words.note),
      pick("rule", words.rule, this.options.rules),
      pick("chart", words.chart, this.options.charts),
    );
  }

  tools() {
    const { words } = this;
    const button = (label, pressed, extra = {}) =>
      element("button", { type: "button", class: "button button-small button-secondary", onclick: pressed, ...extra }, label);
    const tools = element("div", { class: "tte-tools" });
    if (this.options.open) {
      tools.append(button(words.open, () => this.options.open()));
    }
    tools.append(
      button(words.addRow, () => this.addRow(this.table.rows.length - 1)),
      button(words.addColumn, () => this.addColumn(), { disabled: this.table.columns.length >= this.options.mostColumns }),
      button(this.table.totals ? words.noTotals : words.totals, () => this.setTotals(!this.table.totals)),
    );
    if (this.table.totals) {
      tools.append(button(words.sum, () => this.fillTotals()));
    }
    tools.append(button(words.undo, () => this.undo(), { disabled: !this.past.length, "data-undo": true }));
    return tools;
  }

  head() {
    const line = element("tr", {}, element("td", { class: "tte-corner" }));
    this.table.columns.forEach((column, place) => line.append(this.headCell(column, place)));
    return element("thead", {}, line);
  }

  headCell(column, place) {
    const { words } = this;
    const named = `${words.column.replace("%(number)d", place + 1)}：`;
    const title = element("input", { type: "text", value: column.title, "data-title": place, "aria-label": named + words.title, placeholder: words.title });
    title.addEventListener("input", () => {
      column.title = title.value;
      this.edited();
    });
    const set = (name) => (value) => this.alter(() => (column[name] = value));
    const cell = element("th", { scope: "col" }, title, choice(this.options.kinds, column.kind, named + words.kind, set("kind")));
    if (column.kind === "number") {
      const unit = element("input", { type: "text", value: column.unit, "aria-label": named + words.unit, placeholder: words.unit });
      unit.addEventListener("input", () => {
        column.unit = unit.value;
        this.edited();
      });
      cell.append(unit);
    }
    if (this.table.rule && NUMERIC.includes(column.kind)) {
      cell.append(choice(this.options.roles, column.role, named + words.role, set("role")));
    }
    const last = this.table.columns.length - 1;
    const small = (label, mark, pressed, off) =>
      element("button", { type: "button", class: "tte-small", "aria-label": named + label, title: label, disabled: off, onclick: pressed }, mark);
    cell.append(
      element(
        "span",
        { class: "tte-moves" },
        small(words.left, "←", () => this.moveColumn(place, place - 1), place === 0),
        small(words.right_, "→", () => this.moveColumn(place, place + 1), place === last),
        small(words.remove, "✕", () => this.removeColumn(place), last === 0),
      ),
    );
    return cell;
  }

  body() {
    const { words } = this;
    const body = element("tbody");
    this.table.rows.forEach((row, place) => {
      const label = words.row.replace("%(number)d", place + 1);
      const small = (what, mark, pressed) =>
        element("button", { type: "button", class: "tte-small", "aria-label": `${label}：${what}`, title: what, onclick: pressed }, mark);
      const head = element(
        "th",
        { scope: "row" },
        String(place + 1),
        small(words.below, "＋", () => this.addRow(place)),
        small(words.remove, "✕", () => this.removeRow(place)),
      );
      const line = element("tr", {}, head);
      this.table.columns.forEach((column, along) => line.append(this.cell(row, along, `${label} ${column.title}`, place)));
      body.append(line);
    });
    return body;
  }

  foot() {
    const label = element("input", { type: "text", value: this.table.totals_label, "aria-label": this.words.totalsLabel });
    label.addEventListener("input", () => {
      this.table.totals_label = label.value;
      this.edited();
    });
    const line = element("tr", {}, element("th", { scope: "row" }, label));
    this.table.columns.forEach((column, along) =>
      line.append(this.cell(this.table.totals, along, `${this.table.totals_label} ${column.title}`, "t")),
    );
    return element("tfoot", {}, line);
  }

  cell(row, along, label, place) {
    const isNumber = this.table.columns[along].kind !== "text";
    const field = element("textarea", { rows: 1, "aria-label": label, "data-cell": `${place}-${along}`, class: isNumber ? "tte-number" : "" });
    field.value = row[along];
    field.addEventListener("input", () => {
      row[along] = field.value;
      this.edited();
    });
    field.addEventListener("keydown", (event) => this.key_(event, place, along, field));
    if (place !== "t") {
      field.addEventListener("paste", (event) => this.paste(event, place, along));
    }
    return element("td", {}, field);
  }

  key_(event, place, along, field) {
    // While an input method composes, its keys are its own.
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const onOneLine = !field.value.includes("\n");
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (place === this.table.rows.length - 1) {
        this.addRow(place);
      }
      this.focusCell(place === "t" ? "t" : place + 1, place === "t" ? along + 1 : along);
    } else if (onOneLine && event.key === "ArrowDown") {
      event.preventDefault();
      this.focusCell(place === this.table.rows.length - 1 ? "t" : place + 1, along);
    } else if (onOneLine && event.key === "ArrowUp") {
      event.preventDefault();
      this.focusCell(place === "t" ? this.table.rows.length - 1 : place - 1, along);
    }
  }
}
