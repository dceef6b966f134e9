// <gx-grid>: rows by keyboard, choice of rows, and the bar that acts on them.
import { openCell } from "./cell.js";

class Grid extends HTMLElement {
  connectedCallback() {
    this.last = null;
    this.addEventListener("keydown", (event) => this.pressed(event));
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("change", (event) => this.changed(event));
    this.onPage = (event) => this.fromPage(event);
    document.addEventListener("keydown", this.onPage);
    this.count();
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.onPage);
  }

  get rows() {
    return [...this.querySelectorAll("tbody tr[data-id]")];
  }

  get cursor() {
    return this.querySelector("tr.cursor");
  }

  fromPage(event) {
    const busy = event.target.closest?.("input:not([type=checkbox]), textarea, select, dialog, [popover], gx-grid");
    if (busy || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    this.pressed(event);
  }

  pressed(event) {
    if (event.target.closest("td.editing") || event.defaultPrevented) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = {
      j: () => this.move(1, event.shiftKey), ArrowDown: () => this.move(1, event.shiftKey),
      k: () => this.move(-1, event.shiftKey), ArrowUp: () => this.move(-1, event.shiftKey),
      x: () => this.toggle(this.cursor), " ": () => this.toggle(this.cursor),
      Enter: () => this.open(event), e: () => this.edit(),
    }[key];
    if (act && !event.ctrlKey && !event.metaKey && act() !== false) event.preventDefault();
  }

  move(step, extends_) {
    const rows = this.rows;
    const at = rows.indexOf(this.cursor);
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
    if (!next) return false;
    if (extends_ && this.cursor) { this.set(this.cursor, true); this.set(next, true); this.count(); }
    this.cursor?.classList.remove("cursor");
    next.classList.add("cursor");
    this.dispatchEvent(new CustomEvent("cursor", { bubbles: true, detail: next }));
    (next.querySelector(".named > a") ?? next.querySelector(".pick input"))?.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    return true;
  }

  open(event) {
    if (event.target.closest("a, button, input")) return false;
    const link = this.cursor?.querySelector(".named > a");
    link?.click();
    return Boolean(link);
  }

  edit() {
    const cell = this.cursor?.querySelector("td.editable");
    if (cell) openCell(cell);
    return Boolean(cell);
  }

  toggle(row) {
    if (!row) return false;
    this.set(row, !row.querySelector(".pick input").checked);
    this.count();
    return true;
  }

  set(row, on) {
    const box = row.querySelector(".pick input");
    if (box) box.checked = on;
  }

  clicked(event) {
    const box = event.target.closest("tbody .pick input");
    if (box) {
      const row = box.closest("tr");
      if (event.shiftKey && this.last) this.range(this.last, row, box.checked);
      this.last = row;
      return;
    }
    const cell = event.target.closest("td.editable");
    if (cell && !event.target.closest("a")) openCell(cell);
  }

  range(from, to, on) {
    const rows = this.rows;
    const ends = [rows.indexOf(from), rows.indexOf(to)].sort((a, b) => a - b);
    rows.slice(ends[0], ends[1] + 1).forEach((row) => this.set(row, on));
  }

  changed(event) {
    if (event.target.matches("thead .pick input")) this.rows.forEach((row) => this.set(row, event.target.checked));
    this.count();
  }

  count() {
    const chosen = this.rows.filter((row) => row.querySelector(".pick input")?.checked).length;
    const head = this.querySelector("thead .pick input");
    if (head) {
      head.checked = chosen > 0 && chosen === this.rows.length;
      head.indeterminate = chosen > 0 && chosen < this.rows.length;
    }
    this.closest("#list")?.dispatchEvent(new CustomEvent("chosen", { detail: chosen }));
  }
}

customElements.define("gx-grid", Grid);
