// <gx-batch>: how an act on many rows, or an export, goes. While a worker has it in hand the strip comes along
// to every page of this tab; once it is over it says so and goes like any other toast.
import { Toast } from "./toast.js";

const KEPT = "guanxi-strips";

function kept() {
  return JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
}

function keep(strip, on) {
  const others = kept().filter((one) => one !== strip);
  sessionStorage.setItem(KEPT, JSON.stringify(on ? [...others, strip] : others));
}

class Batch extends Toast {
  lasts = 20_000;

  connectedCallback() {
    const moving = this.hasAttribute("moving");
    keep(this.getAttribute("strip"), moving);
    if (moving) return;
    super.connectedCallback();
    document.dispatchEvent(new CustomEvent("work-seen", { detail: Number(this.getAttribute("job")) }));
  }
}

customElements.define("gx-batch", Batch);

addEventListener("DOMContentLoaded", () => {
  kept().filter((strip) => !document.querySelector(`gx-batch[strip="${strip}"]`)).forEach(async (strip) => {
    const answer = await fetch(strip);
    if (!answer.ok) { keep(strip, false); return; }
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
