// <gx-palette>: one line to find a record, a view or a verb. The server ranks; keys choose.

// What is typed before the line is there; it would otherwise be lost, or taken for keys of the page.
let early = "";

function keepEarly(event) {
  if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
  early += event.key;
  event.preventDefault();
  event.stopImmediatePropagation();
}

class Palette extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.addEventListener("htmx:afterSettle", () => this.choose(0));
    this.addEventListener("click", (event) => this.fill(event));
    this.input.addEventListener("input", () => this.tell());
    this.addEventListener("pointermove", (event) => {
      const hit = event.target.closest(".hit");
      if (hit) this.choose(this.hits.indexOf(hit));
    });
    this.choose(0);
    // htmx has to know the line before it hears that something was typed into it.
    const ready = (event) => {
      if (!event.detail.elt.contains(this)) return;
      document.removeEventListener("htmx:load", ready);
      this.take();
    };
    document.addEventListener("htmx:load", ready);
  }

  take() {
    document.removeEventListener("keydown", keepEarly, true);
    const typed = early;
    early = "";
    if (!typed) return;
    this.input.value += typed;
    this.tell();
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // A line that narrows, or widens again, is put into the field instead of being opened.
  fill(event) {
    const line = event.target.closest("[data-fill]");
    if (!line || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const typed = line.dataset.fill;
    const isAgain = this.input.value === typed && line.hasAttribute("data-signs");
    this.input.value = isAgain ? "" : typed;
    this.input.focus();
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  tell() {
    const sign = this.input.value.trimStart()[0];
    this.querySelectorAll("[data-signs]").forEach((one) => {
      one.toggleAttribute("aria-current", Boolean(sign) && one.dataset.signs.includes(sign));
    });
  }

  get hits() {
    return [...this.querySelectorAll(".hit")];
  }

  pressed(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const hits = this.hits;
      this.choose((this.at + step + hits.length) % Math.max(1, hits.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.hits[this.at]?.click();
    }
  }

  choose(index) {
    this.at = index;
    this.hits.forEach((hit, place) => hit.setAttribute("aria-selected", String(place === index)));
    const chosen = this.hits[index];
    this.input.setAttribute("aria-activedescendant", chosen?.id ?? "");
    chosen?.scrollIntoView({ block: "nearest" });
  }
}

customElements.define("gx-palette", Palette);

export function openPalette() {
  const there = document.querySelector("gx-palette input");
  if (there) { there.focus(); return; }
  early = "";
  document.addEventListener("keydown", keepEarly, true);
  const asked = window.htmx.ajax("GET", "/palette/", { target: "#layer", swap: "innerHTML" });
  asked.finally(() => document.removeEventListener("keydown", keepEarly, true));
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-open-palette]")) openPalette();
});
