// <gx-dialog><dialog>…</dialog></gx-dialog>: a question from the server, asked at once.
import { firstField, workplace } from "./layer.js";

class Dialog extends HTMLElement {
  connectedCallback() {
    const dialog = this.querySelector("dialog");
    const home = workplace();
    if (!dialog.open) dialog.showModal();
    (dialog.querySelector("[autofocus]") ?? firstField(dialog.querySelector(".dialog-body") ?? dialog))?.focus();
    dialog.addEventListener("close", () => {
      this.remove();
      home?.focus({ preventScroll: true });
      const lone = document.querySelector("[data-lone]");
      if (lone) location.assign(lone.dataset.lone);
    });
    // A press beside it must not cost what was typed.
    let isTyped = Boolean(dialog.querySelector(".problems, [aria-invalid=true], [data-answered]"));
    dialog.addEventListener("input", () => { isTyped = true; });
    dialog.addEventListener("pointerdown", (event) => {
      if (event.target === dialog && !isTyped) dialog.close();
    });
  }
}

customElements.define("gx-dialog", Dialog);

// A verb that is done tells its dialog to go: HX-Trigger: dialog-done.
document.addEventListener("dialog-done", () => {
  document.querySelectorAll("gx-dialog dialog[open]").forEach((dialog) => dialog.close());
});
