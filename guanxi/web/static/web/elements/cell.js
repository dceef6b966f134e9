// One cell changed in place: Enter saves, Esc drops, Tab saves and goes on.
function address(cell) {
  const base = cell.closest("[data-base]").dataset.base;
  const key = cell.closest("[data-id]").dataset.id;
  return `${base}${key}/cell/${cell.dataset.f}/?as=${cell.localName}`;
}

export function openCell(cell) {
  if (cell.classList.contains("editing")) return;
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
    this.field.focus();
    this.field.select?.();
    this.addEventListener("keydown", (event) => this.pressed(event));
    this.field.addEventListener("blur", () => setTimeout(() => this.left(), 0));
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
    else return;
    event.preventDefault();
  }

  left() {
    if (this.isConnected && !this.contains(document.activeElement) && !this.done) this.save();
  }

  save(step = 0) {
    if (this.done) return;
    this.done = true;
    this.field.setCustomValidity("");
    const next = step ? this.neighbour(step) : null;
    this.form.requestSubmit();
    if (next) openCell(next);
  }

  drop() {
    this.done = true;
    const home = this.cell.closest("tr");
    window.htmx.ajax("GET", this.dataset.back, { target: this.cell, swap: "outerHTML" });
    home?.querySelector(".named > a")?.focus({ preventScroll: true });
  }

  neighbour(step) {
    const cells = [...document.querySelectorAll(".editable, .editing")];
    return cells[cells.indexOf(this.cell) + step];
  }
}

customElements.define("gx-cell", Cell);
