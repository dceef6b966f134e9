// One cell changed in place: Enter saves, Esc drops, Tab saves and goes on, ↑ ↓ to the row above or below.
const ROWS = { ArrowUp: -1, ArrowDown: 1 };

function address(cell) {
  const base = cell.closest("[data-base]").dataset.base;
  const key = cell.closest("[data-id]").dataset.id;
  return `${base}${key}/cell/${cell.dataset.f}/?as=${cell.localName}`;
}

export function openCell(cell) {
  if (cell.classList.contains("editing")) return;
  const row = cell.closest("gx-grid tr");
  if (row && !row.matches(".cursor")) {
    document.querySelector("gx-grid tr.cursor")?.classList.remove("cursor");
    row.classList.add("cursor");
    row.dispatchEvent(new CustomEvent("cursor", { bubbles: true, detail: row }));
  }
  window.htmx.ajax("GET", address(cell), { target: cell, swap: "outerHTML" });
}

// Among the facts of a record a value opens by a press or by Enter.
document.addEventListener("click", (event) => {
  const fact = event.target.closest("dd.editable");
  if (fact && !event.target.closest("a")) openCell(fact);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.("dd.editable")) openCell(event.target);
});

class Cell extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input:not([type=hidden]), select, textarea");
    this.form = this.querySelector("form");
    this.row = this.closest("tr");
    this.name = this.cell.dataset.f;
    this.field.focus();
    this.field.select?.();
    this.addEventListener("keydown", (event) => this.pressed(event));
    this.field.addEventListener("blur", () => setTimeout(() => this.left(), 0));
    // What could not be sent stays open, to be tried again.
    this.form.addEventListener("htmx:afterRequest", (event) => { if (!event.detail.successful) this.done = false; });
    this.form.addEventListener("change", (event) => {
      if (event.target.matches("select, [type=hidden], [type=checkbox]")) this.save();
    });
  }

  get cell() {
    return this.closest("td, dd");
  }

  pressed(event) {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Escape") this.drop();
    else if (event.key === "Enter" && !(this.field.matches("textarea") && event.shiftKey)) this.save();
    else if (event.key === "Tab") this.save(event.shiftKey ? -1 : 1);
    else if (event.key in ROWS && this.field.matches("input[type=text], input:not([type])") && !this.querySelector("gx-pick")) this.save(0, ROWS[event.key]);
    else return;
    event.preventDefault();
  }

  left() {
    if (this.isConnected && !this.contains(document.activeElement) && !this.done) this.save();
  }

  save(step = 0, rows = 0) {
    if (this.done) return;
    // Half a name chooses nobody: what stood there before is kept.
    this.querySelector("gx-pick")?.leave();
    const next = step ? this.neighbour(step) : rows ? this.below(rows) : null;
    if (rows && !next) return;
    this.done = true;
    this.field.setCustomValidity("");
    this.goesOn = Boolean(next);
    this.form.requestSubmit();
    if (next) openCell(next);
  }

  // What is kept gives the focus back to its row or fact, unless the next cell opens.
  disconnectedCallback() {
    if (!this.done || this.goesOn || document.activeElement !== document.body) return;
    const home = this.row ? this.row.querySelector(".named > a") : document.querySelector(`dd[data-f="${CSS.escape(this.name)}"]`);
    home?.focus({ preventScroll: true });
  }

  drop() {
    this.done = true;
    window.htmx.ajax("GET", this.dataset.back, { target: this.cell, swap: "outerHTML" });
    this.row?.querySelector(".named > a")?.focus({ preventScroll: true });
  }

  below(step) {
    const rows = [...this.row?.parentElement.querySelectorAll("tr[data-id]") ?? []];
    return rows[rows.indexOf(this.row) + step]?.querySelector(`td.editable[data-f="${CSS.escape(this.name)}"]`);
  }

  neighbour(step) {
    const cells = [...document.querySelectorAll(".editable, .editing")];
    return cells[cells.indexOf(this.cell) + step];
  }
}

customElements.define("gx-cell", Cell);
