// <gx-file>: says the name of the chosen file in place of what the browser would say of it.
class Choice extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.chosen = this.querySelector(".chosen");
    this.input.addEventListener("change", () => this.show());
    // A page that comes back by the browser's arrows may hold its file still.
    window.addEventListener("pageshow", this.shown = () => this.show());
    this.show();
  }

  disconnectedCallback() {
    window.removeEventListener("pageshow", this.shown);
  }

  show() {
    const [file] = this.input.files;
    this.classList.toggle("has-one", Boolean(file));
    this.chosen.textContent = file?.name ?? this.dataset.none;
    this.chosen.title = file?.name ?? "";
  }
}

customElements.define("gx-file", Choice);
