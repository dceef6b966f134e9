// <gx-board>: cards between lanes, by pointer; the keyboard has “Move to…” in the card's menu.
class Board extends HTMLElement {
  connectedCallback() {
    this.addEventListener("dragstart", (event) => this.lift(event));
    this.addEventListener("dragover", (event) => this.over(event));
    this.addEventListener("dragleave", (event) => this.lane(event)?.classList.remove("target"));
    this.addEventListener("drop", (event) => this.drop(event));
    this.addEventListener("dragend", () => this.settle());
  }

  lane(event) {
    return event.target.closest(".lane");
  }

  lift(event) {
    this.card = event.target.closest(".deal");
    if (!this.card) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.card.dataset.id);
    this.card.classList.add("moving");
  }

  over(event) {
    const lane = this.lane(event);
    if (!lane || !this.card) return;
    event.preventDefault();
    this.querySelectorAll(".lane.target").forEach((other) => { if (other !== lane) other.classList.remove("target"); });
    lane.classList.add("target");
  }

  drop(event) {
    const lane = this.lane(event);
    if (!lane || !this.card) return;
    event.preventDefault();
    const to = lane.dataset.value;
    if (lane !== this.card.closest(".lane")) {
      window.htmx.ajax("POST", `${this.dataset.base}${this.card.dataset.id}/move/`, {
        target: "#layer", swap: "innerHTML", values: { to, from: location.pathname + location.search },
      });
    }
    this.settle();
  }

  settle() {
    this.card?.classList.remove("moving");
    this.card = null;
    this.querySelectorAll(".lane.target").forEach((lane) => lane.classList.remove("target"));
  }
}

customElements.define("gx-board", Board);
