// <gx-neighbours>: previous and next record of the list one came from.
const KEPT = "guanxi-list";

document.addEventListener("click", (event) => {
  const link = event.target.closest(".grid .named > a");
  const bench = link?.closest("[data-base]");
  if (!bench) return;
  const ids = [...bench.querySelectorAll("tbody tr[data-id]")].map((row) => row.dataset.id);
  sessionStorage.setItem(KEPT, JSON.stringify({ base: bench.dataset.base, ids, href: location.pathname + location.search }));
});

class Neighbours extends HTMLElement {
  connectedCallback() {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    const base = `/${this.getAttribute("noun")}/`;
    if (kept?.base !== base) return;
    const back = document.querySelector("[data-back-to-list]");
    if (back && kept.href.startsWith(base)) back.href = kept.href;
    const at = kept.ids.indexOf(this.getAttribute("record"));
    if (at < 0) return;
    const count = document.createElement("span");
    count.className = "tally";
    count.textContent = `${at + 1} / ${kept.ids.length}`;
    this.append(count, this.link(kept, at - 1, "previous", "arrow-up"), this.link(kept, at + 1, "next", "arrow-down"));
  }

  link(kept, at, name, icon) {
    const link = document.createElement("a");
    link.className = "button ghost square small";
    link.setAttribute("aria-label", this.getAttribute(name));
    link.title = this.getAttribute(name);
    link.innerHTML = `<svg class="icon" aria-hidden="true"><use href="${this.getAttribute("icons")}#${icon}"/></svg>`;
    if (kept.ids[at]) {
      link.href = `${kept.base}${kept.ids[at]}/`;
      link.setAttribute(name === "next" ? "data-key-next" : "data-key-previous", "");
    } else {
      link.setAttribute("aria-disabled", "true");
    }
    return link;
  }
}

customElements.define("gx-neighbours", Neighbours);
