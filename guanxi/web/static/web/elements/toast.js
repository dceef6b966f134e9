// <gx-toast>: said once, gone after ten seconds unless someone looks at it.

export class Toast extends HTMLElement {
  lasts = 10_000;

  connectedCallback() {
    this.start();
    this.addEventListener("pointerenter", () => clearTimeout(this.timer));
    this.addEventListener("pointerleave", () => this.start());
    this.addEventListener("focusin", () => clearTimeout(this.timer));
    this.addEventListener("focusout", () => this.start());
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  start() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.remove(), this.lasts);
  }
}

customElements.define("gx-toast", Toast);

export function toast(text) {
  const element = document.createElement("gx-toast");
  element.className = "toast";
  element.textContent = text;
  document.getElementById("toasts")?.append(element);
  return element;
}
