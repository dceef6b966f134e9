// <gx-batch>: how an act on many rows goes. While a worker has it in hand the strip comes along
// to every page of this tab; once it is over it says so and goes like any other toast.
import { Toast } from "./toast.js";

const KEPT = "guanxi-batches";

function kept() {
  return JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
}

function keep(key, on) {
  const others = kept().filter((one) => one !== key);
  sessionStorage.setItem(KEPT, JSON.stringify(on ? [...others, key] : others));
}

class Batch extends Toast {
  lasts = 20_000;

  connectedCallback() {
    const moving = this.hasAttribute("moving");
    keep(this.getAttribute("key"), moving);
    if (!moving) super.connectedCallback();
  }
}

customElements.define("gx-batch", Batch);

addEventListener("DOMContentLoaded", () => {
  kept().filter((key) => !document.getElementById(`batch-${key}`)).forEach(async (key) => {
    const answer = await fetch(`/batches/${encodeURIComponent(key)}/strip/`);
    if (!answer.ok) { keep(key, false); return; }
    const toasts = document.getElementById("toasts");
    toasts.insertAdjacentHTML("beforeend", await answer.text());
    window.htmx.process(toasts);
  });
});

// The list reads itself anew after an act; what stands around it stays.
document.addEventListener("rows-changed", () => {
  if (!document.getElementById("list")) return;
  window.htmx.ajax("GET", location.pathname + location.search, { target: "#list", swap: "outerHTML" });
});
