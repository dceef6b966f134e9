// <gx-order data-moved>: a list whose lines move up and down by button, and say where they are now
// where data-moved says how. Titles between the lines are passed over; a box marked data-sift leaves
// only the lines that say what is typed.
class Order extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (button) this.move(button.closest("li"), Number(button.dataset.move), button);
    });
    this.sieve = this.querySelector("[data-sift]");
    this.sieve?.addEventListener("input", () => this.sift());
    this.sieve?.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  }

  move(line, step, button) {
    const next = (one) => (step < 0 ? one.previousElementSibling : one.nextElementSibling);
    let other = next(line);
    while (other?.matches(".order-head, [hidden]")) other = next(other);
    if (!other) return;
    if (step < 0) other.before(line);
    else other.after(line);
    button.focus();
    this.say(line);
  }

  say(line) {
    if (!this.dataset.moved) return;
    const lines = [...line.parentElement.children];
    const said = { label: line.querySelector("label").textContent.trim(), place: lines.indexOf(line) + 1, all: lines.length };
    const words = this.dataset.moved.replace(/\{(\w+)\}/g, (_all, name) => said[name]);
    this.querySelector("[role=status]")?.replaceChildren(words);
  }

  sift() {
    const wanted = this.sieve.value.trim().toLowerCase();
    let head = null;
    for (const line of this.querySelectorAll("li")) {
      const isHead = line.matches(".order-head");
      line.hidden = isHead ? Boolean(wanted) : !line.textContent.toLowerCase().includes(wanted);
      if (isHead) head = line;
      else if (head && !line.hidden) head.hidden = false;
    }
  }
}

customElements.define("gx-order", Order);
