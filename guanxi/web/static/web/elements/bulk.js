// <gx-bulk>: what is chosen, and whether the act reaches beyond this page.
class Bulk extends HTMLElement {
  connectedCallback() {
    this.list = this.closest("#list");
    this.list?.addEventListener("chosen", (event) => this.show(event.detail));
    this.addEventListener("click", (event) => {
      if (event.target.closest("[data-choose-all]")) this.reach(true);
      if (event.target.closest("[data-choose-none]")) this.clear();
    });
  }

  show(chosen) {
    const said = this.querySelector("[data-chosen]");
    if (!this.everything && said) said.textContent = said.dataset.chosen.replace("{n}", chosen);
    if (!chosen) this.reach(false);
  }

  reach(everything) {
    this.everything = everything;
    this.list.querySelector("[name=everything]").value = everything ? "1" : "";
    const said = this.querySelector("[data-chosen]");
    const all = this.querySelector("[data-choose-all]");
    if (everything) said.textContent = all.dataset.chooseAll;
    if (all) all.hidden = everything;
  }

  clear() {
    this.reach(false);
    this.list.querySelectorAll(".pick input").forEach((box) => { box.checked = false; });
    this.list.querySelector("gx-grid")?.count();
  }
}

customElements.define("gx-bulk", Bulk);
