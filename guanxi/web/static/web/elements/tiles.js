// <gx-tiles data-address>: tiles that change places by drag; the order is kept at once.
class Tiles extends HTMLElement {
  connectedCallback() {
    this.addEventListener("dragstart", (event) => this.lift(event));
    this.addEventListener("dragover", (event) => this.carry(event));
    this.addEventListener("dragend", () => this.drop());
  }

  lift(event) {
    this.held = event.target.closest?.("[data-tile]");
    if (!this.held) return;
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
    const body = new FormData();
    for (const tile of this.querySelectorAll("[data-tile]")) body.append("tile", tile.dataset.tile);
    const headers = JSON.parse(document.body.getAttribute("hx-headers"));
    fetch(this.dataset.address, { method: "POST", body, headers });
  }
}

customElements.define("gx-tiles", Tiles);
