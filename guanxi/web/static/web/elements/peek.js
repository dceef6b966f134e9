// <gx-peek>: the record under the cursor beside its list. It follows the cursor until it is closed.
const WAIT = 120;

class Peek extends HTMLElement {
  connectedCallback() {
    this.on = {
      cursor: (event) => this.follow(event.detail),
      click: (event) => this.clicked(event),
      keydown: (event) => this.pressed(event),
      "htmx:afterSettle": () => this.tell(),
      "rows-changed": () => this.renew(),
    };
    Object.entries(this.on).forEach(([name, act]) => document.addEventListener(name, act));
  }

  disconnectedCallback() {
    Object.entries(this.on).forEach(([name, act]) => document.removeEventListener(name, act));
    clearTimeout(this.timer);
  }

  get row() {
    return document.querySelector("#list tr.cursor[data-id]");
  }

  clicked(event) {
    if (event.target.closest("[data-peek]")) this.toggle();
    else if (event.target.closest("[data-peek-close]")) this.close();
    else this.point(event.target.closest("#list tbody tr[data-id]"));
  }

  // A press on a row puts the cursor there; what it presses goes on as it would.
  point(row) {
    if (this.hidden || !row || row === this.row) return;
    this.row?.classList.remove("cursor");
    row.classList.add("cursor");
    this.follow(row);
  }

  pressed(event) {
    const busy = document.querySelector("dialog[open], [popover]:popover-open") || event.target.closest?.("input:not([type=checkbox]), textarea, select");
    if (event.key !== "Escape" || this.hidden || event.defaultPrevented || busy) return;
    event.preventDefault();
    this.close();
  }

  toggle() {
    if (!this.hidden) return this.close();
    const first = document.querySelector("#list tbody tr[data-id]");
    if (!this.row) first?.classList.add("cursor");
    if (this.row) this.show(this.row);
  }

  follow(row) {
    if (this.hidden) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(row), WAIT);
  }

  show(row) {
    this.hidden = false;
    this.tell();
    this.address = `${row.closest("[data-base]").dataset.base}${row.dataset.id}/peek/`;
    this.renew();
  }

  renew() {
    if (!this.hidden) window.htmx.ajax("GET", this.address, { source: this, target: this, swap: "innerHTML" });
  }

  close() {
    clearTimeout(this.timer);
    this.hidden = true;
    this.replaceChildren();
    this.tell();
    (this.row?.querySelector(".named > a") ?? document.querySelector("[data-peek]"))?.focus({ preventScroll: true });
  }

  // The list may have been drawn anew since.
  tell() {
    document.querySelector("[data-peek]")?.setAttribute("aria-pressed", String(!this.hidden));
  }
}

customElements.define("gx-peek", Peek);
