// <gx-board>: cards between lanes and bands, events between days, by pointer; arrows lead from one
// to the next, M asks where to on the one in focus. A card stays where it is until the server has moved
// it, so a refusal leaves it there.
import { explain, say } from "./fixed.js";
import { neighbour } from "./walk.js";

// Where each scrolling part stood: a list that was read anew is looked at from the same place.
let stood = {};

class Board extends HTMLElement {
  connectedCallback() {
    this.addEventListener("dragstart", (event) => this.lift(event));
    this.addEventListener("dragover", (event) => this.over(event));
    this.addEventListener("dragleave", (event) => this.lane(event)?.classList.remove("target"));
    this.addEventListener("drop", (event) => this.drop(event));
    this.addEventListener("dragend", () => this.settle());
    explain(this);
    this.onKey = (event) => { if (event.target === document.body || this.contains(event.target)) this.pressed(event); };
    document.addEventListener("keydown", this.onKey);
    this.stay();
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.onKey);
  }

  stay() {
    const place = this.dataset.base + this.kind;
    if (stood.place !== place) stood = { place };
    [this, ...this.querySelectorAll(".lane-cards")].forEach((part, at) => {
      if (at > 0 && this.matches(".banded")) return;
      [part.scrollTop, part.scrollLeft] = stood[at] ?? [0, 0];
      part.addEventListener("scroll", () => { stood[at] = [part.scrollTop, part.scrollLeft]; }, { passive: true });
    });
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
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const card = event.target.closest(this.cards) ?? event.target.closest(".card-place")?.querySelector(this.cards);
    if (card || event.target === this || event.target === document.body) {
      const next = neighbour(this, card, event.key);
      if (next) { event.preventDefault(); this.show(next); return; }
    }
    const isMove = event.key.toLowerCase() === "m" && document.documentElement.dataset.keys !== "off";
    if (isMove && card?.dataset.fixed) say(card.dataset.fixed);
    if (!isMove || !card?.hasAttribute("aria-keyshortcuts")) return;
    event.preventDefault();
    const by = this.dataset.by ? `&by=${encodeURIComponent(this.dataset.by)}` : "";
    window.htmx.ajax("GET", `${this.dataset.base}${card.dataset.id}/move/?as=${this.kind}${by}`, { source: card, target: "#layer", swap: "innerHTML" });
  }

  show(card) {
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
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
    const from = this.card.closest(this.lanes);
    const values = { as: this.kind };
    if (lane.dataset.value !== from.dataset.value) values.to = lane.dataset.value;
    const band = this.dataset.by && lane.closest("tbody");
    if (band && band !== from.closest("tbody")) { values.by = this.dataset.by; values.band = band.dataset.band; }
    if ("to" in values || "band" in values) {
      window.htmx.ajax("POST", `${this.dataset.base}${this.card.dataset.id}/move/`, { target: "#layer", swap: "innerHTML", values });
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
