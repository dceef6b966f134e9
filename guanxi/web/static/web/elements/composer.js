// <gx-composer>: empties itself once what was written is kept, and gives the caret back; Esc leaves
// it, so that the single keys of the page are at hand again.
class Composer extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    form.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.elt !== form || !event.detail.successful) return;
      const kind = form.elements.kind.value;
      form.reset();
      form.elements.kind.value = kind;
      form.querySelectorAll("details").forEach((one) => one.removeAttribute("open"));
      form.elements.content.focus();
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) document.activeElement.blur();
    });
  }
}

customElements.define("gx-composer", Composer);
