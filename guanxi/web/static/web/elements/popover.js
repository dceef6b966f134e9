// Popovers stand by what opened them: [popovertarget] in the page, <gx-popover> from the server.
import { firstField, lastOpener, place, workplace } from "./layer.js";

document.addEventListener("toggle", (event) => {
  const shown = event.target;
  if (!shown.matches?.("[popover]")) return;
  const anchor = document.querySelector(`[popovertarget="${shown.id}"]`);
  anchor?.setAttribute("aria-expanded", String(event.newState === "open"));
  if (event.newState === "open" && anchor) place(shown, anchor);
}, true);

document.addEventListener("click", (event) => {
  const close = event.target.closest("[data-close]");
  const floating = close?.closest("[popover], dialog");
  if (floating?.matches("[popover]")) floating.hidePopover();
  else floating?.close();
});

// What is marked data-closes takes its popover along once the page has answered.
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest?.("[data-closes]");
  if (form === event.detail.elt && event.detail.successful) form.closest("[popover]")?.hidePopover();
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-reload]")) return;
  event.preventDefault();
  location.reload();
});

class Popover extends HTMLElement {
  connectedCallback() {
    const anchor = document.getElementById(this.getAttribute("anchor")) ?? lastOpener();
    const home = workplace();
    this.setAttribute("popover", "auto");
    this.showPopover();
    anchor?.setAttribute("aria-expanded", "true");
    // Opened by its address it has no opener that one sees, and stands under the way back.
    const back = this.closest("[data-lone]")?.querySelector("a");
    const beside = back && !anchor?.offsetParent ? back : anchor;
    if (beside) place(this, beside);
    firstField(this)?.focus();
    this.addEventListener("toggle", (event) => {
      // One that was replaced by its next form leaves the focus there.
      if (event.newState === "open" || !this.isConnected) return;
      anchor?.setAttribute("aria-expanded", "false");
      (home?.isConnected ? home : workplace() ?? anchor)?.focus({ preventScroll: true });
      this.remove();
    });
  }
}

customElements.define("gx-popover", Popover);
