// A line of sections that is being dragged: it stands at once where it would fall.
export class Carried {
  constructor(place) {
    place.addEventListener("dragstart", (event) => this.lift(event));
    place.addEventListener("dragover", (event) => this.carry(event));
    place.addEventListener("dragend", () => this.drop());
    place.addEventListener("drop", (event) => event.preventDefault());
  }

  lift(event) {
    this.line = event.target.closest?.("li[data-field]");
    if (!this.line) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.line.dataset.field);
    this.line.classList.add("lifted");
  }

  carry(event) {
    const list = this.line && event.target.closest?.("[data-section]")?.querySelector("ul");
    if (!list) return;
    event.preventDefault();
    const other = event.target.closest("li[data-field]");
    if (other === this.line) return;
    const box = other?.getBoundingClientRect();
    if (!box) list.append(this.line);
    else other[event.clientY < box.top + box.height / 2 ? "before" : "after"](this.line);
  }

  drop() {
    this.line?.classList.remove("lifted");
    this.line = null;
  }
}
