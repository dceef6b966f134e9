// <gx-board>: cards between lanes, events between days, by pointer; M asks where to on a card in
// focus. A card stays where it is until the server has moved it, so a refusal leaves it there.
class Board extends HTMLElement {
  connectedCallback() {
    this.addEventListener("dragstart", (event) => this.lift(event));
    this.addEventListener("dragover", (event) => this.over(event));
    this.addEventListener("dragleave", (event) => this.lane(event)?.classList.remove("target"));
    this.addEventListener("drop", (event) => this.drop(event));
    this.addEventListener("dragend", () => this.settle());
    this.addEventListener("keydown", (event) => this.pressed(event));
  }

  get cards() {
    return this.getAttribute("card") ?? ".deal";
  }

  get lanes() {
    return this.getAttribute("lane") ?? ".lane";
  }

  get kind() {
    return this.getAttribute("as") ?? "board";
  }

  pressed(event) {
    const card = event.target.closest(`${this.cards}[draggable]`);
    if (!card || event.key.toLowerCase() !== "m" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    window.htmx.ajax("GET", `${this.dataset.base}${card.dataset.id}/move/?as=${this.kind}`, { source: card, target: "#layer", swap: "innerHTML" });
  }

  lane(event) {
    return event.target.closest(this.lanes);
  }

  lift(event) {
    this.card = event.target.closest(this.cards);
    if (!this.card) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.card.dataset.id);
    this.card.classList.add("moving");
  }

  over(event) {
    const lane = this.lane(event);
    if (!lane || !this.card) return;
    event.preventDefault();
    this.querySelectorAll(".target").forEach((other) => { if (other !== lane) other.classList.remove("target"); });
    lane.classList.add("target");
  }

  drop(event) {
    const lane = this.lane(event);
    if (!lane || !this.card) return;
    event.preventDefault();
    const to = lane.dataset.value;
    if (lane !== this.card.closest(this.lanes)) {
      window.htmx.ajax("POST", `${this.dataset.base}${this.card.dataset.id}/move/`, {
        target: "#layer", swap: "innerHTML", values: { to, as: this.kind },
      });
    }
    this.settle();
  }

  settle() {
    this.card?.classList.remove("moving");
    this.card = null;
    this.querySelectorAll(".target").forEach((lane) => lane.classList.remove("target"));
  }
}

customElements.define("gx-board", Board);
