// <gx-tiles data-address data-kept data-refused>: tiles that change places by drag. The order is
// kept at once and said; where it cannot be kept, the tiles go back to where they stood.
import { toast } from "./toast.js";

class Tiles extends HTMLElement {
  connectedCallback() {
    this.addEventListener("dragstart", (event) => this.lift(event));
    this.addEventListener("dragover", (event) => this.carry(event));
    this.addEventListener("dragend", () => this.drop());
  }

  get tiles() {
    return [...this.querySelectorAll("[data-tile]")];
  }

  lift(event) {
    this.held = event.target.closest?.("[data-tile]");
    if (!this.held) return;
    this.before = this.tiles;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.held.dataset.tile);
    this.held.classList.add("lifted");
  }

  carry(event) {
    const other = event.target.closest?.("[data-tile]");
    if (!this.held) return;
    event.preventDefault();
    if (!other || other === this.held) return;
    const isAfter = this.held.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (isAfter) other.after(this.held);
    else other.before(this.held);
  }

  drop() {
    if (!this.held) return;
    this.held.classList.remove("lifted");
    this.held = null;
    const now = this.tiles;
    if (now.some((tile, place) => tile !== this.before[place])) this.keep(now, this.before);
  }

  async keep(now, before) {
    const body = new FormData();
    body.append("how", "drag");
    for (const tile of now) body.append("tile", tile.dataset.tile);
    const headers = JSON.parse(document.body.getAttribute("hx-headers"));
    const isKept = await fetch(this.dataset.address, { method: "POST", body, headers }).then(
      (answer) => answer.ok && !answer.redirected,
      () => false,
    );
    if (!isKept) this.append(...before);
    toast(isKept ? this.dataset.kept : this.dataset.refused);
  }
}

customElements.define("gx-tiles", Tiles);
