// <gx-composer>: empties itself once what was written is kept, and gives the caret back.
class Composer extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    form.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.elt !== form || !event.detail.successful) return;
      const kind = form.elements.kind.value;
      form.reset();
      form.elements.kind.value = kind;
      form.querySelector("details")?.removeAttribute("open");
      form.elements.content.focus();
    });
  }
}

customElements.define("gx-composer", Composer);
