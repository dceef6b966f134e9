// <gx-order>: a list whose lines move up and down by button or by drag.
class Order extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (button) this.move(button.closest("li"), Number(button.dataset.move), button);
    });
  }

  move(line, step, button) {
    const other = step < 0 ? line.previousElementSibling : line.nextElementSibling;
    if (!other) return;
    if (step < 0) other.before(line);
    else other.after(line);
    button.focus();
  }
}

customElements.define("gx-order", Order);
